/// One thing a reader knows about cells: that some of them add up to a total.
struct CellSum {
  struct Term {
    var cell: Int
    var isTotal: Bool
  }

  var terms: [Term]
  /// What parts minus totals come to: 0 where the total is a cell too.
  var known: Int

  func contains(_ cell: Int) -> Bool { terms.contains { $0.cell == cell } }

  func hasHidden(_ cells: [Suppression.Cell]) -> Bool { terms.contains { cells[$0.cell].isHidden } }

  /// Whether the hidden parts, taken together, are themselves no small cell.
  func isSafe(_ cells: [Suppression.Cell]) -> Bool {
    let hidden = terms.filter { cells[$0.cell].isHidden }
    // Where the total is hidden as well, the parts' sum is not known.
    if hidden.isEmpty || hidden.contains(where: \.isTotal) { return true }
    let sum = hidden.reduce(0) { $0 + cells[$1.cell].size }
    return sum >= hidden.reduce(0) { max($0, cells[$1.cell].limit) }
  }
}

extension CellSum {
  /// Collects the sums that rows declare, and those that they show without declaring them.
  static func all(
    rows: [ResultRow], measureCells: [[Int]], sizeCell: [Int?], size: (Int) -> Int
  ) -> [CellSum] {
    var sums: [CellSum] = []
    for set in declaredSets(rows) + plainSets(rows) {
      let parts = distinct(set.parts.compactMap { measureCells[$0].first })
      let sum = parts.reduce(0) { $0 + size($1) }
      let totals = distinct(set.totals.compactMap { measureCells[$0].first }).filter { size($0) == sum }
      let sizes = distinct(set.parts.compactMap { sizeCell[$0] })
      let shared = sizes.count == 1 && parts.count > 1 && size(sizes[0]) == sum ? sizes : []
      add(parts: parts, totals: totals + shared, sum: sum, isDeclared: set.isDeclared, to: &sums)

      guard sizes.count > 1 else { continue }
      let all = sizes.reduce(0) { $0 + size($1) }
      let whole = distinct(set.totals.compactMap { sizeCell[$0] }).filter { size($0) == all }
      add(parts: sizes, totals: whole, sum: all, isDeclared: set.isDeclared && set.totals.isEmpty, to: &sums)
    }
    return sums
  }

  private struct RowSet {
    var parts: [Int]
    var totals: [Int] = []
    var isDeclared: Bool
  }

  private static func add(
    parts: [Int], totals: [Int], sum: Int, isDeclared: Bool, to sums: inout [CellSum]
  ) {
    guard !parts.isEmpty else { return }
    let terms = parts.map { Term(cell: $0, isTotal: false) }
    for total in totals where !parts.contains(total) {
      sums.append(CellSum(terms: terms + [Term(cell: total, isTotal: true)], known: 0))
    }
    // The total of a declared set counts as known to the reader where no row shows it.
    if totals.isEmpty && isDeclared { sums.append(CellSum(terms: terms, known: sum)) }
  }

  /// Sets that rows name; rows of different measures that share a name are sets of their own.
  private static func declaredSets(_ rows: [ResultRow]) -> [RowSet] {
    var order: [[String]] = []
    var sets: [[String]: RowSet] = [:]
    for (index, row) in rows.enumerated() where row.kind != .comparison {
      for name in row.partitions {
        let key = [name, row.measure]
        if sets[key] == nil { order.append(key) }
        sets[key, default: RowSet(parts: [], isDeclared: true)].parts.append(index)
      }
    }
    for (index, row) in rows.enumerated() {
      for name in row.totalOf { sets[[name, row.measure]]?.totals.append(index) }
    }
    return order.compactMap { sets[$0] }
  }

  /// Sets that a reader would find: all levels of a group that happen to add up to `n`, and all groups of a
  /// level that happen to add up to one of them.
  private static func plainSets(_ rows: [ResultRow]) -> [RowSet] {
    let cells = rows.indices.filter { rows[$0].kind != .comparison && rows[$0].n != nil }
    var sets: [RowSet] = []
    let byGroup = grouped(cells) { [rows[$0].group, rows[$0].section, rows[$0].measure] }
    for set in byGroup where set.count > 1 {
      let isWhole = set.reduce(0) { $0 + (rows[$1].count ?? 0) } == rows[set[0]].n
      if isWhole && set.allSatisfy({ rows[$0].n == rows[set[0]].n && rows[$0].count != nil }) {
        sets.append(RowSet(parts: set, isDeclared: false))
      }
    }
    let byLevel = grouped(cells) { [rows[$0].level, rows[$0].section, rows[$0].measure] }
    for set in byLevel where set.count > 2 {
      let all = set.reduce(0) { $0 + (rows[$1].n ?? 0) }
      if let total = set.first(where: { 2 * (rows[$0].n ?? 0) == all }) {
        sets.append(RowSet(parts: set.filter { $0 != total }, totals: [total], isDeclared: false))
      }
    }
    return sets
  }

  private static func grouped(_ indices: [Int], by key: (Int) -> [String]) -> [[Int]] {
    var order: [[String]] = []
    var groups: [[String]: [Int]] = [:]
    for index in indices {
      let key = key(index)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(index)
    }
    return order.compactMap { groups[$0] }
  }

  private static func distinct(_ cells: [Int]) -> [Int] {
    var seen: Set<Int> = []
    return cells.filter { seen.insert($0).inserted }
  }
}
