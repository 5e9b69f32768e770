/// How far a person is vaccinated on a day; always derived, never stored.
public enum VaccinationStatus: String, Hashable, Sendable, CaseIterable {
  /// No dose before the day.
  case unvaccinated
  /// At least one dose, and the primary series is not complete.
  case partial
  /// The last primary dose was given fewer than 14 days (the rules' number) before the day.
  case completeUnder14Days = "complete-under-14-days"
  /// The last primary dose was given at least 14 days before the day.
  case complete
  /// A further dose, at least 90 days after completion, was given at least 14 days before the day.
  case boosted
  /// Missing dates, products or contradictory reports could change the answer.
  case unknown
}

extension VaccinationCourse {
  /// The status on a day, counting the doses given before it.
  ///
  /// Each missing date is tried at every day that matters, each unknown product with every number of doses it may
  /// need, and dates that contradict each other both as one dose and as several; only a status that all of these
  /// agree on is given. For the effect of vaccination on Long COVID ask for the day of infection.
  ///
  /// - Parameters:
  ///   - day: The day in question.
  ///   - rules: What counts as complete and as boosted.
  ///   - infections: Days of infection, used only if the rules count an infection as a dose.
  /// - Returns: The status; ``VaccinationStatus/unknown`` where the reports leave it open.
  public func status(
    on day: StudyDay, under rules: VaccineRules, infections: [StudyDay] = []
  ) -> VaccinationStatus {
    if doses.isEmpty, undated.isEmpty {
      return rules.takesSilenceAsUnvaccinated ? .unvaccinated : .unknown
    }
    guard let worlds = CourseWorlds(self, around: day, rules: rules) else { return .unknown }
    let statuses = worlds.results { Self.status(of: $0, on: day, under: rules, infections: infections) }
    return statuses.count == 1 ? statuses.first ?? .unknown : .unknown
  }

  /// Number of doses given before a day; nil if missing dates or contradictory reports could change it.
  public func doseCount(before day: StudyDay) -> Int? {
    guard let worlds = CourseWorlds(self, around: day, rules: nil) else { return nil }
    let counts = worlds.results { shots in shots.filter { $0.day < day }.count }
    return counts.count == 1 ? counts.first : nil
  }

  /// Whole calendar months from the last dose before a day to that day.
  ///
  /// Nil if there is none, which ``doseCount(before:)`` tells apart, or if its date is not exactly known.
  public func monthsSinceLastDose(on day: StudyDay) -> Int? {
    guard let count = doseCount(before: day), count > 0, undated.isEmpty,
      let latest = doses.compactMap(\.given).filter({ $0.earliest < day }).max(by: { $0.latest < $1.latest }),
      let last = latest.exactDay
    else { return nil }
    var months = 0
    while last.adding(months: months + 1) <= day { months += 1 }
    return months
  }

  private static func status(
    of shots: [CourseWorlds.Shot], on day: StudyDay, under rules: VaccineRules, infections: [StudyDay]
  ) -> VaccinationStatus {
    let before = shots.filter { $0.day < day }.sorted { $0.day < $1.day }
    guard !before.isEmpty else { return .unvaccinated }
    var primaryDoses = 0
    var completed: StudyDay?
    for shot in before where completed == nil {
      guard let needed = shot.dosesToComplete else { continue }
      primaryDoses += 1
      let hadInfection = rules.countsInfectionAsDose && infections.contains { $0 < shot.day }
      if primaryDoses >= needed || hadInfection { completed = shot.day }
    }
    guard let completed else { return .partial }
    guard day.days(since: completed) >= rules.daysUntilComplete else { return .completeUnder14Days }
    let isBoosted = before.contains {
      $0.day.days(since: completed) >= rules.daysBeforeBooster
        && day.days(since: $0.day) >= rules.daysUntilBoosted
    }
    return isBoosted ? .boosted : .complete
  }
}
