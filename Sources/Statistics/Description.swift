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
  /// Skewness g1 = m3/m2^1.5 of the plain moments; undefined without variation.
  public let skewness: Outcome<Double>
  /// Excess kurtosis g2 = m4/m2² − 3 of the plain moments; undefined without variation.
  public let kurtosis: Outcome<Double>

  /// Describes values in two passes with compensated sums, always in the given order.
  public init(of values: [Double]) {
    let finite = values.filter(\.isFinite)
    n = finite.count
    missing = values.count - finite.count
    guard !finite.isEmpty else {
      mean = .undefined(.noObservations)
      standardDeviation = .undefined(.noObservations)
      skewness = .undefined(.noObservations)
      kurtosis = .undefined(.noObservations)
      return
    }
    let count = Double(finite.count)
    // The second pass makes it the double nearest to the mean, as R does: skewness of values far from 0 depends on it.
    let first = compensatedSum(finite) / count
    let mean = first + compensatedSum(finite.map { $0 - first }) / count
    self.mean = mean.isFinite ? .defined(mean) : .undefined(.notComputed)
    (skewness, kurtosis) = Self.shape(finite, around: mean)
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

  private static func shape(_ values: [Double], around mean: Double) -> (Outcome<Double>, Outcome<Double>) {
    let count = Double(values.count)
    func moment(_ power: Int) -> Double {
      compensatedSum(
        values.map { value in
          let distance = value - mean
          return (1..<power).reduce(distance) { product, _ in product * distance }
        }) / count
    }
    let second = moment(2)
    guard second > 0 else { return (.undefined(.noVariation), .undefined(.noVariation)) }
    let (third, fourth) = (moment(3) / (second * second.squareRoot()), moment(4) / (second * second) - 3)
    return (
      third.isFinite ? .defined(third) : .undefined(.notComputed),
      fourth.isFinite ? .defined(fourth) : .undefined(.notComputed)
    )
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
