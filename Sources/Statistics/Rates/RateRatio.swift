/// The rate of one group against that of another.
///
/// Given the number of all events, those of the first group are binomial with p = t1·ρ/(t1·ρ + t0): the exact methods rest
/// on that. Checked against R 4.2 `poisson.test` and `binom.test`.
public struct RateRatio: Sendable, Hashable {
  /// The rate above, as of the exposed or vaccinated.
  public let first: Rate
  /// The rate below.
  public let second: Rate

  /// Compares two rates whose person-time has the same unit.
  public init(_ first: Rate, _ second: Rate) {
    self.first = first
    self.second = second
  }

  /// The ratio; undefined where the second rate is zero.
  public var value: Outcome<Double> {
    first.value.flatMap { above in
      second.value.flatMap { $0 > 0 ? .defined(above / $0) : .undefined(.zeroCell) }
    }
  }

  /// The interval from the share of events in the first group; unlimited upward where the second has none.
  ///
  /// `clopperPearson` and `midP` are the exact and the mid-p interval, other methods are possible.
  public func interval(
    _ method: Proportion.IntervalMethod = .clopperPearson, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    share.flatMap { share in
      share.interval(method, confidence: confidence).map {
        Interval(lower: ratio(ofShare: $0.lower), upper: ratio(ofShare: $0.upper))
      }
    }
  }

  /// The Wald interval on the logarithmic scale; undefined where a group has no events.
  public func waldInterval(confidence: Double = 0.95) -> Outcome<Interval> {
    guard first.events > 0, second.events > 0 else {
      return share.flatMap { _ in .undefined(.zeroCell) }
    }
    let variance = 1 / Double(first.events) + 1 / Double(second.events)
    return value.flatMap { Estimate.onLogScale($0, variance, confidence).interval }
  }

  /// The exact test that both rates are equal: all splits no more probable than the observed one.
  public var exactP: Outcome<Double> {
    share.flatMap { share in BinomialTest.test(share.count, of: share.n, expected: expectedShare).map(\.p) }
  }

  /// The same as twice the smaller tail with half of the observed split.
  public var midP: Outcome<Double> {
    share.flatMap { share in
      BinomialTest.test(share.count, of: share.n, expected: expectedShare).map(\.midP)
    }
  }

  /// The score test that both rates are equal.
  public var scoreTest: Outcome<ChiSquaredTest> {
    share.flatMap { share in
      let mean = Double(share.n) * expectedShare
      let distance = Double(share.count) - mean
      return ChiSquaredTest.test(distance * distance / (mean * (1 - expectedShare)), degreesOfFreedom: 1)
    }
  }

  /// The first rate minus the second, with Wald limits.
  public func difference(confidence: Double = 0.95) -> Estimate {
    let value = first.value.flatMap { above in second.value.map { above - $0 } }
    let variance = [first, second].reduce(0) {
      $0 + Double($1.events) / ($1.personTime * $1.personTime)
    }
    let interval = value.flatMap { value in
      Distribution.normalFactor(confidence: confidence).map { z in
        let half = z * variance.squareRoot()
        return Interval(lower: value - half, upper: value + half)
      }
    }
    return Estimate(value: value, interval: interval)
  }
}

extension RateRatio {
  /// The events of the first group among all; undefined without any.
  var share: Outcome<Proportion> {
    first.value.flatMap { _ in
      second.value.flatMap { _ in
        let (all, overflows) = first.events.addingReportingOverflow(second.events)
        guard !overflows else { return .undefined(.inconsistentCounts) }
        return all > 0 ? .defined(Proportion(first.events, of: all)) : .undefined(.noObservations)
      }
    }
  }

  /// The share of the first group if both rates are equal.
  private var expectedShare: Double { first.personTime / (first.personTime + second.personTime) }

  /// The ratio of rates that gives a share of events.
  func ratio(ofShare share: Double) -> Double {
    share < 1 ? share / (1 - share) * second.personTime / first.personTime : .infinity
  }
}
