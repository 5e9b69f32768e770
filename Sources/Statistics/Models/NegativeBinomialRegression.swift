import CDistributions

/// Regression of counts that vary more than a Poisson model expects: the variance is μ + μ²/θ, and θ is estimated.
///
/// Lawless (1987), Can J Stat 15:209. Coefficients and theta are improved in turn until neither changes; checked against
/// R's `MASS::glm.nb`.
public struct NegativeBinomialRegression: Sendable {
  /// The covariates, outcome, weights and offset; the family is replaced.
  public let model: GeneralisedLinearModel

  /// Makes a model of counts.
  public init(_ model: GeneralisedLinearModel) {
    self.model = model
  }

  /// Fits by maximum likelihood; undefined where the counts are not overdispersed, and theta would be infinite.
  public func fit() -> Outcome<NegativeBinomialFit> {
    var model = model
    model.family = .poisson
    guard case .defined(let poisson) = model.fit() else {
      return .undefined(model.fit().reason ?? .notComputed)
    }
    var means = poisson.fitted
    let spread = model.sum { outcome, weight, row in
      let excess = outcome / means[row] - 1
      return weight * excess * excess
    }
    guard spread > 0 else { return .undefined(.notOverdispersed) }
    var theta = poisson.n / spread
    for _ in 0..<200 {
      guard case .defined(let next) = mostLikelyTheta(model, means, from: theta) else {
        return .undefined(.notOverdispersed)
      }
      model.family = .negativeBinomial(theta: next)
      switch model.fit() {
      case .undefined(let reason): return .undefined(reason)
      case .defined(let fit):
        means = fit.fitted
        let isSettled = abs(next - theta) <= 1e-11 * theta
        theta = next
        if isSettled {
          let information = thetaInformation(model, means, theta)
          return .defined(
            NegativeBinomialFit(
              fit: fit, theta: theta,
              thetaStandardError: information > 0
                ? .defined(1 / information.squareRoot()) : .undefined(.notComputed)))
        }
      }
    }
    return .undefined(.notComputed)
  }

  /// Newton's method on log theta, bracketed by where the score changes its sign.
  private func mostLikelyTheta(
    _ model: GeneralisedLinearModel, _ means: [Double], from start: Double
  ) -> Outcome<Double> {
    // Above, the likelihood does not differ from Poisson's in twelve digits.
    let ceiling = 1e9
    var low = 1e-9
    var high = ceiling
    var theta = min(max(start, low), high)
    for _ in 0..<200 {
      let score = thetaScore(model, means, theta)
      guard score.isFinite else { return .undefined(.notComputed) }
      if score > 0 { low = theta } else { high = theta }
      let information = thetaInformation(model, means, theta)
      // By log theta: dl = θ s, d²l = θ s − θ² i.
      let curvature = theta * theta * information - theta * score
      var next = curvature > 0 ? theta * exponential(min(max(theta * score / curvature, -2), 2)) : 0
      if !(next > low && next < high) { next = (low * high).squareRoot() }
      if abs(next - theta) <= 1e-13 * theta { return .defined(next) }
      theta = next
      if theta > ceiling * 0.999 { return .undefined(.notOverdispersed) }
    }
    return .defined(theta)
  }

  private func thetaScore(_ model: GeneralisedLinearModel, _ means: [Double], _ theta: Double) -> Double {
    let atTheta = cdist_digamma(theta).value
    return model.sum { outcome, weight, row in
      let u = (outcome - means[row]) / (means[row] + theta)
      // log(1 + u) − u without cancellation.
      let bend = abs(u) < 1e-3 ? u * u * (-1 / 2 + u * (1 / 3 - u / 4)) : logarithm(onePlus: u) - u
      return weight * (bend + digammaBend(theta, outcome, atTheta))
    }
  }

  /// ψ(θ + y) − ψ(θ) − log(1 + y/θ), by its asymptotic series where θ is large.
  private func digammaBend(_ theta: Double, _ outcome: Double, _ atTheta: Double) -> Double {
    let sum = theta + outcome
    guard theta > 100 else {
      return cdist_digamma(sum).value - atTheta - logarithm(onePlus: outcome / theta)
    }
    let first = outcome / (theta * sum)
    let squares = first * (1 / theta + 1 / sum)
    let fourths = squares * (1 / (theta * theta) + 1 / (sum * sum))
    return first / 2 + squares / 12 - fourths / 120
  }

  private func thetaInformation(_ model: GeneralisedLinearModel, _ means: [Double], _ theta: Double) -> Double
  {
    let atTheta = cdist_trigamma(theta).value
    return model.sum { outcome, weight, row in
      let sum = means[row] + theta
      return weight
        * (atTheta - cdist_trigamma(theta + outcome).value - 1 / theta + 2 / sum - (outcome + theta)
          / (sum * sum))
    }
  }
}

/// A fitted negative binomial regression.
public struct NegativeBinomialFit: Sendable {
  /// The regression at this theta.
  public let fit: GeneralisedLinearFit
  /// The number by which the variance exceeds the mean: μ + μ²/θ.
  public let theta: Double
  /// The standard error of theta from the observed information.
  public let thetaStandardError: Outcome<Double>
}
