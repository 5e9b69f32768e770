public import Reporting

extension HTMLPage.Section {
  /// A section for each answer: a picture where one helps, and the table.
  static func answers(_ tables: [DisclosedTable]) -> [HTMLPage.Section] {
    var figures = 0
    return tables.map { table in
      var parts = [HTMLFragment.table(table, showsTitle: false)]
      if let picture = table.picture {
        figures += 1
        parts.insert(.figure(picture, number: figures), at: 0)
      }
      return HTMLPage.Section(heading: table.head.title, body: .group(parts))
    }
  }
}

extension DisclosedTable {
  /// The answer as a picture; nil for answers that have none and for tables without what it would draw.
  public var picture: (any Figure)? {
    guard rows.contains(where: { $0.shown.count != nil }) else { return nil }
    switch head.statistic {
    case SymptomPrevalence.name:
      let groups = Set(rows.filter { $0.shown.kind == .cell }.map(\.shown.group))
      // Groups that can still be told apart stand side by side; more become columns.
      if groups.count <= 4 { return try? DotAndWhisker(self, measure: "Prevalence") }
      return try? HeatMap(self, measure: "Prevalence")
    case Retention.name:
      return try? RetentionBars(self, total: "enrolled", states: Retention.states)
    default: return nil
    }
  }
}
