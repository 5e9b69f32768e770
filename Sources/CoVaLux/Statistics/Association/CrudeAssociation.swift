import Reporting
import Statistics

/// Outcomes by the levels of an exposure, and what compares them with the first level.
struct CrudeAssociation {
  private let outcomes: [Bool]
  private let codes: [Int32]
  private let labels: [String]
  private let counts: [ShareCount]
  /// The levels that anybody has, the reference first; empty for a number, which has no levels.
  private let used: [Int]

  /// Counts the levels; a number instead of categories is left to the models.
  init(_ outcomes: [Bool], _ exposure: ModelColumn, unit: String?) {
    self.outcomes = outcomes
    guard case .factor(let codes, let labels) = exposure else {
      (self.codes, self.labels, counts, used) = ([], [], [], [])
      return
    }
    self.codes = codes
    self.labels = labels
    var counts = labels.map { _ in ShareCount() }
    for (outcome, code) in zip(outcomes, codes) where code >= 0 { counts[Int(code)].add(outcome) }
    self.counts = counts
    used = labels.indices.filter { counts[$0].n > 0 }
  }

  /// The comparisons that everything adjusted rests on: those of every level.
  var comparisons: [String] { used.map { labels[$0] } }

  /// Each level that anybody has, with its count and, for all but the first, the fourfold table against the first.
  var levels: [(label: String, count: ShareCount, table: TwoByTwo?)] {
    used.map { (labels[$0], counts[$0], $0 == used.first ? nil : table(of: $0)) }
  }

  private func table(of level: Int) -> TwoByTwo {
    let reference = used.first.map { counts[$0] } ?? ShareCount()
    return TwoByTwo(
      exposedCases: counts[level].count, of: counts[level].n, unexposedCases: reference.count, of: reference.n
    )
  }

  /// Risk by level, and each level against the first.
  func rows(variable: String) -> [ResultRow] {
    guard let reference = used.first else { return [] }
    var rows: [ResultRow] = []
    for level in used {
      rows.append(
        .share(
          counts[level], group: labels[level], level: "risk", measure: "value", section: "Crude",
          partitions: ["outcome by \(variable)"],
          comparison: labels[level]))
      guard level != reference else { continue }
      rows += comparisons(table(of: level), labels[level], against: labels[reference], section: "Crude")
    }
    return rows
  }

  private func comparisons(
    _ table: TwoByTwo, _ group: String, against reference: String, section: String
  ) -> [ResultRow] {
    let difference = table.riskDifference()
    let contingency = ContingencyTable([
      [table.exposedCases, table.exposed - table.exposedCases],
      [table.unexposedCases, table.unexposed - table.unexposedCases],
    ])
    let isSmall = contingency?.expected.joined().contains { $0 < 5 } ?? true
    let p = isSmall ? contingency?.fisherP : contingency?.pearson.map(\.p)
    func row(
      _ level: String, _ estimate: Estimate, _ unit: MeasureUnit, _ method: String
    ) -> ResultRow {
      .comparison(
        estimate, group: group, level: level, unit: unit, method: method, section: section, comparison: group,
        restsOn: [reference])
    }
    return [
      row("risk ratio", table.riskRatio(), .ratio, "katz"),
      row("odds ratio", table.oddsRatio(), .ratio, "woolf"),
      row(
        "risk difference",
        Estimate(value: difference.value, interval: table.riskDifferenceNewcombe()),
        .proportionDifference, "newcombe"),
      row(
        "p", Estimate(value: p ?? .undefined(.noVariation), interval: .undefined(.noObservations)),
        .probability,
        isSmall ? "fisher-exact" : "chi-squared"),
    ]
  }

  /// Each level against the first within strata, pooled after Mantel and Haenszel.
  func stratified(by strata: ModelColumn, named name: String, exposure: String) -> [ResultRow] {
    guard let reference = used.first, case .factor(let places, let names) = strata else { return [] }
    let section = "Stratified by \(name)"
    return used.dropFirst().flatMap { level -> [ResultRow] in
      var tables = names.map { _ in (exposed: ShareCount(), unexposed: ShareCount()) }
      for (row, place) in places.enumerated() where place >= 0 {
        if codes[row] == level {
          tables[Int(place)].exposed.add(outcomes[row])
        } else if codes[row] == reference {
          tables[Int(place)].unexposed.add(outcomes[row])
        }
      }
      let fourfold = tables.filter { $0.exposed.n > 0 && $0.unexposed.n > 0 }.map {
        TwoByTwo(
          exposedCases: $0.exposed.count, of: $0.exposed.n, unexposedCases: $0.unexposed.count,
          of: $0.unexposed.n)
      }
      guard !fourfold.isEmpty, let pooled = StratifiedTables(fourfold) else { return [] }
      func row(
        _ level: String, _ estimate: Estimate, _ unit: MeasureUnit, _ method: String, group: String
      )
        -> ResultRow
      {
        .comparison(
          estimate, group: group, level: level, unit: unit, method: method, section: section,
          comparison: group,
          restsOn: [labels[reference]])
      }
      let homogeneity = pooled.homogeneity.flatMap { $0.p(\.tarone) }
      let group = labels[level]
      return [
        row("risk ratio", pooled.riskRatio(), .ratio, "mantel-haenszel", group: group),
        row("odds ratio", pooled.oddsRatio(), .ratio, "mantel-haenszel", group: group),
        row(
          "p, homogeneity of odds ratios",
          Estimate(value: homogeneity, interval: .undefined(.noObservations)),
          .probability, "breslow-day-tarone", group: group),
      ]
    }
  }
}

extension ResultRow {
  /// A measure that compares cells, which it is hidden with.
  static func comparison(
    _ estimate: Estimate, group: String, level: String, measure: String = "value",
    unit: MeasureUnit,
    method: String, section: String, comparison: String, restsOn: [String]
  ) -> ResultRow {
    let limits = estimate.interval.value
    return ResultRow(
      group: group, level: level, measure: measure,
      value: ResultValue(estimate.value.value, otherwise: estimate.value.reason?.description ?? ""),
      lower: limits?.lower, upper: limits?.upper, unit: unit, method: method, section: section,
      kind: .comparison,
      comparison: comparison, restsOn: restsOn)
  }
}
