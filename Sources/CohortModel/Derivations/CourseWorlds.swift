/// Every way in which a course with missing or contradictory dates may really have been.
struct CourseWorlds {
  /// A dose on an exact day.
  struct Shot: Hashable {
    var day: StudyDay
    /// Position in the primary series from which on this dose completes it; nil if it never does.
    var dosesToComplete: Int?
  }

  /// For each thing that is uncertain, its possibilities; each possibility is a list of doses.
  private var choices: [[[Shot]]] = []

  /// Makes the worlds; nil if there are more than 50,000 of them, which no answer would survive.
  init?(_ course: VaccinationCourse, around day: StudyDay, rules: VaccineRules?) {
    let exact = course.doses.compactMap(\.given?.exactDay)
    let turningPoints = Self.turningPoints(around: day, exact: exact, rules: rules)
    for family in Self.families(course.doses) {
      let alternatives = family.map { dose in
        Self.possibilities(of: dose, on: Self.days(of: dose, turningPoints: turningPoints), rules: rules)
      }
      if alternatives.count == 1 {
        choices.append(alternatives[0].map { [$0] })
      } else {
        // Dates that contradict each other: any one of them alone, or all of them.
        let all = alternatives.compactMap(\.first)
        choices.append(alternatives.flatMap { $0.map { [$0] } } + [all])
      }
    }
    for dose in course.undated {
      let bounds = Self.bounds(ofUndated: dose, in: course)
      let days = Self.spread(turningPoints, over: bounds.lowerBound, to: bounds.upperBound)
      choices.append(Self.possibilities(of: dose, on: days, rules: rules).map { [$0] })
    }
    var count = 1
    for choice in choices {
      count *= max(1, choice.count)
      guard count <= 50_000 else { return nil }
    }
  }

  /// What `answer` gives in the worlds, each answer once.
  func results<Answer: Hashable>(_ answer: ([Shot]) -> Answer) -> Set<Answer> {
    var results: Set<Answer> = []
    var picks = choices.map { _ in 0 }
    while true {
      results.insert(answer(zip(choices, picks).flatMap { $0.isEmpty ? [] : $0[$1] }))
      var place = 0
      while place < picks.count {
        picks[place] += 1
        if picks[place] < choices[place].count { break }
        picks[place] = 0
        place += 1
      }
      if place == picks.count { return results }
    }
  }
}

extension CourseWorlds {
  /// Doses that share a slot and no form may be one dose with a wrong date, and form one family.
  ///
  /// Two dates in one form are two doses, however another form numbers them.
  private static func families(_ doses: [VaccinationCourse.Dose]) -> [[VaccinationCourse.Dose]] {
    var families: [[VaccinationCourse.Dose]] = []
    for dose in doses {
      let slots = Set(dose.slots).subtracting(["last"])
      let forms = Set(dose.reports.map(\.form))
      let related = families.indices.filter { index in
        families[index].contains {
          !slots.isDisjoint(with: $0.slots) && forms.isDisjoint(with: $0.reports.map(\.form))
        }
      }
      let merged = related.flatMap { families[$0] } + [dose]
      for index in related.reversed() { families.remove(at: index) }
      families.append(merged)
    }
    return families
  }

  private static func possibilities(
    of dose: VaccinationCourse.Dose, on days: [StudyDay], rules: VaccineRules?
  ) -> [Shot] {
    let needs = rules?.dosesToComplete(with: dose) ?? [nil]
    return days.flatMap { day in needs.map { Shot(day: day, dosesToComplete: $0) } }
  }

  private static func days(
    of dose: VaccinationCourse.Dose, turningPoints: [StudyDay]
  ) -> [StudyDay] {
    guard let given = dose.given else { return [] }
    return spread(turningPoints, over: given.earliest, to: given.latest)
  }

  /// The days within bounds at which an answer can change: the bounds and the turning points between them.
  private static func spread(
    _ turningPoints: [StudyDay], over first: StudyDay, to last: StudyDay
  ) -> [StudyDay] {
    unique([first] + turningPoints.filter { first < $0 && $0 < last } + [last])
  }

  /// Days just before and just after which the status on `day` may differ.
  private static func turningPoints(
    around day: StudyDay, exact: [StudyDay], rules: VaccineRules?
  ) -> [StudyDay] {
    var points = [day.adding(days: -1), day]
    guard let rules else { return points }
    for wait in [rules.daysUntilComplete, rules.daysUntilBoosted] {
      points += [day.adding(days: -wait), day.adding(days: -wait + 1)]
    }
    for dose in exact {
      points += [dose, dose.adding(days: 1)]
      for gap in [rules.daysBeforeBooster, -rules.daysBeforeBooster] {
        points += [dose.adding(days: gap - 1), dose.adding(days: gap), dose.adding(days: gap + 1)]
      }
    }
    return unique(points).sorted()
  }

  /// Days between which a dose without a date lies: after the dose of the slot before, before that of the slot
  /// after, and not after the form that reports it.
  private static func bounds(
    ofUndated dose: VaccinationCourse.Dose, in course: VaccinationCourse
  ) -> ClosedRange<StudyDay> {
    var first = StudyDay(days: 7305)  // 2020-01-01, before the first dose of any trial
    var last = StudyDay(days: 36_525)  // 2100-01-01, that is not yet
    if let number = dose.slots.compactMap({ Int($0) }).first {
      for other in course.doses {
        guard let given = other.given, let slot = other.slots.compactMap({ Int($0) }).first else { continue }
        if slot < number { first = max(first, given.earliest) }
        if slot > number { last = min(last, given.latest) }
      }
    }
    let reported = dose.reports.compactMap(\.reported).min()
    last = max(first, min(last, reported ?? last))
    return first...last
  }
}
