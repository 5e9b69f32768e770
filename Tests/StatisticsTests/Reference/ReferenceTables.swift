import Statistics

extension ReferenceMethods {
  static let tables: [String: ReferenceMethod] = [
    "distributions": distributions, "proportion_ci": proportion, "quantiles": quantiles,
    "descriptives": descriptives, "smd": standardisedDifference, "kappa": kappa, "two_by_two": twoByTwo,
    "rates": rates, "rate_ratio": rateRatio, "vaccine_effectiveness": vaccineEffectiveness,
    "direct_standardisation": directStandardisation, "multiple_testing": multipleTesting,
    "mantel_haenszel": mantelHaenszel, "chi_square_fisher": contingency, "mcnemar": mcnemar, "trend": trend,
  ]

  static let proportion: ReferenceMethod = { reference in
    let proportion = Proportion(reference.count("x"), of: reference.count("n"))
    var answers: [String: Answer] = ["p": .number(proportion.value)]
    for (method, key) in [
      (Proportion.IntervalMethod.wald, "wald"), (.wilson, "wilson"), (.wilsonCorrected, "wilson_cc"),
      (.agrestiCoull, "agresti_coull"), (.clopperPearson, "clopper_pearson"), (.jeffreys, "jeffreys"),
      (.midP, "mid_p"),
    ] {
      answers[key] = .interval(proportion.interval(method, confidence: reference.confidence))
    }
    return answers
  }

  static let quantiles: ReferenceMethod = { reference in
    let quantiles = Quantiles(reference.numbers("x"))
    let description = Description(of: reference.numbers("x"))
    let shares = reference.numbers("probs")
    return [
      "n": .number(quantiles.sorted.count),
      "type2": .numbers(shares.map { quantiles($0, kind: .two) }),
      "type6": .numbers(shares.map { quantiles($0, kind: .six) }),
      "type7": .numbers(shares.map { quantiles($0) }),
      "median": .number(quantiles.median),
      "iqr7": .number(quantiles.quartiles().map { $0.upper - $0.lower }),
      "mean": .number(description.mean),
      "sd": .number(description.standardDeviation),
      "min": .number(quantiles(0)),
      "max": .number(quantiles(1)),
      "mad": .number(quantiles.medianAbsoluteDeviation),
    ]
  }

  static let descriptives: ReferenceMethod = { reference in
    let description = Description(of: reference.numbers("x"))
    return [
      "n": .number(description.n),
      "mean": .number(description.mean),
      "sd": .number(description.standardDeviation),
      "se": .number(description.standardError),
      "ci95": .interval(description.interval()),
      "skew_g1": .number(description.skewness),
      "kurt_g2": .number(description.kurtosis),
    ]
  }

  static let standardisedDifference: ReferenceMethod = { reference in
    switch reference.word("kind") {
    case "continuous":
      let (x, y) = (Description(of: reference.numbers("x")), Description(of: reference.numbers("y")))
      return [
        "smd": .number(StandardisedDifference.continuous(x, y)),
        "cohen_d_pooled": .number(StandardisedDifference.cohen(x, y)),
      ]
    case "binary":
      return ["smd": .number(StandardisedDifference.binary(reference.number("p1"), reference.number("p2")))]
    default:
      return [
        "smd": .number(StandardisedDifference.multinomial(reference.counts("n1"), reference.counts("n2")))
      ]
    }
  }

  static let kappa: ReferenceMethod = { reference in
    guard let kappa = CohenKappa(reference.rows("table", reference.count("nrow"))) else { return [:] }
    return [
      "po": .number(kappa.observedAgreement),
      "pe": .number(kappa.expectedAgreement),
      "kappa": .number(kappa.value()),
      "psych_kappa": .number(kappa.value()),
      "kappa_linear": .number(kappa.value(weights: .linear)),
      "kappa_quadratic": .number(kappa.value(weights: .quadratic)),
      "se": .number(kappa.standardError),
      "se0": .number(kappa.standardErrorUnderChance),
      "z": .number(kappa.deviate),
      "ci": .interval(kappa.estimate(confidence: reference.confidence).interval),
    ]
  }
}

extension ReferenceCase {
  /// A matrix of counts, which is written row by row.
  func rows(_ key: String, _ rows: Int) -> [[Int]] {
    let counts = counts(key)
    let columns = rows > 0 ? counts.count / rows : 0
    return (0..<max(rows, 0)).map { Array(counts[$0 * columns..<($0 + 1) * columns]) }
  }
}
