import CSV
import CohortModel

/// The follow-up file of the cohort's own forms.
struct DemonstrationFollowUps {
  private static let phq9 = (1...9).map { "phq9_\($0)" }
  private static let gad7 = (1...7).map { "gad7_\($0)" }
  private static let fss = (1...9).map { "fss_\($0)" }
  private static let eq5d = ["mobility", "self_care", "usual_activities", "pain", "anxiety"].map {
    "eq5d_\($0)"
  }
  private static let columns: [String] =
    ["participant", "event", "instance", "date_completed", "alternative_diagnosis", "daily_impact"]
    + [
      "symptoms_began", "symptoms_ended", "recovered", "infection_onset", "infection_tested",
      "infection_test",
    ]
    + ["infection_severity", "infection_hospitalised"] + DemonstrationSymptoms.ids.map(\.underscored)
    + phq9 + ["phq9_difficulty"] + gad7 + fss + ["mmrc", "pcfs"] + eq5d + ["eq5d_vas", "sick_days", "notes"]

  /// Months of the schedule with the share, in a thousand, of those still taking part who answer.
  private static let schedule = [(3, 860), (6, 800), (12, 720), (18, 620), (24, 540)]

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "covalux-followup.csv", as: "covalux-followup", columns: columns, dialect: .redcap)
    for person in people where !person.isSilent {
      var random = person.random(13)
      var previous = person.enrolled
      for (month, chance) in schedule {
        let day = person.enrolled.adding(months: month).adding(days: random.within(-10...20))
        let hasLeft = (person.withdrew.map { $0 <= day } ?? false) || (person.died.map { $0 <= day } ?? false)
        guard !hasLeft, day <= DemonstrationEpidemic.lastDay else { break }
        guard random.chance(chance) else { continue }
        table.append(of: person.index) { row in
          row["participant"] = person.code
          row["event"] = "month-\(month)"
          row["instance"] = "1"
          row["date_completed"] = day.description
          fill(&row, of: person, on: day, since: previous, month: month, from: &random)
        }
        previous = day
      }
    }
    return table
  }

  private static func fill(
    _ row: inout DemonstrationTable.Row, of person: DemonstrationPerson, on day: StudyDay,
    since previous: StudyDay,
    month: Int, from random: inout DemonstrationRandom
  ) {
    let grades = person.symptoms(on: day, visit: UInt64(month))
    for (id, grade) in zip(DemonstrationSymptoms.ids, grades) where random.chance(990) {
      row[id.underscored] = String(grade)
    }
    let worst = Int(grades.max() ?? 0)
    let count = grades.count { $0 > 0 }
    if worst > 0 {
      // A part of the complaints have another cause, more often where no infection explains them.
      let chance = person.hasLastingSymptoms(on: day) ? 90 : 380
      row["alternative_diagnosis"] = random.chance(40) ? "99" : random.chance(chance) ? "1" : "0"
      row["daily_impact"] = String(min(3, random.below(worst + 1) + (count > 8 ? 1 : 0)))
      let last = person.infections.last { $0.tested <= day }
      let began = last?.began ?? person.enrolled.adding(days: -random.within(30...700))
      row["symptoms_began"] = began.description
    }
    row["recovered"] = worst == 0 ? "1" : random.chance(150) ? "1" : "0"
    if let new = person.infections.last(where: { $0.tested > previous && $0.tested <= day }) {
      if new.hasSymptoms { row["infection_onset"] = new.began.description }
      row["infection_tested"] = new.tested.description
      row["infection_test"] = String(new.test.rawValue)
      row["infection_severity"] = String(new.severity.rawValue)
      row["infection_hospitalised"] = new.isHospitalised ? "1" : "0"
    }
    fillInstruments(&row, of: person, on: day, grades: grades, from: &random)
  }

  private static func fillInstruments(
    _ row: inout DemonstrationTable.Row, of person: DemonstrationPerson, on day: StudyDay, grades: [Int8],
    from random: inout DemonstrationRandom
  ) {
    guard person.age(on: day) >= 16 else { return }
    func grade(_ symptom: String) -> Int { Int(grades[DemonstrationSymptoms.place(of: symptom)]) }
    let mood = max(grade("low-mood"), grade("anxiety"))
    let tired = max(grade("fatigue"), grade("post-exertional-malaise"))
    fillItems(&row, phq9, top: 3, level: mood + (tired + 1) / 2, from: &random)
    // Thoughts of death are rare, and never without low mood here.
    if row["phq9_9"] != "" { row["phq9_9"] = mood >= 2 && random.chance(90) ? "1" : "0" }
    row["phq9_difficulty"] = String(min(3, mood))
    fillItems(&row, gad7, top: 3, level: grade("anxiety") * 2, from: &random)
    fillItems(&row, fss, top: 6, level: tired * 3, from: &random, first: 1)
    row["mmrc"] = String(min(4, grade("dyspnoea") + (random.chance(150) ? 1 : 0)))
    row["pcfs"] = String(min(4, max(tired, grade("dyspnoea")) + (random.chance(120) ? 1 : 0)))
    let levels = [
      grade("dyspnoea"), grade("muscle-weakness"), tired, max(grade("joint-pain"), grade("muscle-pain")),
      mood,
    ]
    for (column, level) in zip(eq5d, levels) {
      row[column] = String(min(5, 1 + level + (random.chance(80) ? 1 : 0)))
    }
    row["eq5d_vas"] = String(max(5, min(100, 92 - 4 * levels.reduce(0, +) + random.bell() / 120)))
    if tired >= 2 { row["sick_days"] = String(random.within(0...60)) }
    if random.chance(25) { row["notes"] = "Better since the summer, \"not yet as before\"" }
  }

  /// Items of one instrument around a level in thirds; now and then one or more are left blank.
  private static func fillItems(
    _ row: inout DemonstrationTable.Row, _ items: [String], top: Int, level: Int,
    from random: inout DemonstrationRandom, first: Int = 0
  ) {
    guard random.chance(960) else { return }
    for item in items where random.chance(990) {
      let value = (level + random.below(3)) * (top == 3 ? 1 : 2) / 3
      row[item] = String(first + min(top, value))
    }
  }
}
