/// A data set that left the house.
public struct Release: Hashable, Sendable {
  /// Number in the database.
  public let number: Int64
  /// When it was registered, in UTC, ISO 8601.
  public let releasedAt: String
  /// The export profile.
  public let profile: String
  /// What it was made for.
  public let purpose: String
  /// SHA-256 of the manifest's text in hexadecimal digits.
  public let manifestSHA256: String
  /// How many participants it holds, those erased since among them.
  public let participants: Int64
  /// How many participants or rows were left out to protect the others.
  public let suppressed: Int64
  /// The smallest number of participants that share their quasi-identifiers.
  public let k: Int
  /// The highest risk of a participant, such as 1 in 12.
  public let highestRisk: Double
}

/// What is registered of a data set before it leaves the house.
public struct ReleaseDeclaration: Sendable {
  /// The part that a column plays for re-identification.
  public enum Role: String, Hashable, Sendable, CaseIterable {
    case identifier
    case quasiIdentifier = "quasi-identifier"
    case sensitive
    case insensitive
  }

  /// A column of a file of the release.
  public struct Column: Hashable, Sendable {
    /// The file.
    public var file: String
    /// The column.
    public var name: String
    /// Its role.
    public var role: Role

    /// Makes a column.
    public init(file: String, name: String, role: Role) {
      self.file = file
      self.name = name
      self.role = role
    }
  }

  /// How many participants of a file share their quasi-identifiers.
  public struct Count: Hashable, Sendable {
    /// The file.
    public var file: String
    /// The generalised quasi-identifiers, as published.
    public var classKey: String
    /// The participants.
    public var participants: Int

    /// Makes a count.
    public init(file: String, classKey: String, participants: Int) {
      self.file = file
      self.classKey = classKey
      self.participants = participants
    }
  }

  /// The export profile.
  public var profile: String
  /// What it is made for.
  public var purpose: String
  /// The manifest, a JSON text, exactly as it is written.
  public var manifest: String
  /// Numbers of the participants that it holds.
  public var participants: [Int64]
  /// How many were left out to protect the others.
  public var suppressed: Int
  /// The smallest number of participants that share their quasi-identifiers.
  public var k: Int
  /// The highest risk of a participant.
  public var highestRisk: Double
  /// The columns.
  public var columns: [Column]
  /// The counts that the release lets its readers see.
  public var counts: [Count]

  /// Makes a declaration.
  public init(
    profile: String, purpose: String, manifest: String, participants: [Int64], suppressed: Int, k: Int,
    highestRisk: Double, columns: [Column] = [], counts: [Count] = []
  ) {
    self.profile = profile
    self.purpose = purpose
    self.manifest = manifest
    self.participants = participants
    self.suppressed = suppressed
    self.k = k
    self.highestRisk = highestRisk
    self.columns = columns
    self.counts = counts
  }
}
