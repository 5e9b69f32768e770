import CohortModel
public import Reporting
import Statistics

/// How far the sample is from the residents, and what weighting it costs.
public struct SampleWeights: CohortStatistic {
  /// `weights`.
  public static let name = "weights"
  /// The question in one sentence.
  public static let question = "How does the cohort differ from the residents, and what does weighting cost?"
  /// It takes no options.
  public static let options: [StatisticOption] = []
  /// It divides people by nothing.
  public static let groupings: [GroupingVariable] = []

  /// Asks about everybody.
  public init() {}

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {}

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let anchors = population.people.indices.map { person in
      PersonGrouping.Anchor(person: person, episode: nil, day: population.people[person].enrolled)
    }
    let weighting = SampleWeighting(anchors, in: population)
    let residents = population.reference.residents
    var table = ResultTable(
      statistic: Self.name, title: "The cohort and the residents", question: Self.question,
      definition: TableDefinition([
        TableDefinition.populationLine, .init("Age", "at enrolment"),
        .init("Weights", weighting.statement(of: residents)),
        .init("Left out of the target", "categories of residents of whom the cohort has nobody"),
        .init("Design effect", "Kish: by how much unequal weights multiply the variance"),
      ]),
      denominator: "people whose age, sex and canton are known", asOf: population.snapshot.asOf,
      layout: .list,
      groupHeading: "Weighting", levelHeading: "Category")
    table.rows = [
      ResultRow(
        group: "cohort", level: "weighted", measure: "people", count: weighting.weighted.count, unit: .persons
      ),
      ResultRow(
        group: "cohort", level: "age, sex or canton unknown", measure: "people",
        count: weighting.withoutWeight,
        unit: .persons),
      row("residents", "stood for", .init(weighting.target), .persons, n: weighting.weighted.count),
      row(
        "residents", "stood for, of all", .init(weighting.target / max(weighting.residents, 1)), .proportion,
        n: weighting.weighted.count),
    ]
    if let design = weighting.design.value {
      table.rows += [
        row("weights", "design effect", .init(design.kishDesignEffect), .coefficient, n: design.rows),
        row("weights", "effective sample size", .init(design.effectiveSize), .points, n: design.rows),
        row(
          "weights", "largest over mean weight",
          .init((design.weights.max() ?? 0) * Double(design.rows) / design.sumOfWeights), .coefficient,
          n: design.rows),
      ]
    }
    return table
  }

  private func row(_ group: String, _ level: String, _ value: ResultValue, _ unit: MeasureUnit, n: Int)
    -> ResultRow
  {
    ResultRow(group: group, level: level, measure: "value", value: value, n: n, unit: unit, kind: .summary)
  }
}
