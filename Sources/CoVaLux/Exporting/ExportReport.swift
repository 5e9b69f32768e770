public import Anonymisation

/// What an export published, and what it promises.
public struct ExportReport: Sendable {
  /// The level to which a quasi-identifier was generalised.
  public struct Level: Sendable, Hashable {
    /// The column; `follow_ups` stands for everything that the follow-ups show.
    public let column: String
    /// From 0, the finest that the profile allows.
    public let level: Int
    /// The level at which nothing is left.
    public let highest: Int
    /// What the level means, in words.
    public let meaning: String
  }

  /// The folder.
  public let directory: String
  /// The profile.
  public let profile: String
  /// The number in the register of releases; 0 before it is registered.
  public internal(set) var release: Int64 = 0
  /// The fewest participants promised to be alike.
  public let k: Int
  /// The fewest participants alike in the files as written.
  public let smallestClass: Int
  /// Participants in the release.
  public let participants: Int
  /// Participants left out to protect them.
  public let suppressedParticipants: Int
  /// Rows of followups.csv.
  public let followUps: Int
  /// Follow-ups that are not in it.
  public let followUpsLeftOut: Int
  /// The risk of the participants with their values on the profile's finest levels.
  public let riskBefore: Risk
  /// The risk of the participants published.
  public let riskAfter: Risk
  /// The loss of utility, from 0 to 1.
  public let loss: Double
  /// The generalisation.
  public let levels: [Level]
  /// The files, the manifest the last of them.
  public let files: [ReleasedFile]
  /// SHA-256 of the manifest, in hexadecimal digits.
  public let manifestSHA256: String
  /// What to think about before handing the release on.
  public let warnings: [String]
}
