extension StratifiedTables {
  /// The common odds ratio given all margins of all strata, with its exact interval and test.
  public struct Exact: Sendable, Equatable {
    /// The conditional maximum likelihood estimate, with the interval of which each tail holds half of 1 − confidence.
    public let oddsRatio: Estimate
    /// Two-sided: all sums of exposed cases that are no more probable without an association than the observed one.
    public let p: Double
  }

  /// The exact conditional inference; undefined where the strata are too large to enumerate.
  ///
  /// Checked against R 4.2 `mantelhaen.test(exact = TRUE)`.
  public func exact(confidence: Double = 0.95) -> Outcome<Exact> {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    let used = strata.filter(\.isInformative)
    guard !used.isEmpty else { return .undefined(strata.isEmpty ? .noObservations : .noVariation) }
    return ConditionalSum.of(used, near: oddsRatio().value.value).map { sum in
      Exact(oddsRatio: sum.oddsRatio(confidence: confidence), p: sum.twoSidedP)
    }
  }
}

/// The distribution of the sum of exposed cases over strata whose margins are fixed.
struct ConditionalSum {
  private let lowest: Int
  private let observed: Int
  /// At odds ratio 1, up to a constant.
  private let logWeights: [Double]

  /// Convolves the strata; undefined beyond some seconds of work.
  ///
  /// The weights are tilted to an odds ratio near the estimate first, so that no one that matters is smaller than any
  /// double, and the tilt is taken off their logarithms.
  static func of(_ strata: [StratifiedTables.Stratum], near oddsRatio: Double?) -> Outcome<ConditionalSum> {
    let tilt = oddsRatio.flatMap { $0 > 0 ? min(max($0, 1e-6), 1e6) : nil } ?? 1
    var weights = [1.0]
    var (lowest, observed) = (0, 0)
    for stratum in strata {
      guard stratum.n < 1e15 else { return .undefined(.tooManyTables) }
      let table = HypergeometricWeights(
        marked: Int(stratum.exposed), unmarked: Int(stratum.unexposed), drawn: Int(stratum.cases))
      let size = table.highest - table.lowest + 1
      guard size < 1_000_000, weights.count * size < 200_000_000 else { return .undefined(.tooManyTables) }
      weights = convolve(weights, table.normalised(oddsRatio: tilt))
      lowest += table.lowest
      observed += Int(stratum.a)
    }
    let step = logarithm(tilt)
    let logWeights = weights.enumerated().map { logarithm($1) - Double($0) * step }
    return .defined(ConditionalSum(lowest: lowest, observed: observed, logWeights: logWeights))
  }

  private static func convolve(_ first: [Double], _ second: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: first.count + second.count - 1)
    for (i, x) in first.enumerated() where x > 0 {
      for (j, y) in second.enumerated() { result[i + j] += x * y }
    }
    return result
  }

  /// The probabilities below, at and above the observed sum, and the mean less the observed sum.
  private func tails(logOddsRatio: Double) -> HypergeometricWeights.Tails {
    var largest = -Double.infinity
    for (index, weight) in logWeights.enumerated() {
      largest = max(largest, weight + Double(index) * logOddsRatio)
    }
    var tails = HypergeometricWeights.Tails()
    for (index, weight) in logWeights.enumerated() {
      let probability = exponential(weight + Double(index) * logOddsRatio - largest)
      tails.add(probability, at: lowest + index, around: observed)
    }
    return tails.normalised
  }

  fileprivate func oddsRatio(confidence: Double) -> Estimate {
    let half = (1 - confidence) / 2
    let highest = lowest + logWeights.count - 1
    let isLowest = observed <= lowest
    let isHighest = observed >= highest
    let value: Outcome<Double> =
      isHighest
      ? .undefined(.zeroCell)
      : isLowest
        ? .defined(0) : risingRoot(near: 0) { self.tails(logOddsRatio: $0).excess }.map(exponential)
    let start = value.value.map { $0 > 0 ? logarithm($0) : 0 } ?? 0
    let lower: Outcome<Double> =
      isLowest
      ? .defined(0)
      : risingRoot(near: start) {
        let tails = self.tails(logOddsRatio: $0)
        return tails.above + tails.equal - half
      }.map(exponential)
    let upper: Outcome<Double> =
      isHighest
      ? .defined(.infinity)
      : risingRoot(near: start) {
        let tails = self.tails(logOddsRatio: $0)
        return half - tails.below - tails.equal
      }.map(exponential)
    return Estimate(
      value: value, interval: lower.flatMap { lower in upper.map { Interval(lower: lower, upper: $0) } })
  }

  fileprivate var twoSidedP: Double {
    let largest = logWeights.max() ?? 0
    let threshold = logWeights[observed - lowest] + logarithm(onePlus: 1e-7)
    var (extreme, all) = (0.0, 0.0)
    for weight in logWeights {
      let probability = exponential(weight - largest)
      all += probability
      if weight <= threshold { extreme += probability }
    }
    return min(1, extreme / all)
  }
}
