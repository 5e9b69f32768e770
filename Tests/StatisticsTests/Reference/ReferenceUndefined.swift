import Statistics
import Testing

extension ReferenceMethods {
  /// What must not be defined of the method that the case names; the rest of its answer may be.
  static let undefined: ReferenceMethod = { reference in
    let method = reference.word("method")
    switch method {
    case "kaplan_meier": return try medianSurvival(reference)
    case "logrank": return logRank(groups: reference.count("groups"))
    case "cox": return ["coefficient": .number(coxWithoutEvents(persons: 4))]
    case "smd":
      let (x, y) = (Description(of: reference.numbers("x")), Description(of: reference.numbers("y")))
      return ["smd": .number(StandardisedDifference.continuous(x, y))]
    default:
      let answers = try all[method]?(reference) ?? [:]
      return partlyUndefined[method].map { fields in answers.filter { fields.contains($0.key) } } ?? answers
    }
  }

  /// What is not defined without variation or with one value, where counts and means still are.
  private static let partlyUndefined: [String: Set<String>] = [
    "quantiles": ["median", "iqr7", "mean", "sd", "min", "max", "mad"],
    "descriptives": ["sd", "se", "ci95", "skew_g1", "kurt_g2"],
    "mann_whitney": ["z", "z_cc", "p", "p_cc", "log10_p"],
  ]

  /// A time that is no number is missing and counted so, and a negative one is refused.
  private static func medianSurvival(_ reference: ReferenceCase) throws -> [String: Answer] {
    let times = reference.numbers("time")
    let tables = RiskTables.tally(times: times, events: reference.numbers("event").map { $0 > 0 })
    if let tables = tables.value { try #require(tables.missing == times.filter { !$0.isFinite }.count) }
    return ["median": .number(tables.flatMap { KaplanMeier($0[0]).median().time })]
  }

  private static func logRank(groups: Int) -> [String: Answer] {
    let tables = RiskTables.tally(
      times: [1, 2, 3], events: [true, false, true], groups: [0, 0, 0], groupCount: groups)
    let test = tables.flatMap { LogRankTest.compare($0) }
    return ["chisq": .number(test.flatMap(\.statistic)), "p": .number(test.flatMap(\.test).map(\.p))]
  }

  private static func coxWithoutEvents(persons: Int) -> Outcome<Double> {
    let covariate = (0..<persons).map { Double($0) }
    guard let design = DesignMatrix(columns: [covariate], names: ["x"], intercept: false, rows: persons)
    else {
      return .undefined(.lengthsDiffer)
    }
    let data = CoxData(
      times: covariate.map { $0 + 1 }, events: covariate.map { _ in false }, design: design)
    return CoxModel.fit(data).flatMap { $0.coefficient(0) }
  }
}
