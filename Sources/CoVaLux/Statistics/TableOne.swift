import CohortModel
import CohortStore
public import Reporting
import Statistics

/// The characteristics of the people in groups side by side, with standardised differences.
///
/// Shares are of the people whose value is known; "known" tells how many they are, so the rest of the group's
/// participants are missing. Of two groups the standardised difference is printed, of more the greatest of any two.
public struct TableOne: CohortStatistic {
  /// `table-one`.
  public static let name = "table-one"
  /// The question in one sentence.
  public static let question = "Who takes part, and how do the groups differ?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.by]
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [
    .infectionStatus, .severity, .vaccinationStatus, .variant, .sex, .ageBand,
  ]

  /// What people are divided by; severity, vaccination and variant leave out who was never infected.
  public var by: GroupingVariable

  /// Asks for groups.
  public init(by: GroupingVariable = .infectionStatus) {
    self.by = by
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init(by: options.by ?? .infectionStatus)
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let grouping = PersonGrouping(by, in: population)
    var members = Array(repeating: [Int](), count: grouping.labels.count)
    let needsInfection = [.severity, .vaccinationStatus, .variant].contains(by)
    for person in population.people.indices {
      let episode = population.episode(1, of: person)
      if needsInfection, !population.isInfected(person) { continue }
      let day = needsInfection ? episode?.index?.exactDay : population.people[person].enrolled
      if let group = grouping.group(of: .init(person: person, episode: episode, day: day)) {
        members[group].append(person)
      }
    }
    let shown = members.indices.filter { !members[$0].isEmpty }
    var columns = shown.map {
      TableOneColumn(label: grouping.labels[$0], people: members[$0], isTotal: false)
    }
    if columns.count != 1 {
      columns.append(TableOneColumn(label: "all", people: members.joined().sorted(), isTotal: true))
    }
    var table = head(of: population, grouping: grouping)
    table.rows = columns.map { column in
      ResultRow(
        group: column.label, level: "participants", measure: "n", count: column.people.count, unit: .persons,
        partitions: column.isTotal ? [] : ["participants"], totalOf: column.isTotal ? ["participants"] : [])
    }
    for variable in TableOneVariable.all(in: population) where variable.title != Self.title(of: by) {
      table.rows += TableOneSection(variable, columns).rows
    }
    return table
  }

  /// The variable that only repeats the groups.
  private static func title(of variable: GroupingVariable) -> String? {
    switch variable {
    case .severity: TableOneVariable.severity
    case .sex: TableOneVariable.sex
    case .ageBand: TableOneVariable.ageBand
    default: nil
    }
  }

  private func head(of population: StudyPopulation, grouping: PersonGrouping) -> ResultTable {
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .init("Shares", "of the people whose value is known; the others of the group are missing"),
      .init("Mean, SD, median", "of the people whose value is known; quartiles by type 7 of Hyndman and Fan"),
      .init(
        "SMD",
        "standardised mean difference among known values, after Austin (2009) and, for several categories, "
          + "Yang and Dalton (2012); of more than two groups the greatest of any two"),
      .init("Age", "at enrolment in whole years; where the year of birth leaves two ages open, the lower"),
    ])
    for line in grouping.definition where line.key != "Age" { definition[line.key] = line.value }
    return ResultTable(
      statistic: Self.name, title: "Characteristics by \(by.heading.lowercased())", question: Self.question,
      definition: definition, denominator: "people of the group whose value is known",
      asOf: population.snapshot.asOf, layout: .groupsAsColumns, groupHeading: by.heading,
      levelHeading: "Characteristic")
  }
}

/// One group of Table 1.
struct TableOneColumn {
  var label: String
  var people: [Int]
  /// True for everybody beside the groups.
  var isTotal: Bool
}
