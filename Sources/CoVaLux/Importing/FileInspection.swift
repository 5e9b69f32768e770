public import CSV
import CohortModel
public import Questionnaires

/// How a file is written and which questionnaires its columns fit, without storing anything.
public struct FileInspection: Sendable {
  /// How well a questionnaire fits a file.
  public struct Fit: Hashable, Sendable {
    /// Name of the questionnaire.
    public let questionnaire: String
    /// Its version.
    public let version: Int
    /// Columns of the file that it stores or knows.
    public let known: Int
    /// Columns of the file that it does not know.
    public let unknown: Int
    /// Columns that it wants and the file lacks.
    public let missing: Int
  }

  /// Name of the file without folders.
  public let name: String
  /// Encoding, delimiter and line ends with the evidence.
  public let dialect: Dialect
  /// The survey tool that wrote it, as far as its header tells.
  public let shape: FileShape
  /// Names of the columns.
  public let columns: [String]
  /// Questionnaires whose key columns the file has, best first.
  public let fits: [Fit]
  /// Names of the fields, where the file has a line for each value of one: REDCap's EAV form; nil for a table.
  public let fields: [String]?
  /// What the columns are and prove, in the order of the file; empty if they were not looked at.
  public let notation: [ColumnNotation]

  /// Reads the file once for its dialect and looks at its header.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - encoding: Its encoding; nil finds it out.
  ///   - delimiter: Its delimiter; nil finds it out.
  ///   - surveysColumns: Whether every column is looked at, to the end of the file.
  ///   - questionnaires: Those that are held against the header; nil takes the ones that the program carries.
  /// - Throws: ``SourceFileError`` or `CSVError` where it cannot be read.
  public init(
    path: String, encoding: TextEncoding? = nil, delimiter: Delimiter? = nil, surveysColumns: Bool = false,
    among questionnaires: [LoadedQuestionnaire]? = nil
  ) throws {
    let file = try SourceFile.table(at: path)
    name = file.name
    let survey = try FileSurvey(of: file, encoding: encoding, delimiter: delimiter)
    dialect = survey.dialect
    let rows = try file.firstRows(survey.dialect)
    shape = FileShape(rows: rows)
    columns = shape.columns
    notation =
      surveysColumns ? try Self.notation(of: file, dialect, columns, headerRows: shape.header.rows) : []
    let values = try EAVInspection(of: file, survey.dialect, header: rows.first ?? [])
    fields = values?.fields
    fits = Self.fits(
      for: rows, values, among: try questionnaires ?? LoadedQuestionnaire.names.map(LoadedQuestionnaire.named)
    )
  }

  private static func notation(
    of file: SourceFile, _ dialect: Dialect, _ columns: [String], headerRows: Int
  ) throws -> [ColumnNotation] {
    var reader = RecordReader(file.bytes(), dialect: dialect)
    var record = Record()
    var survey = ColumnSurvey(header: columns)
    while try reader.next(&record) {
      if record.number > headerRows { survey.note(record) }
    }
    return survey.columns
  }

  private static func fits(
    for rows: [[String]], _ values: EAVInspection?, among questionnaires: [LoadedQuestionnaire]
  ) -> [Fit] {
    var fits: [Fit] = []
    for questionnaire in questionnaires.map(\.questionnaire) {
      // A questionnaire of the file's very columns reads it as the table that it is.
      if let values, EAVFields.areIn(rows.first ?? [], of: questionnaire) {
        if let fit = fit(of: questionnaire, values.header(for: questionnaire), isSparse: true) {
          fits.append(fit)
        }
        continue
      }
      let header = rows.prefix(questionnaire.header.rows)
      guard header.count == questionnaire.header.rows, header.allSatisfy({ $0.count == header[0].count })
      else { continue }
      let columns = questionnaire.header.columns(of: Array(header))
      if let fit = fit(of: questionnaire, columns, isSparse: false) { fits.append(fit) }
    }
    return fits.sorted {
      ($0.unknown, $0.missing, $0.questionnaire) < ($1.unknown, $1.missing, $1.questionnaire)
    }
    .filter { $0.known > $0.unknown }
  }

  /// How well columns fit; nil if a key is not among them.
  ///
  /// Nothing is missing where blanks are left out.
  private static func fit(of questionnaire: Questionnaire, _ columns: [String], isSparse: Bool) -> Fit? {
    guard case .bound(_, let remarks) = questionnaire.bind(header: columns, today: StudyDay(days: 0)) else {
      return nil
    }
    let unknown = remarks.count { $0.rule == "unknown-column" }
    return Fit(
      questionnaire: questionnaire.name, version: questionnaire.version, known: columns.count - unknown,
      unknown: unknown, missing: isSparse ? 0 : remarks.count { $0.rule == "missing-column" })
  }
}

extension Dialect {
  /// The dialect in a few words: `windows-1252, ';', CRLF`.
  public var summary: String {
    let mark = hasByteOrderMark ? " with byte order mark" : ""
    return "\(encoding)\(mark), \(delimiter), \(lineEnding.rawValue)"
  }
}
