/// A statistic that follows chi-squared if the hypothesis holds.
public struct ChiSquaredStatistic: Sendable, Hashable {
  /// The statistic.
  public let statistic: Double
  /// Its degrees of freedom.
  public let degreesOfFreedom: Int
  /// The probability of a statistic at least as large.
  public let pValue: Double

  /// Looks up the p-value; undefined without a degree of freedom.
  static func upperTail(_ statistic: Double, degreesOfFreedom: Int) -> Outcome<ChiSquaredStatistic> {
    guard degreesOfFreedom > 0 else { return .undefined(.noVariation) }
    guard statistic.isFinite else { return .undefined(.notComputed) }
    // Rounding may leave a zero slightly negative.
    let statistic = max(statistic, 0)
    return Distribution.chiSquared(degreesOfFreedom: Double(degreesOfFreedom)).cumulative(
      statistic, tail: .upper
    )
    .map { ChiSquaredStatistic(statistic: statistic, degreesOfFreedom: degreesOfFreedom, pValue: $0) }
  }
}
