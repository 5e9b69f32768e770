/// The work of `SmallCells`: which cells of a table must be hidden, for their own sake or for another's.
///
/// A cell is a number that a reader could learn: a count, a group's size, or a summary (whose size is the
/// number of persons behind it; group means add up to the overall mean as counts add up to a total).
struct Suppression {
  struct Cell {
    var size: Int
    var isHidden: Bool
    var isNonzeroKnown: Bool
    var greatest: Int?
    var limit: Int
  }

  let rows: [ResultRow]
  let rule: SmallCells
  private(set) var cells: [Cell] = []
  private(set) var sums: [CellSum] = []
  private var measureCells: [[Int]]
  private var sizeCell: [Int?]
  private var hiddenRows: Set<Int> = []

  init(rows: [ResultRow], rule: SmallCells) {
    self.rows = rows
    self.rule = rule
    measureCells = Array(repeating: [], count: rows.count)
    sizeCell = Array(repeating: nil, count: rows.count)
    makeCells()
    sums = CellSum.all(rows: rows, measureCells: measureCells, sizeCell: sizeCell) { cells[$0].size }
  }

  /// Hides cells until nothing hidden can be derived.
  mutating func run() {
    repeat { spreadToRows() } while hideNext()
    hideComparisons()
  }

  func hidesMeasure(of row: Int) -> Bool {
    hiddenRows.contains(row) || hidesN(of: row) || measureCells[row].contains { cells[$0].isHidden }
  }

  func hidesN(of row: Int) -> Bool {
    sizeCell[row].map { cells[$0].isHidden } ?? false
  }
}

extension Suppression {
  /// What makes two rows speak of the same number.
  private struct Identity: Hashable {
    var group: String
    var words: [String]
    var size: Int
    var n: Int?
  }

  private mutating func makeCells() {
    var known: [Identity: Int] = [:]
    for (index, row) in rows.enumerated() {
      if let n = row.n {
        let cell = Cell(
          size: n, isHidden: n > 0 && n < rule.threshold, isNonzeroKnown: n > 0, greatest: nil,
          limit: rule.threshold)
        let identity = Identity(group: row.group, words: [], size: n, n: nil)
        sizeCell[index] = add(cell, as: identity, in: &known)
      }
      if let count = row.count {
        let isHidden = rule.hides(count: count, of: row.n, isSensitive: row.isSensitive)
        let cell = Cell(
          size: count, isHidden: isHidden, isNonzeroKnown: count > 0 && !row.isSensitive, greatest: row.n,
          limit: rule.threshold)
        let identity = Identity(
          group: row.group, words: ["count", row.section, row.level], size: count, n: row.n)
        measureCells[index].append(add(cell, as: identity, in: &known))
      } else if row.value != .none {
        makeSummary(of: index, in: &known)
      }
    }
  }

  private mutating func makeSummary(of index: Int, in known: inout [Identity: Int]) {
    let row = rows[index]
    let isExtreme = row.kind == .extreme || (row.interval == .range && (row.lower ?? row.upper) != nil)
    if isExtreme && rule.isPublic { hiddenRows.insert(index) }
    guard let n = row.n else {
      // A summary that does not say of how many cannot be judged.
      if row.kind != .comparison { hiddenRows.insert(index) }
      return
    }
    guard n > 0 else { return }
    let limit = row.kind == .comparison ? rule.threshold : rule.smallestSummarised
    let cell = Cell(size: n, isHidden: n < limit, isNonzeroKnown: true, greatest: nil, limit: limit)
    let identity = Identity(
      group: row.group, words: ["summary", row.section, row.level, row.measure], size: n, n: n)
    measureCells[index].append(add(cell, as: identity, in: &known))
  }

  private mutating func add(_ cell: Cell, as identity: Identity, in known: inout [Identity: Int]) -> Int {
    if let index = known[identity] {
      cells[index].isHidden = cells[index].isHidden || cell.isHidden
      cells[index].isNonzeroKnown = cells[index].isNonzeroKnown && cell.isNonzeroKnown
      return index
    }
    cells.append(cell)
    known[identity] = cells.count - 1
    return cells.count - 1
  }

  /// A hidden size, or any hidden cell of a row, takes the row's other measures along.
  private mutating func spreadToRows() {
    for row in rows.indices where hidesMeasure(of: row) {
      for cell in measureCells[row] { cells[cell].isHidden = true }
    }
  }

  private mutating func hideComparisons() {
    let broken = Set(rows.indices.filter { hidesMeasure(of: $0) }.compactMap { rows[$0].comparison })
    for (index, row) in rows.enumerated() where row.kind == .comparison {
      if (row.restsOn + [row.comparison].compactMap(\.self)).contains(where: broken.contains) {
        hiddenRows.insert(index)
      }
    }
  }

  /// Hides one more cell for every number that could still be derived.
  ///
  /// - Returns: whether anything was hidden.
  private mutating func hideNext() -> Bool {
    var touched: Set<Int> = []
    var changed = false
    for index in sums.indices where !sums[index].isSafe(cells) {
      changed = hideSmallest(in: [index]) || changed
      touched.insert(index)
    }
    if changed { return true }
    for cell in DerivableCells(cells: cells, sums: sums).indices {
      let own = sums.indices.filter { sums[$0].contains(cell) }
      guard touched.isDisjoint(with: own) else { continue }
      touched.formUnion(own)
      let concerned = sums.indices.filter { sums[$0].hasHidden(cells) }
      changed = hideSmallest(in: own) || hideSmallest(in: concerned) || changed
    }
    return changed
  }

  /// Hides the smallest cell that is still shown; parts go before totals and zeros last among the parts.
  private mutating func hideSmallest(in indices: [Int]) -> Bool {
    var best: (rank: (Int, Int, Int), cell: Int)?
    for index in indices {
      for term in sums[index].terms where !cells[term.cell].isHidden {
        let size = cells[term.cell].size
        let rank = (term.isTotal ? 2 : size == 0 ? 1 : 0, size, term.cell)
        if let known = best, known.rank <= rank { continue }
        best = (rank, term.cell)
      }
    }
    guard let best else { return false }
    cells[best.cell].isHidden = true
    return true
  }
}
