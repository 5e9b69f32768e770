import CohortModel

/// One infection of a made-up participant.
struct DemonstrationInfection {
  /// First day of symptoms, or the day of infection where there were none.
  var began: StudyDay
  var tested: StudyDay
  var test: Infection.Test
  var severity: Infection.Severity
  /// Doses at least 14 days before.
  var dosesBefore: Int
  var isSequenced: Bool
  /// In a thousand: symptoms last for as long as the chance of the day is above it.
  var threshold: Int
  var profile: [Int8]

  var hasSymptoms: Bool { severity != .asymptomatic }
  var isHospitalised: Bool { severity == .severe || severity == .critical }
}

/// A made-up participant: everything that the files are written from.
struct DemonstrationPerson {
  /// The part of the programme that the participant belongs to; each has its own files and codes.
  enum Study {
    case covalux
    /// In the cohort by way of the hospital, with ISARIC's forms for vaccination and follow-up.
    case hospital
    case prediCovid
  }

  let index: Int
  let study: Study
  let code: String
  let birth: StudyDay
  let isFemale: Bool
  let canton: String
  let language: String
  let education: Int
  let smoking: Int
  let heightCentimetres: Int
  let weightHectograms: Int
  /// Conditions in the order of ``conditions``.
  let hasCondition: [Bool]
  let isHealthcareWorker: Bool
  var enrolled: StudyDay
  var withdrew: StudyDay?
  var died: StudyDay?
  var infections: [DemonstrationInfection]
  var doses: [DemonstrationDose]
  /// Grades of the complaints that no infection explains.
  let ordinary: [Int8]
  /// True if the person answers nothing after the baseline.
  let isSilent: Bool
  let seed: UInt64

  /// The conditions with their chance in a thousand below 40, from 40 to 64 and from 65 years; an assumption.
  static let conditions: [(field: String, chances: [Int])] = [
    ("asthma", [80, 70, 70]), ("diabetes", [8, 60, 170]), ("hypertension", [20, 200, 520]),
    ("chronic-heart-disease", [6, 35, 180]), ("chronic-lung-disease", [5, 30, 90]),
    ("chronic-kidney-disease", [3, 15, 70]), ("liver-disease", [4, 15, 20]),
    ("immunosuppression", [8, 20, 35]),
    ("cancer", [5, 30, 110]),
  ]

  func age(on day: StudyDay) -> Int { day.years(since: birth) }

  func has(_ condition: String) -> Bool {
    zip(Self.conditions, hasCondition).contains { $0.field == condition && $1 }
  }

  /// A stream of chance for one purpose of this person.
  func random(_ stream: UInt64) -> DemonstrationRandom {
    DemonstrationRandom(seed: seed, stream: stream, person: index)
  }

  /// Grades 0 to 3 of every symptom on a day, in the order of ``DemonstrationSymptoms/frequencies``.
  func symptoms(on day: StudyDay, visit: UInt64) -> [Int8] {
    var random = random(1000 + visit)
    // Ordinary complaints come and go.
    var grades = ordinary.map { $0 > 0 && random.chance(800) ? $0 : 0 }
    for infection in infections where infection.began <= day && infection.tested <= day {
      let days = day.days(since: infection.began)
      guard infection.threshold < chance(of: infection, afterDays: days) else { continue }
      let shown = infection.profile.map { $0 > 0 && random.chance(880) ? $0 : 0 }
      let kept = shown.contains { $0 > 0 } ? shown : infection.profile
      grades = zip(grades, kept).map { max($0, $1) }
    }
    return grades
  }

  /// True if symptoms that an infection explains last on a day.
  func hasLastingSymptoms(on day: StudyDay) -> Bool {
    infections.contains {
      $0.began <= day && $0.tested <= day
        && $0.threshold < chance(of: $0, afterDays: day.days(since: $0.began))
    }
  }

  /// Chance in a thousand that symptoms of an infection last for some days.
  private func chance(of infection: DemonstrationInfection, afterDays days: Int) -> Int {
    var chance = DemonstrationSymptoms.chanceAtMonth12(severity: infection.severity, in: study)
    if study != .prediCovid {
      // Odds ratio 0.61 for two doses at least 14 days before infection: 294 of 3,090 against 452 of 3,090
      // (Ayoubkhani et al. 2022).
      if infection.dosesBefore >= 2 { chance = DemonstrationSymptoms.withOdds(chance, times: 61) }
      if DemonstrationEpidemic.period(of: infection.began).isOmicron {
        chance = DemonstrationSymptoms.withOdds(chance, times: 75)
      }
      // Women report lasting symptoms more often (Martins Conde et al. 2025); the height is an assumption.
      chance = DemonstrationSymptoms.withOdds(chance, times: isFemale ? 130 : 80)
    }
    return min(950, chance * DemonstrationSymptoms.timeCourse(days: days) / 100)
  }
}
