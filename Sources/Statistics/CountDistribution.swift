import CDistributions

/// The distributions of counts.
public enum CountDistribution: Sendable, Hashable {
  /// Successes of n independent tries.
  case binomial(n: Int, p: Double)
  /// Events at a constant rate.
  case poisson(mean: Double)
  /// Marked ones among those drawn from an urn without putting back.
  case hypergeometric(marked: Int, unmarked: Int, drawn: Int)

  /// The logarithm of the probability of exactly k; minus infinity for an impossible k.
  public func logProbability(of k: Int) -> Outcome<Double> {
    guard isValid else { return .undefined(.argumentOutOfRange) }
    let k = Double(k)
    return switch self {
    case .binomial(let n, let p): .defined(cdist_binomial_log_pmf(k, Double(n), p))
    case .poisson(let mean): .defined(cdist_poisson_log_pmf(k, mean))
    case .hypergeometric(let marked, let unmarked, let drawn):
      .defined(cdist_hypergeometric_log_pmf(k, Double(marked), Double(unmarked), Double(drawn)))
    }
  }

  /// The probability of exactly k.
  public func probability(of k: Int) -> Outcome<Double> { logProbability(of: k).map(exponential) }

  /// The probability of at most k, or of more than k.
  public func cumulative(_ k: Int, tail: Tail = .lower) -> Outcome<Double> {
    guard isValid else { return .undefined(.argumentOutOfRange) }
    let support = support
    if k < support.lowerBound { return .defined(tail == .lower ? 0 : 1) }
    if k >= support.upperBound { return .defined(tail == .lower ? 1 : 0) }
    let other: Tail = tail == .lower ? .upper : .lower
    switch self {
    case .binomial(let n, let p):
      return Distribution.beta(Double(k) + 1, Double(n - k)).cumulative(p, tail: other)
    case .poisson(let mean): return Distribution.gamma(shape: Double(k) + 1).cumulative(mean, tail: other)
    case .hypergeometric: return hypergeometricTail(k, tail).map(exponential)
    }
  }

  /// The natural logarithm of ``cumulative(_:tail:)``; undefined where that is zero.
  public func logCumulative(_ k: Int, tail: Tail = .lower) -> Outcome<Double> {
    guard isValid else { return .undefined(.argumentOutOfRange) }
    let support = support
    if k < support.lowerBound { return tail == .lower ? .undefined(.notComputed) : .defined(0) }
    if k >= support.upperBound { return tail == .lower ? .defined(0) : .undefined(.notComputed) }
    let other: Tail = tail == .lower ? .upper : .lower
    switch self {
    case .binomial(let n, let p):
      return Distribution.beta(Double(k) + 1, Double(n - k)).logCumulative(p, tail: other)
    case .poisson(let mean): return Distribution.gamma(shape: Double(k) + 1).logCumulative(mean, tail: other)
    case .hypergeometric: return hypergeometricTail(k, tail)
    }
  }
}

extension CountDistribution {
  private var isValid: Bool {
    switch self {
    case .binomial(let n, let p): n >= 0 && p >= 0 && p <= 1
    case .poisson(let mean): mean >= 0 && mean.isFinite
    case .hypergeometric(let marked, let unmarked, let drawn):
      min(marked, unmarked, drawn) >= 0 && max(marked, unmarked) < 1 << 60 && drawn <= marked + unmarked
    }
  }

  /// The counts that can be.
  private var support: ClosedRange<Int> {
    switch self {
    case .binomial(let n, _): 0...n
    case .poisson: 0...Int.max
    case .hypergeometric(let marked, let unmarked, let drawn): max(0, drawn - unmarked)...min(marked, drawn)
    }
  }

  /// The logarithm of a tail, summed away from the mode by the ratio of neighbours.
  ///
  /// It is the other tail's complement if k lies on the far side of the mode.
  private func hypergeometricTail(_ k: Int, _ tail: Tail) -> Outcome<Double> {
    guard case .hypergeometric(let marked, let unmarked, let drawn) = self else {
      return .undefined(.notComputed)
    }
    let weights = HypergeometricWeights(marked: marked, unmarked: unmarked, drawn: drawn)
    guard weights.isFeasible else { return .undefined(.tooManyTables) }
    let mode = (Double(drawn) + 1) * (Double(marked) + 1) / (Double(marked) + Double(unmarked) + 2)
    let takesLower = Double(k) < mode
    let edge = takesLower ? k : k + 1
    return logProbability(of: edge).map { first in
      let sum = weights.sum(from: edge, step: takesLower ? -1 : 1)
      let near = first + logarithm(sum)
      if takesLower == (tail == .lower) { return near }
      return logarithm(onePlus: -exponential(near))
    }
  }
}
