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
      counts[group].add(population.course(of: person), on: day, of: person, in: population)
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

  /// The parts are a partition of everybody; the sums above them are declared as their totals.
  private func rows(_ counts: Counts, group: String, isTotal: Bool) -> [ResultRow] {
    let unvaccinated = "unvaccinated"
    func row(_ level: String, _ count: Int, sets: [String] = [], totalOf: [String] = [], section: String)
      -> ResultRow
    {
      .share(
        ShareCount(count: count, n: counts.n), group: group, level: level, section: section,
        partitions: sets.map { "\(group) \($0)" } + (isTotal ? [] : ["groups: \(level)"]),
        totalOf: totalOf.map { "\(group) \($0)" } + (isTotal ? ["groups: \(level)"] : []), isSensitive: false)
    }
    let boosted = counts.count(.boosted)
    let complete = counts.count(.complete)
    let early = counts.count(.completeUnder14Days)
    let partial = counts.count(.partial)
    let open = counts.vaccinatedOfUnknownStatus
    return [
      row(
        "at least one dose", partial + early + complete + boosted + open, sets: ["everybody by dose"],
        totalOf: ["vaccinated"], section: "Coverage"),
      row("fully vaccinated", complete + boosted, totalOf: ["complete"], section: "Coverage"),
      row("boosted", boosted, sets: ["everybody", "vaccinated", "complete"], section: "Coverage"),
      row(
        unvaccinated, counts.count(.unvaccinated), sets: ["everybody", "everybody by dose"], section: "Status"
      ),
      row("partly vaccinated", partial, sets: ["everybody", "vaccinated"], section: "Status"),
      row("complete under 14 days", early, sets: ["everybody", "vaccinated"], section: "Status"),
      row(
        "fully vaccinated, not boosted", complete, sets: ["everybody", "vaccinated", "complete"],
        section: "Status"),
      row("vaccinated, status unknown", open, sets: ["everybody", "vaccinated"], section: "Status"),
      row(
        PersonGrouping.unknown, counts.count(.unknown) - open, sets: ["everybody", "everybody by dose"],
        section: "Status"),
    ]
  }

  private func head(of population: StudyPopulation, on day: StudyDay, grouping: PersonGrouping) -> ResultTable
  {
    let rules = population.reference.vaccineRules.parameters.map { "\($0.name) \($0.value)" }
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .init("Day", "\(day); doses given before it"),
      .init("Who", "enrolled by the day and alive on it"),
      .init(
        "Unknown",
        "missing dates, products or contradictory reports leave the status open; "
          + "whoever certainly had a dose counts as vaccinated"),
      .init("Rules", rules.joined(separator: ", ")),
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
