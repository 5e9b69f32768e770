import CSV
import CohortModel

/// The vaccination file of the cohort's own forms: one row for each dose.
struct DemonstrationDoses {
  private static let columns = [
    "participant", "dose_number", "received", "product", "strain", "date_given", "batch",
  ]

  static func table(of people: [DemonstrationPerson]) -> DemonstrationTable {
    var table = DemonstrationTable(
      "covalux-vaccination.csv", as: "covalux-vaccination", columns: columns, dialect: .redcap)
    for person in people where !person.isSilent {
      var random = person.random(12)
      if person.doses.isEmpty {
        table.append(of: person.index) { row in
          row["participant"] = person.code
          row["dose_number"] = "1"
          row["received"] = "0"
        }
      }
      for (place, dose) in person.doses.enumerated() {
        table.append(of: person.index) { row in
          row["participant"] = person.code
          row["dose_number"] = String(place + 1)
          row["received"] = "1"
          row["product"] = name(of: dose.product, from: &random)
          if random.chance(900) { row["strain"] = dose.strain }
          row["date_given"] = dose.given.description
          // Batch numbers of no manufacturer.
          if random.chance(750) { row["batch"] = "DEMO\(random.within(1000...9999))" }
        }
      }
    }
    return table
  }

  /// The identifier or, from some centres, a name that people use.
  private static func name(of product: VaccineProduct, from random: inout DemonstrationRandom) -> String {
    guard random.chance(200) else { return product.rawValue }
    switch product {
    case .comirnaty: return "Pfizer/BioNTech"
    case .spikevax: return "Moderna"
    case .vaxzevria: return "Oxford/AstraZeneca"
    case .jcovden: return "Johnson&Johnson"
    default: return product.rawValue
    }
  }
}
