import Testing

@testable import Statistics

private func isNear(_ first: Double?, _ second: Double, _ tolerance: Double = 1e-12) -> Bool {
  guard let first else { return false }
  return abs(first - second) <= tolerance * max(abs(second), 1e-3)
}

@Suite struct AttributableFractionTests {
  /// 60 of 100 cases exposed, adjusted ratio 2.5: 0.6 · (1 − 0.4) = 0.36.
  ///
  /// Variance: (0.6 · 0.4)² · 0.01 from the ratio's error of 0.1, and 0.6² · 0.6 · 0.4 / 100 from the cases' exposure.
  @Test func `an adjusted ratio and the cases' exposure by hand`() throws {
    let ratio = try #require(LogRatio(2.5, standardErrorOfLogarithm: 0.1))
    let fraction = AttributableFraction.adjusted(exposedCases: 60, of: 100, ratio: ratio)
    #expect(isNear(fraction.value.value, 0.36))
    let variance = 0.0576 * 0.01 + 0.36 * 0.24 / 100
    let factor = exponential(1.959_963_984_540_054 * variance.squareRoot() / 0.64)
    #expect(isNear(fraction.interval.value?.lower, 1 - 0.64 * factor))
    #expect(isNear(fraction.interval.value?.upper, 1 - 0.64 / factor))
  }

  /// Levels of the same ratio are one exposure.
  @Test func `two levels alike are one`() throws {
    var covariance = SymmetricMatrix(dimension: 2)
    covariance[0, 0] = 0.01
    covariance[1, 1] = 0.01
    covariance[0, 1] = 0.01
    let log = logarithm(2.5)
    let split = AttributableFraction.adjusted(
      cases: [40, 25, 35], logRatios: [log, log], covariance: covariance)
    let ratio = try #require(LogRatio(2.5, standardErrorOfLogarithm: 0.1))
    let whole = AttributableFraction.adjusted(exposedCases: 60, of: 100, ratio: ratio)
    #expect(isNear(split.value.value, try #require(whole.value.value)))
    #expect(isNear(split.interval.value?.upper, try #require(whole.interval.value?.upper)))
  }

  /// Risk 60/200 of the exposed, 40/300 of the others, 100/500 of all: 1 − (2/15) / (1/5) = 1/3.
  ///
  /// The error by Walter's closed form for a sample: Var log(1 − F) = (b + F (a + d)) / (n c).
  @Test func `a table of the population by hand`() throws {
    let table = TwoByTwo(exposedCases: 60, of: 200, unexposedCases: 40, of: 300)
    let fraction = AttributableFraction.crude(table)
    #expect(isNear(fraction.value.value, 1.0 / 3))
    let variance: Double = (140.0 + 320.0 / 3) / 20_000
    let factor = exponential(1.959_963_984_540_054 * variance.squareRoot())
    #expect(isNear(fraction.interval.value?.upper, 1 - 2.0 / 3 / factor, 1e-9))
    #expect(isNear(fraction.interval.value?.lower, 1 - 2.0 / 3 * factor, 1e-9))
  }

  @Test func `protection is negative, and what is not defined is said`() throws {
    let protecting = try #require(LogRatio(0.5, standardErrorOfLogarithm: 0.2))
    #expect(
      isNear(AttributableFraction.adjusted(exposedCases: 30, of: 100, ratio: protecting).value.value, -0.3))
    #expect(
      AttributableFraction.adjusted(exposedCases: 0, of: 0, ratio: protecting).value.reason == .noObservations
    )
    #expect(
      AttributableFraction.adjusted(exposedCases: 3, of: 2, ratio: protecting).value.reason
        == .inconsistentCounts)
    let allExposed = AttributableFraction.crude(TwoByTwo(exposedCases: 5, of: 9, unexposedCases: 0, of: 9))
    #expect(allExposed.value == .defined(1))
    #expect(allExposed.interval.reason == .zeroCell)
    let none = AttributableFraction.crude(TwoByTwo(exposedCases: 0, of: 9, unexposedCases: 0, of: 9))
    #expect(none.value.reason == .zeroCell)
    #expect(LogRatio(-1, standardErrorOfLogarithm: 1) == nil)
    #expect(LogRatio(1, standardErrorOfLogarithm: .nan) == nil)
    let huge = AttributableFraction.adjusted(
      cases: [1, 1], logRatios: [-800], covariance: SymmetricMatrix(dimension: 1))
    #expect(huge.value.reason == .notComputed)
  }
}

