import Reporting
import Statistics

/// What vaccination before infection took from the cases of a sample, and what it could take.
struct VaccinationImpact {
  private let outcomes: [Bool]
  /// 0 unvaccinated, 1 vaccinated, −1 neither.
  private let codes: [Int32]
  private let vaccinated: ShareCount
  private let unvaccinated: ShareCount
  /// The adjusted risk ratio of the vaccinated.
  private let ratio: Outcome<LogRatio>

  private static let cells = ["unvaccinated", "vaccinated"]

  init(_ people: AnalysisPeople, _ exposure: ModelColumn, _ ratio: Outcome<LogRatio>) {
    outcomes = people.outcomes
    if case .factor(let codes, _) = exposure { self.codes = codes } else { codes = outcomes.map { _ in -1 } }
    (unvaccinated, vaccinated) = Self.counts(outcomes.indices, outcomes, codes)
    self.ratio = ratio
  }

  private static func counts(
    _ rows: some Sequence<Int>, _ outcomes: [Bool], _ codes: [Int32]
  ) -> (ShareCount, ShareCount) {
    var counts = (ShareCount(), ShareCount())
    for row in rows {
      if codes[row] == 0 {
        counts.0.add(outcomes[row])
      } else if codes[row] == 1 {
        counts.1.add(outcomes[row])
      }
    }
    return counts
  }

  /// Risks, ratio, attributable fraction and reduction of everybody.
  func rows(scale: ImpactScale) -> [ResultRow] {
    let section = "Vaccination before infection"
    let risks = zip(Self.cells, [unvaccinated, vaccinated]).map { group, counted in
      ResultRow.share(
        counted, group: group, level: "risk", measure: "value", section: section, partitions: ["risks"],
        comparison: group)
    }
    let fraction = estimate { ratio in
      // The exposure whose removal is asked for is being unvaccinated.
      guard let inverse = LogRatio(1 / ratio.value, standardErrorOfLogarithm: ratio.standardError) else {
        return notEstimable(.notComputed)
      }
      return AttributableFraction.adjusted(
        exposedCases: unvaccinated.count, of: unvaccinated.count + vaccinated.count, ratio: inverse)
    }
    return risks + [
      row("all", "adjusted risk ratio", estimate { $0.estimate() }, .ratio, "modified-poisson", section),
      row("all", "attributable fraction, unvaccinated", fraction, .proportion, "miettinen", section),
    ] + reduction("all", unvaccinated, Self.cells, section)
  }

  /// Risk reduction and number needed to vaccinate in the groups of a variable.
  func rows(by grouping: PersonGrouping, _ anchors: [PersonGrouping.Anchor]) -> [ResultRow] {
    var members = grouping.labels.map { _ in [Int]() }
    for (row, anchor) in anchors.enumerated() {
      if let group = grouping.group(of: anchor) { members[group].append(row) }
    }
    let section = "Number needed to vaccinate by \(grouping.variable?.heading.lowercased() ?? "group")"
    return grouping.labels.indices.flatMap { group -> [ResultRow] in
      let (own, _) = Self.counts(members[group], outcomes, codes)
      guard own.n > 0 else { return [] }
      let label = grouping.labels[group]
      let risk = ResultRow.share(
        own, group: label, level: "risk, unvaccinated", measure: "value", section: section,
        partitions: [section],
        comparison: label)
      return [risk] + reduction(label, own, Self.cells + [label], section)
    }
  }

  /// Cases averted where other shares of the infected were vaccinated.
  func scenarios(_ shares: [Double], scale: ImpactScale) -> [ResultRow] {
    let n = unvaccinated.n + vaccinated.n
    let section = "Cases averted \(scale.words), against no vaccination"
    guard n > 0 else { return [] }
    let today = Double(vaccinated.n) / Double(n)
    let risk = Proportion(unvaccinated.count, of: unvaccinated.n).value
    func averted(_ share: Double) -> Estimate {
      estimate { ratio in
        guard let risk = risk.value else { return notEstimable(risk.reason ?? .noObservations) }
        let error = (risk * (1 - risk) / Double(unvaccinated.n)).squareRoot()
        let group = CoverageScenario.Group(
          persons: scale.persons, unvaccinatedRisk: risk, riskError: error, coverage: 0, scenario: share)
        return CoverageScenario(groups: [group], ratio: ratio).casesAverted()
      }
    }
    let rows = shares.map { share in
      row(
        "\(Numbers.percent(share, decimals: 0)) vaccinated", "cases averted", averted(share), .persons,
        "delta-method", section)
    }
    return [
      row("as in the cohort", "cases averted", averted(today), .persons, "delta-method", section)
    ] + rows
  }

  private func reduction(
    _ group: String, _ counted: ShareCount, _ restsOn: [String], _ section: String
  ) -> [ResultRow] {
    let reduction = estimate { ratio in
      RiskReduction.adjusted(unexposedRisk: Proportion(counted.count, of: counted.n), ratio: ratio)
    }
    let number = NumberNeeded(reduction)
    var limits: Interval?
    var note = ""
    switch number.limits.value {
    case .benefit(let interval): limits = interval
    case .harm(let interval):
      limits = Interval(lower: -interval.upper, upper: -interval.lower)
      note = "harm: one case more for so many vaccinated"
    case .throughInfinity: note = "the interval runs through infinity: no effect is within it"
    case nil: break
    }
    return [
      row(
        group, "absolute risk reduction", reduction, .proportionDifference, "mover", section, restsOn: restsOn
      ),
      ResultRow(
        group: group, level: "number needed to vaccinate", measure: "value",
        value: ResultValue(number.value.value, otherwise: number.value.reason?.description ?? ""),
        lower: limits?.lower, upper: limits?.upper, unit: .points, method: "inverse", note: note,
        section: section,
        kind: .comparison, comparison: group, restsOn: restsOn),
    ]
  }

  private func row(
    _ group: String, _ level: String, _ estimate: Estimate, _ unit: MeasureUnit, _ method: String,
    _ section: String,
    restsOn: [String] = cells
  ) -> ResultRow {
    .comparison(
      estimate, group: group, level: level, measure: "value", unit: unit, method: method, section: section,
      comparison: group, restsOn: restsOn)
  }

  private func estimate(_ make: (LogRatio) -> Estimate) -> Estimate {
    switch ratio {
    case .defined(let ratio): make(ratio)
    case .undefined(let reason): notEstimable(reason)
    }
  }

  private func notEstimable(_ reason: Undefined) -> Estimate {
    Estimate(value: .undefined(reason), interval: .undefined(reason))
  }
}

extension LogRatio {
  /// The ratio with its Wald interval.
  fileprivate func estimate() -> Estimate {
    VaccineEffectiveness.from(
      VaccineEffectiveness.from(hazardRatio: value, standardErrorOfLogarithm: standardError))
  }
}
