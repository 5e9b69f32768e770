/// What a case definition says of a person after an infection: yes, no, or that the data do not tell.
public struct Classification: Hashable, Sendable {
  /// The answer.
  public enum Outcome: String, Hashable, Sendable, CaseIterable {
    /// The definition is met.
    case yes
    /// It is not met at the follow-ups observed.
    case no
    /// A missing item could change the answer.
    case indeterminate
  }

  /// Why the answer is what it is.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// Every criterion is met.
    case met
    /// There is no such infection.
    case noInfection = "no-infection"
    /// The infection is not sure enough for the definition.
    case statusNotAccepted = "status-not-accepted"
    /// How sure the infection is, is unknown.
    case statusUnknown = "status-unknown"
    /// The person is too young or too old for the definition.
    case outsideAgeRange = "outside-age-range"
    /// The age is unknown, or the birth year leaves it open.
    case ageUnknown = "age-unknown"
    /// The infection has no date, or one too vague for the answer.
    case indexUnknown = "index-unknown"
    /// No follow-up with an answer about symptoms lies in the time that the definition looks at.
    case noFollowUpInWindow = "no-follow-up-in-window"
    /// All symptoms asked were absent.
    case symptomsAbsent = "symptoms-absent"
    /// Symptoms were asked and not answered.
    case symptomsUnanswered = "symptoms-unanswered"
    /// Symptoms were present, and cannot have lasted long enough.
    case durationTooShort = "duration-too-short"
    /// Symptoms were present, and may or may not have lasted long enough.
    case durationUnknown = "duration-unknown"
    /// Symptoms began too late after the infection.
    case beganTooLate = "began-too-late"
    /// Symptoms may have begun too late after the infection.
    case beginUnknown = "begin-unknown"
    /// Another diagnosis explains the symptoms.
    case alternativeDiagnosis = "alternative-diagnosis"
    /// Whether another diagnosis explains the symptoms is unknown.
    case alternativeDiagnosisUnknown = "alternative-diagnosis-unknown"
    /// The symptoms do not limit daily life, which the strict variant asks for.
    case noDailyImpact = "no-daily-impact"
    /// Whether the symptoms limit daily life is unknown.
    case dailyImpactUnknown = "daily-impact-unknown"
    /// The symptoms were there before the infection, which the variant for new symptoms excludes.
    case notNew = "not-new"
    /// Whether the symptoms were there before the infection was not asked.
    case noveltyNotAssessable = "novelty-not-assessable"
    /// The score is below the threshold, whatever the missing items.
    case scoreBelowThreshold = "score-below-threshold"
    /// The score is below the threshold, and the missing items could lift it.
    case scoreIncomplete = "score-incomplete"
  }

  /// The answer.
  public var outcome: Outcome
  /// Why.
  public var reason: Reason
  /// Day of the follow-up that decided; nil if none did.
  public var day: StudyDay?
  /// The symptoms that decided, in alphabetical order.
  public var symptoms: [Symptom] = []
  /// Lowest and highest score that the answers allow, for definitions with a score.
  public var score: ClosedRange<Int>?
  /// The definition's own word for the result, such as `possible`; nil if it has none.
  public var category: String?

  init(_ outcome: Outcome, _ reason: Reason, day: StudyDay? = nil, symptoms: [Symptom] = []) {
    self.outcome = outcome
    self.reason = reason
    self.day = day
    self.symptoms = symptoms.sorted { $0.rawValue < $1.rawValue }
  }

  static let yes = Classification(.yes, .met)
  static func no(_ reason: Reason) -> Classification { Classification(.no, reason) }
  static func indeterminate(_ reason: Reason) -> Classification { Classification(.indeterminate, reason) }

  func at(_ day: StudyDay?, _ symptoms: [Symptom] = []) -> Classification {
    var copy = self
    copy.day = day
    copy.symptoms = symptoms.sorted { $0.rawValue < $1.rawValue }
    return copy
  }

  /// All criteria must be met (Kleene): the first "no" decides, then the first "indeterminate".
  static func all(_ criteria: [Classification]) -> Classification {
    criteria.first { $0.outcome == .no } ?? criteria.first { $0.outcome == .indeterminate } ?? criteria.last
      ?? .yes
  }

  /// One way of meeting the definition is enough (Kleene): the earliest "yes" decides, with the symptoms of all,
  /// then the first "indeterminate"; of several "no" the one that came nearest is told, which is the last in order of reasons.
  static func any(_ ways: [Classification], otherwise: Classification) -> Classification {
    let met = ways.filter { $0.outcome == .yes }
    if let first = met.min(by: { ($0.day?.days ?? .max) < ($1.day?.days ?? .max) }) {
      var result = first
      result.symptoms = Set(met.flatMap(\.symptoms)).sorted { $0.rawValue < $1.rawValue }
      return result
    }
    if let open = ways.first(where: { $0.outcome == .indeterminate }) { return open }
    return ways.max { $0.reason.rank < $1.reason.rank } ?? otherwise
  }
}

extension Classification.Reason {
  /// Position in the declaration.
  fileprivate var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
