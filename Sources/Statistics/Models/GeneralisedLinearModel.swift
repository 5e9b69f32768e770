/// A regression of yes or no, shares or counts on covariates: logistic, Poisson, negative binomial with a given theta.
///
/// McCullagh & Nelder (1989). Newton's steps (Fisher scoring for the negative binomial) on standardised columns, halved
/// where the deviance would rise; checked against R 4.2 `glm`.
public struct GeneralisedLinearModel: Sendable {
  /// What a weight counts.
  public enum WeightMeaning: Sendable {
    /// Persons with the same covariates and outcome: the result is that of as many rows.
    case persons
    /// Trials of which the outcome is the share of successes, or the precision of one row, as `weights` in R's `glm`.
    case trials
  }

  /// The covariates.
  public var design: DesignMatrix
  /// The outcome of each row.
  public var outcome: [Double]
  /// The kind of outcome.
  public var family: OutcomeFamily
  /// The weight of each row; one each where nil.
  public var weights: [Double]?
  /// What the weights count.
  public var weightMeaning: WeightMeaning
  /// What is added to each row's linear predictor; nothing where nil.
  public var offset: [Double]?

  /// Makes a model from columns of equal length.
  public init(
    design: DesignMatrix, outcome: [Double], family: OutcomeFamily, weights: [Double]? = nil,
    weightMeaning: WeightMeaning = .persons, offset: [Double]? = nil
  ) {
    self.design = design
    self.outcome = outcome
    self.family = family
    self.weights = weights
    self.weightMeaning = weightMeaning
    self.offset = offset
  }

  /// Makes a model of a formula's frame: the outcome is 0 and 1 (a category: anything but the first level is 1), a share,
  /// a count, or `cbind(successes, failures)`.
  public init?(_ frame: ModelFrame, family: OutcomeFamily, weightMeaning: WeightMeaning = .persons) {
    var weights = frame.weights
    var meaning = weightMeaning
    if frame.responseCall == "cbind" {
      guard frame.response.count == 2, let successes = frame.response[0].values,
        let failures = frame.response[1].values
      else { return nil }
      let trials = successes.indices.map { successes[$0] + failures[$0] }
      outcome = trials.indices.map { trials[$0] > 0 ? successes[$0] / trials[$0] : 0 }
      weights = trials.indices.map { trials[$0] * (weights?[$0] ?? 1) }
      meaning = .trials
    } else {
      guard frame.responseCall == nil, let response = frame.response.first else { return nil }
      switch response {
      case .numbers(let values), .truths(let values): outcome = values
      case .factor(let codes, _): outcome = codes.map { $0 > 0 ? 1 : 0 }
      }
    }
    design = frame.design
    self.family = family
    self.weights = weights
    self.weightMeaning = meaning
    offset = frame.offset
  }

  /// When a fit is good enough.
  public enum Convergence: Sendable {
    /// Where the next step would change nothing within the digits that count.
    case full
    /// As R's `epsilon`: where the deviance falls by less than this share of itself, the covariance being that from which
    /// the last step was taken. Near separation R's standard errors differ from the exact ones in the eighth digit.
    case relativeDeviance(Double)
  }

  /// Fits by maximum likelihood.
  ///
  /// - Returns: Undefined where there are no rows, a number is not finite or not possible, or the covariates separate the
  ///   outcomes, so that no finite coefficients are the most likely ones (then `FirthRegression` may answer).
  public func fit(until convergence: Convergence = .full) -> Outcome<GeneralisedLinearFit> {
    if let problem { return .undefined(problem) }
    let packed = PackedDesign(design, outcome: outcome, weights: weights, offset: offset)
    return NewtonMaximum.find(
      packed, family, areTrials: weightMeaning == .trials, saturated: saturatedLogLikelihood,
      convergence: convergence
    ).map { GeneralisedLinearFit(model: self, packed: packed, maximum: $0) }
  }

  /// Where R's `glm` would stop: iterations until the deviance changes by less than `tolerance` of itself, `limit` at most.
  ///
  /// For separated outcomes the coefficients that are told here are not estimates: they are as large as the iterations
  /// were many.
  public func iterated(tolerance: Double = 1e-8, limit: Int = 25) -> Outcome<Iterated> {
    if let problem { return .undefined(problem) }
    let packed = PackedDesign(design, outcome: outcome, weights: weights, offset: offset)
    let start = NewtonPass(starting: packed, family, areTrials: weightMeaning == .trials)
    var previous = -2 * start.logLikelihood
    let saturated = saturatedLogLikelihood
    var cholesky = Cholesky(start.information)
    var coefficients = cholesky.solve(start.score)
    for iteration in 1...max(limit, 1) {
      let pass = NewtonPass(packed, family, at: coefficients)
      let deviance = 2 * (saturated - pass.logLikelihood)
      guard deviance.isFinite else { return .undefined(.notComputed) }
      let isLast = abs(deviance - previous) / (abs(deviance) + 0.1) < tolerance
      if isLast || iteration == limit {
        return .defined(
          Iterated(
            coefficients: packed.unstandardised(coefficients), converged: isLast, iterations: iteration))
      }
      previous = deviance
      cholesky = Cholesky(pass.information)
      let step = cholesky.solve(pass.score)
      for column in step.indices { coefficients[column] += step[column] }
    }
    return .undefined(.notComputed)
  }

  /// Where iterations stopped.
  public struct Iterated: Sendable, Equatable {
    /// The coefficients.
    public let coefficients: [Double]
    /// Whether the deviance had settled.
    public let converged: Bool
    /// How many iterations were made.
    public let iterations: Int
  }

  /// Why the model cannot be fitted, whatever the method.
  var problem: Undefined? {
    guard outcome.count == design.rows, weights.map({ $0.count == design.rows }) ?? true,
      offset.map({ $0.count == design.rows }) ?? true
    else { return .inconsistentCounts }
    guard outcome.allSatisfy(family.admits), weights?.allSatisfy({ $0 >= 0 && $0.isFinite }) ?? true else {
      return .argumentOutOfRange
    }
    if case .negativeBinomial(let theta) = family, !(theta > 0 && theta.isFinite) {
      return .argumentOutOfRange
    }
    guard design.values.allSatisfy({ abs($0) < 1e150 }), offset?.allSatisfy(\.isFinite) ?? true else {
      return .notFinite
    }
    guard let weights else { return design.rows == 0 ? .noObservations : nil }
    return weights.contains { $0 > 0 } ? nil : .noObservations
  }

  /// The log-likelihood of a model that predicts each outcome, but for what no coefficient changes.
  private var saturatedLogLikelihood: Double {
    var sum = 0.0
    for row in outcome.indices {
      let y = outcome[row]
      let weight = weights?[row] ?? 1
      switch family {
      case .binomial where y == 0 || y == 1: continue
      case .binomial: sum += weight * (y * logarithm(y) + (1 - y) * logarithm(onePlus: -y))
      case .poisson: sum += weight * (y > 0 ? y * logarithm(y) - y : 0)
      case .negativeBinomial(let theta):
        sum += weight * ((y > 0 ? y * logarithm(y) : 0) - (y + theta) * logarithm(onePlus: y / theta))
      }
    }
    return sum
  }

  /// The linear predictor of every row.
  func linearPredictor(_ coefficients: [Double]) -> [Double] {
    var eta = offset ?? Array(repeating: 0, count: design.rows)
    for column in 0..<design.columns where coefficients[column] != 0 {
      let factor = coefficients[column]
      let values = design.column(column)
      for row in eta.indices { eta[row] += factor * values[values.startIndex + row] }
    }
    return eta
  }
}
