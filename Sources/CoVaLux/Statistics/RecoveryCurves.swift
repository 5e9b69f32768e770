import Statistics

/// Curves of groups from the first day on which each of them has enough people at risk.
///
/// With delayed entry a handful of people early on can take a curve to the ground; before that day nothing is said.
struct RecoveryCurves {
  /// The day on which the curves begin.
  let firstDay: Int
  let tables: RiskTables
  /// One curve a group.
  let curves: [KaplanMeier]
  private let courses: [SymptomRecovery.Course]
  private let places: [Int: Int]

  /// Nil where no day has enough people in each group.
  init?(_ courses: [SymptomRecovery.Course], groups: [Int], fewestAtRisk: Int) {
    let places = Dictionary(uniqueKeysWithValues: groups.enumerated().map { ($0.element, $0.offset) })
    let own = courses.filter { places[$0.group] != nil }
    guard !groups.isEmpty,
      let start = Self.firstDay(own, places: places, groups: groups.count, fewestAtRisk: fewestAtRisk)
    else { return nil }
    let kept = own.filter { $0.exit > start }
    let tables = RiskTables.tally(
      times: kept.map { Double($0.exit) }, events: kept.map(\.hasRecovered),
      entries: kept.map { Double(max($0.entry, start)) }, groups: kept.map { places[$0.group] ?? 0 },
      groupCount: groups.count)
    guard let tables = tables.value else { return nil }
    firstDay = start
    self.tables = tables
    curves = groups.indices.map { KaplanMeier(tables[$0]) }
    self.courses = kept
    self.places = places
  }

  /// The first day after which each group has enough people: those who entered by it and leave later.
  private static func firstDay(
    _ courses: [SymptomRecovery.Course], places: [Int: Int], groups: Int, fewestAtRisk: Int
  ) -> Int? {
    let last = courses.map(\.exit).max() ?? 0
    var changes = Array(repeating: Array(repeating: 0, count: groups), count: last + 2)
    for course in courses {
      guard let place = places[course.group] else { continue }
      changes[course.entry][place] += 1
      changes[course.exit][place] -= 1
    }
    var atRisk = Array(repeating: 0, count: groups)
    for day in 0...last {
      for place in atRisk.indices { atRisk[place] += changes[day][place] }
      if atRisk.allSatisfy({ $0 >= fewestAtRisk }) { return day }
    }
    return nil
  }

  /// A Cox model with one covariate for each group but the first.
  func hazards() -> Outcome<CoxModel> {
    let columns = (1..<curves.count).map { place in
      courses.map { places[$0.group] == place ? 1.0 : 0.0 }
    }
    guard
      let design = DesignMatrix(
        columns: columns, names: (1..<curves.count).map { "group\($0)" }, intercept: false,
        rows: courses.count)
    else { return .undefined(.lengthsDiffer) }
    return CoxModel.fit(
      CoxData(
        entries: courses.map { Double(max($0.entry, firstDay)) }, times: courses.map { Double($0.exit) },
        events: courses.map(\.hasRecovered), design: design))
  }
}
