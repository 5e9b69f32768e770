public import CSV
import CohortModel
import Questionnaires

/// How a file is written and which questionnaires its columns fit, without storing anything.
public struct FileInspection: Sendable {
  /// How well a questionnaire fits a file.
  public struct Fit: Hashable, Sendable {
    /// Name of the questionnaire.
    public let questionnaire: String
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
  /// The header.
  public let columns: [String]
  /// Questionnaires whose key columns the file has, best first.
  public let fits: [Fit]

  /// Reads the file once for its dialect and looks at its header.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - encoding: Its encoding; nil finds it out.
  ///   - delimiter: Its delimiter; nil finds it out.
  /// - Throws: ``SourceFileError`` or `CSVError` where it cannot be read.
  public init(path: String, encoding: TextEncoding? = nil, delimiter: Delimiter? = nil) throws {
    let file = try SourceFile(path: path)
    name = file.name
    let survey = try FileSurvey(of: file, encoding: encoding, delimiter: delimiter)
    dialect = survey.dialect
    var reader = RecordReader(file.bytes(), dialect: survey.dialect)
    var record = Record()
    columns = try reader.next(&record) ? record.strings : []
    fits = try Self.fits(for: columns)
  }

  private static func fits(for columns: [String]) throws -> [Fit] {
    var fits: [Fit] = []
    for name in LoadedQuestionnaire.names {
      let questionnaire = try LoadedQuestionnaire.named(name).questionnaire
      guard case .bound(_, let remarks) = questionnaire.bind(header: columns, today: StudyDay(days: 0)) else {
        continue
      }
      let unknown = remarks.count { $0.rule == "unknown-column" }
      fits.append(
        Fit(
          questionnaire: name, known: columns.count - unknown, unknown: unknown,
          missing: remarks.count { $0.rule == "missing-column" }))
    }
    return fits.sorted {
      ($0.unknown, $0.missing, $0.questionnaire) < ($1.unknown, $1.missing, $1.questionnaire)
    }
    .filter { $0.known > $0.unknown }
  }
}

extension Dialect {
  /// The dialect in a few words: `windows-1252, ';', CRLF`.
  public var summary: String {
    let mark = hasByteOrderMark ? " with byte order mark" : ""
    return "\(encoding)\(mark), \(delimiter), \(lineEnding.rawValue)"
  }
}
