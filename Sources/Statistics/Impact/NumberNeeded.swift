/// The risk that vaccination, or another exposure that protects, takes from a person.
public enum RiskReduction {
  /// The risk of the unexposed less that of the exposed; interval by Newcombe (1998), Stat Med 17:873, method 10.
  public static func crude(_ table: TwoByTwo, confidence: Double = 0.95) -> Estimate {
    Estimate(
      value: table.unexposedRisk.flatMap { unexposed in table.exposedRisk.map { unexposed - $0 } },
      interval: table.riskDifferenceNewcombe(confidence: confidence).map {
        Interval(lower: -$0.upper, upper: -$0.lower)
      })
  }

  /// The risk of the unexposed times what an adjusted risk ratio leaves to one.
  ///
  /// For a group, give its own risk; the ratio may be that of all groups. The limits join Wilson's of the risk with those of
  /// the ratio.
  public static func adjusted(
    unexposedRisk: Proportion, ratio: LogRatio, confidence: Double = 0.95
  ) -> Estimate {
    switch (unexposedRisk.value, unexposedRisk.interval(confidence: confidence)) {
    case (.defined(let risk), .defined(let limits)):
      guard let z = Distribution.normalFactor(confidence: confidence).value else {
        return .undefined(.argumentOutOfRange)
      }
      return Margin(value: risk, lower: limits.lower, upper: limits.upper).times(ratio.reduction(z))
    case (.undefined(let reason), _), (_, .undefined(let reason)): return .undefined(reason)
    }
  }
}

/// How many persons must be vaccinated for one case fewer: one over the absolute risk reduction.
///
/// Where the limits of the reduction enclose zero, those of the number run through infinity: from a benefit to one in so
/// many, by no effect at all, to a harm to one in so many. Altman (1998), BMJ 317:1309.
public struct NumberNeeded: Sendable, Equatable {
  /// The limits.
  public enum Limits: Sendable, Equatable {
    /// One case fewer for each of between so many persons.
    case benefit(Interval)
    /// One case more for each of between so many persons.
    case harm(Interval)
    /// Either from one case fewer for each of `benefitFrom` persons, over none, to one more for each of `harmFrom`.
    case throughInfinity(benefitFrom: Double, harmFrom: Double)
  }

  /// The number; negative where there is harm, undefined where the reduction is zero.
  public let value: Outcome<Double>
  /// Its limits.
  public let limits: Outcome<Limits>

  /// Inverts a reduction of risk.
  public init(_ reduction: Estimate) {
    value = reduction.value.flatMap { Self.inverse($0) }
    limits = reduction.interval.flatMap { interval in
      guard interval.lower <= interval.upper else { return .undefined(.inconsistentCounts) }
      if interval.lower > 0 {
        return .defined(.benefit(Interval(lower: 1 / interval.upper, upper: 1 / interval.lower)))
      }
      if interval.upper < 0 {
        return .defined(.harm(Interval(lower: -1 / interval.lower, upper: -1 / interval.upper)))
      }
      guard interval.lower < 0, interval.upper > 0 else { return .undefined(.noVariation) }
      return .defined(.throughInfinity(benefitFrom: 1 / interval.upper, harmFrom: -1 / interval.lower))
    }
  }

  private static func inverse(_ reduction: Double) -> Outcome<Double> {
    let number = 1 / reduction
    return number.isFinite ? .defined(number) : .undefined(.noVariation)
  }
}
