public import CSV
import Yams

/// How the files of one sender are written, beside and before what their questionnaire says.
public struct FileNotation: Hashable, Sendable {
  /// Encoding of the files; nil finds it out.
  public var encoding: TextEncoding?
  /// Delimiter of the files; nil finds it out.
  public var delimiter: Delimiter?
  /// How dates, numbers and words are written.
  public var notation = Notation()

  /// Makes a notation that says nothing.
  public init() {}

  /// What it says, and what another one says about the rest.
  func completed(by other: FileNotation) -> FileNotation {
    var completed = self
    completed.encoding = encoding ?? other.encoding
    completed.delimiter = delimiter ?? other.delimiter
    completed.notation.dates = notation.dates ?? other.notation.dates
    completed.notation.decimal = notation.decimal ?? other.notation.decimal
    completed.notation.language = notation.language ?? other.notation.language
    if notation.missing.isEmpty { completed.notation.missing = other.notation.missing }
    return completed
  }
}

/// How the files of several questionnaires are written, as a file says it.
///
/// ```yaml
/// all: { encoding: windows-1252, delimiter: semicolon }
/// predi-covid-month-12: { dates: dmy, decimal: comma, missing: [NA, "-99=refused"] }
/// ```
public struct FileNotations: Sendable {
  /// The key that stands for every questionnaire.
  public static let everyName = "all"

  /// Questionnaires that are named, in the order of the file.
  public private(set) var names: [String] = []
  private var notations: [String: FileNotation] = [:]

  /// Makes notations that say nothing.
  public init() {}

  /// Reads them.
  ///
  /// - Parameters:
  ///   - text: The YAML text.
  ///   - fileName: Name of the file for messages.
  /// - Throws: `QuestionnaireError` with every problem of the file.
  public init(text: String, fileName: String) throws(QuestionnaireError) {
    var problems = ProblemList(fileName: fileName)
    do {
      let root = try YAMLDocument.root(of: text)
      for pair in problems.pairs(root, "the notations") {
        notations[pair.key] = Self.notation(pair.value, of: pair.key, &problems)
        if pair.key != Self.everyName { names.append(pair.key) }
      }
    } catch {
      problems.report(error.line, error.message)
    }
    guard problems.problems.isEmpty else {
      throw QuestionnaireError(problems: problems.problems.sorted { $0.line < $1.line })
    }
  }

  /// How the files of a questionnaire are written; nil asks for files of which nobody knows yet what they are.
  public subscript(questionnaire: String?) -> FileNotation {
    let every = notations[Self.everyName] ?? FileNotation()
    return questionnaire.flatMap { notations[$0] }?.completed(by: every) ?? every
  }

  private static func notation(
    _ node: Node, of name: String, _ problems: inout ProblemList
  ) -> FileNotation {
    let fields = problems.fields(
      node, name, known: ["encoding", "delimiter", "dates", "decimal", "language", "missing"])
    var file = FileNotation()
    func line(_ key: String) -> Int { fields[key]?.line ?? fields.line }
    if let word = problems.text(fields, "encoding") {
      file.encoding = TextEncoding(name: word)
      if file.encoding == nil { problems.report(line("encoding"), "no encoding has this name") }
    }
    if let word = problems.text(fields, "delimiter") {
      file.delimiter = Delimiter(name: word)
      if file.delimiter == nil {
        problems.report(line("delimiter"), "delimiter must be comma, semicolon, tab, pipe or the character")
      }
    }
    if let word = problems.text(fields, "dates") {
      let dates = Notation.Dates(text: word)
      file.notation.dates = dates
      if !dates.isValid { problems.report(line("dates"), "dates must be dmy, mdy, ymd or a pattern") }
    }
    let mark = problems.word(fields, "decimal", among: Notation.DecimalMark.allCases.map(\.rawValue))
    file.notation.decimal = mark.flatMap { Notation.DecimalMark(rawValue: $0) }
    let language = problems.word(fields, "language", among: Language.allCases.map(\.rawValue))
    file.notation.language = language.flatMap { Language(rawValue: $0) }
    if let node = fields["missing"] {
      for text in problems.texts(node, "missing") {
        guard let code = Notation.MissingCode(argument: text) else {
          problems.report(
            node.line, "missing must be a list of texts, each with =REASON if it is not unknown")
          continue
        }
        file.notation.missing.append(code)
      }
    }
    return file
  }
}
