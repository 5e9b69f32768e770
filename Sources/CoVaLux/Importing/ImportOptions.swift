public import CSV
public import CohortModel
public import Questionnaires

/// How a file is imported.
public struct ImportOptions: Sendable {
  /// How many rejected rows stop the import, so that nothing of the file is stored.
  public enum RejectionLimit: Hashable, Sendable {
    case rows(Int)
    /// A share of the rows read, from 0 to 1.
    case share(Double)
  }

  /// Columns in which a blank cell empties what is stored.
  public struct Clearing: Hashable, Sendable {
    /// Names as the file spells them; one text may hold several with commas between them.
    public var columns: [String]
    /// The most stored values that may be lost; nil lets any number go.
    public var limit: Int?

    /// Makes a wish to clear columns.
    public init(columns: [String], limit: Int? = 0) {
      self.columns = columns
      self.limit = limit
    }
  }

  /// Where rejected rows are written; nil writes them nowhere.
  public var rejectsPath: String?
  /// Replaces an existing rejects file.
  public var overwritesRejects = false
  /// Nil lets any number of rows be rejected.
  public var rejectionLimit: RejectionLimit?
  /// Does everything and stores nothing.
  public var isDryRun = false
  /// Why the file is imported, for the audit trail.
  public var reason: String?
  /// Encoding of the file; nil finds it out.
  public var encoding: TextEncoding?
  /// Delimiter of the file; nil finds it out.
  public var delimiter: Delimiter?
  /// How the file is written, which goes before what the questionnaire says.
  public var notation = Notation()
  /// The day of the import, after which no event can have been.
  public var today: StudyDay
  /// Columns in which a blank cell empties what is stored; nil where it keeps it everywhere.
  public var clearing: Clearing?
  /// Stores a file although it has columns that the questionnaire does not know.
  public var allowsUnknownColumns = false

  /// Tells the participant and the event of the rows that something was found in.
  public var showsIdentifiers = false
  /// Tells the cells that something was found in.
  public var showsValues = false

  /// Whether anything is told of rows beyond their place.
  var disclosesRows: Bool { showsIdentifiers || showsValues }

  /// Makes the usual options.
  public init(today: StudyDay) {
    self.today = today
  }
}

/// How far an import has come.
public struct ImportProgress: Sendable {
  /// Bytes of the file that have been read in the pass that stores.
  public let bytesRead: Int64
  /// Size of the file.
  public let bytesTotal: Int64
  /// Rows read so far.
  public let rowsRead: Int
  /// Rows rejected so far.
  public let rowsRejected: Int
}
