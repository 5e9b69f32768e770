import CohortModel
import CohortStore
public import Reporting
import Statistics

/// How often people are infected while they are followed, by what they are vaccinated with at the time.
///
/// A person counts from enrolment to the first infection after it, or to the last answered form, and each day under the
/// vaccination status of that day.
public struct Incidence: CohortStatistic {
  /// `incidence`.
  public static let name = "incidence"
  /// The question in one sentence.
  public static let question = "How often are people infected while they are followed?"
  /// The options that it takes.
  public static let options: [StatisticOption] = [.by]
  /// The variables that it can divide people by; vaccination status changes with time.
  public static let groupings: [GroupingVariable] = [.vaccinationStatus, .sex, .ageBand]

  /// What person-time is divided by.
  public var by: GroupingVariable

  /// Asks for person-time by vaccination status, or by another variable.
  public init(by: GroupingVariable = .vaccinationStatus) {
    self.by = by
  }

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {
    self.init(by: options.by ?? .vaccinationStatus)
  }

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    let grouping = PersonGrouping(by, in: population)
    let time = personTime(in: population, grouping)
    var table = head(of: population, grouping: grouping)
    guard let time else { return table }
    let shown = grouping.labels.indices.filter { time.days[$0][0] > 0 }
    let rates = shown.map {
      Rate(time.events[$0][0], per: Double(time.days[$0][0]) / Self.daysPerHundredYears)
    }
    for (place, group) in shown.enumerated() {
      table.rows += rows(
        rates[place], of: grouping.labels[group],
        against: place == 0 ? nil : (grouping.labels[shown[0]], rates[0]), isTotal: false)
    }
    if shown.count > 1 {
      let all = Rate(
        rates.reduce(0) { $0 + $1.events }, per: rates.reduce(0) { $0 + $1.personTime })
      table.rows += rows(all, of: "all", against: nil, isTotal: true)
    }
    table.layout = .levelsAsColumns
    return table
  }
}

extension Incidence {
  private static let daysPerHundredYears = 36_525.0

  /// Events and days of everybody by group.
  private func personTime(in population: StudyPopulation, _ grouping: PersonGrouping) -> PersonTime? {
    var entries: [Int32] = []
    var exits: [Int32] = []
    var events: [Bool] = []
    var states: [UInt8] = []
    var changes: [StateHistory.Change] = []
    let snapshot = population.snapshot
    for (person, row) in population.people.enumerated() {
      guard let enrolled = row.enrolled,
        let last = snapshot.responses(of: person).compactMap({ snapshot.responses[$0].completed }).max(),
        last > enrolled
      else { continue }
      let infected = population.infections[person].episodes.compactMap { $0.index?.exactDay }
        .filter { $0 > enrolled }.min()
      let end = infected.map { min($0, last) } ?? last
      let day = enrolled.adding(days: 1)
      guard let group = group(of: person, on: day, in: population, grouping) else { continue }
      if by == .vaccinationStatus {
        for day in statusDays(of: person, in: population) where day > enrolled && day <= end {
          guard let state = self.group(of: person, on: day, in: population, grouping) else { continue }
          changes.append(
            .init(person: Int32(entries.count), day: Int32(day.days), state: UInt8(state)))
        }
      }
      entries.append(Int32(enrolled.days))
      exits.append(Int32(end.days))
      events.append(infected == end)
      states.append(UInt8(group))
    }
    let history = StateHistory.make(
      entries: entries, exits: exits, events: events, firstStates: states, changes: changes)
    return history.flatMap { PersonTime.count($0, states: grouping.labels.count) }.value
  }

  private func group(
    of person: Int, on day: StudyDay, in population: StudyPopulation, _ grouping: PersonGrouping
  ) -> Int? {
    grouping.group(of: .init(person: person, episode: nil, day: day))
  }

  /// The days on which a person's status can change, ascending.
  private func statusDays(of person: Int, in population: StudyPopulation) -> [StudyDay] {
    let rules = population.reference.vaccineRules
    let days = population.courses[person].doses.compactMap { $0.given?.exactDay }
    let delays = Set([1, rules.daysUntilComplete, rules.daysUntilBoosted])
    return Set(days.flatMap { day in delays.map { day.adding(days: $0) } }).sorted()
  }

  private func rows(
    _ rate: Rate, of group: String, against first: (group: String, rate: Rate)?, isTotal: Bool
  )
    -> [ResultRow]
  {
    let estimate = rate.estimate()
    func row(
      _ level: String, _ value: ResultValue, _ limits: Interval? = nil, unit: MeasureUnit,
      method: String = "",
      restsOn: [String] = [], decimals: Int? = nil
    ) -> ResultRow {
      ResultRow(
        group: group, level: level, measure: "infections", value: value, lower: limits?.lower,
        upper: limits?.upper,
        unit: unit, method: method, kind: .comparison, comparison: group, restsOn: restsOn, decimals: decimals
      )
    }
    var rows = [
      ResultRow(
        group: group, level: "infections", measure: "infections", count: rate.events, unit: .persons,
        partitions: isTotal ? [] : ["infections"], totalOf: isTotal ? ["infections"] : [], comparison: group),
      row("person-years", ResultValue(rate.personTime * 100), unit: .years, decimals: 0),
      row(
        "per 100 person-years",
        ResultValue(estimate.value.value, otherwise: estimate.value.reason?.description ?? ""),
        estimate.interval.value, unit: .coefficient, method: "garwood"),
    ]
    if let first {
      let ratio = RateRatio(rate, first.rate)
      let limits = ratio.interval()
      rows.append(
        row(
          "rate ratio", ResultValue(ratio.value.value, otherwise: ratio.value.reason?.description ?? ""),
          limits.value,
          unit: .ratio, method: "conditional-exact", restsOn: [first.group]))
    }
    return rows
  }

  private func head(of population: StudyPopulation, grouping: PersonGrouping) -> ResultTable {
    var definition = TableDefinition([
      TableDefinition.populationLine,
      .init(
        "Event", "the first infection of an exactly known day after enrolment, also of people infected before"
      ),
      .init(
        "Person-time", "from the day after enrolment to the event or the last dated form; 365.25 days a year"),
      .init("Rate", "per 100 person-years; interval 95 %, exact (Garwood)"),
      .init("Rate ratio", "against the first group, not adjusted; interval 95 %, exact given all events"),
    ])
    for line in grouping.definition { definition[line.key] = line.value }
    if by == .vaccinationStatus {
      definition["Vaccination"] =
        "status on each day of follow-up; "
        + population.reference.vaccineRules.statement
    }
    return ResultTable(
      statistic: Self.name, title: "Infections during follow-up by \(by.heading.lowercased())",
      question: Self.question,
      definition: definition, denominator: "person-time of people with a dated form after enrolment",
      asOf: population.snapshot.asOf, groupHeading: by == .vaccinationStatus ? "Vaccination" : by.heading,
      levelHeading: "Infections")
  }
}
