extension DisclosedTable {
  /// Values of one column in the order of the rows.
  fileprivate func distinct(_ path: KeyPath<ResultRow, String>, _ rows: [DisclosedRow]) -> [String] {
    var seen: Set<String> = []
    return rows.map { $0.shown[keyPath: path] }.filter { seen.insert($0).inserted }
  }

  /// The rows that are shares of counted persons.
  fileprivate var shares: [DisclosedRow] {
    rows.filter { $0.shown.unit == .proportion && $0.shown.kind == .cell }
  }

  fileprivate func row(_ rows: [DisclosedRow], group: String, level: String) -> DisclosedRow? {
    rows.first { $0.shown.group == group && $0.shown.level == level }
  }

  fileprivate var note: String {
    let denominator = head.denominator.isEmpty ? "" : "Of \(head.denominator). "
    return denominator + rule.sentence
  }
}

extension DotAndWhisker {
  /// The shares of a table: its groups side by side, a row for each level.
  ///
  /// Where there are more levels than a printed page has room for, the largest shares that may be seen are drawn,
  /// largest first.
  ///
  /// - Throws: `FigureError.tooManyGroups` for more than four groups.
  public init(_ table: DisclosedTable, measure: String) throws(FigureError) {
    let rows = table.shares
    let groups = table.distinct(\.group, rows)
    var drawn = table.distinct(\.level, rows).map { level in
      let cells = groups.map { table.row(rows, group: $0, level: level) }
      return Row(
        level, estimates: cells.map { $0?.estimate ?? .absent },
        counts: cells.map { CountOf($0?.count ?? .absent, of: $0?.n ?? .absent) })
    }
    let room = Int(DotAndWhisker.pageRoom / (Double(max(groups.count, 1)) * Drawing.lineHeight + 5))
    var note = "Lines are 95 % confidence intervals. "
    if drawn.count > room {
      let ranked = drawn.enumerated().filter { $0.element.largest >= 0 }.sorted { one, other in
        let (first, second) = (one.element.largest, other.element.largest)
        return (second, one.offset) < (first, other.offset)
      }
      note += "Drawn are the \(min(room, ranked.count)) most frequent of \(drawn.count). "
      drawn = ranked.prefix(room).map(\.element)
    }
    try self.init(
      title: table.head.title, footnote: note + table.note, measure: measure, groups: groups, rows: drawn)
  }

  /// Points of a page for rows, with room left for axis, caption and note.
  private static let pageRoom = 560.0
}

extension DotAndWhisker.Row {
  /// The largest share that may be seen; negative where there is none.
  fileprivate var largest: Double { estimates.compactMap { $0.number?.value }.max() ?? -1 }
}

extension HeatMap {
  /// The shares of a table: its groups as columns, its levels as rows.
  ///
  /// - Throws: nothing, as all rows have all columns.
  public init(_ table: DisclosedTable, measure: String) throws(FigureError) {
    let rows = table.shares
    let groups = table.distinct(\.group, rows)
    try self.init(
      title: table.head.title, footnote: "Hatched: not shown. –: nobody was asked. " + table.note,
      measure: measure,
      columnsTitle: table.head.groupHeading, columns: groups,
      rows: table.distinct(\.level, rows).map { level in
        Row(level, groups.map { table.row(rows, group: $0, level: level)?.value ?? .absent })
      })
  }
}

extension RetentionBars {
  /// The counts of a table: a bar for each group, of which `total` is the whole and `states` are the parts.
  ///
  /// States in which nobody is at any visit are left out.
  ///
  /// - Throws: `FigureError` for more than seven states, or parts that are not the whole.
  public init(_ table: DisclosedTable, total: String, states: [String]) throws(FigureError) {
    func count(_ group: String, _ level: String) -> Disclosed<Int> {
      table.row(table.rows, group: group, level: level)?.count ?? .absent
    }
    let groups = table.distinct(\.group, table.rows)
    let used = states.filter { state in
      groups.contains { count($0, state).isHidden || count($0, state).number ?? 0 > 0 }
    }
    try self.init(
      title: table.head.title, footnote: "Hatched: not shown. " + table.note, states: used,
      visits: groups.map { group in
        Visit(group, of: count(group, total), used.map { count(group, $0) })
      })
  }
}
