/// What every rule word means, for people who meet one in a report.
public enum RuleCatalogue {
  /// One rule word explained.
  public struct Entry: Hashable, Sendable {
    /// The word, stable for ever.
    public let word: String
    /// What the rule says, in one sentence.
    public let what: String
    /// Why it is checked.
    public let why: String
    /// A made-up case.
    public let example: String
    /// What to do about it.
    public let fix: String
  }

  /// All entries, in the order of the help.
  public static let entries: [Entry] = files + keys + cells + notation + rows + imports + questionnaires

  /// The entry of a word; nil if there is none.
  public static func entry(_ word: String) -> Entry? {
    entries.first { $0.word == word }
  }

  /// The word that was probably meant by an unknown one.
  public static func nearest(to word: String) -> String? {
    Spelling.nearest(to: word, among: entries.map(\.word))
  }
}
