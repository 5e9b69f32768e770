public import CohortModel

/// Two participants who may be one person; holds no name and no date.
public struct DuplicatePair: Hashable, Sendable {
  /// What somebody decided about a pair.
  public enum Decision: String, Hashable, Sendable, CaseIterable {
    /// One person, merged.
    case same
    /// Two persons.
    case different
  }

  /// A participant of the pair.
  public struct Side: Hashable, Sendable {
    /// Number in the database.
    public let number: Int64
    /// The codes, by study and code.
    public let codes: [ParticipantCode]
    /// Whether data of the participant may be stored.
    public let standing: ParticipantStanding
  }

  /// The participant with the lower number.
  public let first: Side
  /// The other participant.
  public let second: Side
  /// How much speaks for one person, up to 99; 0 if nobody but the user thought of it.
  public let score: Int
  /// What speaks for it and against it, in words.
  public let reasons: [String]
  /// When the pair was found, in UTC, ISO 8601.
  public let foundAt: String
  /// What was decided; nil if nothing was.
  public let decision: Decision?
  /// When it was decided, in UTC, ISO 8601.
  public let decidedAt: String?
  /// True if nothing was decided, or what it was decided upon has changed.
  public let isOpen: Bool
}
