import Statistics

extension ReferenceMethods {
  static let rates: ReferenceMethod = { reference in
    let rate = Rate(reference.count("x"), per: reference.number("pt"))
    var answers: [String: Answer] = ["rate": .number(rate.value)]
    for (method, key) in [
      (Rate.IntervalMethod.exact, "exact"), (.byar, "byar"), (.wald, "wald"), (.logWald, "log_wald"),
      (.midP, "mid_p"),
    ] {
      answers[key] = .interval(rate.interval(method, confidence: reference.confidence))
    }
    return answers
  }

  static let rateRatio: ReferenceMethod = { reference in
    let ratio = RateRatio(
      Rate(reference.count("x1"), per: reference.number("t1")),
      Rate(reference.count("x0"), per: reference.number("t0")))
    let confidence = reference.confidence
    return [
      "rr": .number(ratio.value),
      "exact_ci": .interval(ratio.interval(confidence: confidence)),
      "exact_p": .number(ratio.exactP),
      "wald_ci": .interval(ratio.waldInterval(confidence: confidence)),
      "mid_p_ci": .interval(ratio.interval(.midP, confidence: confidence)),
      "mid_p": .number(ratio.midP),
      "score_chi2": .number(ratio.scoreTest.map(\.statistic)),
      "score_p": .number(ratio.scoreTest.map(\.p)),
      "rate_diff": .number(ratio.difference().value),
      "rate_diff_ci": .interval(ratio.difference(confidence: confidence).interval),
    ]
  }

  static let vaccineEffectiveness: ReferenceMethod = { reference in
    var answers: [String: Answer] = [:]
    func answer(_ key: String, _ ratio: Estimate) {
      let effectiveness = VaccineEffectiveness.from(ratio)
      answers[key] = .effectiveness(effectiveness)
    }
    if reference.has("t1") {
      let ratio = RateRatio(
        Rate(reference.count("x1"), per: reference.number("t1")),
        Rate(reference.count("x0"), per: reference.number("t0")))
      answer("irr_exact", Estimate(value: ratio.value, interval: ratio.interval()))
      answer("irr_wald", Estimate(value: ratio.value, interval: ratio.waldInterval()))
      answers["irr_beta_binomial"] = .effectiveness(VaccineEffectiveness.bayesian(ratio))
      answers["prob_ve_gt_30"] = .number(VaccineEffectiveness.probability(above: 0.3, ratio))
    }
    if reference.has("n1") {
      let table = TwoByTwo(
        exposedCases: reference.count("x1"), of: reference.count("n1"),
        unexposedCases: reference.count("x0"), of: reference.count("n0"))
      answer("rr_katz", table.riskRatio())
      answer("or_woolf", table.oddsRatio())
      // 1 − ψ: as far off as R's ψ.
      let exact = VaccineEffectiveness.from(table.exactOddsRatio())
      answers["or_fisher"] = .fields([
        "ve": .searched([exact.value]), "lower": .searched([exact.interval.map(\.lower)]),
        "upper": .searched([exact.interval.map(\.upper)]),
      ])
    }
    if reference.has("hr") {
      answers["hr"] = .effectiveness(
        VaccineEffectiveness.from(
          hazardRatio: reference.number("hr"), standardErrorOfLogarithm: reference.number("se")))
    }
    return answers
  }

  static let directStandardisation: ReferenceMethod = { reference in
    let outcome = DirectStandardisation.of(
      events: reference.counts("count"), persons: reference.numbers("pop"), standard: reference.numbers("std")
    )
    let confidence = reference.confidence
    let gamma = outcome.flatMap { $0.gammaInterval(confidence: confidence) }
    return [
      "crude": .number(outcome.map(\.crude)),
      "adjusted": .number(outcome.map(\.adjusted)),
      "var": .number(outcome.map(\.poissonVariance)),
      "fay_feuer_lower": .number(gamma.map(\.lower)),
      "fay_feuer_upper": .number(gamma.map(\.upper)),
      "normal": .interval(outcome.flatMap { $0.normalInterval(confidence: confidence) }),
      "dobson": .interval(outcome.flatMap { $0.dobsonInterval(confidence: confidence) }),
    ]
  }

  static let multipleTesting: ReferenceMethod = { reference in
    let values = reference.numbers("p").map { p -> Outcome<Double> in
      p.isNaN ? .undefined(.notComputed) : .defined(p)
    }
    return [
      "holm": .numbers(MultipleTesting.holm.adjust(values)),
      "hochberg": .numbers(MultipleTesting.hochberg.adjust(values)),
      "bonferroni": .numbers(MultipleTesting.bonferroni.adjust(values)),
      "BH": .numbers(MultipleTesting.benjaminiHochberg.adjust(values)),
      "BY": .numbers(MultipleTesting.benjaminiYekutieli.adjust(values)),
    ]
  }
}

extension Answer {
  fileprivate static func effectiveness(_ estimate: Estimate) -> Answer {
    .fields([
      "ve": .number(estimate.value), "lower": .number(estimate.interval.map(\.lower)),
      "upper": .number(estimate.interval.map(\.upper)),
    ])
  }
}
