/// Everything that case definitions and statistics may ask about one participant, in order of time.
public struct ParticipantHistory: Hashable, Sendable {
  /// The person.
  public let participant: Participant
  /// The infections; none for a never-infected participant.
  public let infections: InfectionEpisodes
  /// The doses.
  public let course: VaccinationCourse
  /// The follow-ups with a known day, in order of their days.
  public let followUps: [FollowUp]
  /// Follow-ups whose day is unknown; no definition uses them.
  public let undatedFollowUps: [FollowUp]

  /// Puts a history together.
  public init(
    of participant: Participant, infections: InfectionEpisodes = InfectionEpisodes(),
    course: VaccinationCourse = VaccinationCourse(), followUps: [FollowUp] = []
  ) {
    self.participant = participant
    self.infections = infections
    self.course = course
    self.followUps =
      followUps
      .compactMap { followUp in followUp.completed.map { (day: $0, followUp: followUp) } }
      .sorted { ($0.day.days, $0.followUp.instance) < ($1.day.days, $1.followUp.instance) }
      .map(\.followUp)
    undatedFollowUps = followUps.filter { $0.completed == nil }
  }

  /// The infection of a number, 1 for the first; nil if there is none.
  public func episode(_ number: Int) -> InfectionEpisode? {
    infections.episodes.first { $0.number == number }
  }

  /// Ages in whole years that the person can have on a day; nil if neither birth year nor age is known.
  ///
  /// A birth year leaves two ages open except on 31 December; an age at enrolment narrows them.
  public func possibleAges(on day: StudyDay) -> ClosedRange<Int>? {
    var youngest = Int.min
    var oldest = Int.max
    if let birthYear = participant.birthYear {
      let isLastDay = day.components.month == 12 && day.components.day == 31
      oldest = day.year - birthYear
      youngest = max(0, isLastDay ? oldest : oldest - 1)
    }
    if let age = participant.ageAtEnrolment, let enrolled = participant.enrolled {
      // On `enrolled` the last birthday was 0 to just under 12 months ago.
      let years = day.years(since: enrolled)
      let isAnniversary = enrolled.adding(months: 12 * years) == day
      youngest = max(youngest, age + years)
      oldest = min(oldest, age + years + (isAnniversary ? 0 : 1))
    }
    guard youngest > Int.min, oldest < Int.max else { return nil }
    return youngest <= oldest ? youngest...oldest : nil
  }

  /// What the follow-ups of a span of time say about one symptom.
  ///
  /// - Parameters:
  ///   - symptom: The symptom.
  ///   - days: The time looked at, such as from an infection to the next.
  /// - Returns: First and last presence, duration, and whether it goes on.
  public func symptomEpisode(of symptom: Symptom, in days: ClosedRange<StudyDay>) -> SymptomEpisode {
    let waves = followUps.filter { $0.completed.map(days.contains) ?? false }
    let before = followUps.last { followUp in
      (followUp.completed.map { $0 < days.lowerBound } ?? false)
        && followUp.symptoms[symptom]?.isPresent != nil
    }
    return SymptomEpisode(
      symptom, series: PresenceSeries(of: symptom, waves: waves, from: days.lowerBound),
      wasPresentBefore: before?.symptoms[symptom]?.isPresent)
  }
}
