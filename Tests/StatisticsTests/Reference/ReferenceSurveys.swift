import Statistics
import Testing

extension ReferenceMethods {
  static let surveys: [String: ReferenceMethod] = ["survey_weights": surveyWeights]

  private static func surveyWeights(_ reference: ReferenceCase) throws -> [String: Answer] {
    let data = try reference.modelData()
    func grouping(_ key: String) throws -> ModelFrame.Grouping? {
      guard reference.has(key) else { return nil }
      return try Self.grouping(named: reference.word(key), data)
    }
    func margin(_ fields: [String: ReferenceValue]) throws -> PopulationMargin {
      let levels = fields["level"]?.texts ?? []
      let totals = Dictionary(zip(levels, fields["freq"]?.numbers ?? [])) { first, _ in first }
      return PopulationMargin(
        cells: try #require(try Self.grouping(named: fields["var"]?.texts.first ?? "", data)), totals: totals)
    }
    var design = SurveyDesign.make(
      weights: try #require(data.numbers(reference.word("w"))), strata: try grouping("strat"),
      clusters: try grouping("cluster"), population: data.numbers(reference.word("fpc")))
    if reference.has("post"), let fields = reference.input["post"]?.fields {
      let margin = try margin(fields)
      design = design.flatMap { $0.postStratified(to: margin) }
    }
    if reference.has("rake"), case .list(let rake)? = reference.input["rake"] {
      let margins = try rake.map { try margin($0.fields) }
      design = design.flatMap { $0.raked(to: margins) }
    }
    guard case .defined(let design) = design else {
      return reference.output.mapValues { _ in .number(.undefined(design.reason ?? .notComputed)) }
    }
    let outcome = try #require(data.numbers(reference.word("y")))
    var answers = Self.answers(design, outcome, reference)
    if let by = try grouping("by") {
      let domains = by.labels.indices.map { level in
        design.mean(of: outcome, within: by.codes.map { Int($0) == level })
      }
      answers["by"] = .fields([
        "level": .texts(by.labels), "mean": .numbers(domains.map { $0.map(\.value) }),
        "se": .numbers(domains.map { $0.flatMap(\.standardError) }),
      ])
      let test = ModelFrame.Grouping(crossing: [.numbers(outcome)]).map { design.raoScott($0, by) }
      answers["rao_scott_F"] = .number(test?.map(\.statistic) ?? .undefined(.notComputed))
      answers["rao_scott_df"] = .numbers([
        test?.map(\.numerator) ?? .undefined(.notComputed),
        test?.map(\.denominator) ?? .undefined(.notComputed),
      ])
      answers["rao_scott_p"] = .number(test?.flatMap(\.p) ?? .undefined(.notComputed))
    }
    return answers
  }

  private static func grouping(named name: String, _ data: ModelData) throws -> ModelFrame.Grouping? {
    ModelFrame.Grouping(crossing: [try #require(data[name])])
  }

  private static func answers(
    _ design: SurveyDesign, _ outcome: [Double], _ reference: ReferenceCase
  ) -> [String: Answer] {
    let mean = design.mean(of: outcome)
    let total = design.total(of: outcome)
    return [
      "mean": .number(mean.map(\.value)), "se": .number(mean.flatMap(\.standardError)),
      "total": .number(total.map(\.value)), "se_total": .number(total.flatMap(\.standardError)),
      "deff_kish": .number(design.kishDesignEffect), "sum_w": .number(design.sumOfWeights),
      "first5_weights": .numbers(Array(design.weights.prefix(5))), "df": .number(design.degreesOfFreedom),
      "ci_logit": .interval(design.iteratedLogitInterval(of: outcome, confidence: reference.confidence)),
      "ci_beta": .interval(design.betaInterval(of: outcome, confidence: reference.confidence)),
    ]
  }
}

extension ModelData {
  fileprivate func numbers(_ name: String) -> [Double]? {
    switch self[name] {
    case .numbers(let values)?, .truths(let values)?: values
    default: nil
    }
  }
}
