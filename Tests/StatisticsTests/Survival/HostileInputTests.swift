import Statistics
import Testing

/// Any numbers at all: no trap, and no answer that is not a finite number.
@Suite struct HostileInputTests {
  private static let numbers: [Double] = [
    .leastNonzeroMagnitude, .nan, .infinity, -.infinity, 0, -0.0, 1, 1, 2, 2, 3, 4, 0.1, 0.3, 1e-300, 1e300,
    1.7e308, -1.7e308, -1, 1e7, 1e16,
  ]

  @Test(arguments: 0..<120) func `curves and tests survive any input`(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let count = Int.random(in: 0...12, using: &random)
    func column(_ numbers: [Double] = HostileInputTests.numbers) -> [Double] {
      (0..<count).map { _ in numbers.randomElement(using: &random) ?? 0 }
    }
    // Refusing a negative time is easy: most columns have none.
    let times = seed % 4 == 0 ? column() : column(Self.numbers.filter { !($0 < 0) })
    let entries = seed % 3 == 0 ? column(Self.numbers.filter { !($0 < 0) }) : nil
    let events = (0..<count).map { _ in Bool.random(using: &random) }
    let groups = (0..<count).map { _ in Int.random(in: 0...2, using: &random) }
    let horizon = Self.numbers.randomElement(using: &random) ?? 0
    let tables = RiskTables.tally(
      times: times, events: events, entries: entries, groups: groups, groupCount: 3)
    var answers: [Outcome<Double>] = []
    if let tables = tables.value {
      for group in 0..<3 {
        let curve = KaplanMeier(tables[group])
        for kind in KaplanMeier.Limits.allCases {
          answers += curve.limits(kind, confidence: horizon).flatMap { [$0.map(\.lower), $0.map(\.upper)] }
          answers += curve.limits(kind).flatMap { [$0.map(\.lower), $0.map(\.upper)] }
          let median = curve.median(limits: kind)
          answers += [median.time, median.lower, median.upper, curve.quantile(horizon).time]
        }
        answers += [.defined(curve.survival(at: horizon))]
        let mean = curve.restrictedMean(to: horizon, beyondFollowUp: .extend)
        answers += [mean.map(\.mean), mean.flatMap { $0.interval() }.map(\.upper)]
        answers += [mean.flatMap { $0.difference(from: $0).pValue }]
      }
      for weights in [LogRankTest.Weights.equal, .petoPeto] {
        let test = LogRankTest.compare(tables, weights: weights)
        answers += [
          test.flatMap(\.statistic), test.flatMap(\.test).map(\.p), test.flatMap { $0.trend() }.map(\.p),
        ]
        answers += [test.flatMap { $0.trend(scores: [horizon, 1, 2]) }.map(\.p)]
      }
    }
    let incidence = CumulativeIncidence.estimate(
      times: times, causes: groups, causeCount: 2, entries: entries)
    answers += [
      incidence.flatMap { $0.incidence(of: 1, at: horizon) },
      incidence.flatMap { $0.standardError(of: 0, at: horizon) },
    ]
    for case .defined(let value) in answers { #expect(value.isFinite) }
  }

  @Test(arguments: 0..<120) func `Cox models survive any input`(seed: Int) throws {
    var random = SplitMix(state: UInt64(seed))
    let count = Int.random(in: 0...12, using: &random)
    let milder = Self.numbers.filter { abs($0) <= 1e7 }
    func column() -> [Double] {
      (0..<count).map { _ in (seed % 2 == 0 ? milder : Self.numbers).randomElement(using: &random) ?? 0 }
    }
    let columns = [column(), column()]
    let design = try #require(
      DesignMatrix(columns: columns, names: ["a", "b"], intercept: false, rows: count))
    var data = CoxData(
      entries: seed % 3 == 0 ? column() : nil, times: column(),
      events: (0..<count).map { _ in Bool.random(using: &random) }, design: design)
    if seed % 5 == 0 { data.weights = column() }
    if seed % 7 == 0 { data.offset = column() }
    if seed % 11 == 0 {
      data.strata = (0..<count).map { _ in Int.random(in: Int.min...Int.max, using: &random) }
    }
    if seed % 13 == 0 { data.clusters = (0..<count).map { _ in Int.random(in: -1...1, using: &random) } }
    for ties in [CoxTies.efron, .breslow, .exact] {
      guard let model = CoxModel.fit(data, ties: ties).value else { continue }
      var answers: [Outcome<Double>] = [
        .defined(model.akaikeCriterion), model.concordance.map(\.standardError),
      ]
      for column in 0..<2 {
        let ratio = model.hazardRatio(column)
        answers += [model.coefficient(column), model.standardError(column), model.pValue(column)]
        answers += [ratio.value, ratio.interval.map(\.lower), ratio.interval.map(\.upper)]
      }
      answers += [model.scoreTest, model.waldTest, model.likelihoodRatioTest].map { $0.map(\.p) }
      answers += (model.martingaleResiduals.value ?? []).map { .defined($0) }
      answers += (model.schoenfeldResiduals.value ?? []).joined().map { .defined($0) }
      answers += (model.baselineHazards.value ?? []).flatMap(\.cumulativeHazard).map { .defined($0) }
      for scale in [ProportionalHazardsTest.TimeScale.kaplanMeier, .rank, .identity, .logarithm] {
        let test = model.proportionalHazardsTest(scale)
        answers += [test.flatMap(\.global).map(\.statistic)]
      }
      for case .defined(let value) in answers { #expect(value.isFinite) }
    }
  }
}
