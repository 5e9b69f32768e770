/// Mean and spread of weighted values, as after weighting to a population or by a propensity score.
public struct WeightedDescription: Sendable, Equatable {
  /// How many values there are with a weight above 0.
  public let n: Int
  /// How many were not finite, or had no usable weight, and count as missing.
  public let missing: Int
  /// The weighted mean.
  public let mean: Outcome<Double>
  /// The weighted standard deviation, for equal weights that with n − 1; undefined for fewer than two values.
  ///
  /// With Σw/((Σw)² − Σw²), as Austin & Stuart (2015), Stat Med 34:3661, have it.
  public let standardDeviation: Outcome<Double>

  /// Describes values by their weights, one each; a value whose weight is 0 does not count.
  public init(of values: [Double], weights: [Double]) {
    let rows = min(values.count, weights.count)
    let usable = (0..<rows).filter { values[$0].isFinite && weights[$0].isFinite && weights[$0] >= 0 }
    missing = max(values.count, weights.count) - usable.count
    let used = usable.filter { weights[$0] > 0 }
    n = used.count
    let total = compensatedSum(used.map { weights[$0] })
    guard !used.isEmpty, total.isFinite else {
      mean = .undefined(used.isEmpty ? .noObservations : .notComputed)
      standardDeviation = .undefined(used.isEmpty ? .noObservations : .notComputed)
      return
    }
    let shares = used.map { weights[$0] / total }
    let first = compensatedSum(zip(shares, used).map { $0 * values[$1] })
    let mean = first + compensatedSum(zip(shares, used).map { $0 * (values[$1] - first) })
    self.mean = mean.isFinite ? .defined(mean) : .undefined(.notComputed)
    let concentration = compensatedSum(shares.map { $0 * $0 })
    guard used.count > 1, concentration < 1 else {
      standardDeviation = .undefined(.oneObservation)
      return
    }
    let squares = compensatedSum(zip(shares, used).map { $0 * (values[$1] - mean) * (values[$1] - mean) })
    let variance = squares / (1 - concentration)
    standardDeviation = variance.isFinite ? .defined(variance.squareRoot()) : .undefined(.notComputed)
  }
}
