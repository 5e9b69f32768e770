/// A result table in which every number may be seen; the only thing that formats take.
///
/// It is made by `SmallCells.apply(to:)` alone and does not hold what was hidden.
public struct DisclosedTable: Sendable, Hashable {
  /// The table's head, without rows.
  public let head: ResultTable
  /// The rows that may be seen.
  public let rows: [DisclosedRow]
  /// The rule that was applied.
  public let rule: SmallCells

  fileprivate init(head: ResultTable, rows: [DisclosedRow], rule: SmallCells) {
    var head = head
    head.rows = []
    self.head = head
    self.rows = rows
    self.rule = rule
  }

  /// How many rows are hidden.
  public var suppressedRows: Int { rows.count { $0.isSuppressed } }
}

/// A row of which only what may be seen is left.
public struct DisclosedRow: Sendable, Hashable {
  /// The row; numbers that may not be seen are nil or `.none`.
  public let shown: ResultRow
  /// Whether something was taken away.
  public let isSuppressed: Bool

  fileprivate init(_ row: ResultRow, hidesMeasure: Bool, hidesN: Bool) {
    var shown = row
    if hidesMeasure {
      shown.value = .none
      shown.lower = nil
      shown.upper = nil
      shown.count = nil
      shown.note = ""
    }
    if hidesN { shown.n = nil }
    self.shown = shown
    self.isSuppressed = hidesMeasure || hidesN
  }
}

extension SmallCells {
  /// Hides what the rule hides.
  ///
  /// - Parameter table: the rows with all their numbers.
  /// - Returns: the table that formats take; rows keep their order.
  public func apply(to table: ResultTable) -> DisclosedTable {
    var suppression = Suppression(rows: table.rows, rule: self)
    suppression.run()
    let rows = table.rows.indices.map { index in
      DisclosedRow(
        table.rows[index], hidesMeasure: suppression.hidesMeasure(of: index),
        hidesN: suppression.hidesN(of: index))
    }
    return DisclosedTable(head: table, rows: rows, rule: self)
  }
}
