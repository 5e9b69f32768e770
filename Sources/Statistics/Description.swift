/// Mean and spread of values.
public struct Description: Sendable, Equatable {
  /// How many values there are.
  public let n: Int
  /// How many were not finite and count as missing.
  public let missing: Int
  /// The mean.
  public let mean: Outcome<Double>
  /// The standard deviation with n − 1; undefined for fewer than two values.
  public let standardDeviation: Outcome<Double>

  /// Describes values in two passes with compensated sums, always in the given order.
  public init(of values: [Double]) {
    let finite = values.filter(\.isFinite)
    n = finite.count
    missing = values.count - finite.count
    guard !finite.isEmpty else {
      mean = .undefined(.noObservations)
      standardDeviation = .undefined(.noObservations)
      return
    }
    let count = Double(finite.count)
    let mean = compensatedSum(finite) / count
    self.mean = mean.isFinite ? .defined(mean) : .undefined(.notComputed)
    guard finite.count > 1 else {
      standardDeviation = .undefined(.oneObservation)
      return
    }
    // The second sum removes what rounding left in the mean (Chan, Golub & LeVeque 1983, eq. 1.7).
    let squares = compensatedSum(finite.map { ($0 - mean) * ($0 - mean) })
    let rest = compensatedSum(finite.map { $0 - mean })
    let variance = (squares - rest * rest / count) / (count - 1)
    standardDeviation = variance.isFinite ? .defined(max(variance, 0).squareRoot()) : .undefined(.notComputed)
  }

  /// The standard error of the mean.
  public var standardError: Outcome<Double> {
    standardDeviation.map { $0 / Double(n).squareRoot() }
  }

  /// The confidence interval of the mean by Student's t.
  public func interval(confidence: Double = 0.95) -> Outcome<Interval> {
    guard confidence > 0, confidence < 1 else { return .undefined(.argumentOutOfRange) }
    let mean = mean
    let degrees = Double(n - 1)
    return standardError.flatMap { error in
      mean.flatMap { mean in
        Distribution.studentT(degreesOfFreedom: degrees).quantile((1 - confidence) / 2, tail: .upper)
          .map { Interval(lower: mean - $0 * error, upper: mean + $0 * error) }
      }
    }
  }
}

/// Neumaier (1974), ZAMM 54:39: a sum that carries the bits which each addition loses.
func compensatedSum(_ values: [Double]) -> Double {
  var sum = 0.0
  var lost = 0.0
  for value in values {
    let next = sum + value
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }
  return sum + lost
}
