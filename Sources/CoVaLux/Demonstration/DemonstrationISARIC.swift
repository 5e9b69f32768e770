import CSV
import CohortModel

/// ISARIC's follow-up survey and vaccination block for the participants who came by way of the hospital.
struct DemonstrationISARIC {
  private static let symptoms: [(column: String, second: String, symptom: String)] = [
    ("fatigue", "fatigue", "fatigue"), ("headache", "headache", "headache"),
    ("chest_pains", "chest_pains", "chest-pain"),
    ("short_breath", "short_breath", "dyspnoea"), ("muscle_pain", "muscle_pain", "muscle-pain"),
    ("joint_pain", "joint_pain", "joint-pain"), ("stomach_pain", "stomach_pain", "abdominal-pain"),
    ("feeling_sick", "feeling_sick", "nausea"), ("diarrhoea", "diarrhoea", "diarrhoea"),
    ("skin_rash", "skin_rash", "skin-rash"), ("seizures", "seizures", "seizures"),
    ("loss_smell", "loss_of_smell", "loss-of-smell"), ("loss_taste", "loss_of_taste", "loss-of-taste"),
    ("fever", "fever", "fever"), ("confusion", "confusion", "brain-fog"),
  ]
  private static let firstDays = [1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]
  private static let boxes = [1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17]

  private static let initialColumns =
    [
      "flw_subjid", "redcap_event_name", "flw_survey_date", "flw_sex_at_birth", "flw_day_birth",
      "flw_month_birth",
    ]
    + [
      "flw_year_of_birth", "flw_first_sym", "flw_date_test", "flw_first_admit", "flw_first_disch",
      "flw_hosp_icu",
    ]
    + ["flw_hosp_oxy", "flw_hosp_inva"] + firstDays.map { "flw_first_14d___\($0)" }
    + boxes.map { "flw_spc_ongoing___\($0)" } + ["flw_vacc_cov19_cmyn"]
    + (1...3).map { "flw_vacc_cov19_\($0)_cmdat" } + symptoms.map { "flw_\($0.column)" }
    + ["flw_pers_cough", "flw_pers_cough_dry", "flw_pers_cough_ph", "flw_bleeding", "flw_new_symptoms"]
    + ["flw_eq5d_mb_5l_uk_eng", "flw_eq5d_mb_5l_uk_eng_2", "flw_walking_today", "flw_walking_today_2"]
    + ["flw_initial_survey_complete"]
  private static let ongoingColumns =
    ["flw2_subjid", "redcap_event_name", "flw2_survey_date"] + symptoms.map { "flw2_\($0.second)" }
    + ["flw2_pers_cough_dry", "flw2_pers_cough_ph", "flw2_bleeding", "flw2_new_symptoms"]
    + ["flw2_eq5d_mb_5l_uk_eng_2", "flw2_walking_today", "flw2_ongoing_survey_complete"]

