/// The coefficients of a regression with what is known about their error.
public struct Coefficients: Sendable, Equatable {
  /// Their names as R gives them.
  public let names: [String]
  /// Their values; undefined where a column depends on those before it.
  public let values: [Outcome<Double>]
  /// Their variances and covariances; zero for columns that are aliased.
  public let covariance: SymmetricMatrix

  /// The same coefficients with another covariance matrix, such as a robust one.
  public func with(covariance: SymmetricMatrix) -> Coefficients {
    Coefficients(names: names, values: values, covariance: covariance)
  }

  /// The standard errors.
  public var standardErrors: [Outcome<Double>] {
    values.indices.map { place in
      values[place].flatMap { _ in
        let variance = covariance[place, place]
        return variance.isFinite && variance >= 0 ? .defined(variance.squareRoot()) : .undefined(.notComputed)
      }
    }
  }

  /// Each coefficient over its standard error.
  public var z: [Outcome<Double>] {
    zip(values, standardErrors).map { value, error in
      value.flatMap { value in
        error.flatMap { $0 > 0 ? .defined(value / $0) : .undefined(.noVariation) }
      }
    }
  }

  /// Two-sided p-values by the normal distribution.
  public var p: [Outcome<Double>] {
    z.map { z in
      z.flatMap { Distribution.normal.cumulative(abs($0), tail: .upper) }.map { min(2 * $0, 1) }
    }
  }

  /// Wald's confidence intervals.
  public func intervals(confidence: Double = 0.95) -> [Outcome<Interval>] {
    let factor = Distribution.normalFactor(confidence: confidence)
    return zip(values, standardErrors).map { value, error in
      value.flatMap { value in
        error.flatMap { error in
          factor.map { Interval(lower: value - $0 * error, upper: value + $0 * error) }
        }
      }
    }
  }

  /// e to each coefficient with its interval: odds, risk, rate or hazard ratios.
  public func ratios(confidence: Double = 0.95) -> [Estimate] {
    zip(values, intervals(confidence: confidence)).map { value, interval in
      Estimate(value: value.map(exponential), interval: interval.map(\.exponentiated))
    }
  }
}

extension Interval {
  /// The limits from the log scale.
  public var exponentiated: Interval { Interval(lower: exponential(lower), upper: exponential(upper)) }
}
