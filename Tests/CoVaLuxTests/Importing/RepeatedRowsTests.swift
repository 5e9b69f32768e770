import CohortTesting
import Testing

@testable import CoVaLux

/// Rows that share a key, found on disk; the oracle is a dictionary.
@Suite struct RepeatedRowsTests {
  /// The numbers of a linear congruential generator (Knuth, MMIX).
  private struct Numbers {
    var state: UInt64

    mutating func next(below bound: UInt64) -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (state >> 33) % bound
    }
  }

  @Test(arguments: [0, 1, 2, 7, 1000, 20_000], [256, 4096, 1 << 20])
  func `elements come in order, however few fit into memory`(count: Int, memory: Int) throws {
    var numbers = Numbers(state: UInt64(count))
    let sort = SpilledValues<UInt64>(memory: memory)
    var expected: [UInt64] = []
    for _ in 0..<count {
      let number = numbers.next(below: 5000)
      try sort.append(number)
      expected.append(number)
    }
    expected.sort()
    for _ in 0..<2 {
      var found: [UInt64] = []
      try sort.forEach { found.append($0) }
      #expect(found == expected)
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6], [200, 1 << 20])
  func `all rows of a key that differ are refused, of others the first stands`(seed: UInt64, memory: Int)
    throws
  {
    var numbers = Numbers(state: seed)
    let search = KeySearch(memory: memory)
    var rows: [(record: Int, key: UInt64, values: UInt64)] = []
    for record in 2..<600 where numbers.next(below: 5) > 0 {
      rows.append((record, numbers.next(below: 40 * seed * seed), numbers.next(below: seed == 1 ? 1 : 3)))
    }
    for row in rows {
      try search.note(
        key: RowDigest(high: row.key, low: ~row.key), values: RowDigest(high: row.values, low: 7),
        record: row.record)
    }
    let groups = Dictionary(grouping: rows, by: \.key)
    var cursor = try RepeatedRows.Cursor(try search.repeated())
    for row in rows {
      let group = groups[row.key] ?? []
      let expected: RepeatedRows.Verdict? =
        if group.contains(where: { $0.values != row.values }) {
          .refused
        } else {
          group[0].record == row.record ? nil : .stands
        }
      // Rows that are refused for another reason are not asked for.
      if numbers.next(below: 10) > 0 { #expect(try cursor.verdict(of: row.record) == expected) }
    }
  }
}

/// Files of rows that share keys.
@Suite(.freshDatabase) struct RepeatedKeyImportTests {
  private static func row(_ code: String, _ event: Int, note: String = "") -> String {
    "\(code),month-\(event),2021-03-01,1980,F,1,1,0,,,3,1,\(note)"
  }

  @Test func `refused rows of a key leave the identical ones of another`() async throws {
    let bench = try await ImportBench()
    let report = try await bench.importing(
      Self.row("A-1", 1), Self.row("A-1", 2, note: "one"), Self.row("A-1", 1), Self.row("A-2", 1),
      Self.row("A-1", 2, note: "two"), Self.row("A-1", 1), Self.row("A-1", 2, note: "one"))
    #expect(report.rows == .init(read: 7, new: 2, changed: 0, same: 2, rejected: 3))
    #expect(
      report.findings.map { "\($0.line) \($0.severity.word)" }.sorted() == [
        "3 error", "4 note", "6 error", "7 note", "8 error",
      ])
  }

  @Test func `a first row that is refused for another reason makes the second one the first`() async throws {
    let bench = try await ImportBench()
    // Found late: the second row of A-1 refuses consent, which refuses all rows of A-1.
    let report = try await bench.importing(
      Self.row("A-1", 1), Self.row("A-1", 1), "A-1,month-2,2021-03-01,1980,F,0,1,0,,,3,1,",
      Self.row("A-2", 1), Self.row("A-2", 1))
    #expect(report.rows == .init(read: 5, new: 1, changed: 0, same: 1, rejected: 3))
    #expect(report.findings.filter { $0.rule == "consent" }.map(\.line) == [2, 3, 4])
    #expect(report.findings.filter { $0.rule == "repeated-key" }.map(\.line) == [6])
  }
}
