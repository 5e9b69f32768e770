/// Collects findings in bounded memory: every one is counted, the first are kept in full.
public struct FindingSink: Sendable {
  /// All findings of one rule, severity and column that say the same, but for numbers.
  public struct Group: Hashable, Sendable {
    /// Word of the rule.
    public let rule: String
    /// What the findings mean for their rows.
    public let severity: Finding.Severity
    /// Column of the file; nil if they are about rows or the file.
    public let column: String?
    /// How many findings there are.
    public internal(set) var count: Int
    /// Line of the first one; 0 if it is about the whole file.
    public let firstLine: Int
    /// Lines of the first few, in the order of the file and without repetition.
    public internal(set) var firstLines: [Int]
    /// Message of the first one.
    public let message: String
    /// Hint of the first one.
    public let hint: String?

    /// Whether a finding is one of them.
    public func holds(_ finding: Finding) -> Bool {
      rule == finding.rule && severity == finding.severity && column == finding.column
        && FindingSink.wording(message) == FindingSink.wording(finding.message)
    }
  }

  private struct Key: Hashable {
    let rule: String
    let severity: Finding.Severity
    let column: String?
    let wording: UInt64
  }

  /// What a message says without its numbers, as FNV-1a: "more than 300" is another complaint than "less than 20", and
  /// "2 fields" is the same as "3 fields".
  private static func wording(_ message: String) -> UInt64 {
    message.utf8.reduce(0xCBF2_9CE4_8422_2325) { hash, byte in
      byte &- 0x30 <= 9 ? hash : (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
  }

  /// Lines that every group tells, however many findings there are before it.
  private static let firstLineCount = 3
  /// The most findings that are kept in full.
  public let limit: Int
  /// The first findings, at most `limit`.
  public private(set) var samples: [Finding] = []
  /// Counts by rule, severity, column and wording, in the order of their first finding.
  public private(set) var groups: [Group] = []
  /// Findings of the row that was checked last, for a rejects file.
  public private(set) var row: [Finding] = []
  /// Number of findings of severity error.
  public private(set) var errorCount = 0
  /// Number of findings of severity warning.
  public private(set) var warningCount = 0
  /// Number of findings of severity note.
  public private(set) var noteCount = 0
  private var places: [Key: Int] = [:]
  /// Where findings really are, if the rows were put together from another file; nil where they are what they say.
  public var locations: (any FindingPlaces)?

  /// Makes an empty collection that keeps `limit` findings in full.
  public init(limit: Int = 10_000) {
    self.limit = limit
  }

  /// Number of all findings.
  public var count: Int { errorCount + warningCount + noteCount }
  /// Number of findings that were counted and not kept in full.
  public var omittedCount: Int { count - samples.count }

  /// Starts a row: forgets what ``row`` holds.
  public mutating func beginRow() {
    if !row.isEmpty { row.removeAll(keepingCapacity: true) }
  }

  /// Adds a finding.
  public mutating func add(_ found: Finding) {
    let finding = locations?.located(found) ?? found
    switch finding.severity {
    case .error: errorCount += 1
    case .warning: warningCount += 1
    case .note: noteCount += 1
    }
    if finding.line > 0 { row.append(finding) }
    if samples.count < limit { samples.append(finding) }
    let key = Key(
      rule: finding.rule, severity: finding.severity, column: finding.column,
      wording: Self.wording(finding.message))
    if let place = places[key] {
      groups[place].count += 1
      if groups[place].firstLines.count < Self.firstLineCount, groups[place].firstLines.last != finding.line {
        groups[place].firstLines.append(finding.line)
      }
    } else {
      places[key] = groups.count
      groups.append(
        Group(
          rule: finding.rule, severity: finding.severity, column: finding.column, count: 1,
          firstLine: finding.line, firstLines: finding.line > 0 ? [finding.line] : [],
          message: finding.message, hint: finding.hint))
    }
  }
}
