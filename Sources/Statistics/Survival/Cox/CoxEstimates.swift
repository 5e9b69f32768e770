extension CoxModel {
  /// The coefficient of a column: the logarithm of its hazard ratio.
  public func coefficient(_ column: Int) -> Outcome<Double> {
    guard names.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    if eventCount == 0 { return .undefined(.noEvents) }
    if isAliased[column] { return .undefined(.aliasedCovariate) }
    if isInfinite[column] { return .undefined(.monotoneLikelihood) }
    return estimates[column].isFinite ? .defined(estimates[column]) : .undefined(.notComputed)
  }

  /// The standard error of a coefficient; robust where clusters or weights ask for it.
  public func standardError(_ column: Int) -> Outcome<Double> {
    standardError(column, of: covariance)
  }

  /// The standard error of a coefficient by the information alone.
  public func modelStandardError(_ column: Int) -> Outcome<Double> {
    standardError(column, of: modelCovariance)
  }

  private func standardError(_ column: Int, of covariance: SymmetricMatrix) -> Outcome<Double> {
    coefficient(column).flatMap { _ in
      let variance = covariance[column, column]
      return variance > 0 && variance.isFinite ? .defined(variance.squareRoot()) : .undefined(.notComputed)
    }
  }

  /// A coefficient divided by its standard error.
  public func zValue(_ column: Int) -> Outcome<Double> {
    coefficient(column).flatMap { value in standardError(column).map { value / $0 } }
  }

  /// The two-sided p-value of a coefficient (Wald).
  public func pValue(_ column: Int) -> Outcome<Double> {
    zValue(column).flatMap { Distribution.normal.cumulative(abs($0), tail: .upper).map { 2 * $0 } }
  }

  /// The hazard ratio of a column with its Wald interval.
  public func hazardRatio(_ column: Int, confidence: Double = 0.95) -> Estimate {
    let coefficient = coefficient(column)
    let interval = coefficient.flatMap { value in
      standardError(column).flatMap { error in
        Distribution.normalFactor(confidence: confidence).flatMap { factor in
          Self.positive(
            Interval(lower: exponential(value - factor * error), upper: exponential(value + factor * error)))
        }
      }
    }
    let ratio = coefficient.flatMap { value -> Outcome<Double> in
      let ratio = exponential(value)
      return ratio.isFinite ? .defined(ratio) : .undefined(.notComputed)
    }
    return Estimate(value: ratio, interval: interval)
  }

  private static func positive(_ interval: Interval) -> Outcome<Interval> {
    interval.upper.isFinite ? .defined(interval) : .undefined(.notComputed)
  }

  /// The likelihood ratio test of all coefficients; it takes rows for independent, whatever clusters there are.
  public var likelihoodRatioTest: Outcome<ChiSquaredTest> {
    ChiSquaredTest.test(
      max(2 * (logLikelihood - logLikelihoodWithoutCovariates), 0), degreesOfFreedom: Double(degreesOfFreedom)
    )
  }

  /// The Wald test of all coefficients.
  public var waldTest: Outcome<ChiSquaredTest> {
    waldTest(of: Array(names.indices))
  }

  /// The Wald test that some coefficients are 0, such as those of the levels of one factor.
  public func waldTest(of columns: [Int]) -> Outcome<ChiSquaredTest> {
    guard columns.allSatisfy(names.indices.contains) else { return .undefined(.argumentOutOfRange) }
    let tested = columns.filter { !isAliased[$0] }
    if tested.contains(where: { isInfinite[$0] }) { return .undefined(.monotoneLikelihood) }
    let factors = Cholesky(covariance.restricted(to: tested), tolerance: 1e-14)
    let values = tested.map { estimates[$0] }
    let statistic = zip(values, factors.solve(values)).reduce(0) { $0 + $1.0 * $1.1 }
    return ChiSquaredTest.test(max(statistic, 0), degreesOfFreedom: Double(factors.rank))
  }
}
