import Foundation
import Statistics
import Testing

/// Published figures that their counts reproduce, as printed.
@Suite struct PublishedTablesTests {
  private static func printed(_ value: Double, _ places: Int) -> String {
    String(format: "%.\(places)f", value)
  }

  private static func printed(_ estimate: Estimate, _ places: Int) -> String {
    guard let value = estimate.value.value, let interval = estimate.interval.value else { return "NE" }
    return
      "\(printed(value, places)) (\(printed(interval.lower, places)), \(printed(interval.upper, places)))"
  }

  // Di Fusco et al. (2023), J Patient Rep Outcomes, 10.1186/s41687-023-00616-5, table 3; Woolf's interval.
  @Test(arguments: [
    (10, 67, 54, 121, "0.22 (0.10, 0.47)"), (27, 72, 54, 121, "0.74 (0.41, 1.35)"),
    (10, 67, 27, 72, "0.29 (0.13, 0.67)"), (14, 67, 66, 121, "0.22 (0.11, 0.44)"),
    (35, 72, 66, 121, "0.79 (0.44, 1.41)"), (14, 67, 35, 72, "0.28 (0.13, 0.59)"),
  ])
  func `odds of Long COVID by vaccination`(a: Int, n: Int, c: Int, m: Int, published: String) {
    let table = TwoByTwo(exposedCases: a, of: n, unexposedCases: c, of: m)
    #expect(Self.printed(table.oddsRatio(), 2) == published)
  }

  // Caze et al. (2022), 10.1101/2022.09.15.22279958: 29.6 % against 6 %; the ratios are R's.
  @Test func `symptoms one month after a test`() {
    let table = TwoByTwo(exposedCases: 122, of: 412, unexposedCases: 24, of: 402)
    #expect(Self.printed(100 * (table.exposedRisk.value ?? 0), 1) == "29.6")
    #expect(Self.printed(100 * (table.unexposedRisk.value ?? 0), 0) == "6")
    #expect(Self.printed(table.oddsRatio(), 2) == "6.63 (4.17, 10.53)")
    #expect(Self.printed(table.riskRatio(), 2) == "4.96 (3.27, 7.52)")
  }

  // O'Keefe et al. (2021), 10.1093/ofid/ofab352: P = .61, which is without Yates' correction.
  @Test func `symptoms by time since the test`() throws {
    let table = try #require(ContingencyTable([[32, 54], [80, 118]]))
    #expect(Self.printed(table.pearson.value?.p ?? 0, 2) == "0.61")
    #expect(Self.printed(table.yates.value?.p ?? 0, 2) == "0.71")
  }

  // Thaweethai et al. (2023), 10.1001/jama.2023.8823: 10 % (8.8–11), which is the exact interval; Wilson has 8.9.
  @Test func `the interval of RECOVER is the exact one`() throws {
    let exact = try #require(Proportion(224, of: 2231).interval(.clopperPearson).value)
    #expect(Self.printed(100 * exact.lower, 1) == "8.8" && Self.printed(100 * exact.upper, 0) == "11")
    let wilson = try #require(Proportion(224, of: 2231).interval().value)
    #expect(Self.printed(100 * wilson.lower, 1) == "8.9")
    // Kirchberger et al. (2023), Viruses 15:1326.
    #expect(Self.printed(100 * (Proportion(210, of: 304).value.value ?? 0), 1) == "69.1")
  }

  // Thomas et al. (2021), table 2: Clopper and Pearson adjusted for surveillance time, as the footnote says.
  @Test(arguments: [
    (77, 6.247, 850, 6.003, "91.3 (89.0, 93.2)"), (81, 6.509, 873, 6.274, "91.1 (88.8, 93.0)"),
  ])
  func `effectiveness after six months`(x: Int, t: Double, y: Int, s: Double, published: String) {
    let ratio = RateRatio(Rate(x, per: t), Rate(y, per: s))
    let effectiveness = VaccineEffectiveness.from(Estimate(value: ratio.value, interval: ratio.interval()))
    #expect(Self.percent(effectiveness) == published)
  }

  // Polack et al. (2020), N Engl J Med 383:2603: a credible interval, which no exact one reproduces.
  @Test(arguments: [
    (8, 2.214, 162, 2.222, "95.0 (90.3, 97.6)"), (9, 2.332, 169, 2.345, "94.6 (89.9, 97.3)"),
  ])
  func `effectiveness of the first trial`(x: Int, t: Double, y: Int, s: Double, published: String) {
    let ratio = RateRatio(Rate(x, per: t), Rate(y, per: s))
    #expect(Self.percent(VaccineEffectiveness.bayesian(ratio)) == published)
  }

  private static func percent(_ estimate: Estimate) -> String {
    printed(
      Estimate(
        value: estimate.value.map { 100 * $0 },
        interval: estimate.interval.map { Interval(lower: 100 * $0.lower, upper: 100 * $0.upper) }), 1)
  }

