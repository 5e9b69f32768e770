import CDistributions

extension Distribution {
  /// The natural logarithm of ``cumulative(_:tail:)``, which reaches where the probability is smaller than any double.
  ///
  /// Undefined where the probability is exactly zero.
  public func logCumulative(_ x: Double, tail: Tail = .lower) -> Outcome<Double> {
    let side = tail == .lower ? cdist_lower : cdist_upper
    switch self {
    case .normal where x.isFinite: return Outcome(cdist_normal_log_cdf(x, side))
    case .gamma(let shape) where x > 0 && x.isFinite: return Outcome(cdist_gamma_log_cdf(shape, x, side))
    case .chiSquared(let degrees) where x > 0 && x.isFinite:
      return Outcome(cdist_gamma_log_cdf(degrees / 2, x / 2, side))
    case .beta(let a, let b) where x > 0 && x < 1: return Outcome(cdist_beta_log_cdf(a, b, x, 1 - x, side))
    case .fisherF(let first, let second) where x > 0 && x.isFinite:
      let total = first * x + second
      return Outcome(cdist_beta_log_cdf(first / 2, second / 2, first * x / total, second / total, side))
    case .studentT(let degrees) where x.isFinite: return Self.logStudent(degrees, x, tail)
    default:
      return cumulative(x, tail: tail).flatMap { $0 > 0 ? .defined(logarithm($0)) : .undefined(.notComputed) }
    }
  }

  /// The tail beyond |t| is half of a beta's: I(ν/(ν + t²); ν/2, 1/2)/2.
  private static func logStudent(_ degrees: Double, _ x: Double, _ tail: Tail) -> Outcome<Double> {
    guard degrees > 0 else { return .undefined(.argumentOutOfRange) }
    let isFar = (tail == .upper) == (x > 0)
    guard isFar, x != 0, degrees.isFinite else {
      let far = Distribution.studentT(degreesOfFreedom: degrees).cumulative(
        x, tail: tail == .lower ? .upper : .lower)
      return far.flatMap { $0 < 1 ? .defined(logarithm(onePlus: -$0)) : .undefined(.notComputed) }
    }
    // In this order nothing overflows, and a small share keeps its digits.
    let ratio = x / degrees.squareRoot()
    let square = ratio * ratio
    let (share, rest) = square.isFinite ? (1 / (1 + square), square / (1 + square)) : (0, 1)
    return Outcome(cdist_beta_log_cdf(degrees / 2, 0.5, share, rest, cdist_lower)).map { $0 - logarithm(2) }
  }
}
