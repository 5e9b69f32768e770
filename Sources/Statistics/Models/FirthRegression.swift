/// Logistic regression with a likelihood that is penalised by Jeffreys' prior: its estimates are finite even where
/// covariates separate the outcomes, and nearly free of the bias of small samples.
///
/// Firth (1993), Biometrika 80:27; Heinze & Schemper (2002), Stat Med 21:2409. Checked against R's `brglm2` (AS_mean) and
/// profile limits by BFGS.
public struct FirthRegression: Sendable {
  /// The covariates, outcome and weights; the family is binomial.
  public let model: GeneralisedLinearModel

  /// Penalises a logistic model.
  public init(_ model: GeneralisedLinearModel) {
    self.model = model
  }

  /// Fits by maximum penalised likelihood.
  public func fit() -> Outcome<FirthFit> {
    guard model.family == .binomial else { return .undefined(.argumentOutOfRange) }
    if let problem = model.problem { return .undefined(problem) }
    let packed = PackedDesign(
      model.design, outcome: model.outcome, weights: model.weights, offset: model.offset)
    let surface = Self.surface(packed)
    var coefficients = Array(repeating: 0.0, count: packed.columns)
    var point = surface.value(coefficients)
    for _ in 0..<5_000 {
      let cholesky = Cholesky(point.information, tolerance: surface.tolerance)
      var step = cholesky.solve(point.score)
      let decrement = zip(step, point.score).reduce(0) { $0 + $1.0 * $1.1 }
      guard decrement.isFinite, point.logLikelihood.isFinite else { return .undefined(.notComputed) }
      if decrement <= 1e-20 * (abs(point.logLikelihood) + 1) {
        let information = NewtonPass(packed, .binomial, at: coefficients).information
        return .defined(
          FirthFit(
            model: model, packed: packed, maximum: coefficients, logLikelihood: point.logLikelihood,
            cholesky: Cholesky(information, tolerance: surface.tolerance)))
      }
      // Steps of more than five standard deviations lead far astray.
      let longest = step.map(abs).max() ?? 0
      if longest > 5 { step = step.map { $0 * 5 / longest } }
      var share = 1.0
      while true {
        let next = zip(coefficients, step).map { $0 + share * $1 }
        let candidate = surface.value(next)
        if candidate.logLikelihood >= point.logLikelihood - 1e-13 * abs(point.logLikelihood) || share < 1e-6 {
          (coefficients, point) = (next, candidate)
          break
        }
        share /= 2
      }
    }
    return .undefined(.notComputed)
  }

  /// The penalised log-likelihood of the packed columns: ℓ + ½ log |X'WX|, with the score Σ (y − p + h(½ − p)) x.
  ///
  /// The information is that of data with h more trials in each row, half of them successes: with that of the data alone
  /// the steps overshoot, in small samples forever.
  static func surface(_ design: PackedDesign) -> LikelihoodSurface {
    let tolerance = 1e-13
    return LikelihoodSurface(
      value: { coefficients in
        let pass = NewtonPass(design, .binomial, at: coefficients)
        let cholesky = Cholesky(pass.information, tolerance: tolerance)
        let penalty = PackSums(penalising: design, at: coefficients, cholesky.inverse).reduced
        var information = pass.information
        for row in 0..<design.columns {
          for column in 0...row { information[row, column] += penalty.1[row, column] }
        }
        return LikelihoodSurface.Point(
          logLikelihood: pass.logLikelihood + cholesky.logDeterminant / 2,
          score: zip(pass.score, penalty.0).map { $0 + $1 }, information: information)
      }, tolerance: tolerance)
  }
}

extension PackSums {
  /// What h more trials in each row, half of them successes, add to score and information.
  fileprivate init(penalising design: PackedDesign, at coefficients: [Double], _ covariance: SymmetricMatrix)
  {
    let columns = design.columns
    self.init(columns: columns)
    for pack in 0..<design.packs {
      let start = pack * columns
      var eta = design.offset.map { $0[pack] } ?? .zero
      var leverage = SIMD8<Double>.zero
      for row in 0..<columns {
        let value = design.values[start + row]
        eta += coefficients[row] * value
        var product = SIMD8<Double>.zero
        for column in 0..<columns { product += covariance[row, column] * design.values[start + column] }
        leverage += value * product
      }
      let mean = 1 / (1 + exponential(-eta))
      let spread = mean * (1 - mean)
      let hat = design.weight(pack) * spread * leverage
      add(design, start, residual: hat * (0.5 - mean), weight: hat * spread)
    }
  }
}

/// A fitted Firth regression.
public struct FirthFit: Sendable {
  /// What was fitted.
  public let model: GeneralisedLinearModel
  /// The coefficients with the covariance of the inverse information.
  public let coefficients: Coefficients
  /// The log-likelihood plus half the logarithm of the information's determinant.
  public let penalisedLogLikelihood: Double
  private let packed: PackedDesign
  private let maximum: [Double]
  private let top: Double

  init(
    model: GeneralisedLinearModel, packed: PackedDesign, maximum: [Double], logLikelihood: Double,
    cholesky: Cholesky
  ) {
    self.model = model
    self.packed = packed
    self.maximum = maximum
    top = logLikelihood
    penalisedLogLikelihood = logLikelihood + packed.logVolume
    let values = packed.unstandardised(maximum)
    coefficients = Coefficients(
      names: model.design.names,
      values: values.indices.map { cholesky.aliased[$0] ? .undefined(.aliased) : .defined(values[$0]) },
      covariance: cholesky.inverse.transformed(by: packed.transformation))
  }

  /// The values of a coefficient that the penalised likelihood-ratio test does not refuse (Heinze & Schemper 2002).
  public func profileInterval(of column: Int, confidence: Double = 0.95) -> Outcome<Interval> {
    guard coefficients.values.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    let error = coefficients.standardErrors[column]
    return coefficients.values[column].flatMap { _ in
      error.flatMap {
        FirthRegression.surface(packed).interval(
          along: packed.transformation[column], from: maximum, logLikelihood: top, standardError: $0,
          confidence: confidence)
      }
    }
  }

  /// The penalised likelihood-ratio test of one coefficient being zero.
  public func likelihoodRatio(of column: Int) -> Outcome<ChiSquaredTest> {
    guard coefficients.values.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    return coefficients.values[column].flatMap { _ in
      let surface = FirthRegression.surface(packed)
      guard let summit = surface.summit(along: packed.transformation[column], at: 0, from: maximum) else {
        return .undefined(.notComputed)
      }
      return ChiSquaredTest.test(max(2 * (top - summit.logLikelihood), 0), degreesOfFreedom: 1)
    }
  }
}
