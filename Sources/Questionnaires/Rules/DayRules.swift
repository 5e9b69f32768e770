import CohortModel

/// Nothing of a kind happened before its first day in the country.
struct FirstDay: BoundRule {
  private let columns: [RowDates.Column]
  private let cells: [DateCell]
  private let day: Int64
  private let objection: Objection

  init?(_ rule: RowRule, _ columns: [RowDates.Column], _ message: String) {
    guard let day = rule.day, !columns.isEmpty else { return nil }
    self.columns = columns
    cells = columns.map(\.cell)
    self.day = Int64(day.days)
    objection = Objection(
      rule, "\(message), \(day)", hint: "check the year; it may be right abroad or in a trial")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    for (index, cell) in self.cells.enumerated() {
      guard let span = cell.span(cells), span.last < day else { continue }
      if objection.report(columns[index].name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}

/// Nothing happened after the day of the import.
struct FutureDate: BoundRule {
  private let columns: [RowDates.Column]
  private let cells: [DateCell]
  private let today: Int64
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates, today: StudyDay) {
    // Consent and participation may be dated to end later.
    columns = dates.columns.filter { !$0.concept.field.hasSuffix("-ended") || $0.concept.block == .response }
    guard !columns.isEmpty else { return nil }
    cells = columns.map(\.cell)
    self.today = Int64(today.days)
    objection = Objection(
      rule, "is after the day of the import", hint: "check the year and the order of day and month")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    for (index, cell) in self.cells.enumerated() {
      guard let span = cell.span(cells), span.first > today else { continue }
      if objection.report(columns[index].name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}
