import Statistics
import Testing

extension ReferenceMethods {
  static let survival: [String: ReferenceMethod] = [
    "kaplan_meier": kaplanMeier, "logrank": logRank, "rmst": restrictedMean,
    "competing_risks": competingRisks, "cox": cox,
  ]

  // MARK: Kaplan-Meier

  private static let kaplanMeier: ReferenceMethod = { reference in
    let persons = try SurvivalData(reference)
    var answers: [String: Answer] = [:]
    for group in persons.groupsAsTexts {
      let rows = persons.rows(of: group)
      let curve = KaplanMeier(try persons.table(of: rows))
      answers[group] = .fields([
        "n": .number(persons.count(of: group)), "events": .number(curve.table.eventCount),
        "curve": points(of: curve),
        "at": at(reference.numbers("times"), curve), "quartiles": quartiles(of: curve),
      ])
    }
    return answers
  }

  /// The event times, at most 40 of them, spread evenly; R rounds a half to even.
  private static func points(of curve: KaplanMeier) -> Answer {
    let table = curve.table
    var rows = table.times.indices.filter { table.events[$0] > 0 }
    if rows.count > 40 {
      let step = Double(rows.count - 1) / 39
      rows = (0..<40).map { rows[Int((1 + Double($0) * step).rounded(.toNearestOrEven)) - 1] }
    }
    var fields: [String: Answer] = [
      "time": .numbers(rows.map { table.times[$0] }), "n_risk": .numbers(rows.map { table.atRisk[$0] }),
      "n_event": .numbers(rows.map { table.events[$0] }), "surv": .numbers(rows.map { curve.survival[$0] }),
      "se_greenwood": .numbers(rows.map { curve.standardError(at: $0) }),
      "nelson_aalen": .numbers(rows.map { curve.cumulativeHazard[$0] }),
      "na_se": .numbers(rows.map { curve.cumulativeHazardError[$0] }),
    ]
    for (kind, name) in limitNames {
      let limits = curve.limits(kind)
      fields["\(name)_lower"] = .numbers(rows.map { limits[$0].map(\.lower) })
      fields["\(name)_upper"] = .numbers(rows.map { limits[$0].map(\.upper) })
    }
    return .fields(fields)
  }

  private static let limitNames: [(KaplanMeier.Limits, String)] = [
    (.logLog, "loglog"), (.log, "log"), (.plain, "plain"),
  ]

  /// R's summary puts the times in order; what the case prints beside them is as they were asked for.
  private static func at(_ asked: [Double], _ curve: KaplanMeier) -> Answer {
    let table = curve.table
    let times = asked.sorted()
    return .fields([
      "time": .numbers(asked),
      "n_risk": .numbers(times.map { time in table.row(atOrAfter: time).map { table.atRisk[$0] } ?? 0 }),
      "surv": .numbers(times.map { curve.survival(at: $0) }),
    ])
  }

  private static func quartiles(of curve: KaplanMeier) -> Answer {
    .fields(
      Dictionary(
        uniqueKeysWithValues: limitNames.map { kind, name in
          let quartiles = [0.25, 0.5, 0.75].map { curve.quantile($0, limits: kind) }
          return (
            name,
            .fields([
              "est": .numbers(quartiles.map(\.time)), "lower": .numbers(quartiles.map(\.lower)),
              "upper": .numbers(quartiles.map(\.upper)),
            ])
          )
        }))
  }

  // MARK: Log-rank

  private static let logRank: ReferenceMethod = { reference in
    let persons = try SurvivalData(reference)
    let groups = persons.groups
    let strata = try persons.strata.map { try persons.tables(of: $0, groups: groups) }
    let counts = (0..<groups.count).map { group in strata.reduce(0) { $0 + $1.persons[group] } }
    func answer(_ weights: LogRankTest.Weights) -> Answer {
      let test = LogRankTest.compare(strata: strata, weights: weights)
      // The reference counts all groups' degrees of freedom, also of those nobody of whom could have an event.
      let degrees = groups.count - 1
      return .fields([
        "chisq": .number(test.flatMap(\.statistic)), "df": .number(test.map { _ in Double(degrees) }),
        "p": .number(
          test.flatMap(\.statistic).flatMap {
            Distribution.chiSquared(degreesOfFreedom: Double(degrees)).cumulative($0, tail: .upper)
          }),
        "observed": .numbers(spread(test.map(\.observed))),
        "expected": .numbers(spread(test.map(\.expected))),
        "var": .numbers(spread(test.map(\.covariance))),
      ])
    }
    let test = LogRankTest.compare(strata: strata)
    if let reason = test.flatMap(\.statistic).reason { return ["logrank": .number(.undefined(reason))] }
    let trend = test.flatMap { $0.trend() }
    return [
      "groups": .texts(groups), "n": .numbers(counts), "logrank": answer(.equal),
      "peto_peto": answer(.petoPeto),
      "trend": .fields([
        "scores": .numbers(Array(1...groups.count)), "chisq": .number(trend.map(\.statistic)),
        "p": .number(trend.map(\.p)),
      ]),
    ]
  }

  private static func spread(_ values: Outcome<[Double]>) -> [Outcome<Double>] {
    switch values {
    case .defined(let values): values.map { .defined($0) }
    case .undefined(let reason): [.undefined(reason)]
    }
  }

  // MARK: Restricted mean, competing risks

  private static let restrictedMean: ReferenceMethod = { reference in
    let persons = try SurvivalData(reference)
    var answers: [String: Answer] = [:]
    let means = try persons.groupsAsTexts.map { group in
      let mean = KaplanMeier(try persons.table(of: persons.rows(of: group)))
        .restrictedMean(to: reference.number("tau"), beyondFollowUp: .extend)
      answers[group] = .fields([
        "rmst": .number(mean.map(\.mean)), "se": .number(mean.map(\.standardError)),
      ])
      return mean
    }
    let difference: Outcome<RestrictedMeanDifference> =
      means.count > 1
      ? means[1].flatMap { second in means[0].map { second.difference(from: $0) } } : .undefined(.oneGroup)
    // Where the difference is not defined, R refuses the whole call.
    if difference.value == nil { answers = [:] }
    answers["diff"] = .number(difference.map(\.difference))
    answers["se"] = .number(difference.map(\.standardError))
    answers["ci"] = .interval(difference.flatMap { $0.interval() })
    answers["p"] = .number(difference.flatMap(\.pValue))
    return answers
  }

  private static let competingRisks: ReferenceMethod = { reference in
    let data = try reference.data()
    let times = try #require(data.numbers(reference.word("time")))
    let states = try #require(data.numbers(reference.word("state")))
    let rows = times.indices.filter { times[$0] != nil && [0, 1, 2].contains(states[$0]) }
    let curves = CumulativeIncidence.estimate(
      times: rows.compactMap { times[$0] }, causes: rows.compactMap { states[$0].map { Int($0) } },
      causeCount: 2)
    let at = reference.numbers("times").sorted()
    var answers: [String: Answer] = ["time": .numbers(at)]
    for cause in 0..<2 {
      answers["cif\(cause + 1)"] = .numbers(
        at.map { time in curves.flatMap { $0.incidence(of: cause, at: time) } })
      answers["se\(cause + 1)"] = .numbers(
        at.map { time in curves.flatMap { $0.standardError(of: cause, at: time) } })
    }
    return answers
  }
}
