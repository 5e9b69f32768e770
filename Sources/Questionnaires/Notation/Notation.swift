public import CohortModel

/// How one file writes dates, numbers and words, beside and before what its questionnaire says.
public struct Notation: Hashable, Sendable {
  /// How dates are written.
  public enum Dates: Hashable, Sendable {
    /// Digits in an order, with any usual separator.
    case order(DateOrder)
    /// A pattern such as `dd.MM.yyyy`, `d MMMM yyyy` or `excel-1900`.
    case pattern(String)
  }

  /// What stands before the fraction of a number.
  public enum DecimalMark: String, Sendable, CaseIterable {
    case comma
    case point

    var byte: UInt8 { self == .comma ? UInt8(ascii: ",") : UInt8(ascii: ".") }
  }

  /// A text that stands for no value.
  public struct MissingCode: Hashable, Sendable {
    /// Text of the cell.
    public let cell: String
    /// Why there is no value.
    public let reason: MissingReason

    /// Makes a code.
    public init(_ cell: String, reason: MissingReason = .unknown) {
      self.cell = cell
      self.reason = reason
    }

    /// The code as a command line gives it: `-99` or `-99=refused`; nil if it has no text or an unknown reason.
    public init?(argument: some StringProtocol) {
      guard let sign = argument.lastIndex(of: "="), sign > argument.startIndex else {
        guard !argument.isEmpty else { return nil }
        self.init(String(argument))
        return
      }
      guard let reason = MissingReason(word: String(argument[argument.index(after: sign)...])) else {
        return nil
      }
      self.init(String(argument[..<sign]), reason: reason)
    }
  }

  /// How dates are written; nil leaves it to the questionnaire.
  public var dates: Dates?
  /// The decimal mark; nil leaves it to the questionnaire.
  public var decimal: DecimalMark?
  /// Language of yes, no and months; nil leaves it to the questionnaire.
  public var language: Language?
  /// Further texts that stand for no value, in every column.
  public var missing: [MissingCode] = []

  /// Makes a notation that says nothing.
  public init() {}

  /// True if everything is left to the questionnaire.
  public var isEmpty: Bool { self == Notation() }

  /// Everything that it says, as one line of text.
  public var description: String {
    var words: [String] = []
    switch dates {
    case .order(let order)?: words.append("dates \(order.rawValue)")
    case .pattern(let pattern)?: words.append("dates \(pattern)")
    case nil: break
    }
    if let decimal { words.append("decimal \(decimal.rawValue)") }
    if let language { words.append("language \(language.rawValue)") }
    if !missing.isEmpty {
      words.append("missing " + missing.map { "\($0.cell)=\($0.reason.word)" }.joined(separator: ","))
    }
    return words.joined(separator: "; ")
  }
}

extension Notation: CustomStringConvertible {}

extension Notation.Dates {
  /// The way to write dates that a word names: `dmy`, `mdy`, `ymd` or a pattern.
  ///
  /// - Parameter text: The word.
  public init(text: String) {
    self = DateOrder(rawValue: text).map(Self.order) ?? .pattern(text)
  }

  /// The word that names it.
  public var text: String {
    switch self {
    case .order(let order): order.rawValue
    case .pattern(let pattern): pattern
    }
  }

  /// Whether it means anything; patterns with the month as a word need a language, which may be said elsewhere.
  public var isValid: Bool {
    switch self {
    case .order: true
    case .pattern(let pattern): DatePattern(pattern, language: .english) != nil
    }
  }
}
