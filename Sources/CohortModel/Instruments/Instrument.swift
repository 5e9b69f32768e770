/// A questionnaire with a published scoring rule.
///
/// Items are named as in the concept catalogue without its block, such as `phq9.1`; answers below 0 are reasons
/// why there is none (``MissingReason``).
public protocol Instrument: Sendable {
  /// Identifier for commands and tables, such as `phq9`.
  var id: String { get }
  /// Name to show.
  var title: String { get }
  /// The items that the score is made of.
  var items: [String] { get }
  /// Lowest and highest score.
  var range: ClosedRange<Double> { get }
  /// What is done about missing items, for outputs.
  var missingRule: String { get }
  /// Publication of the rule, with doubts.
  var source: String { get }

  /// Scores the answers of one follow-up.
  func score(_ answers: [String: Int16]) -> Score
}

/// The result of scoring: a value, or the reason why there is none.
public enum Score: Hashable, Sendable {
  /// A score.
  case scored(Scored)
  /// No score.
  case notScored(NotScored)

  /// A value with what belongs to it.
  public struct Scored: Hashable, Sendable {
    /// The score.
    public var value: Double
    /// The published band that the value lies in, such as `moderate`; nil if the instrument has none.
    public var band: String?
    /// Number of missing items that were substituted.
    public var substituted: Int
    /// Scores of parts and other results by name, such as `bimodal`.
    public var parts: [String: Double]

    init(_ value: Double, band: String? = nil, substituted: Int = 0, parts: [String: Double] = [:]) {
      self.value = value
      self.band = band
      self.substituted = substituted
      self.parts = parts
    }
  }

  /// Why there is no score.
  public enum NotScored: Hashable, Sendable {
    /// None of the items was asked.
    case notAsked
    /// More items are missing than the rule allows.
    case missingItems([String])
    /// An answer is no code of its item.
    case outOfRange(item: String)
    /// Answers cannot be true together, such as more sleep than time in bed.
    case inconsistent
    /// An index without a value set, or with one that lacks a coefficient.
    case noValueSet
  }

  /// The value; nil if there is none.
  public var value: Double? {
    if case .scored(let scored) = self { scored.value } else { nil }
  }

  /// The band; nil if there is none.
  public var band: String? {
    if case .scored(let scored) = self { scored.band } else { nil }
  }
}

/// The instruments that the program scores.
public enum Instruments {
  /// Every instrument, in the order in which commands and reports list them.
  ///
  /// - Parameter valueSet: Value set of the EQ-5D-5L index; nil for the profile alone.
  /// - Returns: The instruments with their default parameters.
  public static func all(valueSet: EQ5DValueSet? = nil) -> [any Instrument] {
    [
      PHQ9(), GAD7(), FSS(), MMRC(), PCFS(), EQ5D5L(valueSet: valueSet), DSQPEM(), WHODAS12(),
      ChalderFatigue(),
      CESD20(), PSQI(), UCLA3(), PSS4(), BRS(),
    ] + BFI10.Trait.allCases.map { BFI10($0) }
  }
}
