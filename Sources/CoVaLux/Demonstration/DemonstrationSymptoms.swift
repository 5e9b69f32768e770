import CohortModel

/// Which symptoms the made-up participants have, and how they go together.
enum DemonstrationSymptoms {
  /// The symptoms with their frequency, per thousand, among people with symptoms long after an infection of
  /// middling burden, and their weight among the complaints that people have without any infection.
  ///
  /// Fatigue is set such that 34 % of Predi-COVID's participants have it at month 12, and fatigue,
  /// breathlessness and irritability lead the list (Fischer et al. 2022); the other heights are an
  /// assumption.
  static let frequencies: [(symptom: String, late: Int, ordinary: Int)] = [
    ("fatigue", 630, 60), ("post-exertional-malaise", 250, 4), ("fever", 20, 8), ("chills", 30, 6),
    ("cough", 150, 40), ("dyspnoea", 330, 14), ("chest-pain", 150, 10), ("palpitations", 150, 18),
    ("sore-throat", 80, 30), ("runny-nose", 120, 50), ("loss-of-smell", 180, 4), ("loss-of-taste", 150, 4),
    ("headache", 260, 90), ("brain-fog", 280, 14), ("memory-problems", 250, 24), ("dizziness", 160, 28),
    ("sleep-problems", 330, 95), ("anxiety", 200, 60), ("low-mood", 190, 55), ("irritability", 310, 50),
    ("muscle-pain", 230, 50), ("joint-pain", 210, 75), ("abdominal-pain", 80, 28), ("nausea", 60, 14),
    ("diarrhoea", 70, 16), ("gastrointestinal", 110, 34), ("loss-of-appetite", 70, 10),
    ("weight-loss", 50, 10),
    ("skin-rash", 60, 20), ("hair-loss", 130, 24), ("conjunctivitis", 60, 14), ("ear-pain", 50, 8),
    ("tinnitus", 110, 44), ("numbness", 110, 30), ("muscle-weakness", 130, 16), ("abnormal-movements", 30, 2),
    ("seizures", 3, 1), ("thirst", 60, 8), ("sexual-dysfunction", 100, 24), ("sleep-apnoea", 60, 34),
  ]

  static let ids = frequencies.map(\.symptom)

  private static let places = Dictionary(
    frequencies.enumerated().map { ($1.symptom, $0) }, uniquingKeysWith: { first, _ in first })

  /// The place of a symptom in ``frequencies``.
  static func place(of symptom: String) -> Int {
    guard let place = places[symptom] else { preconditionFailure("no symptom \(symptom)") }
    return place
  }

  /// Symptoms of which everyone with lasting symptoms has at least one, as weights by place.
  private static let core = frequencies.map {
    ["fatigue", "dyspnoea", "headache", "loss-of-smell", "brain-fog"].contains($0.symptom) ? $0.late : 0
  }

  private static let ordinaryWeights = frequencies.map(\.ordinary)

  /// Grades 0 to 3 of every symptom for a person whose symptoms last; a latent burden ties them together.
  static func lateProfile(from random: inout DemonstrationRandom) -> [Int8] {
    let burden = random.pick([(1, 35), (2, 40), (3, 25)])
    var profile = frequencies.map { entry -> Int8 in
      guard random.chance(min(930, entry.late * burden / 2)) else { return 0 }
      return Int8(max(1, min(3, burden + random.below(3) - 1)))
    }
    if !zip(profile, core).contains(where: { $0 > 0 && $1 > 0 }) {
      profile[random.place(in: core)] = 1
    }
    return profile
  }

  /// Grades of the complaints of somebody whom no infection explains: one to four, mostly mild.
  static func ordinaryProfile(from random: inout DemonstrationRandom) -> [Int8] {
    var profile = [Int8](repeating: 0, count: frequencies.count)
    for _ in 0..<random.pick([(1, 45), (2, 30), (3, 15), (4, 10)]) {
      profile[random.place(in: ordinaryWeights)] = random.chance(250) ? 2 : 1
    }
    return profile
  }

  /// Chance in a thousand of any lasting symptom twelve months after an infection, without vaccination.
  static func chanceAtMonth12(
    severity: Infection.Severity, in study: DemonstrationPerson.Study
  ) -> Int {
    switch (study, severity) {
    // Fischer et al. 2022: 38.6 % of the asymptomatic, 82.6 % of the moderate and severe, 59.5 % of all; the
    // mild follow from groups of 57, 163 and 69 people, sizes that fit but are not published.
    case (.prediCovid, .asymptomatic): 386
    case (.prediCovid, .mild): 571
    case (.prediCovid, _): 826
    // Predi-COVID's list of 64 symptoms finds nearly everyone; the cohort as a whole is set lower, an
    // assumption.
    case (_, .asymptomatic): 120
    case (_, .mild): 230
    case (_, .moderate): 420
    case (_, _): 600
    }
  }

  /// Per cent of the chance at twelve months that applies after some days.
  static func timeCourse(days: Int) -> Int {
    switch days {
    case ..<45: 190
    case ..<120: 150
    case ..<240: 122
    case ..<340: 108
    case ..<450: 100
    case ..<640: 88
    default: 76
    }
  }

  /// A chance in a thousand after its odds are multiplied by `percent` / 100.
  static func withOdds(_ chance: Int, times percent: Int) -> Int {
    let scaled = chance * percent
    return scaled * 1000 / (100 * (1000 - chance) + scaled)
  }
}
