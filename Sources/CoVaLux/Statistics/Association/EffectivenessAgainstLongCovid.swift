import CohortModel
public import Reporting
import Statistics

/// What vaccination before infection does against Long COVID, by the time since the last dose.
///
/// Among infected people, so it is the effectiveness against Long COVID once infected; what vaccination does against
/// infection itself is not in it.
public struct EffectivenessAgainstLongCovid: CohortStatistic {
  /// `vaccine-effectiveness`.
  public static let name = "vaccine-effectiveness"
  /// The question in one sentence.
  public static let question = "How far does vaccination before infection protect from Long COVID?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.outcome, .adjust] + InfectionFollowUp.options
  /// People are divided by the time since their last dose.
  public static let groupings: [GroupingVariable] = []

  /// What is protected from: a case definition, or a symptom some months after infection.
  public var outcome: AnalysisOutcome
  /// What else the model holds.
  public var adjust: [AnalysisVariable]
  /// Which follow-ups are looked at.
  public var followUp = InfectionFollowUp()

  /// Asks about a case definition or a symptom.
  public init(
    against outcome: AnalysisOutcome = .definition("who-2021"),
    adjust: [AnalysisVariable] = [.age, .grouping(.sex), .grouping(.variant)]
  ) {
    self.outcome = outcome
    self.adjust = adjust
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init()
    var own = options
    own.outcome = options.outcome ?? outcome.name
    let association = try Association(own, reference: reference)
    outcome = association.outcome
    followUp = association.followUp
    if !options.adjust.isEmpty { adjust = association.adjust }
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    var association = Association(of: outcome, with: .timeSinceDose, adjust: adjust, atMonth: followUp.month)
    association.followUp = followUp
    let people = AnalysisPeople(outcome, followUp, in: population)
    let crude = CrudeAssociation(
      people.outcomes, AnalysisVariable.timeSinceDose.column(of: people.anchors, in: population), unit: nil)
    let adjusted = AdjustedAssociation(association, .modifiedPoisson, people, in: population)
    var table = head(of: population, adjusted)
    let levels = crude.levels
    for (label, count, fourfold) in levels {
      table.rows.append(
        .share(count, group: label, level: "risk", measure: "value", partitions: ["risks"], comparison: label)
      )
      guard let fourfold, let reference = levels.first?.label else { continue }
      table.rows.append(
        Self.row(
          VaccineEffectiveness.from(fourfold.riskRatio()), label, "effectiveness, crude",
          "one-minus-risk-ratio-katz",
          restsOn: [reference]))
      let ratio = adjusted.exposureRatios.flatMap { ratios -> Outcome<Estimate> in
        ratios[label].map { .defined($0.ratio) } ?? .undefined(.noObservations)
      }
      let estimate =
        switch ratio {
        case .defined(let ratio): VaccineEffectiveness.from(ratio)
        case .undefined(let reason):
          Estimate(value: .undefined(reason), interval: .undefined(reason))
        }
      table.rows.append(
        Self.row(
          estimate, label, "effectiveness, adjusted", "one-minus-risk-ratio-modified-poisson",
          restsOn: [reference]))
    }
    return table
  }

  private static func row(
    _ estimate: Estimate, _ group: String, _ level: String, _ method: String, restsOn: [String]
  ) -> ResultRow {
    .comparison(
      estimate, group: group, level: level, unit: .proportion, method: method, section: "", comparison: group,
      restsOn: restsOn)
  }

  private func head(of population: StudyPopulation, _ adjusted: AdjustedAssociation) -> ResultTable {
    var lines = outcome.lines(followUp, population.reference)
    lines += [
      .init(
        "Exposure",
        "status on the day of infection with days since the last dose; "
          + population.reference.vaccineRules.statement),
      .init("Risk", "interval \(Proportion.IntervalMethod.wilson.words)"),
      .init(
        "Effectiveness",
        "1 − risk ratio against the unvaccinated, among infected people; negative values are printed"),
      .init("Crude", "95 % interval of the risk ratio by Katz"),
      .init("Adjusted", "modified Poisson regression: \(adjusted.statement)"),
    ]
    return ResultTable(
      statistic: Self.name, title: "Effectiveness of vaccination against \(outcome.name)",
      question: Self.question,
      definition: TableDefinition(lines),
      denominator: "infected people whose outcome and vaccination are known",
      asOf: population.snapshot.asOf, layout: .levelsAsColumns, groupHeading: "Vaccination at infection",
      levelHeading: "Measure")
  }
}
