import CohortModel

/// Rules about a participant's life that rows of one file, or of several, can break together.
///
/// A row by itself is held against its own cells when it is validated; this holds it against what other rows and
/// other files say. What the row says itself goes first.
public struct LifeRules: Sendable {
  /// Days of a participant that bound what can happen, as days since 2000-01-01.
  public struct Bounds: Hashable, Sendable {
    /// Day of enrolment; the lowest number if unknown.
    public var enrolled = Int32.min
    /// Day of death; the highest number if unknown.
    public var died = Int32.max
    /// Last day of taking part; the highest number if unknown.
    public var ended = Int32.max

    /// Makes bounds that bound nothing.
    public init() {}

    /// True if nothing is known.
    public var isEmpty: Bool { self == Bounds() }

    /// These bounds, with those of another where it has them.
    public func replaced(by other: Bounds) -> Bounds {
      var bounds = self
      if other.enrolled != .min { bounds.enrolled = other.enrolled }
      if other.died != .max { bounds.died = other.died }
      if other.ended != .max { bounds.ended = other.ended }
      return bounds
    }
  }

  /// The days of a row's events that reach farthest.
  public struct Reach: Hashable, Sendable {
    /// The latest day that an event is certain to have reached.
    public var latestEvent = Int32.min
    /// The earliest day by which a response was certainly given.
    public var earliestResponse = Int32.max

    /// Makes the reach of nothing.
    public init() {}

    /// Takes in another row's reach.
    public mutating func join(_ other: Reach) {
      latestEvent = max(latestEvent, other.latestEvent)
      earliestResponse = min(earliestResponse, other.earliestResponse)
    }
  }

  /// The rule about death; nil if the questionnaire does not ask for it.
  public let death: RowRule?
  /// The rule about the end of taking part; nil if the questionnaire does not ask for it.
  public let withdrawal: RowRule?
  /// The rule about enrolment; nil if the questionnaire does not ask for it.
  public let enrolment: RowRule?
  private let events: [RowDates.Column]
  private let eventCells: [DateCell]
  private let completed: RowDates.Column?
  private let enrolled: RowDates.Column?
  private let died: RowDates.Column?
  private let ended: RowDates.Column?

  init?(_ rules: [RowRule], _ dates: RowDates) {
    func rule(_ kind: RowRule.Kind) -> RowRule? { rules.first { $0.kind == kind } }
    death = rule(.deathAfterEvents)
    withdrawal = rule(.withdrawalAfterEvents)
    enrolment = rule(.followUpAfterEnrolment)
    events = dates.events
    eventCells = events.map(\.cell)
    completed = dates.columns("response.completed").first
    enrolled = dates.columns("participant.enrolled").first
    died = dates.columns("participant.died").first
    ended = dates.columns("consent.participation-ended").first
    let hasEnds = (death != nil || withdrawal != nil) && (!events.isEmpty || died != nil || ended != nil)
    guard hasEnds || enrolment != nil && (completed != nil || enrolled != nil) else { return nil }
  }

  /// The bounds that a row gives itself.
  public func bounds(in answers: borrowing Answers) -> Bounds {
    var bounds = Bounds()
    if let span = enrolled?.span(answers.cells) { bounds.enrolled = Int32(clamping: span.first) }
    if let span = died?.span(answers.cells) { bounds.died = Int32(clamping: span.last) }
    if let span = ended?.span(answers.cells) { bounds.ended = Int32(clamping: span.last) }
    return bounds
  }

  /// How far a row's events reach.
  public func reach(of answers: borrowing Answers) -> Reach {
    var reach = Reach()
    for event in eventCells {
      if let span = event.span(answers.cells) {
        reach.latestEvent = max(reach.latestEvent, Int32(clamping: span.first))
      }
    }
    if let span = completed?.span(answers.cells) { reach.earliestResponse = Int32(clamping: span.last) }
    return reach
  }

  /// Holds a row against bounds that others gave; true if a finding forbids storing it.
  public func check(
    _ answers: borrowing Answers, against bounds: Bounds, line: Int, record: Int,
    findings: inout FindingSink
  ) -> Bool {
    var isError = false
    if let enrolment, let completed, let span = completed.span(answers.cells), span.last < bounds.enrolled {
      let objection = Objection(
        enrolment, "is before the participant's enrolment", hint: "check the date and the code")
      isError = objection.report(completed.name, line: line, record: record, to: &findings)
    }
    for (index, cell) in eventCells.enumerated() {
      guard let span = cell.span(answers.cells), span.first > min(bounds.died, bounds.ended) else { continue }
      let event = events[index]
      if let death, span.first > bounds.died {
        let objection = Objection(
          death, "is after the participant's death", hint: "check both dates and the participant's code")
        if objection.report(event.name, line: line, record: record, to: &findings) { isError = true }
      }
      if let withdrawal, span.first > bounds.ended {
        let objection = Objection(
          withdrawal, "is after the end of taking part that another row gives", hint: "check both dates")
        if objection.report(event.name, line: line, record: record, to: &findings) { isError = true }
      }
    }
    return isError
  }

  /// What is said of an end that lies before something that is stored.
  ///
  /// A withdrawal is stored all the same.
  public func finding(aboutEndBy rule: RowRule, line: Int, record: Int) -> Finding {
    Finding(
      rule: rule.kind.rawValue,
      severity: rule.kind == .withdrawalAfterEvents ? rule.withoutRefusal.severity : rule.severity,
      line: line, record: record,
      column: rule.kind == .deathAfterEvents ? died?.name : ended?.name,
      message: "is before something that is stored of the participant",
      hint: "check this date; covalux participant show lists what is stored")
  }
}