  /// The initial survey, about three months after enrolment.
  static func initial(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "isaric-tier1-initial.csv", as: "isaric-tier1-followup", columns: initialColumns, dialect: .redcap)
    for person in people where !person.isSilent {
      guard let day = surveyDay(of: person, month: 3, chance: 860) else { continue }
      var random = person.random(33)
      table.append(of: person.index) { row in
        row["flw_subjid"] = person.code
        row["redcap_event_name"] = "month_3_arm_1"
        row["flw_survey_date"] = day.description
        row["flw_sex_at_birth"] = person.isFemale ? "2" : "1"
        let birth = person.birth.components
        row["flw_day_birth"] = String(birth.day)
        row["flw_month_birth"] = String(birth.month)
        // The place in a list that begins with 1915.
        if birth.year >= 1915 { row["flw_year_of_birth"] = String(birth.year - 1914) }
        fillIllness(&row, of: person, on: day, from: &random)
        fillDoses(&row, of: person, on: day)
        fillSymptoms(
          &row, prefix: "flw_", names: symptoms.map(\.column), of: person, on: day, visit: 3, from: &random)
        row["flw_eq5d_mb_5l_uk_eng"] = random.chance(850) ? "1" : "2"
        row["flw_walking_today_2"] = row["flw_eq5d_mb_5l_uk_eng"]
        row["flw_initial_survey_complete"] = "2"
      }
    }
    return table
  }

  /// The ongoing survey at months 6 and 12.
  static func ongoing(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "isaric-tier1-ongoing.csv", as: "isaric-tier1-followup", columns: ongoingColumns, dialect: .redcap)
    for person in people where !person.isSilent {
      for (month, chance) in [(6, 760), (12, 640)] {
        guard let day = surveyDay(of: person, month: month, chance: chance) else { continue }
        var random = person.random(33 + UInt64(month))
        table.append(of: person.index) { row in
          row["flw2_subjid"] = person.code
          row["redcap_event_name"] = "month_\(month)_arm_1"
          row["flw2_survey_date"] = day.description
          fillSymptoms(
            &row, prefix: "flw2_", names: symptoms.map(\.second), of: person, on: day, visit: UInt64(month),
            from: &random)
          row["flw2_ongoing_survey_complete"] = "2"
        }
      }
    }
    return table
  }

  /// The day on which a person answered, or nil if they did not.
  private static func surveyDay(of person: DemonstrationPerson, month: Int, chance: Int) -> StudyDay? {
    var random = person.random(60 + UInt64(month))
    let day = person.enrolled.adding(months: month).adding(days: random.within(-7...21))
    let hasLeft = (person.withdrew.map { $0 <= day } ?? false) || (person.died.map { $0 <= day } ?? false)
    return hasLeft || !random.chance(chance) ? nil : day
  }

  private static func fillIllness(
    _ row: inout DemonstrationTable.Row, of person: DemonstrationPerson, on day: StudyDay,
    from random: inout DemonstrationRandom
  ) {
    for box in firstDays { row["flw_first_14d___\(box)"] = "0" }
    for box in boxes { row["flw_spc_ongoing___\(box)"] = "0" }
    let ticked = [
      (1, "chronic-heart-disease"), (3, "asthma"), (4, "chronic-lung-disease"), (6, "diabetes"),
      (8, "chronic-kidney-disease"), (9, "liver-disease"), (11, "cancer"),
    ]
    for (box, condition) in ticked where person.has(condition) { row["flw_spc_ongoing___\(box)"] = "1" }
    guard let infection = person.infections.last(where: { $0.tested <= person.enrolled }) else { return }
    if infection.hasSymptoms {
      row["flw_first_sym"] = infection.began.description
      for box in firstDays where random.chance(340) { row["flw_first_14d___\(box)"] = "1" }
    }
    row["flw_date_test"] = infection.tested.description
    guard infection.isHospitalised else { return }
    let admitted = infection.tested.adding(days: random.within(1...6))
    row["flw_first_admit"] = admitted.description
    row["flw_first_disch"] = admitted.adding(days: random.within(3...12)).description
    row["flw_hosp_icu"] = infection.severity == .critical ? "1" : "0"
    row["flw_hosp_oxy"] = random.chance(720) ? "1" : "0"
    row["flw_hosp_inva"] = infection.severity == .critical && random.chance(500) ? "1" : "0"
  }

  private static func fillDoses(
    _ row: inout DemonstrationTable.Row, of person: DemonstrationPerson, on day: StudyDay
  ) {
    let doses = person.doses.filter { $0.given <= day }
    row["flw_vacc_cov19_cmyn"] = doses.isEmpty ? "0" : "1"
    for (place, dose) in doses.prefix(3).enumerated() {
      row["flw_vacc_cov19_\(place + 1)_cmdat"] = dose.given.description
    }
  }

  private static func fillSymptoms(
    _ row: inout DemonstrationTable.Row, prefix: String, names: [String], of person: DemonstrationPerson,
    on day: StudyDay, visit: UInt64, from random: inout DemonstrationRandom
  ) {
    let grades = person.symptoms(on: day, visit: visit)
    for (entry, name) in zip(symptoms, names) where random.chance(985) {
      row[prefix + name] = grades[DemonstrationSymptoms.place(of: entry.symptom)] > 0 ? "1" : "0"
    }
    let coughs = grades[DemonstrationSymptoms.place(of: "cough")] > 0
    let isDry = random.chance(700)
    if prefix == "flw_" { row["flw_pers_cough"] = coughs ? "1" : "0" }
    row[prefix + "pers_cough_dry"] = coughs && isDry ? "1" : "0"
    row[prefix + "pers_cough_ph"] = coughs && !isDry ? "1" : "0"
    row[prefix + "bleeding"] = random.chance(8) ? "1" : "0"
    if random.chance(40) { row[prefix + "new_symptoms"] = "pins and needles, both hands" }
    let weakness = Int(grades[DemonstrationSymptoms.place(of: "muscle-weakness")])
    let breath = Int(grades[DemonstrationSymptoms.place(of: "dyspnoea")])
    let mobility = 1 + max(weakness, breath) * (random.chance(700) ? 1 : 0)
    row[prefix + "eq5d_mb_5l_uk_eng_2"] = String(mobility)
    row[prefix + "walking_today"] = String(min(4, mobility))
  }
}
