import CohortModel
import CohortStore

/// Vaccination on the day of infection with the time since the last dose, as effectiveness is told by.
///
/// People whose primary series is not complete, or complete for fewer than 14 days (the rules' number), are classes of
/// their own; those of an unknown status, or without an exact day of the last dose, are in none.
struct TimeSinceDose {
  private static let bands: [(label: String, from: Int)] = [
    ("under 90 days", 0), ("90–179 days", 90), ("180 days and more", 180),
  ]

  /// The classes, the reference first.
  static let labels =
    ["unvaccinated", "partly vaccinated", "complete under 14 days"]
    + ["fully vaccinated", "boosted"].flatMap { status in bands.map { "\(status), \($0.label)" } }

  private let population: StudyPopulation

  init(_ population: StudyPopulation) {
    self.population = population
  }

  /// The class of a person on the day of the anchor; nil if it is not known.
  func place(of anchor: PersonGrouping.Anchor) -> Int? {
    guard let day = anchor.day else { return nil }
    switch population.vaccinationStatus(of: anchor.person, on: day) {
    case .unvaccinated: return 0
    case .partial: return 1
    case .completeUnder14Days: return 2
    case .complete: return band(of: anchor.person, before: day).map { 3 + $0 }
    case .boosted: return band(of: anchor.person, before: day).map { 3 + Self.bands.count + $0 }
    case .unknown: return nil
    }
  }

  private func band(of person: Int, before day: StudyDay) -> Int? {
    let last = population.courses[person].doses.compactMap { $0.given?.exactDay }.filter { $0 < day }.max()
    return last.flatMap { last in Self.bands.lastIndex { $0.from <= day.days(since: last) } }
  }
}
