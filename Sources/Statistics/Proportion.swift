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
      if method == .clopperPearson { return clopperPearson(confidence: confidence) }
      return Distribution.normalFactor(confidence: confidence).map { z in
        switch method {
        case .wilson: wilson(share, z)
        case .agrestiCoull: agrestiCoull(z)
        default: Proportion.wald(share, Double(n), z)
        }
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

  /// Clopper & Pearson (1934), Biometrika 26:404; checked against R 4.2 `binom.test`.
  private func clopperPearson(confidence: Double) -> Outcome<Interval> {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    let half = (1 - confidence) / 2
    let (x, rest) = (Double(count), Double(n - count))
    let lower: Outcome<Double> =
      count == 0 ? .defined(0) : Distribution.beta(x, rest + 1).quantile(half)
    let upper: Outcome<Double> =
      count == n ? .defined(1) : Distribution.beta(x + 1, rest).quantile(half, tail: .upper)
    return lower.flatMap { lower in upper.map { Interval(lower: lower, upper: $0) } }
  }
}
