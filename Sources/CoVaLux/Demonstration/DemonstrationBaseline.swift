import CSV
import CohortModel

/// The baseline file of the cohort's own forms.
struct DemonstrationBaseline {
  private static let columns =
    ["participant", "date_completed", "language", "sex", "birth_year", "canton", "education", "smoking"]
    + ["height_cm", "weight_kg", "healthcare_worker"]
    + DemonstrationPerson.conditions.map { $0.field.underscored }
    + [
      "consent", "consent_date", "consent_version", "future_use_of_data", "future_use_of_samples",
      "re_contact",
    ]
    + ["participation_ended", "data_use_ended", "sample_use_ended", "died"]
    + (1...2).flatMap { slot in
      ["onset", "tested", "test", "status", "severity", "hospitalised", "variant"].map {
        "infection\(slot)_\($0)"
      }
    }

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "covalux-baseline.csv", as: "covalux-baseline", columns: columns, dialect: .redcap)
    for person in people {
      table.append(of: person.index) { fill(&$0, with: person) }
    }
    return table
  }

  /// The same rows once more, later on, for those who withdrew or died since.
  static func departures(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "covalux-baseline-departures.csv", as: "covalux-baseline", columns: columns, dialect: .redcap)
    for person in people where person.withdrew != nil || person.died != nil {
      table.append(of: person.index) { row in
        fill(&row, with: person)
        fillDeparture(&row, with: person)
      }
    }
    return table
  }

  private static func fill(_ row: inout DemonstrationTable.Row, with person: DemonstrationPerson) {
    fillPerson(&row, with: person)
    fillConsent(&row, with: person)
    let infections = person.infections.filter { $0.tested <= person.enrolled }
    for (place, infection) in infections.prefix(2).enumerated() {
      fillInfection(&row, slot: place + 1, with: infection)
    }
    if infections.isEmpty { row["infection1_status"] = "none" }
  }

  private static func fillPerson(_ row: inout DemonstrationTable.Row, with person: DemonstrationPerson) {
    row["participant"] = person.code
    row["date_completed"] = person.enrolled.description
    row["language"] = person.language
    row["sex"] = person.isFemale ? "2" : "1"
    row["birth_year"] = String(person.birth.year)
    row["canton"] = person.canton
    var random = person.random(10)
    // Schooling and smoking are the questions most often left out.
    if random.chance(820) { row["education"] = String(person.education) }
    if random.chance(930) { row["smoking"] = String(person.smoking) }
    row["height_cm"] = String(person.heightCentimetres)
    if random.chance(960) {
      row["weight_kg"] = "\(person.weightHectograms / 10).\(person.weightHectograms % 10)"
    }
    row["healthcare_worker"] = person.isHealthcareWorker ? "1" : "0"
    for (condition, isPresent) in zip(DemonstrationPerson.conditions, person.hasCondition) {
      row[condition.field.underscored] = random.chance(12) ? "99" : isPresent ? "1" : "0"
    }
  }

  private static func fillConsent(_ row: inout DemonstrationTable.Row, with person: DemonstrationPerson) {
    var random = person.random(11)
    row["consent"] = "1"
    row["consent_date"] = person.enrolled.description
    row["consent_version"] = person.enrolled < "2022-01-01" ? "1.0" : "1.1"
    row["future_use_of_data"] = random.chance(940) ? "1" : "0"
    row["future_use_of_samples"] = random.chance(880) ? "1" : "0"
    row["re_contact"] = random.chance(900) ? "1" : "0"
  }

  private static func fillDeparture(_ row: inout DemonstrationTable.Row, with person: DemonstrationPerson) {
    var random = person.random(14)
    if let died = person.died { row["died"] = died.description }
    guard let withdrew = person.withdrew else { return }
    row["participation_ended"] = withdrew.description
    // Three switches: most end only taking part, some take back what was collected as well.
    if random.chance(250) { row["data_use_ended"] = withdrew.description }
    if random.chance(350) { row["sample_use_ended"] = withdrew.description }
  }

  private static func fillInfection(
    _ row: inout DemonstrationTable.Row, slot: Int, with infection: DemonstrationInfection
  ) {
    let prefix = "infection\(slot)_"
    if infection.hasSymptoms { row[prefix + "onset"] = infection.began.description }
    row[prefix + "tested"] = infection.tested.description
    row[prefix + "test"] = String(infection.test.rawValue)
    row[prefix + "status"] = infection.test == .selfTest ? "probable" : "confirmed"
    row[prefix + "severity"] = String(infection.severity.rawValue)
    row[prefix + "hospitalised"] = infection.isHospitalised ? "1" : "0"
    if infection.isSequenced { row[prefix + "variant"] = infection.sequencedVariant }
  }
}

extension DemonstrationInfection {
  /// What sequencing found: the variant of the period, and Gamma or Delta where both were about.
  var sequencedVariant: String {
    let variant = DemonstrationEpidemic.period(of: began).variant
    guard variant == "mixed-delta-gamma" else { return variant }
    return began.days % 2 == 0 ? "gamma" : "delta"
  }
}

extension String {
  /// The text with underscores for hyphens, as column names have them.
  var underscored: String { String(map { $0 == "-" ? "_" : $0 }) }
}
