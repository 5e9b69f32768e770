public import CohortModel
public import CohortStore

/// The people of a snapshot with their infections put in order: what every statistic counts.
///
/// Only people whose data may be used are in it.
public struct StudyPopulation: Sendable {
  /// The snapshot.
  public let snapshot: CohortSnapshot
  /// Rules, periods and schedules.
  public let reference: ReferenceModel
  /// The day of the snapshot in UTC.
  public let day: StudyDay
  /// The infections of each person.
  public let infections: [InfectionEpisodes]
  /// The doses of each person.
  public let courses: [VaccinationCourse]

  /// Puts the infections of a snapshot in order.
  ///
  /// - Parameters:
  ///   - snapshot: What was read from the cohort.
  ///   - reference: Rules, periods and schedules.
  ///   - separationDays: Days between positive findings from which on the later one is a new infection.
  public init(
    _ snapshot: CohortSnapshot, reference: ReferenceModel,
    separationDays: Int = InfectionEpisodes.defaultSeparationDays
  ) {
    self.snapshot = snapshot
    self.reference = reference
    day = StudyDay(iso: snapshot.asOf.prefix(10)) ?? StudyDay(days: 0)
    infections = snapshot.people.indices.concurrentMap { person in
      let reports = snapshot.infections[snapshot.infections(of: person)]
      return InfectionEpisodes(Array(reports), separationDays: separationDays)
    }
    courses = snapshot.people.indices.concurrentMap { person in
      VaccinationCourse(Array(snapshot.vaccinations[snapshot.vaccinations(of: person)]))
    }
  }

  /// The people.
  public var people: [CohortSnapshot.Person] { snapshot.people }

  /// Whether a person is known to have been infected, if only on an unknown day.
  public func isInfected(_ person: Int) -> Bool {
    !infections[person].episodes.isEmpty || !infections[person].undated.isEmpty
  }

  /// The infection of a number, 1 for the first; nil if a person has none of a known day, month or year.
  public func episode(_ number: Int, of person: Int) -> InfectionEpisode? {
    let episodes = infections[person].episodes
    return episodes.indices.contains(number - 1) ? episodes[number - 1] : nil
  }

  /// Days on which a person's infections were found, for rules that count an infection as a dose.
  func infectionDays(of person: Int) -> [StudyDay] {
    infections[person].episodes.compactMap { $0.index?.exactDay }
  }

  /// Vaccination status of a person on a day.
  func vaccinationStatus(of person: Int, on day: StudyDay) -> VaccinationStatus {
    courses[person].status(
      on: day, under: reference.vaccineRules, infections: infectionDays(of: person))
  }

  /// Number of doses before a day; nil if missing dates or contradictory reports leave it open.
  func doseCount(of person: Int, before day: StudyDay) -> Int? {
    let course = courses[person]
    let days = course.doses.compactMap { $0.given?.exactDay }
    // Nothing is open where every date is known: no need to try what they could be.
    if days.count == course.doses.count, course.undated.isEmpty, course.contradictions.isEmpty {
      return days.count { $0 < day }
    }
    return course.doseCount(before: day)
  }

  /// Age in whole years on a day; where the year of birth leaves two ages open, the lower.
  func age(of person: Int, on day: StudyDay) -> Int? {
    ParticipantHistory(of: people[person].participant).possibleAges(on: day)?.lowerBound
  }

  /// Age at enrolment in whole years.
  func ageAtEnrolment(of person: Int) -> Int? {
    let row = people[person]
    return row.ageAtEnrolment ?? row.enrolled.flatMap { age(of: person, on: $0) }
  }
}
