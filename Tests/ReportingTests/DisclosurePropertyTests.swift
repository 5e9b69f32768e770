import Reporting
import Testing

/// A small seeded generator (SplitMix64), so that a failure can be run again.
private struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

/// The attacker of these tests knows every shown number and that counts are not negative, and tries
/// everything; it shares no code with the rule.
@Suite struct DisclosurePropertyTests {
  @Test(arguments: [1, 2, 3, 4])
  func `no hidden level of a variable has one possible value`(seed: Int) {
    var generator = SeededGenerator(state: UInt64(seed))
    for _ in 0..<2500 {
      let size = Int.random(in: 2...7, using: &generator)
      let highest = [3, 8, 40].randomElement(using: &generator) ?? 8
      let isSensitive = Bool.random(using: &generator)
      let counts = (0..<size).map { _ in Int.random(in: 0...highest, using: &generator) }
      let n = counts.reduce(0, +)
      let isDeclared = Bool.random(using: &generator)
      let rule = SmallCells(threshold: Int.random(in: 3...10, using: &generator))
      let rows = counts.enumerated().map { index, count in
        share("g", "\(index)", count, n, partitions: isDeclared ? ["p"] : [], isSensitive: isSensitive)
      }
      let shown = rule.apply(to: table(rows)).rows.map(\.shown)
      let hidden = counts.indices.filter { shown[$0].count == nil }
      // Nothing is known of a group whose size is hidden.
      guard !hidden.isEmpty, shown[0].n != nil else { continue }
      let rest = n - shown.reduce(0) { $0 + ($1.count ?? 0) }
      // Where zeros are shown, a hidden cell is known to be at least 1.
      let least = hidden.map { isSensitive || counts[$0] == 0 ? 0 : 1 }
      #expect(hidden.count > 1 && rest > least.reduce(0, +), "seed \(seed): \(counts) at \(rule.threshold)")
      #expect(rest >= rule.threshold, "seed \(seed): \(counts) at \(rule.threshold)")
    }
  }

  @Test(arguments: [11, 12, 13, 14])
  func `no hidden cell of a table with both margins has one possible value`(seed: Int) {
    var generator = SeededGenerator(state: UInt64(seed))
    for _ in 0..<30 {
      let levels = Int.random(in: 2...3, using: &generator)
      let groups = Int.random(in: 2...3, using: &generator)
      let highest = [3, 5].randomElement(using: &generator) ?? 5
      let counts = (0..<groups).map { _ in
        (0..<levels).map { _ in Int.random(in: 0...highest, using: &generator) }
      }
      let disclosed = SmallCells(threshold: 3).apply(to: table(rows(counts)))
      let derived = Attack(disclosed: disclosed, truth: counts).derived
      #expect(derived.isEmpty, "seed \(seed): \(counts) tells \(derived)")
    }
  }

  // Two squares of hidden cells: no line of the table gives any of them away. A ninth cell between the squares
  // follows from them all: what is hidden in the first two groups less what is hidden in the first two levels.
  @Test func `a hidden cell that only all lines together tell takes another along`() {
    var counts = Array(repeating: Array(repeating: 40, count: 4), count: 4)
    for (group, level) in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (2, 3), (3, 2), (3, 3)] {
      counts[group][level] = 3
    }
    let squares = SmallCells.inHouse.apply(to: table(rows(counts)))
    #expect(squares.suppressedRows == 8)
    counts[1][2] = 3
    let bridged = SmallCells.inHouse.apply(to: table(rows(counts)))
    #expect(bridged.rows[6].shown.count == nil)
    #expect(bridged.suppressedRows > 9)
  }

  private func rows(_ counts: [[Int]]) -> [ResultRow] {
    var rows: [ResultRow] = []
    for (group, row) in counts.enumerated() {
      for (level, count) in row.enumerated() {
        rows.append(
          share(
            "\(group)", "\(level)", count, row.reduce(0, +),
            partitions: ["levels of \(group)", "level \(level)"]))
      }
    }
    let n = counts.joined().reduce(0, +)
    for level in counts[0].indices {
      let count = counts.reduce(0) { $0 + $1[level] }
      rows.append(
        share("all", "\(level)", count, n, partitions: ["levels of all"], totalOf: ["level \(level)"]))
    }
    return rows
  }
}

/// Looks for another table that agrees with everything shown.
private struct Attack {
  private let groupRows: [[ResultRow]]
  private let totals: [ResultRow]
  private let truth: [[Int]]

  init(disclosed: DisclosedTable, truth: [[Int]]) {
    let rows = disclosed.rows.map(\.shown)
    let levels = truth[0].count
    groupRows = truth.indices.map { Array(rows[$0 * levels..<($0 + 1) * levels]) }
    totals = Array(rows.suffix(levels))
    self.truth = truth
  }

  /// Hidden cells, as group and level, for which no other count than the true one is possible.
  var derived: [[Int]] {
    // Nothing is known of a cohort whose size is hidden.
    guard totals[0].n != nil else { return [] }
    let candidates = groupRows.map(candidates)
    var derived: [[Int]] = []
    for (group, rows) in groupRows.enumerated() {
      for (level, row) in rows.enumerated() where row.count == nil {
        var others = candidates
        others.swapAt(0, group)
        others[0] = others[0].filter { $0[level] != truth[group][level] }
        if !hasTable(others[...], columns: Array(repeating: 0, count: totals.count)) {
          derived.append([group, level])
        }
      }
    }
    return derived
  }

  private func candidates(_ rows: [ResultRow]) -> [[Int]] {
    let most = rows[0].n ?? totals[0].n ?? 0
    var all: [[Int]] = [[]]
    for row in rows {
      let range = row.count.map { $0...$0 } ?? 0...most
      all = all.flatMap { start in
        range.filter { start.reduce(0, +) + $0 <= most }.map { start + [$0] }
      }
    }
    return rows[0].n == nil ? all : all.filter { $0.reduce(0, +) == most }
  }

  private func hasTable(_ candidates: ArraySlice<[[Int]]>, columns: [Int]) -> Bool {
    guard let rows = candidates.first else {
      return columns.reduce(0, +) == totals[0].n
        && zip(columns, totals).allSatisfy { column, total in total.count.map { $0 == column } ?? true }
    }
    return rows.contains { row in
      let sums = zip(columns, row).map(+)
      let fits = zip(sums, totals).allSatisfy { sum, total in total.count.map { sum <= $0 } ?? true }
      return fits && hasTable(candidates.dropFirst(), columns: sums)
    }
  }
}
