/// A dose of a higher slot is not given before one of a lower slot; `last` is after all others.
struct DoseOrder: BoundRule {
  private let doses: [RowDates.Column]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    doses = Self.inOrder(dates)
    guard doses.count > 1 else { return nil }
    objection = Objection(
      rule, "is before the date of an earlier dose", hint: "check the dates and the numbers of the doses")
  }

  /// Doses with a number, then the last one.
  static func inOrder(_ dates: RowDates) -> [RowDates.Column] {
    let given = dates.columns("vaccination.given")
    let numbered = given.compactMap { dose in dose.number.map { (number: $0, dose: dose) } }
    return numbered.sorted { $0.number < $1.number }.map(\.dose) + given.filter(\.isLast)
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    var latest: DaySpan?
    for dose in doses {
      guard let span = dose.span(cells) else { continue }
      if let before = latest, span.isBefore(before) {
        if objection.report(dose.name, line: line, record: record, to: &findings) { isError = true }
      } else {
        latest = span
      }
    }
    return isError
  }
}

/// Between one dose and the next lie at least so many days.
struct DoseInterval: BoundRule {
  private let doses: [RowDates.Column]
  private let days: Int64
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    guard let days = rule.days else { return nil }
    doses = DoseOrder.inOrder(dates)
    guard doses.count > 1 else { return nil }
    self.days = Int64(days)
    objection = Objection(rule, "is less than \(days) days after the dose before", hint: "check both dates")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    var previous: DaySpan?
    for dose in doses {
      guard let span = dose.span(cells) else { continue }
      defer { previous = span }
      guard let before = previous, !span.isBefore(before), span.last - before.first < days else { continue }
      // The last dose may be one of the numbered doses reported again.
      if dose.isLast && span.first == before.first { continue }
      if objection.report(dose.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}
