import CohortModel
import CohortStore

/// A variable of Table 1.
struct TableOneVariable {
  /// What a person's value is.
  enum Value {
    /// Categories in the order of print, and the category of a person; nil if unknown.
    case categories([String], of: (Int) -> Int?)
    /// A number of a person; nil if unknown.
    case number(of: (Int) -> Double?)
  }

  let title: String
  let value: Value

  /// The variables in the order of print, for people with the days that stand for each of them.
  ///
  /// The canton is left out: with age and sex it is far from anonymous in a country of this size.
  static func all(in population: StudyPopulation) -> [TableOneVariable] {
    let people = population.people
    let snapshot = population.snapshot
    func category(_ title: String, _ labels: [String], _ place: @escaping (Int) -> Int?) -> TableOneVariable {
      TableOneVariable(title: title, value: .categories(labels, of: place))
    }
    return [
      TableOneVariable(
        title: "Age at enrolment, years",
        value: .number { population.ageAtEnrolment(of: $0).map(Double.init) }),
      category(ageBand, AgeBand.labels) {
        population.ageAtEnrolment(of: $0).flatMap { AgeBand.index(of: $0) }
      },
      category(sex, ["female", "male", "other"]) { person in
        switch people[person].sex {
        case .female: 0
        case .male: 1
        case .other: 2
        case nil: nil
        }
      },
      category("Education (ISCED 2011)", educationBands.map(\.label)) { person in
        educationBands.firstIndex { $0.codes.contains(people[person].education) }
      },
      category("Smoking", Scale.smoking.levels.map(\.name)) { person in
        Scale.smoking.levels.firstIndex { $0.code == people[person].smoking }
      },
      TableOneVariable(title: "Body mass index, kg/m²", value: .number { people[$0].bodyMassIndex }),
      category(severity, Infection.Severity.allCases.map { "\($0)" }) { person in
        population.episode(1, of: person)?.severity.flatMap { Infection.Severity.allCases.firstIndex(of: $0) }
      },
      category("Doses at the snapshot", ["0", "1", "2", "3 or more"]) { person in
        population.doseCount(of: person, before: population.day).map { min($0, 3) }
      },
    ]
      + snapshot.conditions.enumerated().map { place, name in
        let label = name.prefix(1).uppercased() + name.dropFirst().map { $0 == "-" ? " " : $0 }
        return category(label, [conditionLevel]) { person in
          let code = snapshot.code(ofCondition: place, of: person)
          return code < 0 ? nil : 1 - Int(code)
        }
      }
  }

  /// Groups of ISCED 2011 levels.
  static let educationBands: [(label: String, codes: ClosedRange<Int16>)] = [
    ("0–2, lower secondary at most", 0...2), ("3–4, upper secondary", 3...4), ("5–8, tertiary", 5...8),
  ]
  static let severity = "Severity of the first infection"
  static let sex = "Sex"
  static let ageBand = "Age band"
  /// The only category of a condition that is printed; those without it are its complement.
  static let conditionLevel = "yes"
}

extension CohortSnapshot.Person {
  /// Weight by the square of height.
  var bodyMassIndex: Double? {
    guard let height = heightCentimetres, let weight = weightKilograms, height > 0 else { return nil }
    return weight / (height * height / 10_000)
  }
}
