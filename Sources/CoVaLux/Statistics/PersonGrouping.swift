import CohortModel
import CohortStore
import Reporting

/// Puts people into the groups of a variable.
struct PersonGrouping {
  /// What a person is looked at for: an infection, or a day without one.
  struct Anchor {
    var person: Int
    var episode: InfectionEpisode?
    var day: StudyDay?
  }

  static let unknown = "unknown"

  let variable: GroupingVariable?
  /// The groups in the order of print.
  let labels: [String]
  private let population: StudyPopulation
  private let periodLabels: [String: Int]

  init(_ variable: GroupingVariable?, in population: StudyPopulation) {
    self.variable = variable
    self.population = population
    var places: [String: Int] = [:]
    switch variable {
    case .vaccinationStatus: labels = VaccinationStatus.allCases.map(\.label)
    case .variant:
      let periods = population.reference.variantPeriods
      let mixtures = Set(periods.periods.filter { $0.isMixed && !periods.assignsMixtures }.map(\.id))
      // The vocabulary is in the order of time; variants known by sequencing only come last.
      let variants = population.reference.vocabulary.identifiers(of: .variant).filter {
        !mixtures.contains($0)
      }
      for variant in variants { places[variant] = places.count }
      labels =
        variants.map { variant in
          let name = population.reference.variantNames[variant] ?? variant
          return String(name.prefix { $0 != "(" }).trimmingSpaces
        } + ["another, sequenced", "undetermined"]
    case .severity: labels = Infection.Severity.allCases.map { "\($0)" } + [Self.unknown]
    case .sex: labels = ["female", "male", "other", Self.unknown]
    case .ageBand: labels = AgeBand.labels + [Self.unknown]
    case .infectionStatus: labels = ["infected", "never infected"]
    case .vaccineProduct:
      let products = population.reference.vocabulary.identifiers(of: .vaccine).map {
        VaccineProduct(rawValue: $0)
      }
      for product in products { places[product.rawValue] = places.count }
      labels = products.map { population.reference.vaccineNames[$0] ?? $0.rawValue } + [Self.unknown]
    case .monthsSinceInfection, nil: labels = [""]
    }
    periodLabels = places
  }

  /// The group of a person; nil if it belongs to none.
  func group(of anchor: Anchor) -> Int? {
    switch variable {
    case .monthsSinceInfection, nil: return 0
    case .vaccinationStatus:
      let status = anchor.day.map { population.vaccinationStatus(of: anchor.person, on: $0) } ?? .unknown
      return VaccinationStatus.allCases.firstIndex(of: status)
    case .variant:
      guard let episode = anchor.episode else { return labels.count - 1 }
      let assignment = population.reference.variantPeriods.assignment(of: episode)
      guard let variant = assignment.variant else { return labels.count - 1 }
      return periodLabels[variant] ?? labels.count - 2
    case .severity:
      return anchor.episode?.severity.flatMap { Infection.Severity.allCases.firstIndex(of: $0) } ?? labels
        .count - 1
    case .sex:
      switch population.people[anchor.person].sex {
      case .female: return 0
      case .male: return 1
      case .other: return 2
      case nil: return 3
      }
    case .ageBand:
      let age =
        anchor.day.flatMap { population.age(of: anchor.person, on: $0) }
        ?? population.ageAtEnrolment(of: anchor.person)
      return age.flatMap { AgeBand.index(of: $0) } ?? labels.count - 1
    case .infectionStatus: return population.isInfected(anchor.person) ? 0 : 1
    case .vaccineProduct:
      let course = population.courses[anchor.person]
      guard let first = course.doses.first ?? course.undated.first else { return nil }
      guard course.undated.isEmpty, let product = first.product else { return labels.count - 1 }
      return periodLabels[product.rawValue] ?? labels.count - 1
    }
  }

  /// How the groups are made, for the definition of a table.
  var definition: [TableDefinition.Line] {
    switch variable {
    case .vaccinationStatus:
      return [
        TableDefinition.Line(
          "Vaccination", "status on the day of infection; " + population.reference.vaccineRules.statement)
      ]
    case .variant:
      let mixtures =
        population.reference.variantPeriods.assignsMixtures ? "a variant of their own" : "undetermined"
      return [
        TableDefinition.Line(
          "Variant",
          "by sequencing, else by the period of the day in Luxembourg; infections of a mixed period are \(mixtures)"
        )
      ]
    case .severity:
      return [TableDefinition.Line("Severity", "highest reported for the infection, after the NIH scale")]
    case .ageBand:
      return [
        TableDefinition.Line(
          "Age",
          "in whole years on the day in question; where the year of birth leaves two ages open, the lower")
      ]
    case .infectionStatus:
      return [TableDefinition.Line("Infection", "any report of an infection that was not denied")]
    case .vaccineProduct: return [TableDefinition.Line("First dose", "product of the first dated dose")]
    case .sex, .monthsSinceInfection, nil: return []
    }
  }
}

extension VaccinationStatus {
  /// The status in words, as tables name it.
  var label: String {
    switch self {
    case .unvaccinated: "unvaccinated"
    case .partial: "partly vaccinated"
    case .completeUnder14Days: "complete under 14 days"
    case .complete: "fully vaccinated"
    case .boosted: "boosted"
    case .unknown: PersonGrouping.unknown
    }
  }
}

extension String {
  /// The text without spaces at its ends.
  fileprivate var trimmingSpaces: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
