/// In every class a sensitive column is distributed nearly as in the whole table.
///
/// Li, Li and Venkatasubramanian (2007) with the equal ground distance, ½ Σ |q − p| ≤ t, where the
/// table is the one before suppression, as in ARX. Computed in integers, hence exact at t.
public struct TCloseness: PrivacyModel {
  /// The largest distance allowed.
  public let t: Fraction
  /// The name of the sensitive column.
  public let column: String

  /// Makes the model; `t` is at most 1.
  public init(t: Fraction, column: String) {
    precondition(t.numerator <= t.denominator, "t is at most 1")
    self.t = t
    self.column = column
  }

  /// `t-closeness`.
  public var name: String { "t-closeness" }
  /// Such as `t = 0.2 on status, equal distance`.
  public var parameters: String { "t = \(t.value) on \(column), equal distance" }
  /// The column.
  public var sensitiveColumn: String? { column }
  /// False: a class that is close may be merged with one that is far, and be suppressed with it.
  public var isMonotone: Bool { false }
  /// What to relax.
  public var advice: String { "raise t above \(t.value) on \(column)" }

  /// Whether the distance of the class from the table is at most `t`.
  public func isSatisfied(by equivalenceClass: EquivalenceClass) -> Bool {
    let (excess, scale) = Self.distance(of: equivalenceClass)
    let left = excess.multipliedFullWidth(by: t.denominator)
    let right = scale.multipliedFullWidth(by: t.numerator)
    return (left.high, left.low) <= (right.high, right.low)
  }

  /// The distance as a quotient: the sum of q − p over the values where q exceeds p.
  static func distance(of equivalenceClass: EquivalenceClass) -> (excess: Int, scale: Int) {
    let (values, tableValues) = (equivalenceClass.values, equivalenceClass.tableValues)
    let (classTotal, tableTotal) = (values.total, tableValues.total)
    var excess = 0
    for (code, count) in zip(values.codes, values.counts) {
      // The whole table's distribution lists its codes in order, none missing.
      let inTable = Int(tableValues.counts[tableValues.counts.startIndex + Int(code)])
      excess += max(0, Int(count) * tableTotal - inTable * classTotal)
    }
    return (excess, classTotal * tableTotal)
  }
}
