/// Nothing happens to a participant before birth.
struct BirthBeforeEvents: BoundRule {
  private let births: [DateCell]
  private let events: [RowDates.Column]
  private let eventCells: [DateCell]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    births = dates.columns("participant.birth-year", "identity.birth-date").map(\.cell)
    events = dates.events + dates.columns("participant.died")
    guard !births.isEmpty, !events.isEmpty else { return nil }
    eventCells = events.map(\.cell)
    objection = Objection(rule, "is before the birth", hint: "check the date of birth and this date")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var latestBirth = Int64.min
    for birth in births {
      if let span = birth.span(cells) { latestBirth = max(latestBirth, span.first) }
    }
    guard latestBirth > .min else { return false }
    var isError = false
    for (index, event) in eventCells.enumerated() {
      guard let span = event.span(cells), span.last < latestBirth else { continue }
      if objection.report(events[index].name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}

/// Nothing happens to a participant after the day of some end.
private struct EndAfterEvents: Sendable {
  private let end: RowDates.Column
  private let events: [RowDates.Column]
  private let objection: Objection

  init?(_ end: RowDates.Column?, _ dates: RowDates, _ objection: Objection) {
    events = dates.events
    guard let end, !events.isEmpty else { return nil }
    self.end = end
    self.objection = objection
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    guard let last = end.span(cells) else { return false }
    var isError = false
    for event in events {
      guard let span = event.span(cells), last.isBefore(span) else { continue }
      if objection.report(event.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}

/// Nothing happens to a participant after death.
struct DeathAfterEvents: BoundRule {
  private let rule: EndAfterEvents

  init?(_ rule: RowRule, _ dates: RowDates) {
    let objection = Objection(rule, "is after the death", hint: "check the date of death and this date")
    guard let made = EndAfterEvents(dates.columns("participant.died").first, dates, objection) else {
      return nil
    }
    self.rule = made
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    rule.check(cells, line: line, record: record, findings: &findings)
  }
}

/// Nothing that a participant tells is dated after the end of taking part.
///
/// A row that tells of a withdrawal is stored whatever else it says, so that the withdrawal is heeded.
struct WithdrawalAfterEvents: BoundRule {
  private let rule: EndAfterEvents

  init?(_ rule: RowRule, _ dates: RowDates) {
    let objection = Objection(
      rule.withoutRefusal, "is after the end of taking part",
      hint: "check both dates; what came later may not be kept")
    let end = dates.columns("consent.participation-ended").first
    guard let made = EndAfterEvents(end, dates, objection) else { return nil }
    self.rule = made
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    rule.check(cells, line: line, record: record, findings: &findings)
  }
}
