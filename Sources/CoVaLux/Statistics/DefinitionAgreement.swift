import CohortModel
import CohortStore
public import Reporting
import Statistics

/// How far the case definitions agree, two at a time.
public struct DefinitionAgreement: CohortStatistic {
  /// `definition-agreement`.
  public static let name = "definition-agreement"
  /// The question in one sentence.
  public static let question = "How far do the case definitions of Long COVID agree?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.infection, .unknownDiagnosisIsNone]
  /// It divides people by nothing.
  public static let groupings: [GroupingVariable] = []

  /// Number of the infection, 1 for the first.
  public var infection = 1
  /// Counts symptoms as unexplained where no form tells of another diagnosis.
  public var takesUnknownDiagnosisAsNone = false

  /// Asks for every pair.
  public init() {}

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    infection = options.infection ?? 1
    takesUnknownDiagnosisAsNone = options.takesUnknownDiagnosisAsNone
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let definitions = population.reference.definitions(
      takesUnknownDiagnosisAsNone: takesUnknownDiagnosisAsNone)
    let outcomes = DefinitionOutcomes(of: definitions, infection: infection, in: population)
    var table = head(of: population, definitions: definitions)
    for first in definitions.indices {
      for second in definitions.indices where second > first {
        var counts = [[0, 0], [0, 0]]
        for answers in outcomes.answers {
          let pair = (answers[first].rawValue, answers[second].rawValue)
          if pair.0 < 2, pair.1 < 2 { counts[pair.0][pair.1] += 1 }
        }
        guard counts.joined().contains(where: { $0 > 0 }) else { continue }
        let ids = (definitions[first].id, definitions[second].id)
        table.rows += rows("\(ids.0) and \(ids.1)", counts)
      }
    }
    return table
  }

  private func rows(_ pair: String, _ counts: [[Int]]) -> [ResultRow] {
    let n = counts.joined().reduce(0, +)
    let cells = [
      ("both yes", counts[0][0]), ("first alone", counts[0][1]), ("second alone", counts[1][0]),
      ("both no", counts[1][1]),
    ]
    var rows = cells.map { level, count in
      ResultRow(
        group: pair, level: level, measure: "agreement", count: count, n: n, unit: .persons,
        partitions: [pair],
        comparison: pair)
    }
    let kappa = CohenKappa(counts)?.estimate()
    rows.append(
      ResultRow(
        group: pair, level: "kappa", measure: "agreement",
        value: ResultValue(kappa?.value.value, otherwise: kappa?.value.reason?.description ?? "nobody"),
        lower: kappa?.interval.value?.lower, upper: kappa?.interval.value?.upper, unit: .coefficient,
        method: "cohen-kappa", kind: .comparison, comparison: pair))
    return rows
  }

  private func head(of population: StudyPopulation, definitions: [any CaseDefinition]) -> ResultTable {
    var lines: [TableDefinition.Line] = [
      TableDefinition.populationLine,
      .init("Infection", infection == 1 ? "first" : "number \(infection)"),
      .init(
        "Kappa",
        "Cohen's, unweighted; interval 95 % by the standard error of Fleiss, Cohen and Everitt (1969)"),
    ]
    lines += definitions.map { .init($0.id, $0.statement) }
    return ResultTable(
      statistic: Self.name, title: "Agreement of the case definitions", question: Self.question,
      definition: TableDefinition(lines), denominator: "people of whom both definitions say yes or no",
      asOf: population.snapshot.asOf, layout: .levelsAsColumns, groupHeading: "Definitions",
      levelHeading: "Answers")
  }
}
