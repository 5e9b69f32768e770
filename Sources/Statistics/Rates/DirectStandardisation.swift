/// Rates of strata, such as age groups, weighted by those of a standard population.
///
/// Checked against R 4.2, epitools 0.5 `ageadjust.direct`.
public struct DirectStandardisation: Sendable, Hashable {
  private let events: Double
  private let persons: Double
  private let rate: Double
  private let variance: Double
  private let largestWeight: Double

  /// Standardises events among persons (or over person-time) to a standard population, stratum by stratum.
  ///
  /// - Returns: undefined where the lists differ in length, a stratum has nobody, or nothing is standard.
  public static func of(
    events: [Int], persons: [Double], standard: [Double]
  ) -> Outcome<DirectStandardisation> {
    guard events.count == persons.count, events.count == standard.count else {
      return .undefined(.inconsistentCounts)
    }
    guard !events.isEmpty else { return .undefined(.noObservations) }
    let total = compensatedSum(standard)
    guard events.allSatisfy({ $0 >= 0 }), standard.allSatisfy({ $0 >= 0 }), total > 0, total.isFinite else {
      return .undefined(.argumentOutOfRange)
    }
    guard persons.allSatisfy({ $0 > 0 && $0.isFinite }) else { return .undefined(.emptyStratum) }
    let weights = standard.indices.map { standard[$0] / total / persons[$0] }
    let counts = events.map { Double($0) }
    return .defined(
      DirectStandardisation(
        events: counts.reduce(0, +), persons: compensatedSum(persons),
        rate: compensatedSum(counts.indices.map { weights[$0] * counts[$0] }),
        variance: compensatedSum(counts.indices.map { weights[$0] * weights[$0] * counts[$0] }),
        largestWeight: weights.max() ?? 0))
  }

  /// All events over all persons.
  public var crude: Double { events / persons }

  /// The rate that the standard population would have.
  public var adjusted: Double { rate }

  /// The Poisson variance of the adjusted rate.
  public var poissonVariance: Double { variance }

  /// The gamma interval, which keeps its level for rare events too; the default.
  ///
  /// Fay & Feuer (1997), Stat Med 16:791.
  public func gammaInterval(confidence: Double = 0.95) -> Outcome<Interval> {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    let half = (1 - confidence) / 2
    let lower: Outcome<Double> =
      rate > 0
      ? Distribution.gamma(shape: rate * rate / variance).quantile(half).map { $0 * variance / rate }
      : .defined(0)
    let upperRate = rate + largestWeight
    let upperVariance = variance + largestWeight * largestWeight
    return lower.flatMap { lower in
      Distribution.gamma(shape: upperRate * upperRate / upperVariance).quantile(half, tail: .upper)
        .map { Interval(lower: lower, upper: $0 * upperVariance / upperRate) }
    }
  }

  /// The Wald interval; may leave zero.
  public func normalInterval(confidence: Double = 0.95) -> Outcome<Interval> {
    Distribution.normalFactor(confidence: confidence).map { z in
      Interval(lower: rate - z * variance.squareRoot(), upper: rate + z * variance.squareRoot())
    }
  }

  /// The exact interval of the number of events, scaled; undefined without events.
  ///
  /// Dobson, Kuulasmaa, Eberle & Scherer (1991), Stat Med 10:457.
  public func dobsonInterval(confidence: Double = 0.95) -> Outcome<Interval> {
    guard events > 0 else { return .undefined(.zeroCell) }
    guard events < 1e18 else { return .undefined(.argumentOutOfRange) }
    let scale = (variance / events).squareRoot()
    return Rate(Int(events), per: 1).interval(confidence: confidence).map {
      Interval(lower: rate + scale * ($0.lower - events), upper: rate + scale * ($0.upper - events))
    }
  }
}
