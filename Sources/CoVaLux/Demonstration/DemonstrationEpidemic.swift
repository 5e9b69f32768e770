import CohortModel

/// When people of Luxembourg were infected, week by week.
enum DemonstrationEpidemic {
  /// A stretch of the epidemic in which one variant prevailed.
  struct Period {
    let variant: String
    let first: StudyDay
    /// Infections a week, unreported ones included, in a population of 634,730.
    let infectionsPerWeek: Int
    /// Hazard of people infected before, in per cent of the hazard of the others.
    let reinfectionPercent: Int
    /// True from the first Omicron wave on: milder, and Long COVID is rarer.
    let isOmicron: Bool
  }

  static let population = 634_730

  /// Reported cases of residents in each week from 24 February 2020 to 28 March 2021, 61,073 in all.
  ///
  /// Source: Ministry of Health, by way of benelsen/covid19lu (CC0).
  static let reportedCases = [
    1, 2, 54, 731, 1024, 627, 295, 182, 98, 63, 42, 38, 38, 16, 13, 24, 41, 127, 250, 346, 579, 581, 438, 297,
    203,
    271, 287, 280, 282, 671, 459, 549, 803, 1280, 3381, 4708, 4129, 4002, 3846, 3557, 3794, 3419, 2679, 1263,
    1134,
    1035, 856, 840, 997, 1137, 1087, 1240, 1311, 1178, 1240, 1564, 1684,
  ]
  static let firstWeek: StudyDay = "2020-02-24"
  static let lastDay: StudyDay = "2023-12-31"

  /// Infections for one reported case until March 2021, in per cent.
  ///
  /// CON-VINCE found 15 % of adults infected by mid-2021 (Tsurkalenko et al. 2024), about 1.4 times the
  /// reported cases.
  static let infectionsPerHundredCases = 140

  /// Periods after the reported weeks.
  ///
  /// The days and variants are Luxembourg's (LNS, CoVariants); the heights are an assumption that leads to 43 %
  /// of positives being re-infections in January 2023 (Ministry of Health).
  static let periods = [
    Period(
      variant: "alpha", first: "2021-03-29", infectionsPerWeek: 1_100, reinfectionPercent: 8, isOmicron: false
    ),
    Period(
      variant: "mixed-delta-gamma", first: "2021-06-28", infectionsPerWeek: 1_300, reinfectionPercent: 8,
      isOmicron: false),
    Period(
      variant: "delta", first: "2021-07-26", infectionsPerWeek: 1_000, reinfectionPercent: 12,
      isOmicron: false),
    Period(
      variant: "delta", first: "2021-11-01", infectionsPerWeek: 3_200, reinfectionPercent: 12,
      isOmicron: false),
    Period(
      variant: "omicron-ba.1", first: "2021-12-27", infectionsPerWeek: 15_000, reinfectionPercent: 40,
      isOmicron: true),
    Period(
      variant: "omicron-ba.2", first: "2022-02-28", infectionsPerWeek: 8_000, reinfectionPercent: 42,
      isOmicron: true),
    Period(
      variant: "omicron-ba.5", first: "2022-06-06", infectionsPerWeek: 5_500, reinfectionPercent: 48,
      isOmicron: true),
    Period(
      variant: "omicron-bq.1", first: "2022-11-07", infectionsPerWeek: 4_000, reinfectionPercent: 52,
      isOmicron: true),
    Period(
      variant: "omicron-xbb", first: "2023-02-13", infectionsPerWeek: 1_800, reinfectionPercent: 60,
      isOmicron: true),
    Period(
      variant: "omicron-jn.1", first: "2023-11-27", infectionsPerWeek: 4_500, reinfectionPercent: 60,
      isOmicron: true),
  ]

  /// The period of a day; before the first of the list, one without variants of concern or the first of
  /// Alpha.
  static func period(of day: StudyDay) -> Period {
    if let period = periods.last(where: { $0.first <= day }) { return period }
    return Period(
      variant: day < "2021-02-08" ? "pre-voc" : "alpha", first: firstWeek, infectionsPerWeek: 0,
      reinfectionPercent: 5, isOmicron: false)
  }

  /// One week of the epidemic.
  struct Week {
    let monday: StudyDay
    /// Infections expected in the population.
    let infections: Int
    /// Hazard in a million of somebody never infected, and of somebody infected before.
    let firstPerMillion: Int
    let againPerMillion: Int
  }

  /// Every week from the first case to the last day.
  static let weeks: [Week] = {
    var weeks: [Week] = []
    var infectedBefore = 0
    var monday = firstWeek
    while monday < lastDay {
      let period = period(of: monday)
      let infections =
        weeks.count < reportedCases.count
        ? reportedCases[weeks.count] * infectionsPerHundredCases / 100 : period.infectionsPerWeek
      // The people infected before count as the part of a person that their hazard is.
      let exposed = population - infectedBefore * (100 - period.reinfectionPercent) / 100
      let first = infections * 1_000_000 / exposed
      weeks.append(
        Week(
          monday: monday, infections: infections, firstPerMillion: first,
          againPerMillion: first * period.reinfectionPercent / 100))
      infectedBefore += first * (population - infectedBefore) / 1_000_000
      monday = monday.adding(days: 7)
    }
    return weeks
  }()

  /// The days on which one person was infected, at least 60 days apart.
  static func infectionDays(from random: inout DemonstrationRandom) -> [StudyDay] {
    var days: [StudyDay] = []
    for week in weeks
    where random.below(1_000_000) < (days.isEmpty ? week.firstPerMillion : week.againPerMillion) {
      let day = week.monday.adding(days: random.below(7))
      if let last = days.last, day.days(since: last) < 60 { continue }
      days.append(day)
    }
    return days
  }
}
