import CDistributions

/// What kind of outcome a generalised linear model explains, each with its usual link.
public enum OutcomeFamily: Sendable, Hashable {
  /// Yes or no, or the share of yes among trials, on the log-odds scale.
  case binomial
  /// Counts on the log scale.
  case poisson
  /// Counts with the variance μ + μ²/θ, on the log scale.
  case negativeBinomial(theta: Double)

  /// Whether a value can be an outcome.
  func admits(_ outcome: Double) -> Bool {
    switch self {
    case .binomial: 0...1 ~= outcome
    case .poisson, .negativeBinomial: outcome >= 0 && outcome.isFinite
    }
  }

  /// The mean where the linear predictor is eta.
  func mean(_ eta: Double) -> Double {
    switch self {
    case .binomial: eta < 0 ? exponential(eta) / (1 + exponential(eta)) : 1 / (1 + exponential(-eta))
    case .poisson, .negativeBinomial: exponential(eta)
    }
  }

  /// The linear predictor of a mean.
  func link(_ mean: Double) -> Double {
    switch self {
    case .binomial: logarithm(mean) - logarithm(onePlus: -mean)
    case .poisson, .negativeBinomial: logarithm(mean)
    }
  }

  /// The variance of one outcome around its mean.
  func variance(_ mean: Double) -> Double {
    switch self {
    case .binomial: mean * (1 - mean)
    case .poisson: mean
    case .negativeBinomial(let theta): mean + mean * mean / theta
    }
  }

  /// The derivative of the mean by the linear predictor.
  func slope(_ mean: Double) -> Double {
    if case .binomial = self { mean * (1 - mean) } else { mean }
  }

  /// A mean near the outcome from which the first step is taken, as R's families have it.
  func startingMean(_ outcome: Double, trials: Double) -> Double {
    switch self {
    case .binomial: (trials * outcome + 0.5) / (trials + 1)
    case .poisson: outcome + 0.1
    case .negativeBinomial: outcome == 0 ? 1.0 / 6 : outcome
    }
  }

  /// What one outcome adds to the deviance.
  func deviance(_ outcome: Double, eta: Double) -> Double {
    switch self {
    case .binomial:
      // log(1 + e^-|eta|) keeps the digits where the mean is near 0 or 1.
      let rest = logarithm(onePlus: exponential(-abs(eta)))
      let likelihood = outcome * eta - max(eta, 0) - rest
      return 2 * (Self.selfInformation(outcome) + Self.selfInformation(1 - outcome) - likelihood)
    case .poisson:
      let mean = exponential(eta)
      guard outcome > 0 else { return 2 * mean }
      return 2 * (outcome * (logarithm(outcome) - eta) - (outcome - mean))
    case .negativeBinomial(let theta):
      let mean = exponential(eta)
      let ratio = logarithm(onePlus: (outcome - mean) / (mean + theta))
      return 2 * ((outcome > 0 ? outcome * (logarithm(outcome) - eta) : 0) - (outcome + theta) * ratio)
    }
  }

  private static func selfInformation(_ share: Double) -> Double { share > 0 ? share * logarithm(share) : 0 }

  /// The log-likelihood of one outcome; of a share of several trials, that of their number of successes, rounded as R does.
  func logLikelihood(_ outcome: Double, eta: Double, trials: Double) -> Double {
    switch self {
    case .binomial:
      let n = trials.rounded(.toNearestOrEven)
      let successes = (trials * outcome).rounded(.toNearestOrEven)
      guard n > 0 else { return 0 }
      let kernel = successes * min(eta, 0) - (n - successes) * max(eta, 0)
      let ways = n > 1 ? logGamma(n + 1) - logGamma(successes + 1) - logGamma(n - successes + 1) : 0
      return ways + kernel - n * logarithm(onePlus: exponential(-abs(eta)))
    case .poisson:
      return outcome * eta - exponential(eta) - logGamma(outcome + 1)
    case .negativeBinomial(let theta):
      let mean = exponential(eta)
      let ways = logGamma(theta + outcome) - logGamma(theta) - logGamma(outcome + 1)
      return ways + outcome * (eta - logarithm(theta + mean)) - theta * logarithm(onePlus: mean / theta)
    }
  }
}

/// The logarithm of the gamma function for a positive number.
func logGamma(_ x: Double) -> Double { cdist_log_gamma(x).value }
