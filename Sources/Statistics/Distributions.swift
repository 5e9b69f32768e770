import CDistributions

/// Which end of a distribution a probability is taken from.
///
/// A small upper tail must be asked for as such: 1 − lower loses its digits.
public enum Tail: Sendable {
  /// Everything up to x.
  case lower
  /// Everything above x.
  case upper
}

/// The distributions that intervals and tests need, computed by Boost.Math.
public enum Distribution: Sendable, Hashable {
  /// The standard normal distribution.
  case normal
  /// The beta distribution.
  case beta(Double, Double)
  /// The chi-squared distribution.
  case chiSquared(degreesOfFreedom: Double)
  /// Student's t.
  case studentT(degreesOfFreedom: Double)
  /// Fisher's F.
  case fisherF(Double, Double)
  /// The gamma distribution of scale 1.
  case gamma(shape: Double)
  /// The chi-squared distribution of a shifted normal's square, for power.
  case noncentralChiSquared(degreesOfFreedom: Double, noncentrality: Double)

  /// The probability of a value up to x, or above it.
  public func cumulative(_ x: Double, tail: Tail = .lower) -> Outcome<Double> {
    // The half asks Boost whether the parameters are those of a distribution at all.
    if let end = beyondSupport(x) { return cumulative(0.5).map { _ in end == tail ? 0 : 1 } }
    let side = tail == .lower ? cdist_lower : cdist_upper
    return switch self {
    case .normal: Outcome(cdist_normal_cdf(x, side))
    case .beta(let a, let b): Outcome(cdist_beta_cdf(a, b, x, side))
    case .chiSquared(let degrees): Outcome(cdist_chi_squared_cdf(degrees, x, side))
    case .studentT(let degrees): Outcome(cdist_student_t_cdf(degrees, x, side))
    case .fisherF(let first, let second): Outcome(cdist_f_cdf(first, second, x, side))
    case .gamma(let shape): Outcome(cdist_gamma_cdf(shape, x, side))
    case .noncentralChiSquared(let degrees, let shift):
      Outcome(cdist_noncentral_chi_squared_cdf(degrees, shift, x, side))
    }
  }

  /// The end of the distribution beyond which x lies, where nothing is left.
  private func beyondSupport(_ x: Double) -> Tail? {
    if x == .infinity { return .upper }
    if x == -.infinity { return .lower }
    switch self {
    case .normal, .studentT: return nil
    case .beta: return x < 0 ? .lower : x > 1 ? .upper : nil
    case .chiSquared, .fisherF, .gamma, .noncentralChiSquared: return x < 0 ? .lower : nil
    }
  }

  /// The value below (or above) which a share p of the distribution lies.
  public func quantile(_ p: Double, tail: Tail = .lower) -> Outcome<Double> {
    let side = tail == .lower ? cdist_lower : cdist_upper
    switch self {
    case .normal: return Outcome(cdist_normal_quantile(p, side))
    case .beta(let a, let b): return Outcome(cdist_beta_quantile(a, b, p, side))
    case .chiSquared(let degrees): return Outcome(cdist_chi_squared_quantile(degrees, p, side))
    case .studentT(let degrees): return Outcome(cdist_student_t_quantile(degrees, p, side))
    case .fisherF(let first, let second): return Self.fisherQuantile(first, second, p, tail)
    case .gamma(let shape): return Outcome(cdist_gamma_quantile(shape, p, side))
    case .noncentralChiSquared(let degrees, let shift):
      return Outcome(cdist_noncentral_chi_squared_quantile(degrees, shift, p, side))
    }
  }

  /// F = (d2/d1) · x/(1 − x) with x of beta(d1/2, d2/2).
  private static func fisherQuantile(
    _ first: Double, _ second: Double, _ p: Double, _ tail: Tail
  ) -> Outcome<Double> {
    let shape = Distribution.beta(first / 2, second / 2)
    let mirrored = Distribution.beta(second / 2, first / 2)
    return shape.quantile(p, tail: tail).flatMap { x in
      // 1 − x by the mirrored distribution, which keeps its digits near 1.
      mirrored.quantile(p, tail: tail == .lower ? .upper : .lower).flatMap { rest in
        rest > 0 ? .defined(second / first * x / rest) : .undefined(.notComputed)
      }
    }
  }

  /// The factor of a two-sided interval: 1.96 for 0.95.
  static func normalFactor(confidence: Double) -> Outcome<Double> {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    return Distribution.normal.quantile((1 - confidence) / 2, tail: .upper)
  }
}

extension Outcome<Double> {
  init(_ result: cdist_result) {
    self =
      switch result.status {
      case cdist_defined: .defined(result.value)
      case cdist_undefined: .undefined(.argumentOutOfRange)
      default: .undefined(.notComputed)
      }
  }
}
