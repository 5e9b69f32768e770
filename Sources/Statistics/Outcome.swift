/// The result of an estimator: a value, which is never NaN, or the reason why there is none.
public enum Outcome<Value: Sendable>: Sendable {
  /// The measure is defined for these data.
  case defined(Value)
  /// It is not.
  case undefined(Undefined)

  /// The value, if there is one.
  public var value: Value? {
    if case .defined(let value) = self { value } else { nil }
  }

  /// The reason, if there is no value.
  public var reason: Undefined? {
    if case .undefined(let reason) = self { reason } else { nil }
  }

  /// Computes on with the value.
  public func map<Other: Sendable>(_ transform: (Value) -> Other) -> Outcome<Other> {
    switch self {
    case .defined(let value): .defined(transform(value))
    case .undefined(let reason): .undefined(reason)
    }
  }

  /// Computes on with the value where the next step may be undefined too.
  public func flatMap<Other: Sendable>(_ transform: (Value) -> Outcome<Other>) -> Outcome<Other> {
    switch self {
    case .defined(let value): transform(value)
    case .undefined(let reason): .undefined(reason)
    }
  }
}

extension Outcome: Equatable where Value: Equatable {}

/// Why a measure has no value.
public enum Undefined: String, Sendable, Hashable, CustomStringConvertible {
  /// There is no observation.
  case noObservations = "no observations"
  /// A spread needs two.
  case oneObservation = "only one observation"
  /// The counts contradict each other, such as more cases than persons.
  case inconsistentCounts = "counts contradict each other"
  /// A denominator of the formula is zero.
  case zeroCell = "a cell of the table is zero"
  /// All values are equal where a spread is divided by.
  case noVariation = "no variation"
  /// Chance agreement is perfect: there is nothing to agree beyond it.
  case agreementByChance = "chance alone gives perfect agreement"
  /// A stratum has nobody, so that its rate is unknown.
  case emptyStratum = "a stratum is empty"
  /// Exact inference would have to go through more tables than is feasible.
  case tooManyTables = "too many tables to enumerate"
  /// A covariate depends on those before it and gets no coefficient.
  case aliased = "the covariate depends on those before it"
  /// Covariates tell the outcomes apart without error, so that no finite coefficient is the most likely one.
  case separation = "covariates separate the outcomes"
  /// A covariate, an offset or a weight is infinite or not a number.
  case notFinite = "a number is not finite"
  /// A stratum has only one sampling unit, so that its spread is unknown.
  case singleCluster = "a stratum has only one sampling unit"
  /// A category is in the sample or in the population, but not in both.
  case emptyCategory = "a category is in the sample or in the population only"
  /// The counts vary no more than a Poisson model expects.
  case notOverdispersed = "no overdispersion"
  /// An argument such as a probability or a confidence level is outside its range.
  case argumentOutOfRange = "an argument is out of range"
  /// A numeric procedure did not converge, or the result does not fit a double.
  case notComputed = "not computed"
  /// Columns of the same persons have different numbers of rows.
  case lengthsDiffer = "columns differ in length"
  /// A time before the start of observation.
  case negativeTime = "a time is negative"
  /// Nobody has the event.
  case noEvents = "no events"
  /// Nobody is left without the event, where a spread needs somebody.
  case nobodyLeft = "nobody is left without the event"
  /// A curve does not come to the height that is asked for.
  case notReached = "not reached"
  /// A horizon lies after the last observation.
  case beyondFollowUp = "beyond the follow-up"
  /// A comparison needs two groups.
  case oneGroup = "only one group"
  /// The covariate is a combination of those before it.
  case aliasedCovariate = "the covariate depends on earlier ones"
  /// A covariate predicts the order of events perfectly: the likelihood grows without end.
  case monotoneLikelihood = "no finite estimate: the likelihood is monotone"

  /// The reason in words.
  public var description: String { rawValue }
}

/// Two limits.
public struct Interval: Sendable, Hashable {
  /// The lower limit.
  public var lower: Double
  /// The upper limit.
  public var upper: Double

  /// Makes an interval.
  public init(lower: Double, upper: Double) {
    self.lower = lower
    self.upper = upper
  }

  /// The interval cut to a range, as limits of a share are printed.
  public func clipped(to range: ClosedRange<Double>) -> Interval {
    Interval(
      lower: min(max(lower, range.lowerBound), range.upperBound),
      upper: min(max(upper, range.lowerBound), range.upperBound))
  }
}

/// A value with its confidence interval; either may be undefined by itself.
public struct Estimate: Sendable, Equatable {
  /// The point estimate.
  public var value: Outcome<Double>
  /// Its confidence interval.
  public var interval: Outcome<Interval>

  /// Makes an estimate.
  public init(value: Outcome<Double>, interval: Outcome<Interval>) {
    self.value = value
    self.interval = interval
  }
}
