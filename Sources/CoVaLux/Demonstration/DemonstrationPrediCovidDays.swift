import CSV
import CohortModel

/// The daily file of the made-up Predi-COVID participants: 15 days of questions with little answers.
struct DemonstrationPrediCovidDays {
  /// Yes-no questions on symptoms with their frequency in a thousand on the first day among people with
  /// symptoms.
  ///
  /// Cough in 23.3 % and fever in 26.2 % at inclusion (Predi-COVID, November 2020); the others are an
  /// assumption.
  private static let questions: [(column: String, chance: Int)] = [
    ("QM4", 250), ("QM5", 120), ("QM6", 180), ("QM7", 270), ("QM8", 90), ("QM9", 270), ("QM10", 100),
    ("QM12", 285),
    ("QM14", 120), ("QM15", 130), ("QM17", 60), ("QM18", 140), ("QM20", 15), ("QM21", 70),
  ]
  private static let columns = [
    "SUBJID1", "VISIT", "COHORT", "DATESAISIE", "JOUR", "QM1", "QM2", "QM3", "QM3A", "QM4", "QM5", "QM6",
    "QM7", "QM8",
    "QM9", "QM10", "QM11", "QM12", "QM13", "QM13A", "QM14", "QM15", "QM16", "QM17", "QM18", "QM18A", "QM19",
    "QM20",
    "QM21",
  ]

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "predi-covid-daily.csv", as: "predi-covid-daily", columns: columns, dialect: .frenchExcel)
    // 28 of 941 answered no daily questionnaire at all.
    for person in people where !person.isSilent {
      var random = person.random(21)
      let lastDay = random.chance(750) ? 14 : random.within(2...13)
      let illness = Illness(of: person, from: &random)
      for day in 0...lastDay where day == 0 || random.chance(940) {
        let entered = person.enrolled.adding(days: day)
        if let end = person.withdrew, entered > end { break }
        table.append(of: person.index) { row in
          row["SUBJID1"] = person.code
          row["VISIT"] = "1"
          row["COHORT"] = "PREDI"
          row["DATESAISIE"] = entered.dayFirst
          row["JOUR"] = "J\(day)"
          illness.fill(&row, day: day, from: &random)
        }
      }
    }
    return table
  }

  /// The course of one person's illness over the 15 days.
  private struct Illness {
    /// Days for which each question of ``questions`` is answered yes; 0 if never.
    let duration: [Int]
    let tiredDays: Int
    let badNights: Int
    let hasThermometer: Bool
    let isInHospital: Bool

    init(of person: DemonstrationPerson, from random: inout DemonstrationRandom) {
      let infection = person.infections.first
      let hasSymptoms = infection?.hasSymptoms ?? false
      let isSerious = (infection?.severity.rawValue ?? 0) >= Infection.Severity.moderate.rawValue
      duration = questions.map { question in
        guard hasSymptoms, random.chance(isSerious ? min(900, question.chance * 3 / 2) : question.chance)
        else {
          // Somebody without symptoms at inclusion may have them once.
          return random.chance(15) ? 1 : 0
        }
        return random.within(2...(isSerious ? 17 : 11))
      }
      tiredDays = hasSymptoms && random.chance(620) ? random.within(2...15) : 0
      badNights = hasSymptoms && random.chance(400) ? random.within(1...12) : 0
      hasThermometer = random.chance(880)
      isInHospital = infection?.isHospitalised ?? false
    }

    func fill(_ row: inout DemonstrationTable.Row, day: Int, from random: inout DemonstrationRandom) {
      row["QM1"] = isInHospital && day < 9 ? "2" : random.chance(900) ? "1" : "3"
      row["QM2"] = day < tiredDays ? (random.chance(200) ? "3" : "2") : "1"
      row["QM3"] = day < badNights ? "0" : "1"
      if day < badNights, random.chance(150) { row["QM3A"] = "réveillé plusieurs fois; toux" }
      for (place, question) in questions.enumerated() where random.chance(990) {
        row[question.column] = day < duration[place] ? "1" : "0"
      }
      // Pain is asked only of those with chest pain, and the cell of the others is blank.
      if row["QM10"] == "1" { row["QM11"] = String(random.within(1...7)) }
      row["QM13"] = hasThermometer ? "1" : "0"
      if hasThermometer, random.chance(800) {
        row["QM13A"] = DemonstrationPrediCovidBaseline.comma(
          random.within(row["QM12"] == "1" ? 380...393 : 360...374))
      }
      if row["QM18"] == "1" {
        row["QM18A"] = random.pick([("éternuements", 3), ("maux de tête", 5), ("gêne à l'œil", 1)])
      }
      row["QM19"] = String(random.below(4))
    }
  }
}
