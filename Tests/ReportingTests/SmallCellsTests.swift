import Reporting
import Testing

/// A table of shares without values: what is hidden shows in the counts.
func table(_ rows: [ResultRow]) -> ResultTable {
  ResultTable(statistic: "s", title: "t", question: "q", denominator: "d", asOf: "", rows: rows)
}

func share(
  _ group: String, _ level: String, _ count: Int, _ n: Int, partitions: [String] = [],
  totalOf: [String] = [], comparison: String? = nil, isSensitive: Bool? = nil
) -> ResultRow {
  ResultRow(
    group: group, level: level, measure: "share", value: .number(Double(count) / Double(max(n, 1))), lower: 0,
    upper: 1, count: count, n: n, unit: .proportion, note: "a note", partitions: partitions, totalOf: totalOf,
    comparison: comparison, isSensitive: isSensitive)
}

@Suite struct SmallCellsTests {
  private func counts(_ rows: [ResultRow], _ rule: SmallCells = .inHouse) -> [Int?] {
    rule.apply(to: table(rows)).rows.map(\.shown.count)
  }

  @Test(arguments: [
    (4, 100, nil), (5, 100, 5), (96, 100, nil), (95, 100, 95), (0, 100, nil), (100, 100, nil), (1, 1, nil),
  ])
  func `small counts and small complements are hidden`(count: Int, n: Int, expected: Int?) {
    #expect(counts([share("a", "x", count, n)]) == [expected])
  }

  @Test func `none and all may be shown where they say nothing of a person`() {
    #expect(counts([share("a", "x", 0, 100, isSensitive: false)]) == [0])
    #expect(counts([share("b", "x", 100, 100, isSensitive: false)]) == [100])
  }

  @Test func `value, limits and note go with the count`() {
    let row = SmallCells.inHouse.apply(to: table([share("a", "x", 3, 100)])).rows[0]
    #expect(row.isSuppressed)
    #expect(row.shown.value == .none && row.shown.lower == nil && row.shown.upper == nil)
    #expect(row.shown.note == "" && row.shown.n == 100)
  }

  @Test func `a group smaller than the threshold is hidden with its size`() {
    let row = SmallCells.inHouse.apply(to: table([share("a", "x", 2, 4)])).rows[0]
    #expect(row.shown.n == nil && row.shown.count == nil)
  }

  // 3 + 20 + 77 = 100: without the 20, 100 − 77 − 20 gives the 3.
  @Test func `one hidden cell of a partition takes the next smallest along`() {
    let rows = [3, 20, 77].enumerated().map { share("a", "\($0.offset)", $0.element, 100, partitions: ["p"]) }
    #expect(counts(rows) == [nil, nil, 77])
  }

  // 1 + 1 + 98 = 100: 100 − 98 leaves 2, and two cells that are not zero must be 1 and 1.
  @Test func `hidden cells that could only be one thing take another along`() {
    let rows = [1, 1, 30, 68].enumerated().map {
      share("a", "\($0.offset)", $0.element, 100, partitions: ["p"], isSensitive: false)
    }
    #expect(counts(rows) == [nil, nil, nil, 68])
  }

  // The same rows without saying that they add up: a reader can add, too.
  @Test func `a partition that nobody declared is seen`() {
    let rows = [3, 20, 77].enumerated().map { share("a", "\($0.offset)", $0.element, 100) }
    #expect(counts(rows) == [nil, nil, 77])
  }

  // Overall 60/300 minus 40/150 is the hidden 20/150 only if the other is shown: 3/100 + 17/80 + 40/120.
  @Test func `a hidden group cannot be had from the overall row`() {
    let rows = [
      share("a", "x", 3, 100, partitions: ["x"]), share("b", "x", 17, 80, partitions: ["x"]),
      share("c", "x", 40, 120, partitions: ["x"]), share("overall", "x", 60, 300, totalOf: ["x"]),
    ]
    #expect(counts(rows) == [nil, nil, 40, 60])
    let undeclared = rows.map { row in
      var row = row
      (row.partitions, row.totalOf) = ([], [])
      return row
    }
    #expect(counts(undeclared) == [nil, nil, 40, 60])
  }

  @Test func `a group too small to show takes another along where the overall size is shown`() {
    let rows = [
      share("a", "x", 1, 3, partitions: ["x"]), share("b", "x", 17, 80, partitions: ["x"]),
      share("c", "x", 40, 120, partitions: ["x"]), share("overall", "x", 58, 203, totalOf: ["x"]),
    ]
    let shown = SmallCells.inHouse.apply(to: table(rows)).rows.map(\.shown.n)
    #expect(shown == [nil, nil, 120, 203])
  }

  @Test func `summaries need ten persons and a denominator`() {
    func median(_ group: String, _ n: Int?) -> ResultRow {
      ResultRow(group: group, measure: "median", value: 12, lower: 9, upper: 20, n: n, unit: .days)
    }
    let rows = SmallCells.inHouse.apply(to: table([median("a", 9), median("b", 10), median("c", nil)])).rows
    #expect(rows.map(\.shown.value) == [.none, .number(12), .none])
    #expect(rows.map(\.shown.n) == [9, 10, nil])
  }

  // (12 · 40 − 10 · 31) / 9: two means and the overall one give the third.
  @Test func `a hidden mean cannot be had from the overall mean`() {
    func mean(_ group: String, _ n: Int, _ value: Double, totalOf: [String] = []) -> ResultRow {
      ResultRow(
        group: group, measure: "mean", value: .number(value), n: n, unit: .days,
        partitions: totalOf.isEmpty ? ["g"] : [], totalOf: totalOf)
    }
    let rows = [mean("a", 9, 19), mean("b", 31, 10), mean("all", 40, 12, totalOf: ["g"])]
    #expect(SmallCells.inHouse.apply(to: table(rows)).rows.map(\.isSuppressed) == [true, true, false])
  }

  @Test func `single persons' values stay in the house`() {
    let row = ResultRow(measure: "maximum", value: 93, n: 400, unit: .years, kind: .extreme)
    #expect(!SmallCells.inHouse.apply(to: table([row])).rows[0].isSuppressed)
    #expect(SmallCells.publicUse.apply(to: table([row])).rows[0].isSuppressed)
  }

  // A risk of 40/120 and a ratio of 0.09 tell the other risk.
  @Test func `a ratio goes with the cells it rests on`() {
    let ratio = ResultRow(group: "a", measure: "risk ratio", value: 0.09, unit: .ratio, comparison: "a/b")
    let small = [
      share("a", "x", 3, 100, comparison: "a/b"), share("b", "x", 40, 120, comparison: "a/b"), ratio,
    ]
    #expect(SmallCells.inHouse.apply(to: table(small)).rows[2].isSuppressed)
    let large = [
      share("a", "x", 30, 100, comparison: "a/b"), share("b", "x", 40, 120, comparison: "a/b"), ratio,
    ]
    #expect(!SmallCells.inHouse.apply(to: table(large)).rows[2].isSuppressed)
  }

  @Test func `the threshold has a floor, and the public one is ten`() {
    #expect(SmallCells(threshold: 1).threshold == 3)
    #expect(counts([share("a", "x", 9, 100)], .publicUse) == [nil])
    #expect(counts([share("a", "x", 10, 100)], .publicUse) == [10])
  }

  @Test func `a table without small cells stays as it is`() {
    let rows = [share("a", "x", 40, 100), share("a", "y", 60, 100)]
    let disclosed = SmallCells.inHouse.apply(to: table(rows))
    #expect(disclosed.rows.map(\.shown) == rows)
    #expect(disclosed.suppressedRows == 0)
  }
}
