/// The coefficients of one country's EQ-5D-5L index, as loaded from `Schema/reference/eq5d_value_set.csv`.
public struct EQ5DValueSet: Hashable, Sendable {
  /// Name to state with each index, such as `DE`.
  public let name: String
  /// What is added once if any level is above 1.
  public let intercept: Double
  /// Coefficients by dimension for the levels 2 to 5.
  private let coefficients: [String: [Int: Double]]

  /// Makes a value set.
  ///
  /// - Parameters:
  ///   - name: Name of the set.
  ///   - intercept: Added once if any level is above 1.
  ///   - coefficients: By dimension (`mobility`, `self-care`, `usual-activities`, `pain`, `anxiety`) and level.
  public init(name: String, intercept: Double = 0, coefficients: [String: [Int: Double]]) {
    self.name = name
    self.intercept = intercept
    self.coefficients = coefficients
  }

  /// The index of five levels in the order of ``EQ5D5L/dimensions``; nil if a coefficient is missing.
  func index(of levels: [Int]) -> Double? {
    var index = 1 + (levels.allSatisfy { $0 == 1 } ? 0 : intercept)
    for (dimension, level) in zip(EQ5D5L.dimensions, levels) where level > 1 {
      guard let coefficient = coefficients[dimension]?[level] else { return nil }
      index += coefficient
    }
    return index
  }
}

/// The EQ-5D-5L: five dimensions with levels 1 to 5, a profile such as `11232`, and an index by a value set.
///
/// Luxembourg has no value set of its own, so the set is named with each index. The visual analogue scale is an
/// answer of its own and no part of the index.
public struct EQ5D5L: Instrument {
  /// The dimensions in the order of the profile.
  public static let dimensions = ["mobility", "self-care", "usual-activities", "pain", "anxiety"]

  /// `eq5d`, or with a value set such as `eq5d-de`.
  public var id: String { valueSet.map { "eq5d-\($0.name.lowercased())" } ?? "eq5d" }
  /// Name to show.
  public var title: String { valueSet.map { "EQ-5D-5L index, value set \($0.name)" } ?? "EQ-5D-5L" }
  /// The five dimensions.
  public let items = dimensions.map { "eq5d.\($0)" }
  /// Bounds of the indices of published sets.
  public let range = -1.0...1.0
  /// All dimensions are needed.
  public let missingRule = "any dimension missing: no index"
  /// EuroQol.
  public let source = "EuroQol; registration needed; coefficients: see the value set"

  /// The value set; without one there is a profile and no index.
  public var valueSet: EQ5DValueSet?

  /// Makes the instrument.
  public init(valueSet: EQ5DValueSet? = nil) {
    self.valueSet = valueSet
  }

  /// The index; not scored without a value set.
  public func score(_ answers: [String: Int16]) -> Score {
    let checked = ItemAnswers(items, allowed: 1...5, in: answers)
    if let obstacle = checked.obstacle() { return obstacle }
    let levels = items.compactMap { checked.codes[$0] }
    guard let index = valueSet?.index(of: levels) else { return .notScored(.noValueSet) }
    return .scored(Score.Scored(index))
  }

  /// The five levels in a row, such as `11232`; nil if one is missing.
  public func profile(_ answers: [String: Int16]) -> String? {
    let checked = ItemAnswers(items, allowed: 1...5, in: answers)
    guard checked.obstacle() == nil else { return nil }
    return items.compactMap { checked.codes[$0].map(String.init) }.joined()
  }

  /// The visual analogue scale, 0 to 100; nil if missing or outside.
  public func visualAnalogueScale(_ answers: [String: Int16]) -> Int? {
    answers["eq5d.vas"].flatMap { (0...100).contains($0) ? Int($0) : nil }
  }
}
