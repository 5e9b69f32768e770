/// A count among persons, as a share with its interval.
public struct Proportion: Sendable, Hashable {
  /// How the confidence interval is made.
  public enum IntervalMethod: String, Sendable, Hashable, CaseIterable {
    /// The score interval; the default for a prevalence.
    case wilson
    /// The textbook interval; only to match what others published.
    case wald
    /// Wald with pseudo-observations; may leave 0…1.
    case agrestiCoull = "agresti-coull"
    /// The exact interval.
    case clopperPearson = "clopper-pearson"
    /// The score interval with R's continuity correction.
    case wilsonCorrected = "wilson-corrected"
    /// Quantiles of the posterior under Jeffreys' prior.
    case jeffreys
    /// The exact interval with half of the observed point in each tail: shorter, and not below its level on average.
    case midP = "mid-p"
  }

  /// The persons counted.
  public let count: Int
  /// The persons among whom they were counted.
  public let n: Int

  /// Makes a proportion.
  public init(_ count: Int, of n: Int) {
    self.count = count
    self.n = n
  }

  /// The share; undefined where there is nobody, or more are counted than there are.
  public var value: Outcome<Double> {
    guard count >= 0, n >= count else { return .undefined(.inconsistentCounts) }
    guard n > 0 else { return .undefined(.noObservations) }
    return .defined(Double(count) / Double(n))
  }

  /// The confidence interval; Wald and Agresti–Coull are not cut to 0…1.
  public func interval(
    _ method: IntervalMethod = .wilson, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    value.flatMap { share in
      guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
      switch method {
      case .clopperPearson: return betaLimits(lowerShift: 0, upperShift: 1, confidence)
      case .jeffreys: return betaLimits(lowerShift: 0.5, upperShift: 0.5, confidence)
      case .midP: return .defined(midP(share, confidence))
      case .wilson: return Distribution.normalFactor(confidence: confidence).map { wilson(share, $0) }
      case .wilsonCorrected:
        return Distribution.normalFactor(confidence: confidence).map { wilsonCorrected($0) }
      case .agrestiCoull: return Distribution.normalFactor(confidence: confidence).map { agrestiCoull($0) }
      case .wald:
        return Distribution.normalFactor(confidence: confidence).map { Self.wald(share, Double(n), $0) }
      }
    }
  }

  /// Value and interval together.
  public func estimate(_ method: IntervalMethod = .wilson, confidence: Double = 0.95) -> Estimate {
    Estimate(value: value, interval: interval(method, confidence: confidence))
  }
}

extension Proportion {
  private static func wald(_ share: Double, _ n: Double, _ z: Double) -> Interval {
    let half = z * (share * (1 - share) / n).squareRoot()
    return Interval(lower: share - half, upper: share + half)
  }

  /// Wilson (1927), J Am Stat Assoc 22:209; checked against R 4.2 `prop.test(correct = FALSE)`.
  private func wilson(_ share: Double, _ z: Double) -> Interval {
    let n = Double(n)
    let centre = share + z * z / (2 * n)
    let half = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    // At the ends the exact limits are 0 and 1; the formula misses them by rounding.
    return Interval(
      lower: count == 0 ? 0 : (centre - half) / scale,
      upper: count == self.n ? 1 : (centre + half) / scale)
  }

  /// Agresti & Coull (1998), Am Stat 52:119, with z² instead of 4.
  private func agrestiCoull(_ z: Double) -> Interval {
    let persons = Double(n) + z * z
    return Proportion.wald((Double(count) + z * z / 2) / persons, persons, z)
  }

  /// As R 4.2 `prop.test`: the count moves by a half outward, but never across n/2.
  private func wilsonCorrected(_ z: Double) -> Interval {
    let n = Double(n)
    let shift = min(0.5, abs(Double(count) - n / 2))
    let term = z * z / (2 * n)
    func limit(_ share: Double, _ sign: Double) -> Double {
      let half = z * (share * (1 - share) / n + term / (2 * n)).squareRoot()
      return (share + term + sign * half) / (1 + 2 * term)
    }
    let (low, high) = ((Double(count) - shift) / n, (Double(count) + shift) / n)
    return Interval(
      lower: low <= 0 ? 0 : max(limit(low, -1), 0), upper: high >= 1 ? 1 : min(limit(high, 1), 1))
  }

  /// Clopper & Pearson (1934), Biometrika 26:404, with shifts 0 and 1; Jeffreys' interval with halves.
  ///
  /// See Brown, Cai & DasGupta (2001), Stat Sci 16:101. Checked against R 4.2 `binom.test` and `qbeta`.
  private func betaLimits(lowerShift: Double, upperShift: Double, _ confidence: Double) -> Outcome<Interval> {
    let half = (1 - confidence) / 2
    let (x, rest) = (Double(count), Double(n - count))
    let lower: Outcome<Double> =
      count == 0
      ? .defined(0) : Distribution.beta(x + lowerShift, rest + 1 - lowerShift).quantile(half)
    let upper: Outcome<Double> =
      count == n
      ? .defined(1) : Distribution.beta(x + upperShift, rest + 1 - upperShift).quantile(half, tail: .upper)
    return lower.flatMap { lower in upper.map { Interval(lower: lower, upper: $0) } }
  }

  /// Berry & Armitage (1995), Statistician 44:417: a tail counts the observed point by half.
  private func midP(_ share: Double, _ confidence: Double) -> Interval {
    let half = (1 - confidence) / 2
    func tail(_ p: Double, _ side: Tail) -> Double {
      let tries = CountDistribution.binomial(n: n, p: p)
      let beyond = tries.cumulative(side == .lower ? count - 1 : count, tail: side)
      return (beyond.value ?? 0) + (tries.probability(of: count).value ?? 0) / 2
    }
    return Interval(
      lower: count == 0 ? 0 : boundary(from: 0, to: share) { tail($0, .upper) < half },
      upper: count == n ? 1 : boundary(from: 1, to: share) { tail($0, .lower) < half })
  }
}
