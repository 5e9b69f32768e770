/// What merging two participants did, or would do; free of any participant's value.
public struct PersonMerge: Hashable, Sendable {
  /// How many rows or cells of a table.
  public struct Count: Hashable, Sendable {
    /// The table, with its schema.
    public let table: String
    /// The column, where cells are counted.
    public let column: String?
    /// Rows or cells.
    public let count: Int

    /// Makes a count.
    public init(table: String, column: String? = nil, count: Int) {
      self.table = table
      self.column = column
      self.count = count
    }
  }

  /// Number of the participant who stays.
  public let kept: Int64
  /// Number of the participant whose rows and codes the other one gets.
  public let absorbed: Int64
  /// Rows that move as they are.
  public internal(set) var movedRows: [Count] = []
  /// Rows that both have under the same key, and that become one.
  public internal(set) var combinedRows: [Count] = []
  /// Cells that only the absorbed one had filled in.
  public internal(set) var filledCells: [Count] = []
  /// Cells that differ and that a rule settles: the stricter consent, the earlier enrolment.
  public internal(set) var settledCells: [Count] = []
  /// Cells that differ and of which somebody must say whose count.
  public internal(set) var conflicts: [Count] = []
  /// Names of identifiers that both have and that differ; those of the preferred, or else of the kept, count.
  public internal(set) var differingIdentifiers: [String] = []
  /// Whether data of the person may be stored afterwards.
  public internal(set) var standing = ParticipantStanding.accepted
}

/// Why two participants are not merged, or a merge is not taken back; nothing is changed then.
public enum PersonMergeRefusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// Both codes lead to one participant already.
  case samePerson
  /// The codes are not of a merge that stands.
  case notMerged
  /// A later merge of the same person has to be taken back first.
  case laterMerge
  /// Cells differ, and nobody said whose count.
  case conflicts([PersonMerge.Count])
  /// Cells that the merge had set were changed since.
  case changedSince([PersonMerge.Count])
  /// Rows were added to the person since, and nobody said whose they are.
  case addedSince([PersonMerge.Count])

  /// The refusal in sentences, with what to do.
  public var description: String {
    switch self {
    case .samePerson: "both codes are codes of one participant already"
    case .notMerged: "the two codes were not merged, or that was taken back"
    case .laterMerge: "the participant was merged with another one since; take that back first"
    case .conflicts(let counts):
      Self.list(
        "nothing was merged: both records say something different in", counts,
        "correct one of them, or name with --prefer whose cells count; the others are kept sealed and come back with undo"
      )
    case .changedSince(let counts):
      Self.list(
        "the merge was not taken back: changed since in", counts,
        "take back the later change first, or correct by hand")
    case .addedSince(let counts):
      Self.list(
        "the merge was not taken back: rows were added since, and nothing tells whose they are, in", counts,
        "name with --added-to the code that they belong to, or take back their batches first")
    }
  }

  private static func list(_ sentence: String, _ counts: [PersonMerge.Count], _ remedy: String) -> String {
    ([sentence] + counts.map { "  \(PersonMerge.words($0))" } + [remedy]).joined(separator: "\n")
  }
}

extension PersonMerge {
  /// A count in words, such as `cohort.participant.sex (1)`.
  public static func words(_ count: Count) -> String {
    "\(count.table)\(count.column.map { ".\($0)" } ?? "") (\(count.count))"
  }
}
