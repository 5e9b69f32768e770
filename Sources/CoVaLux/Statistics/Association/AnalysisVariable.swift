import CohortModel
import CohortStore
import Statistics

/// An exposure, or something to adjust for: what a person is at the infection that is followed up.
public enum AnalysisVariable: Sendable, Hashable {
  /// A variable that people can be divided by.
  case grouping(GroupingVariable)
  /// Vaccination status with the time since the last dose.
  case timeSinceDose
  /// Whether the primary series was complete on the day of infection; people in between are neither.
  case primarySeries
  /// Age in whole years on the day of infection.
  case age
  /// Weight by the square of height, in kg/m².
  case bodyMassIndex
  /// Smoking habit.
  case smoking
  /// Highest education in three groups of ISCED 2011.
  case education
  /// A condition of the participant, such as `diabetes`.
  case condition(String)

  private static let groupings: [GroupingVariable] = [
    .vaccinationStatus, .variant, .severity, .sex, .ageBand,
  ]

  private static let conditions: [String] = ConceptCatalogue(symptoms: []).concepts(of: .participant)
    .filter { $0.kind == .coded(.noYes) }.map(\.field)

  /// Every variable, as commands list them.
  public static let all: [AnalysisVariable] =
    groupings.map { .grouping($0) } + [
      .timeSinceDose, .primarySeries, .age, .bodyMassIndex, .smoking, .education,
    ]
    + conditions.map { .condition($0) }

  /// The variable of a name such as `vaccination-status`, `age` or `diabetes`; nil if there is none.
  public init?(named name: String) {
    guard let variable = Self.all.first(where: { $0.name == name }) else { return nil }
    self = variable
  }

  /// Its name on the command line.
  public var name: String {
    switch self {
    case .grouping(let variable): variable.rawValue
    case .timeSinceDose: "time-since-dose"
    case .primarySeries: "primary-series"
    case .age: "age"
    case .bodyMassIndex: "body-mass-index"
    case .smoking: "smoking"
    case .education: "education"
    case .condition(let name): name
    }
  }

  /// Its name in a model's formula.
  var column: String { String(name.map { $0 == "-" || $0 == "." ? "_" : $0 }) }

  /// What it says of each person, with the first level as the reference.
  func column(of anchors: [PersonGrouping.Anchor], in population: StudyPopulation) -> ModelColumn {
    let people = population.people
    switch self {
    case .grouping(let variable):
      let grouping = PersonGrouping(variable, in: population)
      let unknown = Set([PersonGrouping.unknown, "undetermined"])
      return .factor(
        codes: anchors.map { anchor in
          guard let group = grouping.group(of: anchor), !unknown.contains(grouping.labels[group]) else {
            return -1
          }
          return Int32(group)
        }, levels: grouping.labels)
    case .timeSinceDose:
      let classes = TimeSinceDose(population)
      return .factor(codes: anchors.map { Int32(classes.place(of: $0) ?? -1) }, levels: TimeSinceDose.labels)
    case .primarySeries:
      return .factor(
        codes: anchors.map { anchor in
          switch anchor.day.map({ population.vaccinationStatus(of: anchor.person, on: $0) }) {
          case .unvaccinated: 0
          case .complete, .boosted: 1
          default: -1
          }
        }, levels: ["unvaccinated", "complete or boosted"])
    case .age:
      return .numbers(
        anchors.map { anchor in
          let age =
            anchor.day.flatMap { population.age(of: anchor.person, on: $0) }
            ?? population.ageAtEnrolment(of: anchor.person)
          return age.map(Double.init) ?? .nan
        })
    case .bodyMassIndex: return .numbers(anchors.map { people[$0.person].bodyMassIndex ?? .nan })
    case .smoking:
      let levels = Scale.smoking.levels
      return .factor(
        codes: anchors.map { anchor in
          Int32(levels.firstIndex { $0.code == people[anchor.person].smoking } ?? -1)
        }, levels: levels.map(\.name))
    case .education:
      let bands = TableOneVariable.educationBands
      return .factor(
        codes: anchors.map { anchor in
          Int32(bands.firstIndex { $0.codes.contains(people[anchor.person].education) } ?? -1)
        }, levels: bands.map(\.label))
    case .condition(let name):
      guard let place = population.snapshot.conditions.firstIndex(of: name) else {
        return .factor(codes: anchors.map { _ in -1 }, levels: ["no", "yes"])
      }
      return .factor(
        codes: anchors.map { anchor in
          let code = population.snapshot.code(ofCondition: place, of: anchor.person)
          return code < 0 ? -1 : Int32(min(code, 1))
        }, levels: ["no", "yes"])
    }
  }
}
