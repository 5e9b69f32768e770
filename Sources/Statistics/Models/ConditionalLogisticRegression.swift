/// Logistic regression within matched sets or strata, given how many cases each has: the strata's own odds cancel out.
///
/// The exact conditional likelihood of Gail, Lubin & Rubinstein (1981), Biometrika 68:703, by recursion over the persons of
/// a stratum, so that strata of several cases need no list of all subsets. Carried as averages and logarithms, which
/// neither overflow nor cancel. Time: persons × cases × columns² for each stratum. Checked against R's
/// `survival::clogit(method = "exact")`.
public struct ConditionalLogisticRegression: Sendable {
  /// The covariates, without an intercept.
  public let design: DesignMatrix
  /// Which persons are cases.
  public let isCase: [Bool]
  /// The stratum of each person.
  public let strata: ModelFrame.Grouping
  /// What is added to each person's linear predictor; nothing where nil.
  public let offset: [Double]?

  /// Makes a model of columns of equal length.
  public init(
    design: DesignMatrix, isCase: [Bool], strata: ModelFrame.Grouping, offset: [Double]? = nil
  ) {
    self.design = design
    self.isCase = isCase
    self.strata = strata
    self.offset = offset
  }

  /// Makes a model of a frame with an outcome of 0 and 1; without `strata(…)` everybody is in one stratum.
  ///
  /// - Returns: nil where the outcome is not one column of 0 and 1.
  public init?(_ frame: ModelFrame) {
    guard frame.responseCall == nil, let response = frame.response.first else { return nil }
    switch response {
    case .numbers(let values), .truths(let values):
      guard values.allSatisfy({ $0 == 0 || $0 == 1 }) else { return nil }
      isCase = values.map { $0 == 1 }
    case .factor(let codes, _): isCase = codes.map { $0 > 0 }
    }
    design = frame.design
    strata = frame.strata ?? ModelFrame.Grouping(codes: Array(repeating: 0, count: frame.n), labels: ["all"])
    offset = frame.offset
  }

  /// Fits by maximum conditional likelihood.
  ///
  /// - Returns: Undefined where no stratum has both cases and others, or they are separated.
  public func fit() -> Outcome<ConditionalLogisticFit> {
    let rows = design.rows
    guard isCase.count == rows, strata.codes.count == rows, offset.map({ $0.count == rows }) ?? true,
      strata.codes.allSatisfy({ $0 >= 0 && Int($0) < strata.labels.count })
    else { return .undefined(.inconsistentCounts) }
    guard design.values.allSatisfy({ abs($0) < 1e150 }), offset?.allSatisfy(\.isFinite) ?? true else {
      return .undefined(.notFinite)
    }
    let likelihood = ConditionalLikelihood(self)
    guard likelihood.isInformative else { return .undefined(.noObservations) }
    let zero = Array(repeating: 0.0, count: design.columns)
    let start = likelihood(zero)
    var coefficients = zero
    var point = start
    for _ in 0..<100 {
      let cholesky = Cholesky(point.information)
      let step = cholesky.solve(point.score)
      let decrement = zip(step, point.score).reduce(0) { $0 + $1.0 * $1.1 }
      guard decrement.isFinite else { return .undefined(.notComputed) }
      if decrement <= 1e-20 * (abs(point.logLikelihood) + 1) {
        return .defined(
          ConditionalLogisticFit(
            coefficients: likelihood.coefficients(coefficients, cholesky), logLikelihood: point.logLikelihood,
            nullLogLikelihood: start.logLikelihood, rank: cholesky.rank, n: rows))
      }
      if likelihood.isSeparated(along: step) { return .undefined(.separation) }
      var share = 1.0
      while true {
        let next = zip(coefficients, step).map { $0 + share * $1 }
        let candidate = likelihood(next)
        if candidate.logLikelihood >= point.logLikelihood - 1e-12 * abs(point.logLikelihood) {
          (coefficients, point) = (next, candidate)
          break
        }
        share /= 2
        if share < 1e-9 { return .undefined(.notComputed) }
      }
    }
    return .undefined(.notComputed)
  }
}

/// A fitted conditional logistic regression.
public struct ConditionalLogisticFit: Sendable {
  /// The coefficients with the covariance of the inverse information.
  public let coefficients: Coefficients
  /// The log-likelihood.
  public let logLikelihood: Double
  /// The log-likelihood without covariates.
  public let nullLogLikelihood: Double
  /// How many coefficients could be estimated.
  public let rank: Int
  /// How many persons there are, also in strata that tell nothing.
  public let n: Int

  /// Twice the log-likelihood gained over the model without covariates.
  public var likelihoodRatio: Outcome<ChiSquaredTest> {
    ChiSquaredTest.test(max(2 * (logLikelihood - nullLogLikelihood), 0), degreesOfFreedom: Double(rank))
  }
}
