public import Questionnaires

/// Where a codebook comes from, as the command line names it.
public enum CodebookSource: Hashable, Sendable {
  /// A version that was used to import: `NAME@VERSION`.
  case stored(name: String, version: Int)
  /// A data dictionary of REDCap.
  case dictionary(path: String)
  /// A questionnaire file.
  case file(path: String)
  /// A questionnaire that the program carries.
  case shipped(name: String)

  /// Reads an argument; every text names something, though it may not be there.
  public init(_ argument: String) {
    if argument.hasSuffix(".csv") {
      self = .dictionary(path: argument)
    } else if argument.hasSuffix(".yaml") || argument.hasSuffix(".yml") || argument.contains("/") {
      self = .file(path: argument)
    } else if let mark = argument.lastIndex(of: "@"),
      let version = Int(argument[argument.index(after: mark)...])
    {
      self = .stored(name: String(argument[..<mark]), version: version)
    } else {
      self = .shipped(name: argument)
    }
  }

  /// True if only a database has it.
  public var isStored: Bool {
    if case .stored = self { return true }
    return false
  }

  /// The codebook of anything that is not in a database.
  ///
  /// - Parameter name: Name of the questionnaire that a dictionary's answers are stored under.
  /// - Returns: Nil for a stored version.
  /// - Throws: `QuestionnaireError` with every problem of a file, ``SourceFileError`` if it cannot be read.
  public func codebook(dictionaryName name: String) throws -> Codebook? {
    switch self {
    case .stored: return nil
    case .dictionary(let path):
      let dictionary = try RedcapDictionary(text: try SourceFile(path: path).text(), fileName: path)
      let draft = RedcapQuestionnaire(dictionary, options: .init(name: name))
      let loaded = try LoadedQuestionnaire(text: draft.text, fileName: path)
      return Codebook(dictionary, questionnaire: loaded.questionnaire, title: path)
    case .file(let path): return Codebook(try LoadedQuestionnaire(contentsOf: path).questionnaire)
    case .shipped(let name): return Codebook(try LoadedQuestionnaire.named(name).questionnaire)
    }
  }
}
