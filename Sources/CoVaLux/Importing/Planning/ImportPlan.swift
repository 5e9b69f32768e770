import CohortStore
import Crypto
import Questionnaires
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What an import was tried with, as the first line of its plan says it.
///
/// A plan is JSON Lines: this, then a line for every change, then the counts and the digests. It holds values of
/// participants.
public struct ImportPlan: Sendable {
  /// Where the parts of an import come from.
  public struct Paths: Hashable, Sendable {
    /// The questionnaire file, or `-` for standard input.
    public let file: String
    /// A questionnaire's name or its YAML file, as it was given.
    public let questionnaire: String
  }

  private static let kind = "covalux-import-plan"
  private static let schema = 1

  /// The plan's own file; empty while it is written.
  public let path: String
  /// Where the parts of the import come from.
  public let paths: Paths
  /// Options of the import.
  public let options: ImportOptions

  let study: String
  private let fileSHA256: String
  private let fileBytes: Int64
  private let name: String
  private let version: Int
  private let questionnaireSHA256: String
  private let vocabularySHA256: String
  private let programVersion: String

  init(
    paths: Paths, fileSHA256: String, fileBytes: Int64, questionnaire: Questionnaire, definition: String,
    options: ImportOptions
  ) {
    path = ""
    self.paths = paths
    self.options = options
    self.fileSHA256 = fileSHA256
    self.fileBytes = fileBytes
    study = questionnaire.study
    name = questionnaire.name
    version = questionnaire.version
    questionnaireSHA256 = SHA256.hash(data: Array(definition.utf8)).hexadecimalText
    vocabularySHA256 = LoadedQuestionnaire.vocabularyDigest.hexadecimalText
    programVersion = Cohort.version
  }

  /// Reads the beginning of a plan.
  ///
  /// - Parameter path: The plan's file.
  /// - Throws: ``SourceFileError`` if it cannot be read, ``PlanRefusal`` if it is no plan.
  public init(contentsOf path: String) throws {
    let line = try PlanLines(path: path).next() ?? []
    guard let json = PlainJSON.value(line), json["kind"]?.asText == Self.kind,
      json["schema"]?.asInteger == Self.schema, let file = json["file"]?.asText,
      let source = json["questionnaire_source"]?.asText, let name = json["questionnaire"]?.asText,
      let version = json["version"]?.asInteger, let bytes = json["bytes"]?.asInteger,
      let options = json["options"].flatMap({ ImportOptions(planned: $0) })
    else { throw PlanRefusal.notAPlan(path: path) }
    func text(_ key: String) -> String { json[key]?.asText ?? "" }
    self.path = path
    self.options = options
    paths = Paths(file: file, questionnaire: source)
    fileSHA256 = text("sha256")
    fileBytes = Int64(bytes)
    study = text("study")
    self.name = name
    self.version = version
    questionnaireSHA256 = text("questionnaire_sha256")
    vocabularySHA256 = text("vocabulary_sha256")
    programVersion = text("program_version")
  }

  var json: JSONValue {
    [
      "kind": .string(Self.kind), "schema": .integer(Self.schema), "program_version": .string(programVersion),
      "file": .string(paths.file), "sha256": .string(fileSHA256), "bytes": .integer(Int(fileBytes)),
      "questionnaire_source": .string(paths.questionnaire), "questionnaire": .string(name),
      "version": .integer(version), "study": .string(study),
      "questionnaire_sha256": .string(questionnaireSHA256), "vocabulary_sha256": .string(vocabularySHA256),
      "options": options.planned,
    ]
  }

  /// What an import is no longer made from as it was planned; nil if everything is the same.
  func whatMoved(to now: ImportPlan) -> String? {
    if fileBytes != now.fileBytes || fileSHA256 != now.fileSHA256 { return "the file has other content now" }
    if questionnaireSHA256 != now.questionnaireSHA256 || name != now.name {
      return "the questionnaire \(now.name) has other content now"
    }
    if vocabularySHA256 != now.vocabularySHA256 || programVersion != now.programVersion {
      return "another version of the program made the plan"
    }
    return nil
  }

  /// A path that means the same from every folder.
  static func absolute(_ path: String) -> String {
    guard path != "-", let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
