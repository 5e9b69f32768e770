/// A fitted generalised linear model.
public struct GeneralisedLinearFit: Sendable {
  /// What was fitted.
  public let model: GeneralisedLinearModel
  /// The coefficients with the covariance of the inverse information.
  public let coefficients: Coefficients
  /// Twice the log-likelihood that is lost against a model that predicts every outcome.
  public let deviance: Double
  /// The log-likelihood with all its constants, as R's `logLik`.
  public let logLikelihood: Double
  /// How many passes over all rows the fit took.
  public let iterations: Int
  /// How many coefficients could be estimated.
  public let rank: Int
  let packed: PackedDesign
  let maximum: NewtonMaximum

  init(model: GeneralisedLinearModel, packed: PackedDesign, maximum: NewtonMaximum) {
    self.model = model
    self.packed = packed
    self.maximum = maximum
    iterations = maximum.iterations
    rank = maximum.cholesky.rank
    let aliased = maximum.cholesky.aliased
    let values = packed.unstandardised(maximum.coefficients)
    coefficients = Coefficients(
      names: model.design.names,
      values: values.indices.map {
        aliased[$0]
          ? .undefined(.aliased) : values[$0].isFinite ? .defined(values[$0]) : .undefined(.notComputed)
      }, covariance: maximum.cholesky.inverse.transformed(by: packed.transformation))
    if model.isOfSingleTrials {
      // Then the constants are zero, and a model that predicts every outcome has a likelihood of one.
      deviance = -2 * maximum.logLikelihood
      logLikelihood = maximum.logLikelihood
    } else {
      let eta = model.linearPredictor(values)
      deviance = model.sum { $1 * model.family.deviance($0, eta: eta[$2]) }
      logLikelihood = model.logLikelihood(at: eta)
    }
  }

  /// How many observations there are: rows, or the persons that they stand for.
  public var n: Double {
    switch model.weightMeaning {
    case .persons: model.weights?.reduce(0, +) ?? Double(model.design.rows)
    case .trials: Double(model.weights?.count { $0 > 0 } ?? model.design.rows)
    }
  }

  /// Observations less estimated coefficients.
  public var residualDegreesOfFreedom: Double { n - Double(rank) }

  /// Akaike's criterion.
  public var aic: Double { -2 * logLikelihood + 2 * Double(rank) }

  /// The expected outcome of each row.
  public var fitted: [Double] {
    model.linearPredictor(estimates).map(model.family.mean)
  }

  /// The deviance of the model without covariates, but with intercept (if this has one) and offset.
  public var nullDeviance: Outcome<Double> {
    guard
      let design = DesignMatrix(
        columns: [], names: [], intercept: model.design.hasIntercept, rows: model.design.rows)
    else { return .undefined(.notComputed) }
    var null = model
    null.design = design
    return null.fit().map(\.deviance)
  }

  /// Twice the log-likelihood gained over the model without covariates.
  public var likelihoodRatio: Outcome<ChiSquaredTest> {
    nullDeviance.flatMap {
      ChiSquaredTest.test(
        max($0 - deviance, 0), degreesOfFreedom: Double(rank - (model.design.hasIntercept ? 1 : 0)))
    }
  }

  /// The sum of squared residuals over their variances.
  public var pearson: Double {
    let fitted = fitted
    return model.sum {
      let residual = $0 - fitted[$2]
      return $1 * residual * residual / model.family.variance(fitted[$2])
    }
  }

  /// The covariance that holds where the variance of the outcome is not that of the family (Huber 1967, White 1980): HC0,
  /// or by clusters.
  ///
  /// With a Poisson model of a yes-or-no outcome this is the modified Poisson regression of Zou (2004), Am J Epidemiol
  /// 159:702, whose ratios are risk ratios. Without a factor for small samples; checked against R's sandwich of
  /// `residuals * model.matrix`.
  public func robustCovariance(clusters: ModelFrame.Grouping? = nil) -> Outcome<SymmetricMatrix> {
    let columns = packed.columns
    let eta = model.linearPredictor(estimates)
    var meat = SymmetricMatrix(dimension: columns)
    let groups = clusters?.labels.count ?? 0
    guard clusters.map({ $0.codes.count == packed.rows }) ?? true else {
      return .undefined(.inconsistentCounts)
    }
    guard clusters?.codes.allSatisfy({ $0 >= 0 && Int($0) < groups }) ?? true else {
      return .undefined(.argumentOutOfRange)
    }
    var totals = Array(repeating: 0.0, count: groups * columns)
    for row in 0..<packed.rows {
      let weight = model.weights?[row] ?? 1
      let mean = model.family.mean(eta[row])
      let residual = (model.outcome[row] - mean) * model.family.slope(mean) / model.family.variance(mean)
      guard weight > 0, residual.isFinite else { continue }
      let start = row / 8 * columns
      let lane = row % 8
      if let clusters {
        let total = Int(clusters.codes[row]) * columns
        for column in 0..<columns {
          totals[total + column] += weight * residual * packed.values[start + column][lane]
        }
        continue
      }
      // A row of several persons has the residual of each of them; a weighted row one that is multiplied.
      let square = (model.weightMeaning == .persons ? weight : weight * weight) * residual * residual
      for first in 0..<columns {
        let scaled = square * packed.values[start + first][lane]
        for second in 0...first { meat[first, second] += scaled * packed.values[start + second][lane] }
      }
    }
    for group in 0..<groups {
      for first in 0..<columns {
        for second in 0...first {
          meat[first, second] += totals[group * columns + first] * totals[group * columns + second]
        }
      }
    }
    let bread = maximum.cholesky.inverse
    let rows = (0..<columns).map { row in (0..<columns).map { bread[row, $0] } }
    return .defined(meat.transformed(by: rows).transformed(by: packed.transformation))
  }

  private var estimates: [Double] { coefficients.values.map { $0.value ?? 0 } }
}

extension GeneralisedLinearModel {
  /// Whether each row is a person with yes or no, or several such persons.
  var isOfSingleTrials: Bool {
    guard case .binomial = family, weightMeaning == .persons || weights == nil else { return false }
    return outcome.allSatisfy { $0 == 0 || $0 == 1 }
  }

  /// Sums over rows of outcome, weight and place.
  func sum(_ term: (Double, Double, Int) -> Double) -> Double {
    var sum = 0.0
    for row in outcome.indices {
      let weight = weights?[row] ?? 1
      if weight > 0 { sum += term(outcome[row], weight, row) }
    }
    return sum
  }

  func logLikelihood(at eta: [Double]) -> Double {
    sum { outcome, weight, row in
      switch (weightMeaning, family) {
      case (.trials, .binomial): family.logLikelihood(outcome, eta: eta[row], trials: weight)
      default: weight * family.logLikelihood(outcome, eta: eta[row], trials: 1)
      }
    }
  }
}
