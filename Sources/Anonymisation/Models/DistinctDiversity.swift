/// Every class has at least `l` distinct values of a sensitive column, or mostly values that disclose nothing.
///
/// Machanavajjhala et al. (2007), the distinct form of l-diversity. It is about certainty alone: a class of
/// eleven "yes" and one "no" has two values, and tells "yes" with a probability of 11/12.
///
/// A *non-disclosing* value, such as a status that cannot be decided, is not counted among the `l`. A class with
/// fewer disclosing values passes only if each of them belongs to at most 1/l of its units: then no value is told
/// with a higher probability than l equally frequent ones would be. So a class of "indeterminate" alone passes,
/// one of "yes" alone fails, and "yes" beside "indeterminate" passes for l = 2 up to one half. Without
/// non-disclosing values this is the plain rule, since one of fewer than l values belongs to more than 1/l.
public struct DistinctDiversity: PrivacyModel {
  /// The fewest distinct values allowed.
  public let l: Int
  /// The name of the sensitive column.
  public let column: String
  /// The values that disclose nothing.
  public let nonDisclosing: [String]

  /// Makes the model; `l` is at least 1.
  public init(l: Int, column: String, nonDisclosing: [String] = []) {
    precondition(l >= 1, "l is at least 1")
    self.l = l
    self.column = column
    self.nonDisclosing = nonDisclosing
  }

  /// `distinct-l-diversity`.
  public var name: String { "distinct-l-diversity" }
  /// Such as `l = 2 on status`, or `l = 2 on status, indeterminate not counted`.
  public var parameters: String {
    "l = \(l) on \(column)"
      + (nonDisclosing.isEmpty ? "" : ", \(nonDisclosing.joined(separator: " and ")) not counted")
  }
  /// The column.
  public var sensitiveColumn: String? { column }
  /// True where every value counts, as merging only adds values.
  ///
  /// Otherwise a class of non-disclosing values may fail for what is merged into it.
  public var isMonotone: Bool { nonDisclosing.isEmpty || l == 1 }
  /// What to relax.
  public var advice: String { "lower l below \(l) on \(column)" }

  /// Whether the class has enough disclosing values, or none that belongs to too many.
  public func isSatisfied(by equivalenceClass: EquivalenceClass) -> Bool {
    let values = equivalenceClass.values
    guard !nonDisclosing.isEmpty else { return values.distinctCount >= l }
    var (distinct, largest) = (0, 0)
    for (code, count) in zip(values.codes, values.counts)
    where !nonDisclosing.contains(equivalenceClass.labels[Int(code)]) {
      distinct += 1
      largest = max(largest, Int(count))
    }
    return distinct >= l || largest * l <= equivalenceClass.unitCount
  }
}
