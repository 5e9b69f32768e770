/// Every class has at least `k` units.
///
/// Samarati and Sweeney (1998).
public struct KAnonymity: PrivacyModel {
  /// The smallest size allowed.
  public let k: Int

  /// Makes the model; `k` is at least 1.
  public init(k: Int) {
    precondition(k >= 1, "k is at least 1")
    self.k = k
  }

  /// `k-anonymity`.
  public var name: String { "k-anonymity" }
  /// Such as `k = 5`.
  public var parameters: String { "k = \(k)" }
  /// None.
  public var sensitiveColumn: String? { nil }
  /// True: merging only adds units.
  public var isMonotone: Bool { true }
  /// What to relax.
  public var advice: String { "lower k below \(k)" }

  /// Whether the class has at least `k` units.
  public func isSatisfied(by equivalenceClass: EquivalenceClass) -> Bool {
    equivalenceClass.unitCount >= k
  }
}
