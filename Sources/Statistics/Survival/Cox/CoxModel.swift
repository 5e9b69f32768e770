/// A proportional hazards regression (Cox 1972, J R Stat Soc B 34:187).
///
/// Newton's method on centred and scaled covariates, with halved steps where the likelihood would fall. A covariate
/// that depends on earlier ones is aliased and left out. Checked against R 4.2 survival 3.5 `coxph`.
public struct CoxModel: Sendable {
  /// The names of the coefficients.
  public let names: [String]
  /// How ties were handled.
  public let ties: CoxTies
  /// How many rows were used.
  public let rowCount: Int
  /// How many rows were left out because something is missing.
  public let missing: Int
  /// How many events the rows have.
  public let eventCount: Int
  /// The logarithm of the partial likelihood without covariates.
  public let logLikelihoodWithoutCovariates: Double
  /// The logarithm of the partial likelihood; where it is monotone, its limit.
  public let logLikelihood: Double
  /// Which coefficients are left out because they depend on earlier ones, or nobody has the event.
  public let isAliased: [Bool]
  /// Which coefficients grow without end.
  public let isInfinite: [Bool]
  /// The covariance of the coefficients by the information; 0 where aliased.
  public let modelCovariance: SymmetricMatrix
  /// The covariance of the coefficients that tests and intervals take: robust where clusters or weights ask for it.
  public let covariance: SymmetricMatrix
  /// Whether the covariance is robust.
  public let isRobust: Bool
  /// The score test of all coefficients at 0.
  public let scoreTest: Outcome<ChiSquaredTest>

  /// The coefficients of the covariates as they were given; 0 where aliased.
  let estimates: [Double]
  /// The coefficients of the scaled covariates.
  let scaledEstimates: [Double]
  let rows: CoxRows
  let data: CoxData

  /// Fits a model.
  ///
  /// - Returns: Undefined where columns differ in length, no row is complete, or numbers overflow. A model without events
  ///   is returned, with coefficients that are not defined.
  public static func fit(_ data: CoxData, ties: CoxTies = .efron) -> Outcome<CoxModel> {
    guard data.isConsistent else { return .undefined(.lengthsDiffer) }
    guard data.times.count <= Int(Int32.max) else { return .undefined(.argumentOutOfRange) }
    // The sum over subsets knows no weights.
    guard ties != .exact || data.weights == nil else { return .undefined(.argumentOutOfRange) }
    let complete = data.completeRows
    guard !complete.isEmpty else { return .undefined(.noObservations) }
    let rows = CoxRows(data, rows: complete)
    let model = CoxModel(data, rows, ties, missing: data.times.count - complete.count)
    // So large that twice a likelihood may not fit is no result either.
    let likelihoods = [model.logLikelihood, model.logLikelihoodWithoutCovariates]
    let isComputed =
      likelihoods.allSatisfy { abs($0) < 1e300 } && model.covariance.isFinite
      && model.modelCovariance.isFinite
    return isComputed ? .defined(model) : .undefined(.notComputed)
  }

  private init(_ data: CoxData, _ rows: CoxRows, _ ties: CoxTies, missing: Int) {
    names = data.design.names
    self.ties = ties
    self.missing = missing
    self.data = data
    self.rows = rows
    rowCount = rows.count
    eventCount = rows.blocks.reduce(0) { $0 + $1.events }
    let fit = CoxFit(rows, ties)
    logLikelihoodWithoutCovariates = fit.start
    logLikelihood = fit.end
    isAliased = fit.isAliased
    isInfinite = fit.isInfinite
    scoreTest = ChiSquaredTest.test(max(fit.scoreStatistic, 0), degreesOfFreedom: Double(fit.rank))
    scaledEstimates = fit.coefficients
    estimates = zip(fit.coefficients, rows.scales).map { $0 / $1 }
    modelCovariance = fit.covariance.unscaled(by: rows.scales)
    let hasFractions = data.weights?.contains { $0 != $0.rounded() } ?? false
    isRobust = (data.clusters != nil || hasFractions) && fit.rank > 0 && ties != .exact
    covariance =
      isRobust
      ? fit.robustCovariance(rows, ties, clusters: data.clusters).unscaled(by: rows.scales) : modelCovariance
  }

  /// How many coefficients are estimated.
  public var degreesOfFreedom: Int { isAliased.count { !$0 } }

  /// Akaike's criterion: −2 log-likelihood + 2 for each coefficient.
  public var akaikeCriterion: Double { -2 * logLikelihood + 2 * Double(degreesOfFreedom) }
}

extension SymmetricMatrix {
  /// The covariance of coefficients of columns that had been divided by scales.
  fileprivate func unscaled(by scales: [Double]) -> SymmetricMatrix {
    var result = SymmetricMatrix(dimension: dimension)
    for row in 0..<dimension {
      for column in 0...row { result[row, column] = self[row, column] / (scales[row] * scales[column]) }
    }
    return result
  }
}
