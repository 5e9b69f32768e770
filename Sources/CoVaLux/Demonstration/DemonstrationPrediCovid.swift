import CSV
import CohortModel

/// The inclusion file of the made-up Predi-COVID participants.
struct DemonstrationPrediCovidBaseline {
  static let hours = ["APHA", "APHB", "APHA1", "APHB1", "APHA2", "APHB2", "APHA3", "APHB3", "APHA4", "APHB4"]

  /// Columns of the ISARIC form, which codes no as 2, with a condition of the model or a chance in a
  /// thousand.
  private static let isaricConditions: [(column: String, condition: String, chance: Int)] = [
    ("hypertention_mhyn", "hypertension", 0), ("chroniccard_mhyn", "chronic-heart-disease", 0),
    ("chronicpul_mhyn", "chronic-lung-disease", 0), ("asthma_mhyn", "asthma", 0),
    ("renal_mhyn", "chronic-kidney-disease", 0), ("dialys_mhyn", "", 2), ("modliver_mhyn", "", 4),
    ("mildliv_mhyn", "liver-disease", 0), ("chronicneu_mhyn", "", 15), ("malignantneo_mhyn", "cancer", 0),
    ("chronhaemo_mhyn", "", 5), ("aidshiv_mhyn", "", 3), ("obesity_mhyn", "", 140),
    ("diabetiscomp_mhyn", "", 6),
    ("diabetes_mhyn", "diabetes", 0), ("rheumatology_mhyr", "", 30), ("dementia_mhyn", "", 2),
    ("malnutrition_mhyn", "", 3), ("copd_mhyn", "chronic-lung-disease", 0), ("other_mhyn", "", 60),
  ]
  private static let medicines = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]

  private static let columns: [String] =
    ["subjid", "SUBJID", "redcap_event_name", "cohort_type", "DATESAISIE", "sex", "age_estimateyears"]
    + ["age_estimateyearsu"] + (1...9).map { "ethnic___\($0)" }
    + ["other_ethnic", "healthwork_erterm", "labwork_erterm", "pregyn_rptestcd", "egestage_rptestcd"]
    + ["postpart_rptestcd", "pregout_rptestcd", "taille", "poids", "tabac", "tabac_two", "smoking_mhyn"]
    + ["asthme", "antec_one", "antec_six", "antec_seven"] + isaricConditions.map(\.column) + ["otherrisktext"]
    + medicines.map { "traitement_\($0)" } + ["symptom_start_date", "NIH_classification_or", "temp_myhn"]
    + ["fever_ceoccur_two", "perte_poids", "covid_vaccine", "covax_dat", "gsang", "QP1", "QP3", "QP4", "QP5"]
    + hours

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "predi-covid-baseline.csv", as: "predi-covid-baseline", columns: columns, dialect: .frenchExcel)
    for person in people {
      table.append(of: person.index) { fill(&$0, with: person) }
    }
    return table
  }

  private static func fill(_ row: inout DemonstrationTable.Row, with person: DemonstrationPerson) {
    var random = person.random(20)
    row["subjid"] = person.code
    row["SUBJID"] = String(Int(person.code.suffix(4)) ?? 0)
    row["redcap_event_name"] = "baseline_arm_1"
    row["cohort_type"] = "1"
    row["DATESAISIE"] = person.enrolled.dayFirst
    row["sex"] = person.isFemale ? "2" : "1"
    row["age_estimateyears"] = String(person.age(on: person.enrolled))
    row["age_estimateyearsu"] = "2"
    let group = random.pick([(1, 5), (2, 4), (3, 2), (4, 1), (5, 2), (6, 3), (7, 78), (9, 5)])
    for place in 1...9 { row["ethnic___\(place)"] = place == group ? "1" : "0" }
    if group == 9 { row["other_ethnic"] = "métissé" }
    row["healthwork_erterm"] = person.isHealthcareWorker ? "1" : random.chance(20) ? "3" : "2"
    row["labwork_erterm"] = random.chance(8) ? "1" : "2"
    if person.isFemale, person.age(on: person.enrolled) < 50 {
      let isPregnant = random.chance(20)
      row["pregyn_rptestcd"] = isPregnant ? "1" : "0"
      if isPregnant { row["egestage_rptestcd"] = String(random.within(6...38)) }
      row["postpart_rptestcd"] = "0"
    }
    row["taille"] = String(person.heightCentimetres)
    row["poids"] = comma(person.weightHectograms)
    row["tabac"] = person.smoking == 2 ? "1" : "3"
    row["tabac_two"] = person.smoking == 0 ? "3" : "1"
    row["smoking_mhyn"] = person.smoking == 2 ? "1" : "2"
    fillHealth(&row, with: person, from: &random)
    // A third did not answer the questions on income and schooling.
    row["gsang"] = random.chance(300) ? "9" : String(random.within(1...4))
    row["QP1"] = random.chance(690) ? "1" : "0"
    if random.chance(660) { row["QP3"] = String(random.within(1...9)) }
    if random.chance(680) { row["QP4"] = String(max(1, person.education)) }
    row["QP5"] = person.age(on: person.enrolled) < 65 && random.chance(820) ? "1" : "0"
    for column in hours where random.chance(700) {
      row[column] = random.chance(300) ? "0" : random.chance(120) ? "1,5" : String(random.within(1...12))
    }
  }

  private static func fillHealth(
    _ row: inout DemonstrationTable.Row, with person: DemonstrationPerson,
    from random: inout DemonstrationRandom
  ) {
    row["asthme"] = person.has("asthma") ? "1" : "0"
    row["antec_one"] = person.has("diabetes") ? "1" : "0"
    row["antec_six"] = person.has("liver-disease") ? "1" : "0"
    row["antec_seven"] = person.has("immunosuppression") ? "1" : "0"
    for entry in isaricConditions {
      row[entry.column] = person.has(entry.condition) || random.chance(entry.chance) ? "1" : "2"
    }
    if row["other_mhyn"] == "1" { row["otherrisktext"] = "hypothyroïdie" }
    for (place, medicine) in medicines.enumerated() {
      let isTaken = place == 1 ? person.has("diabetes") : place == 2 && person.has("hypertension")
      row["traitement_\(medicine)"] = isTaken || random.chance(40) ? "1" : "0"
    }
    guard let infection = person.infections.first else { return }
    if infection.hasSymptoms { row["symptom_start_date"] = infection.began.dayFirst }
    row["NIH_classification_or"] =
      switch infection.severity {
      case .asymptomatic: "Asymptomatic"
      case .mild: "Mild illness"
      case .moderate: "Moderate illness"
      case .severe, .critical: "Hospitalised"
      }
    // Fever in 26.2 % at inclusion (Predi-COVID, November 2020).
    let hasFever = infection.hasSymptoms && random.chance(326)
    row["fever_ceoccur_two"] = hasFever ? "1" : "2"
    if random.chance(600) { row["temp_myhn"] = comma(random.within(hasFever ? 380...394 : 361...374)) }
    row["perte_poids"] = random.chance(90) ? "1" : "2"
    let doses = person.doses.filter { $0.given <= person.enrolled }
    row["covid_vaccine"] = doses.isEmpty ? "0" : "1"
    if let last = doses.last { row["covax_dat"] = last.given.dayFirst }
  }

  /// A number of tenths with a decimal comma.
  static func comma(_ tenths: Int) -> String { "\(tenths / 10),\(tenths % 10)" }
}
