/// The mean time lived without the event up to a horizon: the area under a survival curve.
///
/// Irwin (1949); variance as in Klein & Moeschberger (2003), Survival Analysis, eq. 4.5.3, by Greenwood's terms.
/// Checked against R 4.2 survival 3.5, `summary(survfit, rmean = )`.
public struct RestrictedMean: Sendable, Hashable {
  /// The mean, in the unit of the times.
  public let mean: Double
  /// Its standard error.
  public let standardError: Double

  /// The confidence interval of the mean.
  public func interval(confidence: Double = 0.95) -> Outcome<Interval> {
    Interval.normal(around: mean, standardError, confidence)
  }

  /// This mean less another's of other persons.
  public func difference(from other: RestrictedMean) -> RestrictedMeanDifference {
    RestrictedMeanDifference(
      difference: mean - other.mean,
      standardError: (standardError * standardError + other.standardError * other.standardError).squareRoot())
  }
}

/// How far apart the restricted means of two groups are.
public struct RestrictedMeanDifference: Sendable, Hashable {
  /// The difference.
  public let difference: Double
  /// Its standard error.
  public let standardError: Double

  /// The confidence interval of the difference.
  public func interval(confidence: Double = 0.95) -> Outcome<Interval> {
    Interval.normal(around: difference, standardError, confidence)
  }

  /// The two-sided p-value of no difference; undefined where neither mean has a spread.
  public var pValue: Outcome<Double> {
    guard standardError > 0 else { return .undefined(.noVariation) }
    return Distribution.normal.cumulative(abs(difference) / standardError, tail: .upper).map { 2 * $0 }
  }
}

extension KaplanMeier {
  /// What is done about a horizon after the last exit, when some are still without the event.
  public enum BeyondFollowUp: Sendable {
    /// The mean is not defined.
    case refuse
    /// The curve goes on flat, as R lets it.
    case extend
  }

  /// The mean time without the event up to a horizon.
  ///
  /// Undefined where the horizon is before the first exit, and beyond the follow-up unless asked to extend.
  public func restrictedMean(
    to horizon: Double, beyondFollowUp: BeyondFollowUp = .refuse
  ) -> Outcome<RestrictedMean> {
    guard let first = table.times.first, let last = table.times.last, let end = survival.last else {
      return .undefined(.noObservations)
    }
    guard horizon.isFinite, horizon >= first else { return .undefined(.argumentOutOfRange) }
    if horizon > last, end > 0, beyondFollowUp == .refuse { return .undefined(.beyondFollowUp) }
    let rows = table.times.indices.filter { table.times[$0] <= horizon }
    var area = 0.0
    var variance = 0.0
    // Backwards: each event moves the area that lies after it.
    var right = horizon
    for row in rows.reversed() {
      area += survival[row] * (right - table.times[row])
      right = table.times[row]
      let atRisk = Double(table.atRisk[row])
      let events = Double(table.events[row])
      if atRisk > events { variance += area * area * events / (atRisk * (atRisk - events)) }
    }
    let mean = RestrictedMean(mean: area + right, standardError: variance.squareRoot())
    return mean.mean.isFinite && mean.standardError.isFinite ? .defined(mean) : .undefined(.notComputed)
  }
}

extension Interval {
  /// A value and as many standard errors to both sides as the confidence asks for.
  fileprivate static func normal(
    around value: Double, _ standardError: Double, _ confidence: Double
  ) -> Outcome<Interval> {
    Distribution.normalFactor(confidence: confidence).flatMap { factor in
      let interval = Interval(lower: value - factor * standardError, upper: value + factor * standardError)
      return interval.lower.isFinite && interval.upper.isFinite
        ? .defined(interval) : .undefined(.notComputed)
    }
  }
}
