import Testing

@testable import Statistics

private func isNear(_ first: Double?, _ second: Double, _ tolerance: Double = 1e-12) -> Bool {
  guard let first else { return false }
  return abs(first - second) <= tolerance * max(abs(second), 1e-3)
}

@Suite struct SurveyDesignTests {
  private static func groups(_ texts: [String]) throws -> ModelFrame.Grouping {
    try #require(ModelFrame.Grouping(crossing: [.texts(texts)]))
  }

  /// 1 2 3 6: mean 3, variance 14/3, error √(14/12); of a population of 8 half of that variance is left.
  @Test func `a simple sample has the textbook's error`() throws {
    let design = try #require(SurveyDesign.make(weights: [2, 2, 2, 2]).value)
    let mean = try #require(design.mean(of: [1, 2, 3, 6]).value)
    #expect(mean.value == 3)
    #expect(isNear(mean.standardError.value, (14.0 / 12).squareRoot()))
    let total = try #require(design.total(of: [1, 2, 3, 6]).value)
    #expect(total.value == 24)
    #expect(isNear(total.standardError.value, 8 * (14.0 / 12).squareRoot()))
    #expect(design.degreesOfFreedom == 3)
    #expect(isNear(design.designEffect(of: [1, 2, 3, 6]).value, 1))
    for population in [8.0, 0.5] {
      let finite = SurveyDesign.make(
        weights: [2, 2, 2, 2], population: Array(repeating: population, count: 4))
      #expect(
        isNear(finite.value?.mean(of: [1, 2, 3, 6]).value?.standardError.value, (14.0 / 24).squareRoot()))
    }
  }

  /// Strata of weight 1 and 3: mean (1·(1+3) + 3·(5+9)) / 8 = 5.75; variance Σ W² s²/n with W = 1/4, 3/4 and s² = 2, 8.
  @Test func `strata are weighted and their difference is no error`() throws {
    let design = try #require(
      SurveyDesign.make(weights: [1, 1, 3, 3], strata: try Self.groups(["a", "a", "b", "b"])).value)
    let mean = try #require(design.mean(of: [1, 3, 5, 9]).value)
    #expect(mean.value == 5.75)
    #expect(isNear(mean.standardError.value, (1.0 / 16 * 1 + 9.0 / 16 * 4).squareRoot()))
    #expect(design.degreesOfFreedom == 2)
    // 4 · (1 + 1 + 9 + 9) / 64.
    #expect(isNear(design.kishDesignEffect, 1.25))
    #expect(isNear(design.effectiveSize, 3.2))
  }

  /// Computed by R's survey 4.1: svydesign(ids = ~c, strata = ~s, weights = ~w), svymean, svytotal, svyby, svychisq.
  @Test func `clusters, domains and the test of Rao and Scott are R's`() throws {
    let a: [Double] = [1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0]
    let b = try Self.groups("xxxxyyzzzyyyxzzzzyxx".map(String.init))
    let design = try #require(
      SurveyDesign.make(
        weights: (0..<4).flatMap { _ in [1.0, 2, 3, 1, 2] },
        strata: try Self.groups((0..<20).map { $0 < 10 ? "p" : "q" }),
        clusters: try Self.groups((0..<20).map { "\($0 / 2)" })
      ).value)
    let mean = try #require(design.mean(of: a).value)
    #expect(isNear(mean.value, 0.416_666_666_666_67))
    #expect(isNear(mean.standardError.value, 0.103_054_765_229_407_7))
    #expect(isNear(design.total(of: a).value?.standardError.value, 3.937_003_937_005_905_6))
    #expect(isNear(design.designEffect(of: a).value, 0.830_202_821_869_488_8))
    let expected = [0.190_822_668_598_782_2, 0.234_556_461_922_617_8, 0.164_335_549_530_544_5]
    for (level, error) in expected.enumerated() {
      let domain = b.codes.map { Int($0) == level }
      #expect(isNear(design.mean(of: a, within: domain).value?.standardError.value, error))
    }
    let outcome = try #require(ModelFrame.Grouping(crossing: [.numbers(a)]))
    let test = try #require(design.raoScott(outcome, b).value)
    #expect(isNear(test.statistic, 0.671_686_084_834_632))
    #expect(isNear(test.numerator, 1.664_904_501_364_293_4))
    #expect(isNear(test.denominator, 13.319_236_010_914_347))
    #expect(isNear(test.p.value, 0.501_050_830_809_907_3))
  }

  /// Two of "a" and three of "b" stand for 40 and 60 · each weighs 20, and cell means leave no error between cells.
  @Test func `post-strata weigh what the population has`() throws {
    let cells = try Self.groups(["a", "a", "b", "b", "b"])
    let design = try #require(
      SurveyDesign.make(weights: [1, 1, 1, 1, 1]).flatMap {
        $0.postStratified(to: PopulationMargin(cells: cells, totals: ["a": 40, "b": 90]))
      }.value)
    #expect(design.weights == [20, 20, 30, 30, 30])
    let between = try #require(design.mean(of: [1, 1, 0, 0, 0]).value)
    #expect(isNear(between.value, 40.0 / 130))
    #expect(isNear(between.standardError.value, 0))
    // Within: residuals ∓½ · 20 and −10, 20, −10 · 10/10; their sum of squares by 5/4, over 130².
    let within = try #require(design.mean(of: [0, 1, 0, 1, 0]).value)
    let squares = 2 * 100.0 + 2 * 100 + 400
    #expect(isNear(within.standardError.value, (squares * 5 / 4).squareRoot() / 130))
  }

  /// 2×2 of ones to margins 30, 10 and 20, 20: independence gives 15, 15, 5, 5.
  @Test func `raking meets both margins`() throws {
    let rows = try Self.groups(["a", "a", "b", "b"])
    let columns = try Self.groups(["p", "q", "p", "q"])
    let simple = SurveyDesign.make(weights: [1, 1, 1, 1])
    let margins = [
      PopulationMargin(cells: rows, totals: ["a": 30, "b": 10]),
      PopulationMargin(cells: columns, totals: ["p": 20, "q": 20]),
    ]
    let design = try #require(simple.flatMap { $0.raked(to: margins) }.value)
    #expect(zip(design.weights, [15, 15, 5, 5]).allSatisfy { isNear($0, $1) })
    #expect(design.isSettled)
    // What the margins fix has no error.
    #expect(isNear(design.mean(of: [1, 1, 0, 0]).value?.standardError.value, 0))
    // Margins of different sums contradict each other for ever.
    let contradiction = [margins[0], PopulationMargin(cells: columns, totals: ["p": 1, "q": 20])]
    #expect(simple.flatMap { $0.raked(to: contradiction) }.value?.isSettled == false)
    let unknown = [margins[0], PopulationMargin(cells: columns, totals: ["p": 20, "q": 10, "r": 10])]
    #expect(simple.flatMap { $0.raked(to: unknown) }.reason == .emptyCategory)
  }

  @Test func `a stratum of one cluster has no known spread, unless it is all there is`() throws {
    let strata = try Self.groups(["a", "b", "b"])
    let design = try #require(SurveyDesign.make(weights: [1, 1, 1], strata: strata).value)
    let mean = try #require(design.mean(of: [1, 2, 4]).value)
    #expect(isNear(mean.value, 7.0 / 3))
    #expect(mean.standardError == .undefined(.singleCluster))
    let whole = try #require(
      SurveyDesign.make(weights: [1, 1, 1], strata: strata, population: [1, 4, 4]).value)
    #expect(whole.mean(of: [1, 2, 4]).value?.standardError.value != nil)
  }

  @Test func `shares of nothing and everything have no interval but where R stops`() throws {
    let design = try #require(SurveyDesign.make(weights: Array(repeating: 3, count: 50)).value)
    let none = Array(repeating: 0.0, count: 50)
    #expect(design.logitInterval(of: none).reason == .noVariation)
    #expect(design.betaInterval(of: none).reason == .noVariation)
    #expect(try #require(design.iteratedLogitInterval(of: none).value).upper < 1e-9)
    let some = (0..<50).map { $0 < 20 ? 1.0 : 0 }
    let (exact, iterated) = (
      try #require(design.logitInterval(of: some).value),
      try #require(design.iteratedLogitInterval(of: some).value)
    )
    #expect(isNear(exact.lower, iterated.lower, 1e-7) && isNear(exact.upper, iterated.upper, 1e-7))
    #expect(exact.lower < 0.4 && exact.upper > 0.4)
  }

  @Test func `what contradicts itself is refused`() throws {
    #expect(SurveyDesign.make(weights: []).reason == .noObservations)
    #expect(SurveyDesign.make(weights: [0, 0]).reason == .noObservations)
    #expect(SurveyDesign.make(weights: [1, .nan]).reason == .notFinite)
    #expect(SurveyDesign.make(weights: [1, -1]).reason == .notFinite)
    #expect(SurveyDesign.make(weights: [1, 1], population: [1, 1.5]).reason == .inconsistentCounts)
    #expect(SurveyDesign.make(weights: [1, 1], population: [0, 0]).reason == .argumentOutOfRange)
    #expect(
      SurveyDesign.make(weights: [1], strata: try Self.groups(["a", "b"])).reason == .inconsistentCounts)
    let design = try #require(SurveyDesign.make(weights: [1, 1]).value)
    #expect(design.mean(of: [1]).reason == .inconsistentCounts)
    #expect(design.mean(of: [1, .nan]).reason == .notFinite)
    #expect(design.mean(of: [1, .nan], within: [true, false]).value?.value == 1)
    #expect(design.mean(of: [1, 1], within: [false, false]).reason == .noObservations)
    #expect(
      design.raoScott(try Self.groups(["a", "a"]), try Self.groups(["a", "b"])).reason == .noVariation)
  }
}
