import CohortModel
import CohortStore

/// The follow-ups that speak for one time after an infection, or after enrolment for those never infected.
///
/// The target is the same day of a later calendar month. Follow-ups count from `daysBefore` before it to
/// `daysAfter` after it, on or after the day that time is counted from.
struct FollowUpWindow {
  let month: Int
  let daysBefore: Int
  let daysAfter: Int

  /// Without half-widths, 15 days for the first two months and 45 from the third on: windows three months apart meet.
  init(month: Int, daysBefore: Int? = nil, daysAfter: Int? = nil) {
    let halfWidth = month < 3 ? 15 : 45
    self.month = month
    self.daysBefore = daysBefore ?? halfWidth
    self.daysAfter = daysAfter ?? halfWidth
  }

  var label: String { "month \(month)" }

  /// The target in words, with its half-widths.
  var description: String {
    "month \(month): "
      + (daysBefore == daysAfter ? "± \(daysBefore) days" : "− \(daysBefore) to + \(daysAfter) days")
  }

  /// The responses in the window by their distance from the target, the earlier first where it is the same.
  ///
  /// - Parameters:
  ///   - population: The people.
  ///   - person: Whose responses.
  ///   - start: The day that time is counted from.
  ///   - episode: The infection that is followed up; nil for a person who was never infected.
  ///   - withItems: Takes forms with answers to instruments instead of those with symptoms.
  /// - Returns: Indexes of responses; nil where a re-infection lies before the end of the window, as the whole
  ///   window must be free of it.
  func responses(
    of population: StudyPopulation, person: Int, since start: StudyDay, episode: InfectionEpisode?,
    withItems: Bool = false
  ) -> [Int]? {
    let target = start.adding(months: month)
    let first = max(target.adding(days: -daysBefore), start)
    let last = target.adding(days: daysAfter)
    let episodes = population.infections[person].episodes
    if let episode {
      let isReinfected = episodes.contains {
        $0.number > episode.number && ($0.index?.earliest ?? start) <= last
      }
      if isReinfected { return nil }
    }
    let snapshot = population.snapshot
    return snapshot.responses(of: person).compactMap { index -> (index: Int, distance: Int, day: StudyDay)? in
      let response = snapshot.responses[index]
      guard withItems ? response.hasItems : response.hasSymptoms, let day = response.completed, first <= day,
        day <= last,
        Self.belongs(response, to: episode, among: episodes)
      else { return nil }
      return (index, abs(day.days(since: target)), day)
    }
    .sorted { ($0.distance, $0.day, $0.index) < ($1.distance, $1.day, $1.index) }
    .map(\.index)
  }

  /// A form that says which infection it follows up speaks for no other.
  private static func belongs(
    _ response: CohortSnapshot.Response, to episode: InfectionEpisode?, among episodes: [InfectionEpisode]
  ) -> Bool {
    guard let slot = response.infectionSlot, let episode, !episode.slots.contains(slot) else { return true }
    return !episodes.contains { $0.number != episode.number && $0.slots.contains(slot) }
  }
}
