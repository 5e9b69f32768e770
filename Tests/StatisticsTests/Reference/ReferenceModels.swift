import Statistics
import Testing

extension ReferenceMethods {
  static let models: [String: ReferenceMethod] = [
    "logistic": logistic, "logistic_firth": firth, "conditional_logistic": conditionalLogistic,
    "poisson": poisson, "negative_binomial": negativeBinomial,
  ]

  /// The control that the reference gives to R's `glm`.
  private static let asReference = GeneralisedLinearModel.Convergence.relativeDeviance(1e-14)

  private static func logistic(_ reference: ReferenceCase) throws -> [String: Answer] {
    let weights = reference.texts("wt").first
    let frame = try reference.frame(weights: weights)
    let model = try #require(GeneralisedLinearModel(frame, family: .binomial, weightMeaning: .trials))
    guard case .defined(let fit) = model.fit(until: asReference) else {
      return undefined(model.fit().reason, reference)
    }
    var answers = common(fit, reference)
    let ratios = fit.coefficients.ratios(confidence: reference.confidence)
    answers["or"] = .numbers(ratios.map(\.value))
    answers["wald_lower"] = .numbers(ratios.map { $0.interval.map(\.lower) })
    answers["wald_upper"] = .numbers(ratios.map { $0.interval.map(\.upper) })
    answers["profile_ci"] = .numbers(
      frame.design.names.indices.flatMap { column in
        let interval = fit.interpolatedProfileInterval(of: column, confidence: reference.confidence)
        return [interval.map(\.lower), interval.map(\.upper)]
      })
    answers["lrt_chi2"] = .number(fit.nullDeviance.map { $0 - fit.deviance })
    // Without a degree of freedom R's statistic is rounding of either sign, and its p 0 above zero and 1 elsewhere.
    let isAbove = reference.output["lrt_chi2"].map { ($0.numbers.first ?? 0) > 0 } ?? false
    answers["lrt_p"] = .number(
      fit.likelihoodRatio.reason == .noVariation
        ? .defined(isAbove ? 0 : 1) : fit.likelihoodRatio.map(\.p))
    answers["fitted_first5"] = .numbers(Array(fit.fitted.prefix(5)))
    return answers
  }

  private static func common(_ fit: GeneralisedLinearFit, _ reference: ReferenceCase) -> [String: Answer] {
    [
      "names": .texts(fit.coefficients.names), "coef": .numbers(fit.coefficients.values),
      "se": .numbers(fit.coefficients.standardErrors), "z": .numbers(fit.coefficients.z),
      "p": .numbers(fit.coefficients.p), "vcov": .numbers(fit.coefficients.covariance.elements),
      "deviance": .number(fit.deviance), "null_deviance": .number(fit.nullDeviance),
      "loglik": .number(fit.logLikelihood), "aic": .number(fit.aic),
      "df_resid": .number(fit.residualDegreesOfFreedom), "pearson_chi2": .number(fit.pearson),
    ]
  }

  private static func undefined(_ reason: Undefined?, _ reference: ReferenceCase) -> [String: Answer] {
    reference.output.mapValues { _ in .number(.undefined(reason ?? .notComputed)) }
  }

  private static func firth(_ reference: ReferenceCase) throws -> [String: Answer] {
    let frame = try reference.frame()
    let model = try #require(GeneralisedLinearModel(frame, family: .binomial))
    guard case .defined(let fit) = FirthRegression(model).fit() else {
      return undefined(FirthRegression(model).fit().reason, reference)
    }
    let names = fit.coefficients.names
    var answers: [String: Answer] = [
      "names": .texts(names), "coef": .numbers(fit.coefficients.values),
      "se": .numbers(fit.coefficients.standardErrors),
      "penalised_loglik": .number(fit.penalisedLogLikelihood),
    ]
    // The script of the reference does not profile a model of one coefficient.
    let limits = names.indices.map { column in
      names.count > 1
        ? fit.profileInterval(of: column, confidence: reference.confidence) : .undefined(.notComputed)
    }
    answers["profile_lower"] = .numbers(limits.map { $0.map(\.lower) })
    answers["profile_upper"] = .numbers(limits.map { $0.map(\.upper) })
    if case .defined(let plain) = model.iterated() {
      answers["ml_converged"] = .number(plain.converged ? 1 : 0)
      answers["ml_coef"] = .numbers(plain.coefficients)
      answers["ml_max_abs_coef"] = .number(plain.coefficients.map(abs).max() ?? 0)
    }
    return answers
  }

  private static func conditionalLogistic(_ reference: ReferenceCase) throws -> [String: Answer] {
    let frame = try reference.frame(dropsIntercept: true)
    let model = try #require(ConditionalLogisticRegression(frame))
    guard case .defined(let fit) = model.fit() else { return undefined(model.fit().reason, reference) }
    let test = fit.likelihoodRatio
    return [
      "names": .texts(fit.coefficients.names), "coef": .numbers(fit.coefficients.values),
      "se": .numbers(fit.coefficients.standardErrors),
      "loglik": .numbers([fit.nullLogLikelihood, fit.logLikelihood]),
      "lrt": .numbers([test.map(\.statistic), test.map(\.degreesOfFreedom), test.map(\.p)]),
    ]
  }

  private static func poisson(_ reference: ReferenceCase) throws -> [String: Answer] {
    let frame = try reference.frame()
    let model = try #require(GeneralisedLinearModel(frame, family: .poisson))
    guard case .defined(let fit) = model.fit(until: asReference) else {
      return undefined(model.fit().reason, reference)
    }
    var answers = common(fit, reference)
    let ratios = fit.coefficients.ratios(confidence: reference.confidence)
    answers["rr"] = .numbers(ratios.map(\.value))
    answers["lower"] = .numbers(ratios.map { $0.interval.map(\.lower) })
    answers["upper"] = .numbers(ratios.map { $0.interval.map(\.upper) })
    let robust = fit.robustCovariance(clusters: frame.clusters)
    answers["robust_se_hc0"] = .numbers(
      robust.value.map { fit.coefficients.with(covariance: $0).standardErrors } ?? [])
    return answers
  }

  private static func negativeBinomial(_ reference: ReferenceCase) throws -> [String: Answer] {
    let frame = try reference.frame()
    let model = NegativeBinomialRegression(
      try #require(GeneralisedLinearModel(frame, family: .poisson)))
    guard case .defined(let result) = model.fit() else { return undefined(model.fit().reason, reference) }
    var answers = common(result.fit, reference)
    answers["theta"] = .number(result.theta)
    answers["theta_se"] = .number(result.thetaStandardError)
    return answers
  }
}
