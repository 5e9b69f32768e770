/// A condition that every published equivalence class must meet.
public protocol PrivacyModel: Sendable {
  /// The model's name in plans and manifests, such as `k-anonymity`.
  var name: String { get }
  /// The parameters in words, such as `k = 5`.
  var parameters: String { get }
  /// The sensitive column that the model looks at, if any.
  var sensitiveColumn: String? { get }
  /// Whether a class that satisfies the model still does when other classes are merged into it.
  ///
  /// The search discards whole branches of the lattice on the strength of this; if in doubt, false.
  var isMonotone: Bool { get }
  /// What to change in a plan that cannot be satisfied because of this model.
  var advice: String { get }

  /// Whether a class of at least one unit meets the condition.
  func isSatisfied(by equivalenceClass: EquivalenceClass) -> Bool
}

/// One equivalence class, as a model sees it.
public struct EquivalenceClass: Sendable {
  /// The number of distinct units in the class.
  public let unitCount: Int
  /// The model's sensitive column within the class; empty for a model that names none.
  public let values: SensitiveDistribution
  /// The same column in the whole table before any suppression: every code in order, absent ones too.
  public let tableValues: SensitiveDistribution
  /// The label of each code of that column; empty for a model that names none.
  public let labels: [String]
}

/// How many units have each value of a sensitive column; a unit with two values counts for both.
public struct SensitiveDistribution: Sendable {
  /// The codes of the values, in a class only of those that occur.
  public let codes: ArraySlice<Int32>
  /// The number of units with each of `codes`.
  public let counts: ArraySlice<Int32>

  static let empty = SensitiveDistribution(codes: [], counts: [])

  /// The number of values listed.
  public var distinctCount: Int { codes.count }

  /// The sum of the counts.
  public var total: Int { counts.reduce(0) { $0 + Int($1) } }
}
