import CSV
import CohortModel

/// The merged export of Predi-COVID with its month-12 answers, and rows of another stream between them.
struct DemonstrationPrediCovidYear {
  /// Column and the symptom it shows; columns without a symptom of their own share one or have a chance in a
  /// thousand.
  private static let questions: [(column: String, symptom: String?, chance: Int)] = [
    ("fatigue", "fatigue", 0), ("fievre", "fever", 0), ("toux_seche", "cough", 0), ("toux_grasse", nil, 30),
    ("crachats_sang", nil, 2), ("souffle_court", "dyspnoea", 0), ("respi_sifflante", nil, 20),
    ("doul_thorac", "chest-pain", 0), ("doul_abdo", "abdominal-pain", 0), ("brulures_estomac", nil, 40),
    ("nausees", "nausea", 0), ("vomissements", nil, 8), ("diarrhee", "diarrhoea", 0),
    ("perte_appetit", "loss-of-appetite", 0), ("maux_de_tete", "headache", 0),
    ("confusion_ment", "brain-fog", 0),
    ("crises_epilepsie", "seizures", 0), ("difficultes_a_marcher", nil, 20),
    ("doul_musc_sup", "muscle-pain", 0),
    ("doul_musc_inf", "muscle-pain", 0), ("perte_odorat", "loss-of-smell", 0),
    ("perte_de_gout", "loss-of-taste", 0),
    ("maux_gorge", "sore-throat", 0), ("ecoulement_nasal", "runny-nose", 0),
    ("douleurs_oreilles", "ear-pain", 0),
    ("inflammation_conjonct", "conjunctivitis", 0), ("eruptions", "skin-rash", 0), ("adenopathies", nil, 6),
    ("doigts_bleus", nil, 4),
  ]
  static let symptomColumns = questions.map(\.column)

  private static let columns =
    ["subjid", "SUBJID", "SUBJID_1", "questionaire", "JOUR", "DATESAISIE", "sex", "age_estimateyears"]
    + ["symptom_start_date", "QM1"] + symptomColumns

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "predi-covid-month-12.csv", as: "predi-covid-month-12", columns: columns, dialect: .frenchExcel)
    for person in people where !person.isSilent {
      var random = person.random(22)
      let day = person.enrolled.adding(months: 12).adding(days: random.within(-8...25))
      let hasLeft = (person.withdrew.map { $0 <= day } ?? false) || (person.died.map { $0 <= day } ?? false)
      guard !hasLeft, random.chance(560) else { continue }
      if random.chance(300) {
        table.append(of: person.index) { row in
          fillKeys(&row, of: person, stream: "monthly", on: person.enrolled.adding(months: 3))
          row["QM1"] = "1"
        }
      }
      let no = random.chance(750) ? "2" : "0"
      let grades = person.symptoms(on: day, visit: 12)
      table.append(of: person.index) { row in
        fillKeys(&row, of: person, stream: "month_12", on: day)
        for question in questions where random.chance(992) {
          let isPresent =
            question.symptom.map { grades[DemonstrationSymptoms.place(of: $0)] > 0 }
            ?? (person.hasLastingSymptoms(on: day) && random.chance(question.chance * 2))
          row[question.column] = isPresent ? "1" : no
        }
      }
    }
    return table
  }

  private static func fillKeys(
    _ row: inout DemonstrationTable.Row, of person: DemonstrationPerson, stream: String, on day: StudyDay
  ) {
    let number = String(Int(person.code.suffix(4)) ?? 0)
    row["subjid"] = person.code
    row["SUBJID"] = number
    row["SUBJID_1"] = number
    row["questionaire"] = stream
    row["DATESAISIE"] = day.dayFirst
    row["sex"] = person.isFemale ? "2" : "1"
    row["age_estimateyears"] = String(person.age(on: person.enrolled))
    if let infection = person.infections.first, infection.hasSymptoms {
      row["symptom_start_date"] = infection.began.dayFirst
    }
  }
}
