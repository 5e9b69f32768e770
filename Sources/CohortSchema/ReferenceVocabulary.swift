public import CohortModel

extension Vocabulary {
  /// The vocabularies of `Schema/reference`, as the program carries them.
  public static func shipped() throws -> Vocabulary {
    func identifiers(_ table: String) throws -> [String] {
      try ReferenceTable(named: table).records.compactMap { $0["id"] }
    }
    var synonyms: [String: String] = [:]
    for record in try ReferenceTable(named: "vaccine_synonym").records {
      if let synonym = record["synonym"], let vaccine = record["vaccine"] {
        synonyms[synonym.lowercased()] = vaccine
      }
    }
    var cantons: [String: String] = [:]
    for record in try ReferenceTable(named: "canton").records {
      guard let id = record["id"] else { continue }
      for name in [record["name"], record["name_de"]] { if let name { cantons[name.lowercased()] = id } }
    }
    var licences: [String: VaccineLicence] = [:]
    for record in try ReferenceTable(named: "vaccine").records {
      guard let id = record["id"] else { continue }
      licences[id] = VaccineLicence(intervalDays: record["interval_days"].flatMap { Int($0) })
    }
    for record in try ReferenceTable(named: "vaccine_approval").records {
      guard let vaccine = record["vaccine"], let strain = record["strain"],
        let day = record["approved"].flatMap({ StudyDay(iso: $0) })
      else { continue }
      licences[vaccine, default: VaccineLicence()].approvals[strain] = day
    }
    return Vocabulary(
      symptoms: try identifiers("symptom").map { Symptom(rawValue: $0) },
      identifiers: [
        .vaccine: try identifiers("vaccine"), .strain: try identifiers("vaccine_strain"),
        .variant: try identifiers("variant_period"), .canton: try identifiers("canton"),
        .event: try identifiers("event"),
      ],
      synonyms: [.vaccine: synonyms, .canton: cantons], licences: licences)
  }
}