  /// COVE open-label phase, 10.1038/s41467-024-50376-z, table 1: events per 1,000 person-months with exact limits.
  ///
  /// Person-months are rounded in print, so that a limit may differ by one unit in the last place.
  @Test(arguments: [
    (159, 20488.2, 7.76, 6.60, 9.07), (113, 19620.5, 5.76, 4.75, 6.92), (27, 21388.1, 1.26, 0.83, 1.84),
    (15, 20112.0, 0.75, 0.42, 1.23), (127, 2817.0, 45.08, 37.58, 53.64), (107, 2230.5, 47.97, 39.31, 57.97),
    (8, 3343.3, 2.39, 1.03, 4.72), (5, 2614.6, 1.91, 0.62, 4.46), (14, 1120.3, 12.50, 6.83, 20.97),
    (5, 719.8, 6.95, 2.26, 16.21), (8, 1081.6, 7.40, 3.19, 14.57), (1, 1437.4, 0.70, 0.02, 3.88),
    (0, 976.2, 0.00, 0.00, 3.78),
  ])
  func `rates with exact limits`(events: Int, months: Double, rate: Double, lower: Double, upper: Double)
    throws
  {
    let ours = Rate(events, per: months / 1000).estimate()
    let interval = try #require(ours.interval.value)
    #expect(Self.printed(try #require(ours.value.value), 2) == Self.printed(rate, 2))
    #expect(abs(interval.lower - lower) < 0.0151 && abs(interval.upper - upper) < 0.0151)
  }

  // SIREN, Hall et al. (2021), table 2: infections per 10,000 person-days.
  @Test(arguments: [
    (977, 710_587, "14"), (71, 87_278, "8"), (9, 20_978, "4"), (902, 442_605, "20"), (66, 59_748, "11"),
    (8, 14_746, "5"), (75, 267_982, "3"), (5, 27_530, "2"), (1, 6_232, "2"),
  ])
  func `infections of health workers`(events: Int, days: Int, published: String) throws {
    let rate = try #require(Rate(events, per: Double(days) / 10_000).value.value)
    #expect(Self.printed(rate, 0) == published)
  }
}

@Suite struct RateTests {
  /// No event in 100: −log(0.025)/100; with one, mid-p's lower limit solves 1 − e^−λ − λe^−λ/2 = 0.025.
  @Test func `rates by hand`() throws {
    let none = try #require(Rate(0, per: 100).interval().value)
    #expect(none.lower == 0 && abs(none.upper + log(0.025) / 100) < 1e-14)
    let lower = try #require(Rate(1, per: 1).interval(.midP).value).lower
    #expect(abs(1 - exp(-lower) - lower * exp(-lower) / 2 - 0.025) < 1e-12)
    #expect(Rate(0, per: 0).value == .undefined(.noObservations))
    #expect(Rate(1, per: 0).interval() == .undefined(.inconsistentCounts))
    #expect(Rate(1, per: .nan).value.value == nil && Rate(-1, per: 2).value.value == nil)
    #expect(Rate(0, per: 5).interval(.logWald) == .undefined(.zeroCell))
  }

  /// One event each in equal times: of two events one or fewer is certain, so p = 1.
  @Test func `ratios of rates by hand`() {
    let ratio = RateRatio(Rate(1, per: 10), Rate(1, per: 10))
    #expect(ratio.value == .defined(1) && ratio.exactP == .defined(1))
    let none = RateRatio(Rate(0, per: 1), Rate(0, per: 1))
    #expect(none.value == .undefined(.zeroCell) && none.interval() == .undefined(.noObservations))
    #expect(RateRatio(Rate(3, per: 1), Rate(0, per: 1)).interval().value?.upper == .infinity)
    #expect(RateRatio(Rate(.max, per: 1), Rate(1, per: 1)).exactP == .undefined(.inconsistentCounts))
  }

  @Test func `standardisation by hand`() throws {
    // (10/100 · 1 + 40/200 · 3)/4 = 0.175.
    let rates = try #require(
      DirectStandardisation.of(events: [10, 40], persons: [100, 200], standard: [1, 3]).value)
    #expect(abs(rates.adjusted - 0.175) < 1e-15 && abs(rates.crude - 50.0 / 300) < 1e-15)
    #expect(DirectStandardisation.of(events: [1], persons: [0], standard: [1]) == .undefined(.emptyStratum))
    #expect(DirectStandardisation.of(events: [], persons: [], standard: []) == .undefined(.noObservations))
    #expect(
      DirectStandardisation.of(events: [1], persons: [], standard: [1]) == .undefined(.inconsistentCounts))
  }

  /// 0.01, 0.03, 0.04: Holm 0.03, 0.06, 0.06; Benjamini and Hochberg 0.03, 0.04, 0.04; what is missing does not count.
  @Test func `adjusted probabilities by hand`() {
    let values: [Outcome<Double>] = [
      .defined(0.01), .undefined(.notComputed), .defined(0.04), .defined(0.03),
    ]
    func adjusted(_ method: MultipleTesting) -> [Double?] { method.adjust(values).map(\.value) }
    #expect(adjusted(.holm) == [0.03, nil, 0.06, 0.06])
    #expect(adjusted(.benjaminiHochberg) == [0.03, nil, 0.04, 0.04])
    #expect(adjusted(.bonferroni) == [0.03, nil, 0.12, 0.09])
    #expect(MultipleTesting.holm.adjust([]).isEmpty)
  }
}
