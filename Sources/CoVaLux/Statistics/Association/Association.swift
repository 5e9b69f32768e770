import CohortModel
public import Reporting
import Statistics

/// How an outcome goes with an exposure: crude, stratified and adjusted.
public struct Association: CohortStatistic {
  /// `association`.
  public static let name = "association"
  /// The question in one sentence.
  public static let question = "How does an outcome after infection go with an exposure, crude and adjusted?"
  /// The options that it takes.
  public static let options: [StatisticOption] =
    [.outcome, .exposure, .adjust, .strata, .model] + InfectionFollowUp.options
  /// People are divided by the exposure.
  public static let groupings: [GroupingVariable] = []

  /// How the adjusted estimate is made.
  public enum Model: String, Sendable, Hashable, CaseIterable {
    /// Logistic regression: odds ratios.
    case logistic
    /// Poisson regression with robust errors (Zou 2004): risk ratios.
    case modifiedPoisson = "modified-poisson"
    /// Proportional hazards of recovery from the outcome's symptom: hazard ratios.
    case cox
  }

  /// What is explained.
  public var outcome: AnalysisOutcome
  /// What explains it.
  public var exposure: AnalysisVariable
  /// What else the model holds.
  public var adjust: [AnalysisVariable]
  /// What the Mantel–Haenszel estimates are stratified by; nil for none.
  public var strata: AnalysisVariable?
  /// The models that are fitted.
  public var models: [Model]
  /// Which follow-ups are looked at.
  public var followUp: InfectionFollowUp

  /// Asks how a symptom, or any, some months after infection goes with an exposure.
  public init(
    of outcome: AnalysisOutcome = .anySymptom,
    with exposure: AnalysisVariable = .grouping(.vaccinationStatus),
    adjust: [AnalysisVariable] = [.age, .grouping(.sex)], atMonth month: Int = 6
  ) {
    self.outcome = outcome
    self.exposure = exposure
    self.adjust = adjust
    models = [.logistic, .modifiedPoisson]
    followUp = InfectionFollowUp(month: month)
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init()
    followUp = try InfectionFollowUp(options)
    if let name = options.outcome {
      guard let outcome = AnalysisOutcome(named: name, reference: reference) else {
        throw StatisticError.unknownOutcome(name, definitions: reference.definitions().map(\.id))
      }
      self.outcome = outcome
    }
    if let name = options.exposure { exposure = try Self.variable(name, .exposure) }
    if !options.adjust.isEmpty { adjust = try options.adjust.map { try Self.variable($0, .adjust) } }
    strata = try options.strata.map { try Self.variable($0, .strata) }
    adjust.removeAll { $0 == exposure }
    if let name = options.model {
      guard let model = Model(rawValue: name) else {
        throw StatisticError.unknownWord(.model, known: Model.allCases.map(\.rawValue))
      }
      models = [model]
    }
    if models == [.cox], case .definition = outcome {
      throw StatisticError.needsSymptom(.model)
    }
  }

  private static func variable(_ name: String, _ option: StatisticOption) throws -> AnalysisVariable {
    guard let variable = AnalysisVariable(named: name) else {
      throw StatisticError.unknownWord(option, known: AnalysisVariable.all.map(\.name))
    }
    return variable
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let people = AnalysisPeople(outcome, followUp, in: population)
    let crude = CrudeAssociation(
      people.outcomes, exposure.column(of: people.anchors, in: population), unit: exposure.unit)
    var table = head(of: population)
    table.rows = crude.rows(variable: exposure.name)
    if let strata {
      table.rows += crude.stratified(
        by: strata.column(of: people.anchors, in: population), named: strata.name, exposure: exposure.name)
    }
    for model in models {
      let adjusted = AdjustedAssociation(self, model, people, in: population)
      table.rows += adjusted.rows(levels: crude.comparisons)
      table.definition[model.title] = adjusted.statement
    }
    return table
  }
}

extension AnalysisVariable {
  /// What a coefficient of the variable is per; nil for categories.
  var unit: String? {
    switch self {
    case .age: "per year"
    case .bodyMassIndex: "per kg/m²"
    default: nil
    }
  }
}

extension Association.Model {
  var title: String {
    switch self {
    case .logistic: "Logistic regression"
    case .modifiedPoisson: "Modified Poisson regression"
    case .cox: "Cox regression"
    }
  }

  var measure: String {
    switch self {
    case .logistic: "odds ratio"
    case .modifiedPoisson: "risk ratio"
    case .cox: "hazard ratio of recovery"
    }
  }
}

extension Association {
  private func head(of population: StudyPopulation) -> ResultTable {
    var lines = outcome.lines(followUp, population.reference)
    lines += [
      .init("Exposure", exposure.name + ", of the person at the infection"),
      .init("Reference", "the first level that anybody has"),
      .init(
        "Crude",
        "risk with \(Proportion.IntervalMethod.wilson.words); risk ratio with interval by Katz, odds ratio by "
          + "Woolf, risk difference by Newcombe"),
      .init(
        "Test",
        "Pearson's chi-squared without correction; Fisher's exact test where an expected count is below 5"),
    ]
    if let strata {
      lines.append(
        .init(
          "Stratified",
          "by \(strata.name), Mantel–Haenszel; interval after Robins, Breslow and Greenland for odds, "
            + "Greenland and Robins for risks; homogeneity by Breslow–Day with Tarone's correction"))
    }
    return ResultTable(
      statistic: Self.name, title: "\(outcome.name) by \(exposure.name)", question: Self.question,
      definition: TableDefinition(lines), denominator: "people whose outcome and exposure are known",
      asOf: population.snapshot.asOf, layout: .list, groupHeading: "Exposure", levelHeading: "Measure")
  }
}
