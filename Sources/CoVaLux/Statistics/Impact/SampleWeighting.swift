import CohortModel
import CohortStore
import Statistics

/// A sample weighted to the residents by raking: to age by sex and to canton, as the joint table is not public.
///
/// Categories of residents of whom the sample has nobody are left out of the target, and what is left out is told. People
/// of unknown age, sex or canton, or of a sex that the residents are not counted by, have no weight.
struct SampleWeighting {
  /// The places in the sample that are weighted, ascending.
  let weighted: [Int]
  /// The design with the raked weights; undefined where nobody can be weighted.
  let design: Outcome<SurveyDesign>
  /// Residents whom the weighted sample stands for.
  let target: Double
  /// All residents.
  let residents: Double
  /// People who could not be weighted.
  let withoutWeight: Int

  init(_ anchors: [PersonGrouping.Anchor], in population: StudyPopulation) {
    let known = population.reference.residents
    residents = known.bySexAndAge.values.sorted().reduce(0, +)
    var places: [Int] = []
    var cells: [String] = []
    var cantons: [String] = []
    for (place, anchor) in anchors.enumerated() {
      let row = population.people[anchor.person]
      let age =
        anchor.day.flatMap { population.age(of: anchor.person, on: $0) }
        ?? population.ageAtEnrolment(of: anchor.person)
      guard let age, let sex = row.sex, sex != .other, let canton = row.canton, known.byCanton[canton] != nil
      else {
        continue
      }
      places.append(place)
      cells.append(ResidentPopulation.label(sex: sex == .female ? "female" : "male", age: age))
      cantons.append(canton)
    }
    weighted = places
    withoutWeight = anchors.count - places.count
    let sexAndAge = Self.margin(cells, known.bySexAndAge)
    let size = sexAndAge?.totals.values.sorted().reduce(0, +) ?? 0
    let canton = Self.margin(cantons, known.byCanton, summingTo: size)
    target = size
    guard let sexAndAge, let canton else {
      design = .undefined(.noObservations)
      return
    }
    design = SurveyDesign.make(weights: places.map { _ in 1 }).flatMap { $0.raked(to: [sexAndAge, canton]) }
  }

  /// The categories that the sample has, with the residents of them.
  private static func margin(
    _ cells: [String], _ residents: [String: Double], summingTo size: Double? = nil
  ) -> PopulationMargin? {
    guard let grouping = ModelFrame.Grouping(crossing: [.texts(cells)]) else { return nil }
    let present = grouping.labels.map { ($0, residents[$0] ?? 0) }
    let sum = present.reduce(0) { $0 + $1.1 }
    let factor = size.map { sum > 0 ? $0 / sum : 0 } ?? 1
    return PopulationMargin(
      cells: grouping, totals: Dictionary(present.map { ($0.0, $0.1 * factor) }) { first, _ in first })
  }

  /// The weighted share of people with something, with the interval on the log-odds scale.
  func share(of isCase: (Int) -> Bool) -> Estimate {
    let values = weighted.map { isCase($0) ? 1.0 : 0 }
    return Estimate(
      value: design.flatMap { $0.mean(of: values).map(\.value) },
      interval: design.flatMap { $0.logitInterval(of: values) })
  }

  /// The weighting in words, for the definition of a table.
  func statement(of residents: ResidentPopulation) -> String {
    let isSettled = design.value?.isSettled ?? true
    return
      "raked to residents by age and sex (\(residents.bands.count) bands) and by canton; \(residents.source)"
      + (isSettled ? "" : "; the margins could not all be met")
  }
}
