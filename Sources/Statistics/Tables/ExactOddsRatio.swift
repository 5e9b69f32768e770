/// Inference on the odds ratio given both margins of a 2 × 2 table: exact for any counts.
///
/// The count of exposed cases is then non-central hypergeometric. Fisher (1935), J R Stat Soc 98:39; Cornfield (1956).
/// Checked against 40 digits of mpmath and R 4.2 `fisher.test`, whose root search is coarser.
extension TwoByTwo {
  /// The conditional maximum likelihood estimate with its exact interval: each tail holds half of 1 − confidence.
  ///
  /// Where the count lies at an end of what the margins allow, the estimate is 0 or undefined (infinite).
  public func exactOddsRatio(confidence: Double = 0.95) -> Estimate {
    conditional(confidence) { weights, observed, half in
      Estimate(
        value: weights.mostLikelyOddsRatio(observed),
        interval: weights.limits(observed, half: half, pointShare: 1))
    }
  }

  /// The same with half of the observed table's probability in each tail.
  public func midPOddsRatio(confidence: Double = 0.95) -> Estimate {
    conditional(confidence) { weights, observed, half in
      Estimate(
        value: weights.mostLikelyOddsRatio(observed),
        interval: weights.limits(observed, half: half, pointShare: 0.5))
    }
  }

  /// Fisher's exact test.
  public var fisher: Outcome<FisherTest> {
    drawn.flatMap { FisherTest.test(exposedCases, marked: exposed, unmarked: unexposed, drawn: $0) }
  }

  private func conditional(
    _ confidence: Double, _ estimate: (HypergeometricWeights, Int, Double) -> Estimate
  ) -> Estimate {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    switch drawn {
    case .undefined(let reason): return .undefined(reason)
    case .defined(let drawn):
      let weights = HypergeometricWeights(marked: exposed, unmarked: unexposed, drawn: drawn)
      guard weights.isFeasible else { return .undefined(.tooManyTables) }
      return estimate(weights, exposedCases, (1 - confidence) / 2)
    }
  }

  /// All cases, if their number is one that can be worked with.
  private var drawn: Outcome<Int> {
    cells.flatMap { cells in
      cells.exposed + cells.unexposed < 1e18
        ? .defined(exposedCases + unexposedCases) : .undefined(.tooManyTables)
    }
  }
}

/// The probabilities of a 2 × 2 table and of those more extreme, without an association.
public struct FisherTest: Sendable, Equatable {
  /// Two-sided: all tables that are no more probable than the observed one, by R's margin of 1e-7.
  public let p: Double
  /// Its natural logarithm, which reaches where p is smaller than any double.
  public let logP: Double
  /// One-sided: at most as many exposed cases.
  public let less: Double
  /// One-sided: at least as many.
  public let greater: Double
  /// Twice the smaller one-sided probability that counts the observed table by half.
  public let midP: Double

  /// Tests a count of marked ones among those drawn.
  static func test(_ observed: Int, marked: Int, unmarked: Int, drawn: Int) -> Outcome<FisherTest> {
    let urn = CountDistribution.hypergeometric(marked: marked, unmarked: unmarked, drawn: drawn)
    let weights = HypergeometricWeights(marked: marked, unmarked: unmarked, drawn: drawn)
    return urn.logProbability(of: observed).flatMap { point in
      urn.cumulative(observed).flatMap { less in
        urn.cumulative(observed - 1, tail: .upper).map { greater in
          let logP = twoSided(urn, weights, threshold: point + logarithm(onePlus: 1e-7))
          let half = exponential(point) / 2
          return FisherTest(
            p: exponential(logP), logP: logP, less: less, greater: greater,
            midP: min(1, 2 * min(less - half, greater - half)))
        }
      }
    }
  }

  /// The logarithm of the probability of all counts that are no more probable than the threshold says.
  private static func twoSided(
    _ urn: CountDistribution, _ weights: HypergeometricWeights, threshold: Double
  ) -> Double {
    func isExtreme(_ count: Int) -> Bool { (urn.logProbability(of: count).value ?? 0) <= threshold }
    let mode = weights.mode(oddsRatio: 1)
    if isExtreme(mode) { return 0 }
    // Probabilities rise to the mode and fall from there, so that each side's extreme counts end at one place.
    var (inside, outside) = (mode, weights.lowest - 1)
    while inside - outside > 1 {
      let middle = outside + (inside - outside) / 2
      if isExtreme(middle) { outside = middle } else { inside = middle }
    }
    let left = outside
    (inside, outside) = (mode, weights.highest + 1)
    while outside - inside > 1 {
      let middle = inside + (outside - inside) / 2
      if isExtreme(middle) { outside = middle } else { inside = middle }
    }
    let right = outside
    let tails = [(left, -1, left >= weights.lowest), (right, 1, right <= weights.highest)].filter(\.2)
      .compactMap { edge, step, _ in
        urn.logProbability(of: edge).value.map { $0 + logarithm(weights.sum(from: edge, step: step)) }
      }
    let largest = tails.max() ?? 0
    let sum = tails.reduce(0) { $0 + exponential($1 - largest) }
    return min(0, largest + logarithm(sum))
  }
}

extension HypergeometricWeights {
  /// The odds ratio at which the mean is the observed count.
  fileprivate func mostLikelyOddsRatio(_ observed: Int) -> Outcome<Double> {
    if lowest == highest { return .undefined(.noVariation) }
    if observed <= lowest { return .defined(0) }
    if observed >= highest { return .undefined(.zeroCell) }
    return oddsRatio(near: observed) { self.tails(around: observed, oddsRatio: $0).excess }
  }

  /// The odds ratios at which a tail, with a share of the observed point, is `half`.
  fileprivate func limits(_ observed: Int, half: Double, pointShare: Double) -> Outcome<Interval> {
    let lower: Outcome<Double> =
      observed <= lowest
      ? .defined(0)
      : oddsRatio(near: observed) {
        let tails = self.tails(around: observed, oddsRatio: $0)
        return tails.above + pointShare * tails.equal - half
      }
    let upper: Outcome<Double> =
      observed >= highest
      ? .defined(.infinity)
      : oddsRatio(near: observed) {
        let tails = self.tails(around: observed, oddsRatio: $0)
        return half - tails.below - pointShare * tails.equal
      }
    return lower.flatMap { lower in upper.map { Interval(lower: lower, upper: $0) } }
  }

  /// The odds ratio at which a function that rises with it is zero.
  private func oddsRatio(near observed: Int, where function: (Double) -> Double) -> Outcome<Double> {
    let cells = [
      Double(observed) + 0.5, Double(marked - observed) + 0.5, Double(drawn - observed) + 0.5,
      Double(unmarked - drawn + observed) + 0.5,
    ]
    let start = logarithm(cells[0] / cells[1]) - logarithm(cells[2] / cells[3])
    return risingRoot(near: start) { function(exponential($0)) }.map(exponential)
  }
}
