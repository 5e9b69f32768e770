/// Events over person-time.
public struct Rate: Sendable, Hashable {
  /// How the confidence interval is made.
  public enum IntervalMethod: String, Sendable, Hashable, CaseIterable {
    /// Exact, from gamma quantiles; the default.
    ///
    /// Garwood (1936), Biometrika 28:437.
    case exact
    /// The exact one with half of the observed point in each tail.
    case midP = "mid-p"
    /// Byar's approximation.
    ///
    /// Breslow & Day (1987), vol. II, eq. 2.13.
    case byar
    /// Wald; may leave zero.
    case wald
    /// Wald on the logarithmic scale; undefined without events.
    case logWald = "log-wald"
  }

  /// How many events there were.
  public let events: Int
  /// The time during which they were looked for, summed over persons, in any one unit.
  public let personTime: Double

  /// Makes a rate of events per unit of person-time.
  public init(_ events: Int, per personTime: Double) {
    self.events = events
    self.personTime = personTime
  }

  /// Events per unit of person-time; undefined without time, where events contradict it.
  public var value: Outcome<Double> {
    guard events >= 0, personTime >= 0, personTime.isFinite else { return .undefined(.inconsistentCounts) }
    guard personTime > 0 else {
      return .undefined(events == 0 ? .noObservations : .inconsistentCounts)
    }
    return .defined(Double(events) / personTime)
  }

  /// The confidence interval.
  public func interval(
    _ method: IntervalMethod = .exact, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    value.flatMap { _ in
      guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
      let ofEvents =
        switch method {
        case .exact: exact((1 - confidence) / 2)
        case .midP: midP((1 - confidence) / 2)
        default: Distribution.normalFactor(confidence: confidence).flatMap { approximate(method, $0) }
        }
      return ofEvents.map { Interval(lower: $0.lower / personTime, upper: $0.upper / personTime) }
    }
  }

  /// Value and interval together.
  public func estimate(_ method: IntervalMethod = .exact, confidence: Double = 0.95) -> Estimate {
    Estimate(value: value, interval: interval(method, confidence: confidence))
  }
}

// Limits of the expected number of events.
extension Rate {
  private func exact(_ half: Double) -> Outcome<Interval> {
    let events = Double(events)
    let lower: Outcome<Double> =
      events == 0 ? .defined(0) : Distribution.gamma(shape: events).quantile(half)
    return lower.flatMap { lower in
      Distribution.gamma(shape: events + 1).quantile(half, tail: .upper).map {
        Interval(lower: lower, upper: $0)
      }
    }
  }

  private func midP(_ half: Double) -> Outcome<Interval> {
    func tail(_ mean: Double, _ side: Tail) -> Double {
      let poisson = CountDistribution.poisson(mean: mean)
      let beyond = poisson.cumulative(side == .lower ? events - 1 : events, tail: side)
      return (beyond.value ?? 0) + (poisson.probability(of: events).value ?? 0) / 2
    }
    // It lies within the exact interval.
    return exact(half).map { exact in
      let count = Double(events)
      return Interval(
        lower: events == 0 ? 0 : boundary(from: exact.lower, to: count) { tail($0, .upper) < half },
        upper: boundary(from: exact.upper, to: count) { tail($0, .lower) < half })
    }
  }

  private func approximate(_ method: IntervalMethod, _ z: Double) -> Outcome<Interval> {
    let events = Double(events)
    if method == .wald {
      let half = z * events.squareRoot()
      return .defined(Interval(lower: events - half, upper: events + half))
    }
    if method == .logWald {
      guard events > 0 else { return .undefined(.zeroCell) }
      let factor = exponential(z / events.squareRoot())
      return .defined(Interval(lower: events / factor, upper: events * factor))
    }
    func cube(_ count: Double, _ sign: Double) -> Double {
      let root = 1 - 1 / (9 * count) + sign * z / (3 * count.squareRoot())
      return count * root * root * root
    }
    return .defined(Interval(lower: events == 0 ? 0 : cube(events, -1), upper: cube(events + 1, 1)))
  }
}
