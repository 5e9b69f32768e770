import CohortModel
public import Reporting
import Statistics

/// What Long COVID means for the residents, and what vaccination took from it and could take.
///
/// The programme's own question. Everything rests on assumptions that the table prints: that infected people of the
/// cohort are, within age, sex and canton, like those of the country, and that the adjusted ratio is causal.
public struct PopulationImpact: CohortStatistic {
  /// `population-impact`.
  public static let name = "population-impact"
  /// The question in one sentence.
  public static let question = "How many residents have Long COVID, and what did and could vaccination avert?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.outcome, .adjust, .infected] + InfectionFollowUp.options
  /// People are divided by vaccination, and by age and sex.
  public static let groupings: [GroupingVariable] = []
  /// The shares of infected people vaccinated that are looked at.
  public static let scenarios = [0.5, 0.7, 0.8, 0.9, 1.0]

  /// What people are affected by: a case definition, or a symptom some months after infection.
  public var outcome: AnalysisOutcome
  /// What else the model of the risk ratio holds.
  public var adjust: [AnalysisVariable]
  /// Which follow-ups are looked at.
  public var followUp = InfectionFollowUp()
  /// How many residents were ever infected; nil counts per 1,000 infected people.
  public var infected: Int?

  /// Asks about a case definition or a symptom.
  public init(
    of outcome: AnalysisOutcome = .definition("who-2021"),
    adjust: [AnalysisVariable] = [.age, .grouping(.sex), .grouping(.variant)]
  ) {
    self.outcome = outcome
    self.adjust = adjust
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    let effectiveness = try EffectivenessAgainstLongCovid(options, reference: reference)
    self.init(of: effectiveness.outcome, adjust: effectiveness.adjust)
    followUp = effectiveness.followUp
    infected = options.infected
    if let infected, !(1...1_000_000_000).contains(infected) {
      throw StatisticError.outOfRange(.infected, 1...1_000_000_000)
    }
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let people = AnalysisPeople(outcome, followUp, in: population)
    let weighting = SampleWeighting(people.anchors, in: population)
    var association = Association(of: outcome, with: .primarySeries, adjust: adjust, atMonth: followUp.month)
    association.followUp = followUp
    let adjusted = AdjustedAssociation(association, .modifiedPoisson, people, in: population)
    let exposure = AnalysisVariable.primarySeries.column(of: people.anchors, in: population)
    let vaccination = VaccinationImpact(people, exposure, adjusted.exposureLogRatio)
    var table = head(of: population, weighting, adjusted)
    table.rows = prevalence(people, weighting)
    table.rows += vaccination.rows(scale: scale)
    for variable in [GroupingVariable.ageBand, .sex] {
      table.rows += vaccination.rows(by: PersonGrouping(variable, in: population), people.anchors)
    }
    table.rows += vaccination.scenarios(Self.scenarios, scale: scale)
    return table
  }
}

extension PopulationImpact {
  private var scale: ImpactScale {
    ImpactScale(
      persons: Double(infected ?? 1000),
      words: infected == nil ? "per 1,000 infected people" : "among residents")
  }

  private func prevalence(_ people: AnalysisPeople, _ weighting: SampleWeighting) -> [ResultRow] {
    let section = "Prevalence among infected people"
    var counted = ShareCount()
    for outcome in people.outcomes { counted.add(outcome) }
    let weighted = weighting.share { people.outcomes[$0] }
    let limits = weighted.interval.value
    let value = weighted.value
    func row(_ level: String, _ factor: Double, _ unit: MeasureUnit, _ method: String) -> ResultRow {
      ResultRow(
        group: outcome.name, level: level, measure: "value",
        value: ResultValue(value.value.map { $0 * factor }, otherwise: value.reason?.description ?? ""),
        lower: limits.map { $0.lower * factor }, upper: limits.map { $0.upper * factor },
        unit: unit, method: method, section: section, kind: .comparison, comparison: "prevalence",
        decimals: unit == .persons ? 0 : nil)
    }
    return [
      .share(
        counted, group: outcome.name, level: "in the cohort", measure: "value", section: section,
        comparison: "prevalence"),
      row("weighted to the residents", 1, .proportion, "raked-logit"),
      row("people affected, \(scale.words)", scale.persons, .persons, "raked-logit"),
    ]
  }

  private func head(
    of population: StudyPopulation, _ weighting: SampleWeighting, _ adjusted: AdjustedAssociation
  ) -> ResultTable {
    var lines = outcome.lines(followUp, population.reference)
    lines += [
      .init("Weights", weighting.statement(of: population.reference.residents)),
      .init("Weighted prevalence", "95 % interval on the log-odds scale, variance linearised after raking"),
      .init(
        "Vaccinated",
        "primary series complete or boosted on the day of infection; "
          + population.reference.vaccineRules.statement),
      .init("Risk ratio", "modified Poisson regression: \(adjusted.statement)"),
      .init("Risks", "interval \(Proportion.IntervalMethod.wilson.words)"),
      .init(
        "Attributable fraction",
        "share of the cases that would not have occurred had all been vaccinated (Miettinen)"),
      .init(
        "Risk reduction",
        "risk of the unvaccinated × (1 − adjusted risk ratio); one over it is the number needed to "
          + "vaccinate, with limits through infinity where it may be zero"),
      .init(
        "Scenarios",
        "share of infected people vaccinated before, everything else as it was; not counted are infections "
          + "that vaccination averts"),
      .init(
        "Assumptions",
        "infected people of the cohort are like those of the country within age, sex and canton; the "
          + "adjusted ratio is causal and the same in all groups; who is vaccinated does not change who is infected"
      ),
    ]
    if let infected {
      lines.append(
        .init("Residents ever infected", "\(Numbers.grouped(infected)), as given; without error of its own"))
    }
    return ResultTable(
      statistic: Self.name, title: "Impact of \(outcome.name) on the population", question: Self.question,
      definition: TableDefinition(lines), denominator: "infected people whose outcome is known",
      asOf: population.snapshot.asOf, layout: .list, groupHeading: "Group", levelHeading: "Measure")
  }
}

/// What numbers of people are told for.
struct ImpactScale {
  var persons: Double
  var words: String
}
