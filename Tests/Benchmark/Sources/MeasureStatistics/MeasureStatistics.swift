import Statistics

/// Times estimators on a made-up cohort, for `Scripts/benchmark statistics`.
///
/// `write` prints the cohort as CSV for other programs; `measure` prints a line for each estimator: its name, its answer,
/// and the milliseconds of each round.
@main
enum MeasureStatistics {
  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let rows = Int(arguments[2]), rows > 0 else {
      print("usage: MeasureStatistics write ROWS | measure ROWS ROUNDS")
      return
    }
    let cohort = Cohort(rows: rows)
    if arguments[1] == "write" {
      cohort.write()
    } else {
      measure("curves", rounds: arguments.last.flatMap { Int($0) } ?? 1) { curves(of: cohort) }
      let data = coxData(of: cohort)
      measure("cox", rounds: arguments.last.flatMap { Int($0) } ?? 1) { cox(of: data) }
    }
  }

  private static func measure(_ name: String, rounds: Int, _ estimate: () -> [Double]) {
    let clock = ContinuousClock()
    var answer: [Double] = []
    var times: [Double] = []
    for _ in 0..<rounds {
      let duration = clock.measure { answer = estimate() }
      times.append(Double(duration.components.seconds) * 1e3 + Double(duration.components.attoseconds) / 1e15)
    }
    print(name, answer.map { "\($0)" }.joined(separator: ","), times.map { "\($0)" }.joined(separator: ","))
  }

  /// Four survival curves with limits at each day, and the log-rank test of them: the statistic, and survival in the end.
  private static func curves(of cohort: Cohort) -> [Double] {
    guard
      case .defined(let tables) = RiskTables.tally(
        days: cohort.days, events: cohort.events, groups: cohort.groups, groupCount: Cohort.groupCount),
      case .defined(let statistic) = LogRankTest.compare(tables).flatMap(\.statistic)
    else { return [] }
    let ends = (0..<Cohort.groupCount).map { group in
      let curve = KaplanMeier(tables[group])
      return curve.limits(.log).isEmpty ? .nan : curve.survival(at: .infinity)
    }
    return [statistic] + ends
  }

  private static func coxData(of cohort: Cohort) -> CoxData? {
    DesignMatrix(
      columns: cohort.columns, names: Cohort.columnNames, intercept: false, rows: cohort.days.count
    )
    .map { CoxData(times: cohort.days.map(Double.init), events: cohort.events, design: $0) }
  }

  /// The coefficients and the standard error of the first.
  private static func cox(of data: CoxData?) -> [Double] {
    guard let data, case .defined(let model) = CoxModel.fit(data) else { return [] }
    return (model.names.indices.map { model.coefficient($0) } + [model.standardError(0)]).map {
      $0.value ?? .nan
    }
  }
}
