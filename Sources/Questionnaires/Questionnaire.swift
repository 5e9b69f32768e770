public import CSV
public import CohortModel

/// One version of a questionnaire: what the columns of its files mean and where their answers go.
public struct Questionnaire: Sendable {
  /// A column that a row is known by.
  public struct KeyColumn: Sendable {
    /// Spellings of the column; the first that the header has counts.
    public let columns: [String]
    /// True if a file may lack the column.
    public let isOptional: Bool
    /// Line of the questionnaire file.
    public let line: Int
  }

  /// Rows of another form that say whom a row is about: repeats of a form lie in files of their own, whose rows name
  /// the row that they belong to and not the participant.
  public struct ParentRows: Hashable, Sendable {
    /// The form of those rows, which must be stored before.
    public let form: String
    /// Name of the text answer that holds what they are named by.
    public let answer: String
  }

  /// A column by which the rows of a participant are told apart.
  public struct CountedColumn: Sendable {
    /// The column.
    public let column: KeyColumn
    /// Name of the text answer that keeps it.
    public let answer: String
    /// Cells that are as good as blank.
    let blanks: [String]
  }

  /// Where the event of a row comes from.
  public enum EventSource: Sendable {
    /// Every row is of the same event; the place in the vocabulary of events and the identifier.
    case constant(Int, String)
    /// A cell names it by a code of the list, or by an identifier where the list is empty.
    case column(KeyColumn, codes: [(cell: String, event: Int)])
    /// A cell is the event as it stands, or one of these names for events; any if there are none.
    case open(KeyColumn, names: [(cell: String, event: String)])
  }

  /// A slot that is read from a cell.
  public struct SlotColumn: Sendable {
    /// Name by which writes refer to it: `vaccination(dose).given`.
    public let name: String
    /// Column that is read.
    public let column: KeyColumn
    /// Slots by cell; empty if a cell is the slot.
    public let codes: [(cell: String, slot: String)]
  }

  /// Name, the same in all versions.
  public let name: String
  /// Number of the version, from 1.
  public let version: Int
  /// What it is, for people.
  public let title: String?
  /// Study that participant codes belong to.
  public let study: String
  /// Form that responses belong to.
  public let form: String
  /// Language of words in cells, an ISO 639 code.
  public let language: String?
  /// Encoding of files that are no UTF-8 and have no byte order mark; nil if none is expected.
  public let encoding: TextEncoding?
  /// What a row without a consent record is accepted under.
  public let legalBasis: String?
  /// True if a file that lacks a column is refused, unless the column is optional.
  public let wantsEveryColumn: Bool
  /// True if a row may make a participant.
  public let enrols: Bool
  /// Where names and codes come from.
  public let source: String?
  /// Which rows of a file are its header.
  public let header: HeaderLayout
  /// Column and values that tell the rows of this questionnaire from others in the same file.
  public let only: (column: KeyColumn, values: [String])?
  /// Column of the participants' codes.
  public let participant: KeyColumn
  /// Pattern such as `01-PREDI-0000` that a bare number is written into; nil if codes are stored as they are.
  public let numberFormat: String?
  /// Patterns one of which a code must have; empty if it may be any.
  let codePatterns: [CodePattern]
  /// Nil if ``participant`` holds codes; else it holds what a row of these is named by.
  public let parents: ParentRows?
  /// Nil if nothing of the questionnaire belongs to a response.
  public let event: EventSource?
  /// Nil if the instance is always 1.
  public let instance: KeyColumn?
  /// What the rows of a participant are told apart by, where the import counts their instances; else empty.
  public let counted: [CountedColumn]
  /// Slots that are read from cells.
  public let slots: [SlotColumn]
  /// Every column that is stored, in the order of the file.
  public internal(set) var writes: [Write]
  /// Questions that the model has no concept for, in the order of their places.
  public let answers: [AnswerQuestion]
  /// Questions of which several options may be ticked, where not all combinations make sense.
  let optionGroups: [OptionGroup]
  /// Events at which a part of the form is filled in, by the part's name; parts that are not there have any.
  let partEvents: [String: [String]]
  /// Rules about several cells of a row.
  public let rules: [RowRule]
  /// Columns known and not stored; `*` stands for any text.
  public let skip: [String]
  /// Instruments that the questionnaire carries.
  public let scores: [String]
  /// Name of the file that it was loaded from.
  public let fileName: String

  /// What stands between the parts of a name by which rows are told apart; no text may hold it.
  public static let nameSeparator: UInt8 = 0x1F

  let vocabulary: Vocabulary

  /// Identifiers of the events that ``Answers/event`` counts.
  public var events: [String] { vocabulary.identifiers(of: .event) }

  /// True if it leaves to each file how dates or numbers of some column are written; see ``NotationSurvey``.
  public var hasOpenNotation: Bool { writes.contains { !$0.openness.isSettled } }

  /// Reads a questionnaire.
  ///
  /// - Parameters:
  ///   - text: The YAML text.
  ///   - fileName: Name of the file for messages.
  ///   - vocabulary: The vocabularies that concepts and identifiers are checked against.
  ///   - notation: How the file to be read is written, which goes before what the questionnaire says.
  /// - Returns: The questionnaire, checked.
  /// - Throws: `QuestionnaireError` with every problem of the file.
  public static func load(
    text: String, fileName: String, vocabulary: Vocabulary, notation: Notation = Notation()
  ) throws(QuestionnaireError) -> Questionnaire {
    try QuestionnaireLoader.load(
      text: text, fileName: fileName, vocabulary: vocabulary, notation: notation)
  }
}
