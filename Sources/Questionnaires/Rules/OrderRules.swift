/// Symptoms of an infection start on or before the day of its test.
struct OnsetBeforeTest: BoundRule {
  private let pairs: [(onset: RowDates.Column, test: RowDates.Column)]
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    let tests = dates.columns("infection.tested")
    pairs = dates.columns("infection.onset").compactMap { onset in
      tests.first { $0.slot == onset.slot }.map { (onset, $0) }
    }
    guard !pairs.isEmpty else { return nil }
    objection = Objection(
      rule, "is after the test", hint: "right for somebody tested as a contact; otherwise check both dates")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    var isError = false
    for pair in pairs {
      guard let onset = pair.onset.span(cells), let test = pair.test.span(cells), test.isBefore(onset) else {
        continue
      }
      if objection.report(pair.onset.name, line: line, record: record, to: &findings) { isError = true }
    }
    return isError
  }
}

/// A response is not dated before enrolment, where the row has both dates.
struct FollowUpAfterEnrolment: BoundRule {
  private let completed: RowDates.Column
  private let enrolled: RowDates.Column
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    guard let completed = dates.columns("response.completed").first,
      let enrolled = dates.columns("participant.enrolled").first
    else { return nil }
    self.completed = completed
    self.enrolled = enrolled
    objection = Objection(rule, "is before the enrolment", hint: "check both dates")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    guard let response = completed.span(cells), let enrolment = enrolled.span(cells),
      response.isBefore(enrolment)
    else { return false }
    return objection.report(completed.name, line: line, record: record, to: &findings)
  }
}

/// Symptoms do not end before they begin.
struct SymptomsInOrder: BoundRule {
  private let began: RowDates.Column
  private let ended: RowDates.Column
  private let objection: Objection

  init?(_ rule: RowRule, _ dates: RowDates) {
    guard let began = dates.columns("response.symptoms-began").first,
      let ended = dates.columns("response.symptoms-ended").first
    else { return nil }
    self.began = began
    self.ended = ended
    objection = Objection(rule, "is before the start of the symptoms", hint: "check both dates")
  }

  func check(_ cells: [Cell], line: Int, record: Int, findings: inout FindingSink) -> Bool {
    guard let start = began.span(cells), let end = ended.span(cells), end.isBefore(start) else {
      return false
    }
    return objection.report(ended.name, line: line, record: record, to: &findings)
  }
}
