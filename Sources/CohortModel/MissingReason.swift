/// Why there is no answer.
///
/// Coded answers are stored as one small integer: 0 and above are codes of the concept's own scale, a raw value
/// of this type says why there is none.
public enum MissingReason: Int16, Sendable, CaseIterable {
  /// The questionnaire did not ask: skipped by design, or not part of the form.
  case notAsked = -1
  /// The question was asked and left blank.
  case notAnswered = -2
  /// The answer was "do not know".
  case unknown = -3
  /// The answer was refused.
  case refused = -4
  /// The question does not apply to this person.
  case notApplicable = -5
  /// Something was written that could not be read.
  case unreadable = -6

  /// The word used for the reason in questionnaire files and codebooks.
  public var word: String {
    switch self {
    case .notAsked: "not-asked"
    case .notAnswered: "not-answered"
    case .unknown: "unknown"
    case .refused: "refused"
    case .notApplicable: "not-applicable"
    case .unreadable: "unreadable"
    }
  }

  /// The reason that `word` names; nil if it names none.
  public init?(word: String) {
    guard let reason = Self.allCases.first(where: { $0.word == word }) else { return nil }
    self = reason
  }
}