@Suite struct NumberNeededTests {
  /// Ayoubkhani & others (2022): Long COVID in 294 of 3,090 vaccinated and 452 of 3,090 unvaccinated: 1 in 19.6.
  @Test func `one over the reduction, with the limits exchanged`() throws {
    let reduction = RiskReduction.crude(
      TwoByTwo(exposedCases: 294, of: 3_090, unexposedCases: 452, of: 3_090))
    #expect(isNear(reduction.value.value, 158.0 / 3_090))
    let number = NumberNeeded(reduction)
    #expect(isNear(number.value.value, 3_090.0 / 158))
    let interval = try #require(reduction.interval.value)
    #expect(interval.lower > 0.034 && interval.upper < 0.068)
    #expect(
      number.limits == .defined(.benefit(Interval(lower: 1 / interval.upper, upper: 1 / interval.lower))))
  }

  /// Altman (1998): a reduction of 0.1 with limits −0.05 and 0.25 is 10, from a benefit to 1 in 4 through infinity to a
  /// harm to 1 in 20.
  @Test func `limits that enclose no effect run through infinity`() {
    let number = NumberNeeded(
      Estimate(value: .defined(0.1), interval: .defined(Interval(lower: -0.05, upper: 0.25))))
    #expect(number.value == .defined(10))
    #expect(number.limits == .defined(.throughInfinity(benefitFrom: 4, harmFrom: 20)))
    let harm = NumberNeeded(
      Estimate(value: .defined(-0.1), interval: .defined(Interval(lower: -0.2, upper: -0.05))))
    #expect(harm.limits == .defined(.harm(Interval(lower: 5, upper: 20))))
    #expect(harm.value == .defined(-10))
    let none = NumberNeeded(Estimate(value: .defined(0), interval: .defined(Interval(lower: 0, upper: 0))))
    #expect(none.value.reason == .noVariation && none.limits.reason == .noVariation)
  }

  /// Risk 0.2 and ratio 0.6: 0.08.
  ///
  /// With an error of one only, the limits are those of that one times the other.
  @Test func `the reduction of a group joins both errors`() throws {
    let exact = try #require(LogRatio(0.6, standardErrorOfLogarithm: 0))
    let risk = Proportion(40, of: 200)
    let wilson = try #require(risk.interval().value)
    let first = RiskReduction.adjusted(unexposedRisk: risk, ratio: exact)
    #expect(isNear(first.value.value, 0.08))
    #expect(isNear(first.interval.value?.lower, wilson.lower * 0.4))
    #expect(isNear(first.interval.value?.upper, wilson.upper * 0.4))
    let uncertain = try #require(LogRatio(0.6, standardErrorOfLogarithm: 0.1))
    let both = try #require(RiskReduction.adjusted(unexposedRisk: risk, ratio: uncertain).interval.value)
    let fromRatio = 0.2 * (0.6 * exponential(1.959_963_984_540_054 * 0.1) - 0.6)
    let fromRisk = (0.2 - wilson.lower) * 0.4
    #expect(isNear(both.lower, 0.08 - (fromRatio * fromRatio + fromRisk * fromRisk).squareRoot()))
    #expect(
      RiskReduction.adjusted(unexposedRisk: Proportion(0, of: 0), ratio: exact).value.reason
        == .noObservations)
  }
}

@Suite struct CoverageScenarioTests {
  private static func scenario(_ ratio: LogRatio, riskError: Double = 0) -> CoverageScenario {
    CoverageScenario(
      groups: [
        .init(persons: 1_000, unvaccinatedRisk: 0.1, riskError: riskError, coverage: 0.5, scenario: 0.8),
        .init(persons: 2_000, unvaccinatedRisk: 0.2, riskError: 0, coverage: 0.9, scenario: 0.9),
      ], ratio: ratio)
  }

  /// Effectiveness 0.4.
  ///
  /// Today: 100 (1 − 0.2) + 400 (1 − 0.36) = 336; averted by 0.3 more of the first: 100 · 0.3 · 0.4 = 12.
  ///
  /// Against nobody vaccinated: 500 − 336 = 164.
  @Test func `cases with and without, by hand`() throws {
    let ratio = try #require(LogRatio(0.6, standardErrorOfLogarithm: 0.1))
    let scenario = Self.scenario(ratio)
    #expect(isNear(scenario.cases().value.value, 336))
    #expect(isNear(scenario.casesAverted().value.value, 12))
    #expect(isNear(scenario.casesAvertedByCoverage().value.value, 164))
    // Only the ratio is uncertain: the limits are those of the effectiveness.
    let factor = exponential(1.959_963_984_540_054 * 0.1)
    #expect(isNear(scenario.casesAverted().interval.value?.lower, 30 * (1 - 0.6 * factor)))
    #expect(isNear(scenario.casesAverted().interval.value?.upper, 30 * (1 - 0.6 / factor)))
    let wider = try #require(Self.scenario(ratio, riskError: 0.02).casesAverted().interval.value)
    #expect(wider.lower < 30 * (1 - 0.6 * factor))
    // The risk of all, 80 of 1,000 at a coverage of one half, is that of 0.1 among the unvaccinated.
    #expect(isNear(CoverageScenario.unvaccinatedRisk(ofAll: 0.08, coverage: 0.5, ratio: ratio).value, 0.1))
  }

  @Test func `shares beyond one and empty scenarios are refused`() throws {
    let ratio = try #require(LogRatio(0.6, standardErrorOfLogarithm: 0.1))
    let wrong = CoverageScenario(
      groups: [.init(persons: 1, unvaccinatedRisk: 0.1, riskError: 0, coverage: 0.5, scenario: 1.1)],
      ratio: ratio)
    #expect(wrong.casesAverted().value.reason == .argumentOutOfRange)
    #expect(wrong.cases().value.reason == .argumentOutOfRange)
    #expect(CoverageScenario(groups: [], ratio: ratio).cases().value.reason == .noObservations)
    #expect(
      CoverageScenario.unvaccinatedRisk(ofAll: 0.9, coverage: 1, ratio: ratio).reason == .inconsistentCounts)
  }
}
