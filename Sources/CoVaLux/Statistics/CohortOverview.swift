import CohortModel
import CohortStore
public import Reporting
import Statistics

/// Who is in the cohort: how many people, infections, doses and answers.
public struct CohortOverview: CohortStatistic {
  /// `overview`.
  public static let name = "overview"
  /// The question in one sentence.
  public static let question = "How many people take part, and what is known of them?"
  /// It takes no options.
  public static let options: [StatisticOption] = []
  /// It divides people by nothing.
  public static let groupings: [GroupingVariable] = []

  /// Asks for the numbers.
  public init() {}

  /// Makes the question from options.
  public init(_ options: StatisticOptions, reference: ReferenceModel) throws {}

  /// Answers it.
  public func table(of population: StudyPopulation) -> ResultTable {
    var counts = Counts()
    for person in population.people.indices { counts.add(person, in: population) }
    let n = population.people.count
    var table = ResultTable(
      statistic: Self.name, title: "The cohort", question: Self.question,
      definition: TableDefinition([
        TableDefinition.populationLine,
        .init("Infected", "any report of an infection that was not denied"),
        .init(
          "Re-infected", "findings at least \(population.infections.first?.separationDays ?? 60) days apart"),
        .init("Vaccinated", "any dose reported as received, dated or not"),
        .init("Followed up", "at least one form with answers about symptoms, after the day of enrolment"),
      ]),
      denominator: "participants", asOf: population.snapshot.asOf, levelHeading: "People")
    func row(
      _ level: String, _ count: Int, of n: Int, section: String, sets: [String] = [], totalOf: [String] = []
    ) -> ResultRow {
      .share(
        ShareCount(count: count, n: n), group: "", level: level, interval: nil, section: section,
        partitions: sets,
        totalOf: totalOf, isSensitive: false)
    }
    table.rows = [
      ResultRow(level: Self.participants, measure: "share", count: n, unit: .persons, isSensitive: false),
      row(
        Self.infected, counts.infected, of: n, section: "Infections", sets: ["infection"],
        totalOf: ["infected"]),
      row("once", counts.infected - counts.reinfected, of: n, section: "Infections", sets: ["infected"]),
      row("more than once", counts.reinfected, of: n, section: "Infections", sets: ["infected"]),
      row("never infected", n - counts.infected, of: n, section: "Infections", sets: ["infection"]),
      row(Self.vaccinated, counts.vaccinated, of: n, section: "Vaccination", sets: ["vaccination"]),
      row("no dose reported", n - counts.vaccinated, of: n, section: "Vaccination", sets: ["vaccination"]),
      row(Self.followedUp, counts.followedUp, of: n, section: "Follow-up", sets: ["follow-up"]),
      row("not followed up", n - counts.followedUp, of: n, section: "Follow-up", sets: ["follow-up"]),
      row("died", counts.died, of: n, section: "Follow-up"),
      row("stopped taking part, data kept", counts.withdrawn, of: n, section: "Follow-up"),
    ]
    return table
  }

  static let participants = "participants"
  static let infected = "infected"
  static let vaccinated = "vaccinated"
  static let followedUp = "followed up"

  private struct Counts {
    var infected = 0
    var reinfected = 0
    var vaccinated = 0
    var followedUp = 0
    var died = 0
    var withdrawn = 0

    mutating func add(_ person: Int, in population: StudyPopulation) {
      let row = population.people[person]
      let snapshot = population.snapshot
      if population.isInfected(person) { infected += 1 }
      if population.infections[person].episodes.count > 1 { reinfected += 1 }
      let course = population.courses[person]
      if !course.doses.isEmpty || !course.undated.isEmpty { vaccinated += 1 }
      let isFollowedUp = snapshot.responses(of: person).contains { index in
        let response = snapshot.responses[index]
        guard response.hasSymptoms, let day = response.completed else { return false }
        return row.enrolled.map { day > $0 } ?? false
      }
      if isFollowedUp { followedUp += 1 }
      if row.died != nil { died += 1 }
      if row.participationEnded != nil { withdrawn += 1 }
    }
  }
}
