public import CohortModel
import CohortStore
public import Reporting
import Statistics

/// How many people are vaccinated, fully vaccinated and boosted on a day.
public struct VaccinationCoverage: CohortStatistic {
  /// `vaccination-coverage`.
  public static let name = "vaccination-coverage"
  /// The question in one sentence.
  public static let question = "How many people are vaccinated, fully vaccinated and boosted on a day?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.by, .at]
  /// The variables that it can divide people by.
  public static let groupings: [GroupingVariable] = [.ageBand, .sex, .vaccineProduct, .infectionStatus]

  /// The day; nil for that of the snapshot.
  public var day: StudyDay?
  /// What people are divided by.
  public var by: GroupingVariable?

  /// Asks for a day, or for that of the snapshot.
  public init(on day: StudyDay? = nil, by: GroupingVariable? = nil) {
    self.day = day
    self.by = by
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init(on: options.at, by: options.by)
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let day = day ?? population.day
    let grouping = PersonGrouping(by, in: population)
    var counts = Array(repeating: Counts(), count: grouping.labels.count)
    for (person, row) in population.people.enumerated() {
      let isHere = (row.enrolled.map { $0 <= day } ?? true) && (row.died.map { $0 > day } ?? true)
      guard isHere, let group = grouping.group(of: .init(person: person, episode: nil, day: day)) else {
        continue
      }
      counts[group].add(population.courses[person], on: day, of: person, in: population)
    }
    var table = head(of: population, on: day, grouping: grouping)
    let shown = counts.indices.filter { counts[$0].n > 0 }
    for group in shown {
      table.rows += rows(counts[group], group: grouping.labels[group], isTotal: false)
    }
    if by == nil, shown.isEmpty { table.rows = rows(Counts(), group: "", isTotal: false) }
    if shown.count > 1 {
      table.rows += rows(counts.reduce(Counts()) { $0.adding($1) }, group: "all", isTotal: true)
    }
    table.layout = shown.count > 1 ? .groupsAsColumns : .list
    return table
  }
}

extension VaccinationCoverage {
  /// People by their status.
  private struct Counts {
    var n = 0
    var byStatus: [VaccinationStatus: Int] = [:]
    /// People of unknown status who certainly had a dose.
    var vaccinatedOfUnknownStatus = 0

    mutating func add(
      _ course: VaccinationCourse, on day: StudyDay, of person: Int, in population: StudyPopulation
    ) {
      let status = course.status(
        on: day, under: population.reference.vaccineRules, infections: population.infectionDays(of: person))
      n += 1
      byStatus[status, default: 0] += 1
      if status == .unknown, course.hasDose(before: day) { vaccinatedOfUnknownStatus += 1 }
    }

    func count(_ statuses: VaccinationStatus...) -> Int {
      statuses.reduce(0) { $0 + byStatus[$1, default: 0] }
    }

    func adding(_ other: Counts) -> Counts {
      var sum = self
      sum.n += other.n
      sum.byStatus.merge(other.byStatus, uniquingKeysWith: +)
      sum.vaccinatedOfUnknownStatus += other.vaccinatedOfUnknownStatus
      return sum
    }
  }

  /// The statuses are a partition of everybody in each group, and the groups of everybody with a status; sums of
  /// statuses are shown for everybody alone, and declared as totals so that no hidden count follows from them.
  private func rows(_ counts: Counts, group: String, isTotal: Bool) -> [ResultRow] {
    func row(_ level: String, _ count: Int, sets: [String] = [], totalOf: [String] = [], section: String)
      -> ResultRow
    {
      let groups = section == Self.statusSection ? ["groups: \(level)"] : []
      return .share(
        ShareCount(count: count, n: counts.n), group: group, level: level, section: section,
        partitions: sets.filter { $0 == Self.everybody || by == nil }.map { "\(group) \($0)" }
          + (isTotal ? [] : groups),
        totalOf: totalOf.map { "\(group) \($0)" } + (isTotal ? groups : []), isSensitive: false)
    }
    let boosted = counts.count(.boosted)
    let complete = counts.count(.complete)
    // Partly vaccinated, not complete for long enough, or of a status that the reports leave open.
    let other = counts.count(.completeUnder14Days, .partial) + counts.vaccinatedOfUnknownStatus
    let unknown = counts.count(.unknown) - counts.vaccinatedOfUnknownStatus
    let status = Self.statusSection
    // Beside several groups the sums would need so many hidden counts that nothing is left to see.
    let sums =
      by != nil
      ? []
      : [
        row("at least one dose", other + complete + boosted, totalOf: ["vaccinated"], section: "Coverage"),
        row("fully vaccinated", complete + boosted, totalOf: ["complete"], section: "Coverage"),
      ]
    return sums + [
      row("unvaccinated", counts.count(.unvaccinated), sets: [Self.everybody], section: status),
      row(
        "vaccinated, not complete or unknown", other, sets: [Self.everybody, "vaccinated"], section: status),
      row(
        "fully vaccinated, not boosted", complete, sets: [Self.everybody, "vaccinated", "complete"],
        section: status),
      row("boosted", boosted, sets: [Self.everybody, "vaccinated", "complete"], section: status),
      row(PersonGrouping.unknown, unknown, sets: [Self.everybody], section: status),
    ]
  }

  private static let statusSection = "Status"
  private static let everybody = "everybody"

  private func head(of population: StudyPopulation, on day: StudyDay, grouping: PersonGrouping) -> ResultTable
  {
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .init("Day", "\(day); doses given before it"),
      .init("Who", "enrolled by the day and alive on it"),
      .init(
        "Unknown",
        "missing dates, products or contradictory reports leave the status open; "
          + "whoever certainly had a dose counts as vaccinated"),
      .init("At least one dose", "everybody but the unvaccinated and the unknown"),
      .init("Rules", population.reference.vaccineRules.statement),
      .init("Interval", Proportion.IntervalMethod.wilson.words),
    ])
    for line in grouping.definition { definition[line.key] = line.value }
    return ResultTable(
      statistic: Self.name, title: "Vaccination on \(day)", question: Self.question, definition: definition,
      denominator: by == .vaccineProduct ? "people with a dose, by the product of the first" : "everybody",
      asOf: population.snapshot.asOf, groupHeading: by?.heading ?? "Group", levelHeading: "Vaccination")
  }
}

extension VaccinationCourse {
  /// True if some dose was certainly given before a day.
  fileprivate func hasDose(before day: StudyDay) -> Bool {
    doses.contains { $0.given.map { $0.latest < day } ?? false }
      || undated.contains { dose in dose.reports.contains { $0.reported.map { $0 <= day } ?? false } }
  }
}
