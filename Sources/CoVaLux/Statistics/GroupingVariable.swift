/// What people can be divided by.
public enum GroupingVariable: String, Sendable, Hashable, CaseIterable {
  /// How far a person was vaccinated on the day of infection.
  case vaccinationStatus = "vaccination-status"
  /// The variant of the infection.
  case variant
  /// Severity of the acute phase.
  case severity
  /// Sex as recorded by the study.
  case sex
  /// Age in bands.
  case ageBand = "age-band"
  /// Whether a person is known to have been infected.
  case infectionStatus = "infection-status"
  /// Time since the infection.
  case monthsSinceInfection = "months-since-infection"
  /// Product of the first dose.
  case vaccineProduct = "vaccine-product"

  /// What a column of these groups is headed with.
  public var heading: String {
    switch self {
    case .vaccinationStatus: "Vaccination at infection"
    case .variant: "Variant"
    case .severity: "Severity"
    case .sex: "Sex"
    case .ageBand: "Age"
    case .infectionStatus: "Infection"
    case .monthsSinceInfection: "Time since infection"
    case .vaccineProduct: "First dose"
    }
  }
}

/// Ages in years, from the first of a band to the first of the next.
enum AgeBand {
  private static let starts = [0, 18, 30, 40, 50, 60, 70, 80]

  static let labels = starts.indices.map { place in
    place + 1 < starts.count
      ? "\(starts[place])–\(starts[place + 1] - 1) years" : "\(starts[place]) years and over"
  }

  static func index(of age: Int) -> Int? {
    starts.lastIndex { $0 <= age }
  }
}
