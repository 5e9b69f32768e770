extension GeneralisedLinearFit {
  /// The values of a coefficient that the likelihood-ratio test does not refuse: unlike Wald's, this interval is right where
  /// the likelihood is skewed.
  ///
  /// Venzon & Moolgavkar (1988), Appl Stat 37:87; R's `MASS::confint` interpolates: `interpolatedProfileInterval`.
  public func profileInterval(of column: Int, confidence: Double = 0.95) -> Outcome<Interval> {
    guard coefficients.values.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    let direction = packed.transformation[column]
    let error = coefficients.standardErrors[column]
    return coefficients.values[column].flatMap { _ in
      error.flatMap {
        surface.interval(
          along: direction, from: maximum.coefficients, logLikelihood: maximum.logLikelihood,
          standardError: $0,
          confidence: confidence)
      }
    }
  }

  /// The limits as R's `confint` of MASS prints them, a few thousandths of a standard error from the exact ones.
  public func interpolatedProfileInterval(of column: Int, confidence: Double = 0.95) -> Outcome<Interval> {
    guard coefficients.values.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    return coefficients.values[column].flatMap { estimate in
      coefficients.standardErrors[column].flatMap { error in
        Distribution.normalFactor(confidence: confidence).flatMap { z in
          var start = maximum.coefficients
          let curve = ProfileInterpolation(
            estimate: estimate, standardError: error, confidence: confidence
          ) { value in
            guard let summit = surface.summit(along: packed.transformation[column], at: value, from: start)
            else {
              return nil
            }
            start = summit.coefficients
            return (2 * max(maximum.logLikelihood - summit.logLikelihood, 0)).squareRoot()
          }
          return curve?.interval(z).map { .defined($0) } ?? .undefined(.notComputed)
        }
      }
    }
  }

  /// The likelihood-ratio test of one coefficient being zero, the others as they then are most likely.
  public func likelihoodRatio(of column: Int) -> Outcome<ChiSquaredTest> {
    guard coefficients.values.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    return coefficients.values[column].flatMap { _ in
      guard
        let summit = surface.summit(
          along: packed.transformation[column], at: 0, from: maximum.coefficients)
      else { return .undefined(.notComputed) }
      let statistic = 2 * (maximum.logLikelihood - summit.logLikelihood)
      return ChiSquaredTest.test(max(statistic, 0), degreesOfFreedom: 1)
    }
  }

  private var surface: LikelihoodSurface {
    LikelihoodSurface { coefficients in
      let pass = NewtonPass(packed, model.family, at: coefficients)
      return LikelihoodSurface.Point(
        logLikelihood: pass.logLikelihood, score: pass.score, information: pass.information)
    }
  }
}
