import CohortModel
import CohortStore

/// When people lost a symptom, or all of them, as repeated follow-ups tell it.
///
/// A person is followed from the first follow-up at which the symptom was present, in days since the infection, so that
/// nobody counts before it is known that there was something to recover from. The event is the first follow-up without
/// the symptom if the next one with an answer confirms it; a symptom that came back was not gone. Everybody else is
/// followed to the last follow-up with an answer before a re-infection.
struct SymptomRecovery {
  /// One person's time.
  struct Course {
    var person: Int
    var group: Int
    /// Day since infection of the first follow-up with the symptom.
    var entry: Int
    /// Day since infection of recovery, or of the last answer.
    var exit: Int
    var hasRecovered: Bool
  }

  private(set) var courses: [Course] = []
  /// People with the symptom at some follow-up and no answer after it.
  private(set) var withoutLaterAnswer = 0

  init(
    of symptom: Symptom?, after infection: Int, statuses: Set<Infection.Status>, by grouping: PersonGrouping,
    in population: StudyPopulation
  ) {
    let place = symptom.flatMap { population.snapshot.index(of: $0) }
    for person in population.people.indices {
      guard let episode = population.episode(infection, of: person), let status = episode.status,
        statuses.contains(status), let start = episode.index?.exactDay,
        let group = grouping.group(of: .init(person: person, episode: episode, day: start))
      else { continue }
      let answers = Self.answers(
        about: place, isAny: symptom == nil, of: person, since: start, episode, in: population)
      guard let first = answers.firstIndex(where: \.isPresent) else { continue }
      guard first + 1 < answers.count else {
        withoutLaterAnswer += 1
        continue
      }
      let end = Self.end(of: answers, after: first)
      courses.append(
        Course(
          person: person, group: group, entry: answers[first].day, exit: end.day,
          hasRecovered: end.hasRecovered))
    }
  }

  typealias Answer = (day: Int, isPresent: Bool)

  /// The day of recovery, or of the last answer.
  static func end(of answers: [Answer], after first: Int) -> (day: Int, hasRecovered: Bool) {
    for place in answers.indices.dropFirst(first + 1) where !answers[place].isPresent {
      guard place + 1 < answers.count else { break }
      if !answers[place + 1].isPresent { return (answers[place].day, true) }
    }
    return (answers.last?.day ?? 0, false)
  }

  /// The answers by day since infection, one a day, up to the day before a re-infection.
  private static func answers(
    about symptom: Int?, isAny: Bool, of person: Int, since start: StudyDay, _ episode: InfectionEpisode,
    in population: StudyPopulation
  ) -> [Answer] {
    let snapshot = population.snapshot
    let next = population.infections[person].episodes.filter { $0.number > episode.number }
      .compactMap { $0.index?.earliest }.min()
    var answers: [Answer] = []
    for response in snapshot.responses(of: person) {
      let row = snapshot.responses[response]
      guard row.hasSymptoms, let day = row.completed, day >= start, next.map({ day < $0 }) ?? true else {
        continue
      }
      var isPresent: Bool?
      if let symptom {
        isPresent = snapshot.isPresent(symptom, in: [response])
      } else if isAny {
        isPresent = snapshot.symptomCount(in: response).map { $0 > 0 }
      }
      if let isPresent { answers.append((day.days(since: start), isPresent)) }
    }
    answers.sort { $0.day < $1.day }
    // Two forms of one day are one answer: present if either says so.
    return answers.reduce(into: []) { merged, answer in
      if let last = merged.last, last.day == answer.day {
        merged[merged.count - 1].isPresent = last.isPresent || answer.isPresent
      } else {
        merged.append(answer)
      }
    }
  }
}
