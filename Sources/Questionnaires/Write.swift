public import CohortModel

/// One column of a file, or several that tell one concept, how cells are read and where they go.
public struct Write: Sendable {
  /// Whether a cell that cannot be stored costs the row or the cell.
  public enum ErrorScope: Sendable {
    case row
    case cell
  }

  /// A text that stands for a code or for a reason why there is none.
  public struct Coding: Hashable, Sendable {
    /// What a code stands for.
    public enum Meaning: Hashable, Sendable {
      /// A stored code, or a year where the concept is a year.
      case code(Int16)
      /// A place in the identifiers of the concept's vocabulary.
      case identifier(Int)
      /// No value, and why.
      case missing(MissingReason)
    }

    /// Text of the cell.
    public let cell: String
    /// Word of the questionnaire for it.
    public let name: String
    /// What it stands for.
    public let meaning: Meaning
  }

  /// Part of a form that is filled in as a whole or not at all, and what a column says about that.
  public struct Part: Hashable, Sendable {
    /// What a value says.
    public enum Evidence: String, Sendable, CaseIterable {
      /// Any value shows that the part was filled in.
      case always
      /// Any but 0, which is also written where nobody was asked.
      case nonzero
      /// Nothing, as where values are calculated.
      case never
    }

    /// Name, the same for all columns of the part.
    public let name: String
    /// What a value says about the part.
    public let evidence: Evidence
    /// True for the column with the state of the part, which is no answer.
    public let isState: Bool
  }

  /// What a cell is.
  public enum Format: Sendable {
    case coded
    case vocabulary(Vocabulary.Name)
    case integer
    case number
    case date
    case partialDate
    case year
    case text
  }

  /// Name as the questionnaire writes it: `vaccination(1).given`, `answer.sick_days`.
  public let name: String
  /// Where the answers go.
  public let destination: Destination
  /// Spellings of the column, the first that the header has counts; those of all columns where there are several.
  public let columns: [String]
  /// With `any-of`, what is said of each column, in the order of the file; empty for a single column.
  public let parts: [Write]
  /// What a cell is.
  public let format: Format
  /// Codes and missing tokens of the column, also those of the whole questionnaire; empty where there are parts.
  public let codings: [Coding]
  /// Reason stored for a blank cell where a blank is stored at all.
  public let blankReason: MissingReason
  /// The question in a few words.
  public let label: String?
  /// Unit of a number.
  public let unit: String?
  /// Severity of a value outside ``range``.
  public let severity: Finding.Severity
  /// What a cell that cannot be stored costs.
  public let errorScope: ErrorScope
  /// True if a blank cell is an error.
  public let isRequired: Bool
  /// True if a file may lack the column.
  public let isColumnOptional: Bool
  /// Condition under which the question was asked, as the questionnaire writes it.
  public let askedIf: String?
  /// True if an answer tells who the person is.
  public let isIdentifying: Bool
  /// True if no export may hold it.
  public let isNeverExported: Bool
  /// True for an option of a checkbox question, where 0 may mean that it was not asked.
  public let isCheckbox: Bool
  /// Part of the form that the column belongs to; nil if a row always has it.
  public let part: Part?
  /// Line of the questionnaire file.
  public let line: Int

  /// Values that make sense; numbers, or days since 2000-01-01 for dates.
  let range: NumberRange?
  /// Values that can be stored.
  let bounds: NumberRange?
  var decimalMark: UInt8
  /// Which separators of thousands a number may have.
  var grouping: NumberGrouping
  var patterns: [DatePattern]
  /// What the questionnaire leaves to be proven by the file.
  let openness: Openness
  /// Patterns one of which a text must have; empty if it may be any.
  let codePatterns: [CodePattern]
  let condition: Expression?
  /// What must hold of a value, from other columns of the row.
  var validity: Expression?
  /// True if a blank is a warning where the part of the form was filled in and is not marked as incomplete.
  var isWanted = false
  /// True for a text that has to be a day with a time.
  var isDateTime = false
  /// True if all rows of a participant say the same; such a text is no answer by itself.
  public internal(set) var isSteady = false
  /// Codes that are no longer offered.
  var retired: [Int16] = []
  /// What the value must be, from other columns of the row.
  let calculation: Expression?
  /// Most characters of a text that make sense.
  let longestText: Int?

  /// What else may stand in the cell; nil unless one cell holds several options.
  var selection: Selection?

  /// What is said of single columns: the parts, or the write itself.
  var single: [Write] { parts.isEmpty ? [self] : parts }

  /// This write, told by several columns.
  func combining(_ parts: [Write]) -> Write {
    Write(
      name: name, destination: destination, columns: parts.flatMap(\.columns), parts: parts, format: format,
      codings: [], blankReason: blankReason, label: label, unit: unit, severity: severity,
      errorScope: errorScope, isRequired: isRequired, isColumnOptional: parts.allSatisfy(\.isColumnOptional),
      askedIf: nil, isIdentifying: isIdentifying, isNeverExported: isNeverExported, isCheckbox: false,
      part: part, line: line, range: nil, bounds: nil, decimalMark: decimalMark, grouping: .none,
      patterns: patterns, openness: Openness(), codePatterns: [], condition: nil, calculation: nil,
      longestText: nil)
  }
}

/// Numbers from a lowest to a highest, either of which may be open.
struct NumberRange: Sendable {
  var lowest = -Double.infinity
  var highest = Double.infinity
  /// The two ends as the questionnaire writes them.
  var lowestText = ""
  var highestText = ""
}

/// Options of one question of which several may be ticked.
struct OptionGroup: Sendable {
  /// Places in ``Questionnaire/writes``.
  let writes: Range<Int>
  /// Places of the options that exclude all others.
  let exclusive: [Int]
  /// Most options that may be ticked.
  let most: Int?
  /// True if none ticked is a warning where the part of the form was filled in and is not marked as incomplete.
  var isWanted = false
}
