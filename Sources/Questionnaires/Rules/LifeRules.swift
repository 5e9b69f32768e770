/// Nothing happens to a participant before birth.
struct BirthBeforeEvents: BoundRule {
  private let births: [RowDates.Column]
  private let events: [RowDates.Column]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    births = dates.columns("participant.birth-year", "identity.birth-date")
    events = dates.events + dates.columns("participant.died")
    guard !births.isEmpty, !events.isEmpty else { return nil }
    objection = Objection(rule, "is before the birth", hint: "check the date of birth and this date")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    for event in events {
      guard let span = event.span(cells) else { continue }
      let isEarly = births.contains { birth in birth.span(cells).map { span.isBefore($0) } ?? false }
      if isEarly, objection.report(event.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}

/// Nothing happens to a participant after death.
struct DeathAfterEvents: BoundRule {
  private let deaths: [RowDates.Column]
  private let events: [RowDates.Column]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    deaths = dates.columns("participant.died")
    events = dates.events
    guard !deaths.isEmpty, !events.isEmpty else { return nil }
    objection = Objection(rule, "is after the death", hint: "check the date of death and this date")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    guard let death = deaths[0].span(cells) else { return false }
    var isError = false
    for event in events {
      guard let span = event.span(cells), death.isBefore(span) else { continue }
      if objection.report(event.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}
