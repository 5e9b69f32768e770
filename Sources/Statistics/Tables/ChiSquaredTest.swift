/// A statistic that is chi-squared distributed if there is nothing to find, with its probability.
public struct ChiSquaredTest: Sendable, Equatable {
  /// The statistic.
  public let statistic: Double
  /// Its degrees of freedom.
  public let degreesOfFreedom: Double
  /// The probability of a statistic at least as large; 0 where it is smaller than any double.
  public let p: Double
  /// The natural logarithm of p, which is told where p is not.
  public let logP: Double

  /// The test of a statistic; undefined without degrees of freedom or where the statistic is not a number.
  static func test(_ statistic: Double, degreesOfFreedom: Double) -> Outcome<ChiSquaredTest> {
    guard degreesOfFreedom > 0 else { return .undefined(.noVariation) }
    guard statistic.isFinite, statistic >= 0 else { return .undefined(.notComputed) }
    let distribution = Distribution.chiSquared(degreesOfFreedom: degreesOfFreedom)
    return distribution.cumulative(statistic, tail: .upper).flatMap { p in
      let logP: Outcome<Double> =
        statistic == 0 ? .defined(0) : distribution.logCumulative(statistic, tail: .upper)
      return logP.map {
        ChiSquaredTest(statistic: statistic, degreesOfFreedom: degreesOfFreedom, p: p, logP: $0)
      }
    }
  }
}
