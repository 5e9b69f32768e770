import CohortModel
import CohortStore
public import Reporting
public import Statistics

/// How many people have Long COVID after an infection, by every case definition side by side.
///
/// Everybody with an infection counts: yes, no, indeterminate where a missing item could change the answer, or not
/// applicable. The prevalence is that among yes and no.
public struct LongCovid: CohortStatistic {
  /// `long-covid`.
  public static let name = "long-covid"
  /// The question in one sentence.
  public static let question = "How many people have Long COVID after an infection, by each case definition?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [
    .by, .definition, .infection, .unknownDiagnosisIsNone, .interval,
  ]
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [.vaccinationStatus, .variant, .severity, .sex, .ageBand]

  /// Identifier of one definition; nil for all of them.
  public var definition: String?
  /// What people are divided by.
  public var by: GroupingVariable?
  /// Number of the infection, 1 for the first.
  public var infection = 1
  /// Counts symptoms as unexplained where no form tells of another diagnosis.
  public var takesUnknownDiagnosisAsNone = false
  /// How the intervals are made.
  public var interval = Proportion.IntervalMethod.wilson

  /// Asks for one definition, or for all of them.
  public init(definition: String? = nil, by: GroupingVariable? = nil) {
    self.definition = definition
    self.by = by
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init(definition: options.definition, by: options.by)
    infection = options.infection ?? 1
    takesUnknownDiagnosisAsNone = options.takesUnknownDiagnosisAsNone
    interval = options.interval ?? .wilson
    let known = reference.definitions().map(\.id)
    if let definition, !known.contains(definition) {
      throw StatisticError.unknownDefinition(definition, known: known)
    }
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let definitions = population.reference.definitions(
      takesUnknownDiagnosisAsNone: takesUnknownDiagnosisAsNone
    )
    .filter { definition == nil || $0.id == definition }
    let outcomes = DefinitionOutcomes(of: definitions, infection: infection, in: population)
    let grouping = PersonGrouping(by, in: population)
    let groups = outcomes.people.map { person in
      let episode = population.episode(infection, of: person)
      return grouping.group(
        of: .init(person: person, episode: episode, day: episode?.index?.exactDay))
    }
    var table = head(of: population, definitions: definitions, grouping: grouping)
    for (place, definition) in definitions.enumerated() {
      var counts = Array(
        repeating: Array(repeating: 0, count: Answers.allCases.count), count: grouping.labels.count)
      for (answers, group) in zip(outcomes.answers, groups) {
        if let group { counts[group][answers[place].rawValue] += 1 }
      }
      table.rows += rows(of: definition.title, id: definition.id, note: definition.caution, counts, grouping)
    }
    return table
  }
}

extension LongCovid {
  private typealias Answers = DefinitionOutcomes.Answer

  private func rows(
    of title: String, id: String, note: String, _ counts: [[Int]], _ grouping: PersonGrouping
  ) -> [ResultRow] {
    guard by != nil else {
      return rows(counts[0], group: title, section: "", note: note, key: id, parts: [], totals: [])
    }
    let shown = counts.indices.filter { counts[$0].contains { $0 > 0 } }
    var rows: [ResultRow] = []
    for group in shown {
      let label = grouping.labels[group]
      rows += self.rows(
        counts[group], group: label, section: title, note: note, key: "\(id) \(label)", parts: [id],
        totals: [])
    }
    if shown.count > 1 {
      let all = Answers.allCases.map { answer in counts.reduce(0) { $0 + $1[answer.rawValue] } }
      rows += self.rows(
        all, group: "all infected", section: title, note: note, key: "\(id) all", parts: [], totals: [id])
    }
    return rows
  }

  /// One line: the answers of those whom the definition is for, and the prevalence that follows from them.
  ///
  /// The prevalence is shown only where all of them are, as its own denominator would give a hidden one away.
  private func rows(
    _ counts: [Int], group: String, section: String, note: String, key: String, parts: [String],
    totals: [String]
  ) -> [ResultRow] {
    let decided = counts[Answers.yes.rawValue] + counts[Answers.no.rawValue]
    let n = decided + counts[Answers.indeterminate.rawValue]
    func row(_ answer: Answers) -> ResultRow {
      .share(
        ShareCount(count: counts[answer.rawValue], n: n), group: group, level: answer.label, interval: nil,
        section: section, note: note, partitions: [key] + parts.map { "\($0) \(answer.label)" },
        totalOf: totals.map { "\($0) \(answer.label)" }, comparison: key,
        isSensitive: answer != .indeterminate)
    }
    let proportion = Proportion(counts[Answers.yes.rawValue], of: decided)
    let limits = proportion.interval(interval).value?.clipped(to: 0...1)
    let prevalence = ResultRow(
      group: group, level: Self.prevalenceLevel, measure: "share",
      value: ResultValue(proportion.value.value, otherwise: "nobody with yes or no"), lower: limits?.lower,
      upper: limits?.upper, unit: .proportion, method: interval.rawValue, note: note, section: section,
      kind: .comparison, comparison: key)
    let others = Answers.outOfScope
    let outside = ResultRow(
      group: group, level: others.label, measure: "share", count: counts[others.rawValue], unit: .persons,
      note: note,
      section: section, partitions: parts.map { "\($0) \(others.label)" },
      totalOf: totals.map { "\($0) \(others.label)" })
    return [row(.yes), row(.no), prevalence, row(.indeterminate), outside]
  }

  static let prevalenceLevel = "prevalence"

  private func head(
    of population: StudyPopulation, definitions: [any CaseDefinition], grouping: PersonGrouping
  ) -> ResultTable {
    var lines: [TableDefinition.Line] = [
      TableDefinition.populationLine,
      .init("Infection", infection == 1 ? "first" : "number \(infection)"),
      .init(
        "Indeterminate",
        "a missing item could change the answer, the lack of any follow-up in the time looked at too"),
      .init(
        "Not applicable",
        "counted apart: outside the ages, or the infection is less sure than the definition asks for"),
      .init("Prevalence", "yes among yes and no; interval \(interval.words)"),
    ]
    lines += definitions.map { .init($0.id, $0.statement) }
    lines += grouping.definition
    return ResultTable(
      statistic: Self.name, title: "Long COVID by case definition", question: Self.question,
      definition: TableDefinition(lines), denominator: "people with an infection whom the definition is for",
      asOf: population.snapshot.asOf, layout: .levelsAsColumns,
      groupHeading: by == nil ? "Definition" : by?.heading ?? "", levelHeading: "Answer")
  }
}
