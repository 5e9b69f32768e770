public import CSV
public import CohortStore
public import Questionnaires
import Reporting

/// What an import did, free of any participant's value.
public struct ImportReport: Sendable {
  /// Counts of rows; `read` is the sum of the others.
  public struct Rows: Hashable, Sendable {
    /// Rows of the file that belong to the questionnaire.
    public var read: Int
    /// Rows whose response was not stored before.
    public var new: Int
    /// Rows that changed something stored.
    public var changed: Int
    /// Rows that are stored as they are.
    public var same: Int
    /// Rows that were not stored.
    public var rejected: Int

    /// Makes counts.
    public init(read: Int = 0, new: Int = 0, changed: Int = 0, same: Int = 0, rejected: Int = 0) {
      self.read = read
      self.new = new
      self.changed = changed
      self.same = same
      self.rejected = rejected
    }
  }

  /// A column whose blanks emptied stored values.
  public struct ClearedColumn: Hashable, Sendable {
    /// Name of the column in the file.
    public let column: String
    /// How many stored values were lost.
    public let values: Int
  }

  /// Number of the batch; nil after a dry run.
  public let batch: Int64?
  /// Name of the file without folders.
  public let file: String
  /// SHA-256 of the file in hexadecimal digits.
  public let sha256: String
  /// Name of the questionnaire.
  public let questionnaire: String
  /// Version of the questionnaire.
  public let version: Int
  /// Encoding, delimiter and line ends, with the evidence for them.
  public let dialect: Dialect
  /// Counts of rows.
  public let rows: Rows
  /// Rows that belong to another questionnaire of the same file.
  public let rowsOfOtherStreams: Int
  /// Rows of which no part of the form was filled in.
  public let rowsWithoutAnswers: Int
  /// Cells of stored rows that were changed.
  public let changedCells: Int
  /// Stored values that blank cells emptied, by column.
  public let clearedColumns: [ClearedColumn]
  /// Findings by rule and column with their counts.
  public let findingGroups: [FindingSink.Group]
  /// The first findings in full.
  public let findings: [Finding]
  /// Rows that something was found in, by line, if it was asked whose they are or what they hold.
  public let disclosures: [Int: RowDisclosure]
  /// Findings that are counted and not in ``findings``.
  public let omittedFindings: Int
  /// True if the same bytes had been imported with the same questionnaire and nothing was left to do.
  public let wasAlreadyImported: Bool
  /// True if nothing was stored because only a trial was asked for.
  public let isDryRun: Bool
  /// Where rejected rows were written.
  public let rejectsPath: String?
  /// Wall time.
  public let duration: Duration
  /// Entries of the audit trail after this import, and its head; nil after a dry run.
  public let auditHead: AuditHead?

  /// One line for people.
  public var summary: String {
    let parts = [
      (rows.new, "new"), (rows.changed, "changed"), (rows.same, "unchanged"), (rows.rejected, "rejected"),
    ]
    return "\(rows.read) rows: " + parts.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}

/// Why a file as a whole was not imported; nothing of it is stored.
public enum ImportRefusal: Error, Sendable, CustomStringConvertible {
  /// The file cannot be read as the questionnaire wants it.
  case unusable(file: String, [Finding])
  /// More rows were rejected than the limit allows; the report says what the file holds.
  case tooManyRejected(ImportReport)
  /// Columns that were named to be cleared cannot be.
  case notClearable(file: String, [Finding])
  /// Blank cells would empty more stored values than the limit allows.
  case clearsTooMuch(file: String, [ImportReport.ClearedColumn], limit: Int)
  /// The rejects file exists.
  case rejectsExist(path: String)

  /// The refusal in a sentence, with what to do.
  public var description: String {
    switch self {
    case .unusable(let file, let findings):
      Self.text(of: findings, in: file)
    case .tooManyRejected(let report):
      Self.text(ofTooManyRejectedIn: report)
    case .notClearable(let file, let findings):
      ([("\(file): nothing was stored, because not all columns of --clear can be cleared")]
        + findings.map { "  \($0.description)  [\($0.rule)]" }).joined(separator: "\n")
    case .clearsTooMuch(let file, let columns, let limit):
      (["\(file): nothing was stored: blank cells would clear stored values"]
        + columns.map { "  \($0.column): \($0.values)" }
        + [
          "  in all \(columns.reduce(0) { $0 + $1.values }), and \(limit) are allowed; say --yes, or --clear-limit N"
        ])
        .joined(separator: "\n")
    case .rejectsExist(let path):
      "\(path): the file exists; name another rejects file or add --force"
    }
  }

  /// The most findings that are printed; a file of another kind may have thousands of unknown columns.
  private static let shownFindings = 20

  private static func text(of findings: [Finding], in file: String) -> String {
    var lines = ["\(file): nothing was stored, because the file as a whole cannot be used"]
    lines += findings.prefix(shownFindings).map { "  \(TerminalText.escaped($0.description))  [\($0.rule)]" }
    if findings.count > shownFindings { lines.append("  and \(findings.count - shownFindings) more") }
    return lines.joined(separator: "\n")
  }

  private static func text(ofTooManyRejectedIn report: ImportReport) -> String {
    let groups = report.findingGroups.filter { $0.severity == .error }
    var lines = [
      "\(report.file): nothing was stored: \(report.rows.rejected) of the \(report.rows.read) rows were rejected, "
        + "more than --max-rejected allows"
    ]
    lines += groups.prefix(shownFindings).map { "  \(words($0))" }
    if groups.count > shownFindings { lines.append("  and \(groups.count - shownFindings) more kinds") }
    if let path = report.rejectsPath { lines.append("  rejected rows: \(path)") }
    return lines.joined(separator: "\n")
  }

  private static func words(_ group: FindingSink.Group) -> String {
    let place = (group.firstLine > 0 ? ["line \(group.firstLine)"] : []) + (group.column.map { [$0] } ?? [])
    return "\(place.joined(separator: ", ")): \(group.message)  [\(group.rule)]"
      + (group.count > 1 ? "  (\(group.count) times, first here)" : "")
  }
}
