public import Reporting

/// One self-contained page with every answer about a cohort, and with what was imported and exported.
public struct StatisticsReport: Sendable {
  /// The page's title.
  public var title: String
  /// What the cohort is, in a sentence or two.
  public var about: String
  /// The answers, in the order of print.
  public var tables: [DisclosedTable]
  /// What came in, a line per file.
  public var imports: [String]
  /// What went out; empty if nothing did.
  public var exports: [String]
  /// The program and its version.
  public var software: String

  /// Puts a report together; it takes what may be seen and nothing else.
  public init(
    title: String, about: String, tables: [DisclosedTable], imports: [String] = [], exports: [String] = [],
    software: String = "CoVaLux"
  ) {
    self.title = title
    self.about = about
    self.tables = tables
    self.imports = imports
    self.exports = exports
    self.software = software
  }

  /// The whole page as HTML.
  public var html: String {
    let asOf = tables.first?.head.asOf ?? ""
    var sections = HTMLPage.Section.answers(tables)
    if !imports.isEmpty {
      sections.append(HTMLPage.Section(heading: "What was imported", body: .list(imports)))
    }
    if !exports.isEmpty {
      sections.append(HTMLPage.Section(heading: "What was exported", body: .list(exports)))
    }
    let page = HTMLPage(
      title: title, subtitle: about, lead: keyFigures, sections: sections,
      colophon: [software, asOf.isEmpty ? "" : "data as of \(asOf)", rule].filter { !$0.isEmpty }
        .joined(separator: " · "))
    return page.text
  }

  /// The figures of ``CohortOverview``; nil if it is not among the tables.
  private var keyFigures: HTMLFragment? {
    guard let overview = tables.first(where: { $0.head.statistic == CohortOverview.name }) else { return nil }
    let captions = [
      (CohortOverview.participants, "participants"), (CohortOverview.infected, "infected at least once"),
      (CohortOverview.vaccinated, "with a dose of vaccine"), (CohortOverview.followedUp, "followed up"),
    ]
    let figures = captions.compactMap { level, caption -> (figure: String, caption: String)? in
      let row = overview.rows.first { $0.shown.level == level }
      guard let count = row?.shown.count else { return nil }
      return (Numbers.grouped(count), caption)
    }
    return figures.isEmpty ? nil : .keyFigures(figures)
  }

  private var rule: String {
    tables.first.map { $0.rule.isPublic ? "for the public" : "for people who work with the data" } ?? ""
  }
}
