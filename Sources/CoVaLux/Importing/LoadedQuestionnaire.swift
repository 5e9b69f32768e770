import CSV
import CohortModel
import CohortSchema
import Crypto
public import Questionnaires

/// A questionnaire together with the text it was loaded from, which is recorded with what it imports.
public struct LoadedQuestionnaire: Sendable {
  /// The questionnaire.
  public let questionnaire: Questionnaire
  /// The text of its file.
  public let text: String

  /// Loads a questionnaire that the program carries, by name, or one from a file's text.
  public init(text: String, fileName: String) throws {
    questionnaire = try Questionnaire.load(text: text, fileName: fileName, vocabulary: Vocabulary.shipped())
    self.text = text
  }

  /// The questionnaire for a file that is written in a notation of its own.
  ///
  /// - Parameter notation: What goes before what the questionnaire says.
  /// - Returns: The questionnaire, read with it.
  /// - Throws: `QuestionnaireError` if the notation means nothing with this questionnaire.
  public func read(in notation: Notation) throws -> LoadedQuestionnaire {
    guard !notation.isEmpty else { return self }
    return LoadedQuestionnaire(
      try Questionnaire.load(
        text: text, fileName: questionnaire.fileName, vocabulary: Vocabulary.shipped(), notation: notation),
      text: text)
  }

  private init(_ questionnaire: Questionnaire, text: String) {
    self.questionnaire = questionnaire
    self.text = text
  }

  /// Loads the questionnaire of a YAML file.
  ///
  /// - Parameter path: The file.
  /// - Throws: `QuestionnaireError` with every problem of the file, ``SourceFileError`` if it cannot be read.
  public init(contentsOf path: String) throws {
    try self.init(text: try SourceFile(path: path).text(), fileName: path)
  }

  /// The questionnaires of a REDCap project, made from its data dictionary.
  ///
  /// - Parameters:
  ///   - dictionary: The dictionary's CSV file.
  ///   - export: An export of the project, which tells events and repeating instruments; nil to take them from `options`.
  ///   - structure: Files of the project's events, arms, and forms of events; nil if they are not known.
  ///   - options: Name, study and events of the questionnaires.
  /// - Returns: The drafts, that of the rows without repeating instrument first.
  /// - Throws: `QuestionnaireError` if a file is not what it should be, ``SourceFileError`` if it cannot be read.
  public static func draftsFromREDCap(
    dictionary: String, export: String? = nil,
    structure: (events: String, arms: String?, mapping: String?)? = nil, options: RedcapQuestionnaire.Options
  ) throws -> [RedcapQuestionnaire] {
    let text = try SourceFile(path: dictionary).text()
    let fields = try RedcapDictionary(text: text, fileName: dictionary)
    var options = options
    if let export {
      let file = try SourceFile(path: export)
      let survey = try FileSurvey(of: file, encoding: nil, delimiter: nil)
      var reader = RecordReader(file.bytes(), dialect: survey.dialect)
      let found = try RedcapExport(&reader, dictionary: fields, fileName: export)
      options.isLongitudinal = found.isLongitudinal
      options.repeating = found.repeating
    }
    if let structure {
      func file(_ path: String?) throws -> (text: String, name: String)? {
        try path.map { (text: try SourceFile(path: $0).text(), name: $0) }
      }
      if let events = try file(structure.events) {
        options.structure = try RedcapStructure(
          events: events, arms: try file(structure.arms), mapping: try file(structure.mapping),
          dictionary: fields)
        options.isLongitudinal = true
      }
    }
    let unknown = options.repeating.first { !fields.forms.contains($0.form) }
    if let unknown { throw UnknownInstrument(name: unknown.form, known: fields.forms) }
    return RedcapQuestionnaire.all(fields, options: options)
  }

  /// The questionnaire that the program carries under a name.
  ///
  /// - Parameter name: Such as `covalux-followup`.
  /// - Returns: The questionnaire.
  /// - Throws: ``UnknownQuestionnaire`` with near names if there is none.
  public static func named(_ name: String) throws -> LoadedQuestionnaire {
    guard let text = Assets.text(of: "questionnaires/\(name).yaml") else {
      throw UnknownQuestionnaire(name: name, known: names)
    }
    return try LoadedQuestionnaire(text: text, fileName: "\(name).yaml")
  }

  /// Names of the questionnaires that the program carries.
  public static var names: [String] {
    Assets.paths(in: "questionnaires").map { path in
      String(path.dropFirst("questionnaires/".count).dropLast(".yaml".count))
    }
  }

  static let vocabularyDigest: [UInt8] = {
    var hash = SHA256()
    for path in Assets.paths(in: "reference") { hash.update(data: Array((Assets.text(of: path) ?? "").utf8)) }
    return Array(hash.finalize())
  }()
}

/// No questionnaire has the name.
public struct UnknownQuestionnaire: Error, CustomStringConvertible {
  /// What was asked for.
  public let name: String
  /// The names there are.
  public let known: [String]

  /// The error in a sentence, with what there is.
  public var description: String {
    "there is no questionnaire '\(name)'; name one of \(known.joined(separator: ", ")), or give a YAML file"
  }
}

/// No instrument of a project has the name.
public struct UnknownInstrument: Error, CustomStringConvertible {
  /// What was asked for.
  public let name: String
  /// The names there are.
  public let known: [String]

  /// The error in a sentence, with what there is.
  public var description: String {
    "the dictionary has no form '\(name)'; its forms are \(known.joined(separator: ", "))"
  }
}
