/// The share of cases that vaccination averts: 1 − a ratio of risks, odds, hazards or rates, with the limits exchanged.
///
/// It may be negative, and is not cut. Which ratio it comes from must be said with it.
public enum VaccineEffectiveness {
  /// From the ratio of vaccinated to unvaccinated.
  public static func from(_ ratio: Estimate) -> Estimate {
    Estimate(
      value: ratio.value.map { 1 - $0 },
      interval: ratio.interval.map { Interval(lower: 1 - $0.upper, upper: 1 - $0.lower) })
  }

  /// From a hazard ratio and the standard error of its logarithm.
  public static func from(
    hazardRatio: Double, standardErrorOfLogarithm error: Double, confidence: Double = 0.95
  ) -> Estimate {
    guard hazardRatio > 0, hazardRatio.isFinite, error >= 0, error.isFinite else {
      return .undefined(.argumentOutOfRange)
    }
    return from(.onLogScale(hazardRatio, error * error, confidence))
  }

  /// From rates of cases, with the Bayesian interval of vaccine trials.
  ///
  /// The share θ of vaccinated among cases has a beta prior. Polack et al. (2020), N Engl J Med 383:2603, take
  /// Beta(0.700102, 1), whose mean stands for an effectiveness of 30 % under equal surveillance.
  public static func bayesian(
    _ ratio: RateRatio, prior: (Double, Double) = (0.700102, 1), confidence: Double = 0.95
  ) -> Estimate {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    let interval = posterior(ratio, prior).flatMap { posterior in
      posterior.quantile((1 - confidence) / 2).flatMap { lower in
        posterior.quantile((1 - confidence) / 2, tail: .upper).map {
          Interval(lower: ratio.ratio(ofShare: lower), upper: ratio.ratio(ofShare: $0))
        }
      }
    }
    return from(Estimate(value: ratio.value, interval: interval))
  }

  /// The posterior probability that the effectiveness exceeds a bound, such as 0.3.
  public static func probability(
    above bound: Double, _ ratio: RateRatio, prior: (Double, Double) = (0.700102, 1)
  ) -> Outcome<Double> {
    guard bound < 1 else { return .undefined(.argumentOutOfRange) }
    let exposed = (1 - bound) * ratio.first.personTime
    return posterior(ratio, prior).flatMap { $0.cumulative(exposed / (exposed + ratio.second.personTime)) }
  }

  private static func posterior(_ ratio: RateRatio, _ prior: (Double, Double)) -> Outcome<Distribution> {
    guard prior.0 > 0, prior.1 > 0 else { return .undefined(.argumentOutOfRange) }
    return ratio.first.value.flatMap { _ in
      ratio.second.value.map { _ in
        .beta(prior.0 + Double(ratio.first.events), prior.1 + Double(ratio.second.events))
      }
    }
  }
}
