import CSV
import CohortModel

/// The vaccination block of ISARIC's presentation form, wide: three doses and the last.
struct DemonstrationISARICVaccination {
  private static let columns =
    ["subjid", "pres_date", "vacci_covid19"]
    + (1...3).flatMap {
      ["vacci_covid19_date\($0)", "vacci_covid19_type\($0)", "vacci_covid19_type\($0)_oth"]
    }
    + ["vacci_covid19_lastdate", "vacci_covid19_lasttype", "vacci_covid19_lasttype_oth", "vacci_influenza"]
    + ["vacci_influenza_date", "vacci_rsv", "vacci_pneumococo", "presentation_complete"]
  private static let codes: [(VaccineProduct, String)] = [
    (.comirnaty, "1"), (.vaxzevria, "2"), (.spikevax, "3"), (.nuvaxovid, "4"), (.jcovden, "5"),
  ]

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "isaric-arc-vaccination.csv", as: "isaric-arc-vaccination", columns: columns, dialect: .redcap)
    for person in people where !person.isSilent {
      var random = person.random(40)
      table.append(of: person.index) { row in
        row["subjid"] = person.code
        row["pres_date"] = person.enrolled.description
        let isUnknown = person.doses.isEmpty && random.chance(80)
        row["vacci_covid19"] = person.doses.isEmpty ? isUnknown ? "99" : "0" : "1"
        for (place, dose) in person.doses.prefix(3).enumerated() {
          row["vacci_covid19_date\(place + 1)"] = dose.given.description
          row["vacci_covid19_type\(place + 1)"] = random.chance(15) ? "99" : code(of: dose.product)
        }
        if let last = person.doses.last {
          row["vacci_covid19_lastdate"] = last.given.description
          row["vacci_covid19_lasttype"] = code(of: last.product)
        }
        let hasInfluenza = random.chance(person.age(on: person.enrolled) >= 65 ? 540 : 120)
        row["vacci_influenza"] = hasInfluenza ? "1" : "0"
        if hasInfluenza {
          row["vacci_influenza_date"] = person.enrolled.adding(days: -random.within(60...300)).description
        }
        row["vacci_rsv"] = random.chance(10) ? "99" : "0"
        row["vacci_pneumococo"] = random.chance(90) ? "1" : "0"
        row["presentation_complete"] = "2"
      }
    }
    return table
  }

  private static func code(of product: VaccineProduct) -> String {
    codes.first { $0.0 == product }?.1 ?? "0"
  }
}
