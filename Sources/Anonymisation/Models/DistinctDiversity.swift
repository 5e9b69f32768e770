/// Every class has at least `l` distinct values of a sensitive column.
///
/// Machanavajjhala et al. (2006), the distinct form of l-diversity.
public struct DistinctDiversity: PrivacyModel {
  /// The fewest distinct values allowed.
  public let l: Int
  /// The name of the sensitive column.
  public let column: String

  /// Makes the model; `l` is at least 1.
  public init(l: Int, column: String) {
    precondition(l >= 1, "l is at least 1")
    self.l = l
    self.column = column
  }

  /// `distinct-l-diversity`.
  public var name: String { "distinct-l-diversity" }
  /// Such as `l = 2 on status`.
  public var parameters: String { "l = \(l) on \(column)" }
  /// The column.
  public var sensitiveColumn: String? { column }
  /// True: merging only adds values.
  public var isMonotone: Bool { true }
  /// What to relax.
  public var advice: String { "lower l below \(l) on \(column)" }

  /// Whether the class has at least `l` distinct values.
  public func isSatisfied(by equivalenceClass: EquivalenceClass) -> Bool {
    equivalenceClass.values.distinctCount >= l
  }
}
