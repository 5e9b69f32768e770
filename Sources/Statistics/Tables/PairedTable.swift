/// Two yes-or-no answers of the same persons, or of matched pairs: only the pairs that disagree tell a difference.
public struct PairedTable: Sendable, Hashable {
  /// Pairs with yes first and no second.
  public let onlyFirst: Int
  /// Pairs with no first and yes second.
  public let onlySecond: Int

  /// Makes a table of its discordant pairs.
  public init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  /// McNemar's test, with the correction for continuity or without; undefined without discordant pairs.
  ///
  /// McNemar (1947), Psychometrika 12:153; checked against R 4.2 `mcnemar.test`.
  public func test(isCorrected: Bool = false) -> Outcome<ChiSquaredTest> {
    discordant.flatMap { pairs in
      let difference = abs(Double(onlyFirst) - Double(onlySecond))
      // R corrects unless both are equal.
      let distance = isCorrected && difference > 0 ? difference - 1 : difference
      return ChiSquaredTest.test(distance * distance / Double(pairs.n), degreesOfFreedom: 1)
    }
  }

  /// The exact binomial test; 1 without discordant pairs.
  public var exactP: Outcome<Double> {
    exact(\.p)
  }

  /// The same with half of the observed split in the tail.
  ///
  /// Fagerland, Lydersen & Laake (2013), BMC Med Res Methodol 13:91.
  public var midP: Outcome<Double> {
    exact(\.midP)
  }

  /// The odds ratio of matched pairs with its exact interval; the upper limit may be infinite.
  public func oddsRatio(confidence: Double = 0.95) -> Estimate {
    let value = discordant.flatMap { pairs -> Outcome<Double> in
      pairs.count < pairs.n
        ? .defined(Double(pairs.count) / Double(pairs.n - pairs.count)) : .undefined(.zeroCell)
    }
    let interval = discordant.flatMap { pairs in
      pairs.interval(.clopperPearson, confidence: confidence).map {
        Interval(
          lower: $0.lower / (1 - $0.lower), upper: $0.upper < 1 ? $0.upper / (1 - $0.upper) : .infinity)
      }
    }
    return Estimate(value: value, interval: interval)
  }

  /// The pairs yes–no among those that disagree.
  private var discordant: Outcome<Proportion> {
    let (sum, overflows) = onlyFirst.addingReportingOverflow(onlySecond)
    guard onlyFirst >= 0, onlySecond >= 0, !overflows else { return .undefined(.inconsistentCounts) }
    return sum > 0 ? .defined(Proportion(onlyFirst, of: sum)) : .undefined(.noObservations)
  }

  private func exact(_ p: (BinomialTest) -> Double) -> Outcome<Double> {
    switch discordant {
    case .defined(let pairs): BinomialTest.test(pairs.count, of: pairs.n, expected: 0.5).map(p)
    case .undefined(.noObservations): .defined(1)
    case .undefined(let reason): .undefined(reason)
    }
  }
}
