/// One difference between two versions of a questionnaire, and what stored values it leaves behind.
public struct CodebookChange: Hashable, Sendable {
  /// What kind of difference it is; the word is stable.
  public enum Kind: String, Sendable, CaseIterable {
    case added
    case removed
    case renamed
    case type
    case codeAdded = "code-added"
    case codeRemoved = "code-removed"
    case codeMeaning = "code-meaning"
    case label
    case rangeNarrowed = "range-narrowed"
    case rangeWidened = "range-widened"
    case condition
    case column
    case unit
  }

  /// Stored values that the new version has no place or another meaning for.
  public enum Orphans: Hashable, Sendable {
    /// Every answer to a question, by its name without `answer.`.
    case all(of: String)
    /// Answers that are a certain level of a coded question.
    case level(String, of: String)
    /// Numbers below or above bounds; dates are days since 2000-01-01.
    case outside(lowest: Double, highest: Double, of: String)
    /// Texts of more characters.
    case longer(than: Int, of: String)
  }

  /// What kind of difference it is.
  public let kind: Kind
  /// The question, as the version that has it writes it.
  public let question: String
  /// What changed, from old to new, in a few words.
  public let detail: String
  /// Nil if stored values keep their meaning.
  public let orphans: Orphans?
}
