/// A question that the model has no concept for, stored with the response by its place in the questionnaire.
public struct AnswerQuestion: Hashable, Sendable {
  /// What an answer is; it decides which array of the response holds it.
  public enum Kind: String, Sendable, CaseIterable {
    /// A code, stored as `smallint`.
    case coded
    /// A whole number, stored as `double precision`.
    case integer
    /// A number, stored as `double precision`.
    case number
    /// A date, stored as days since 2000-01-01 in `double precision`.
    case date
    /// Text.
    case text
  }

  /// One answer of a coded question.
  public struct Level: Hashable, Sendable {
    /// Word of the questionnaire for the answer.
    public let name: String
    /// The stored code, 0 or above.
    public let code: Int16
  }

  /// Name within the questionnaire, without `answer.`; options of checkboxes are `question.option`.
  public let name: String
  /// The question in a few words.
  public let label: String?
  /// What an answer is.
  public let kind: Kind
  /// Unit of a number.
  public let unit: String?
  /// Answers of a coded question by ascending code; empty for other kinds.
  public let levels: [Level]
  /// True if an answer tells who the person is.
  public let isIdentifying: Bool
  /// True if no export may hold it.
  public let isNeverExported: Bool
}
