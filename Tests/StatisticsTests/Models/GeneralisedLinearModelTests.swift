import Testing

@testable import Statistics

private func isNear(_ first: Double?, _ second: Double, _ tolerance: Double = 1e-9) -> Bool {
  guard let first else { return false }
  return abs(first - second) <= tolerance * max(abs(second), 1e-3)
}

@Suite struct GeneralisedLinearModelTests {
  static func model(
    _ columns: [[Double]], _ outcome: [Double], _ family: OutcomeFamily = .binomial, weights: [Double]? = nil,
    meaning: GeneralisedLinearModel.WeightMeaning = .persons, offset: [Double]? = nil
  ) throws -> GeneralisedLinearModel {
    let design = try #require(
      DesignMatrix(
        columns: columns, names: columns.indices.map { "x\($0)" }, intercept: true, rows: outcome.count))
    return GeneralisedLinearModel(
      design: design, outcome: outcome, family: family, weights: weights, weightMeaning: meaning,
      offset: offset)
  }

  /// 12 of 40 exposed and 5 of 50 others are cases.
  ///
  /// Odds ratio 12·45 / (28·5) = 27/7, variance 1/12 + 1/28 + 1/5 + 1/45.
  /// The same from counts a hundred million times as large, with errors ten thousand times as small.
  @Test(arguments: [1.0, 1e8])
  func `a table of two by two has Woolf's odds ratio, whatever its size`(factor: Double) throws {
    let counts = [12.0, 28, 5, 45].map { $0 * factor }
    let fit = try #require(try Self.model([[1, 1, 0, 0]], [1, 0, 1, 0], weights: counts).fit().value)
    #expect(isNear(fit.coefficients.values[1].value, logarithm(27.0 / 7)))
    #expect(isNear(fit.coefficients.values[0].value, logarithm(5.0 / 45)))
    let error = (1.0 / 12 + 1.0 / 28 + 1.0 / 5 + 1.0 / 45).squareRoot() / factor.squareRoot()
    #expect(isNear(fit.coefficients.standardErrors[1].value, error))
    #expect(fit.n == 90 * factor)
    #expect(fit.residualDegreesOfFreedom == 90 * factor - 2)
  }

  /// Rates 30/1000 and 12/800 person-years: rate ratio 2, variance 1/30 + 1/12.
  @Test func `two rates have their ratio`() throws {
    let fit = try #require(
      try Self.model([[1, 0]], [30, 12], .poisson, offset: [logarithm(1000), logarithm(800)]).fit().value)
    let ratio = fit.coefficients.ratios()[1]
    #expect(isNear(ratio.value.value, 2))
    let factor = exponential(1.959_963_984_540_054 * (1.0 / 30 + 1.0 / 12).squareRoot())
    #expect(isNear(ratio.interval.value?.upper, 2 * factor))
    #expect(isNear(ratio.interval.value?.lower, 2 / factor))
  }

  /// Risks 12/40 and 5/50: ratio 3, and Katz's variance 1/12 − 1/40 + 1/5 − 1/50, not Poisson's.
  @Test func `modified Poisson regression has the risk ratio with Katz's error`() throws {
    let fit = try #require(
      try Self.model([[1, 1, 0, 0]], [1, 0, 1, 0], .poisson, weights: [12, 28, 5, 45]).fit().value)
    let robust = try #require(fit.robustCovariance().value)
    #expect(isNear(fit.coefficients.ratios()[1].value.value, 3))
    #expect(isNear(robust[1, 1], 1.0 / 12 - 1.0 / 40 + 1.0 / 5 - 1.0 / 50))
    #expect(isNear(fit.coefficients.standardErrors[1].value, (1.0 / 12 + 1.0 / 5).squareRoot()))
  }

  @Test(arguments: [OutcomeFamily.binomial, .poisson, .negativeBinomial(theta: 1.7)], 1...6)
  func `the fast fit is that of the obvious one on random data`(family: OutcomeFamily, size: Int) throws {
    let random = RandomModel(family, rows: 40 + 37 * size, covariates: size, seed: UInt64(size))
    let model = GeneralisedLinearModel(
      design: try #require(random.design()), outcome: random.outcome, family: family, weights: random.weights,
      offset: random.offset)
    let slow = SlowRegression(
      random.rows, random.outcome, family, weights: random.weights, offset: random.offset)
    let fit = try #require(model.fit().value)
    for row in 0...size {
      #expect(isNear(fit.coefficients.values[row].value, slow.coefficients[row]))
      for column in 0...size {
        #expect(isNear(fit.coefficients.covariance[row, column], slow.covariance[row][column], 1e-6))
      }
    }
    #expect(isNear(fit.logLikelihood, slow.logLikelihood))
  }

  @Test(arguments: [OutcomeFamily.binomial, .poisson])
  func `persons counted in one row are as many rows`(family: OutcomeFamily) throws {
    let random = RandomModel(family, rows: 90, covariates: 3, seed: 5)
    let design = try #require(random.design())
    let grouped = GeneralisedLinearModel(
      design: design, outcome: random.outcome, family: family, weights: random.weights)
    let copies = random.rows.indices.flatMap { Array(repeating: $0, count: Int(random.weights[$0])) }
    let columns = (1...3).map { column in copies.map { random.rows[$0][column] } }
    let single = try Self.model(columns, copies.map { random.outcome[$0] }, family)
    let (one, other) = (try #require(grouped.fit().value), try #require(single.fit().value))
    for column in 0...3 {
      #expect(
        isNear(one.coefficients.values[column].value, try #require(other.coefficients.values[column].value)))
    }
    #expect(isNear(one.logLikelihood, other.logLikelihood))
    #expect(isNear(one.deviance, other.deviance))
    #expect(isNear(one.nullDeviance.value, try #require(other.nullDeviance.value)))
    #expect(isNear(one.pearson, other.pearson))
    #expect(one.n == other.n)
    let (first, second) = (
      try #require(one.robustCovariance().value), try #require(other.robustCovariance().value)
    )
    #expect(zip(first.elements, second.elements).allSatisfy { isNear($0, $1, 1e-6) })
  }

  /// Sixty thousand rows begin from a sample of them; the eight patterns with counts do not.
  @Test func `a start from a sample ends where counts of the patterns end`() throws {
    var random = RandomDoubles(seed: 3)
    var columns: [[Double]] = [[], []]
    var outcome: [Double] = []
    var counts: [Double] = Array(repeating: 0, count: 8)
    for _ in 0..<60_003 {
      let (a, b) = (random.below(2), random.below(2))
      let y = random.next() < OutcomeFamily.binomial.mean(-2 + Double(a) - 0.5 * Double(b)) ? 1 : 0
      columns[0].append(Double(a))
      columns[1].append(Double(b))
      outcome.append(Double(y))
      counts[a * 4 + b * 2 + y] += 1
    }
    let patterns = 0..<8
    let grouped = try Self.model(
      [patterns.map { Double($0 / 4) }, patterns.map { Double($0 / 2 % 2) }], patterns.map { Double($0 % 2) },
      weights: counts
    ).fit()
    let rows = try Self.model(columns, outcome).fit()
    let (few, many) = (try #require(grouped.value), try #require(rows.value))
    for column in 0..<3 {
      #expect(
        isNear(many.coefficients.values[column].value, try #require(few.coefficients.values[column].value)))
      #expect(
        isNear(
          many.coefficients.standardErrors[column].value,
          try #require(few.coefficients.standardErrors[column].value), 1e-7))
    }
    #expect(isNear(many.logLikelihood, few.logLikelihood, 1e-11))
  }

  /// Three rows of the second cluster and two of the first: the meat is the sum of squared totals of y − mean.
  @Test func `errors by cluster add up residuals before they are squared`() throws {
    // A model of the mean alone: 2 of 5. Totals 2 − 2·0.4 = 1.2 and −1.2; information 5 · 0.24 = 1.2.
    let fit = try #require(try Self.model([], [1, 1, 0, 0, 0]).fit().value)
    let clusters = ModelFrame.Grouping(crossing: [.numbers([1, 1, 2, 2, 2])])
    #expect(isNear(fit.robustCovariance(clusters: clusters).value?[0, 0], 2 * 1.2 * 1.2 / (1.2 * 1.2)))
  }

  @Test func `a person without a cluster is refused, not counted elsewhere`() throws {
    let fit = try #require(try Self.model([], [1, 1, 0, 0, 0]).fit().value)
    let clusters = ModelFrame.Grouping(crossing: [
      .numbers([1, 1, 2, .nan, 2]), .texts(["a", nil, "a", "b", "a"]),
    ])
    #expect(clusters?.codes == [0, -1, 1, -1, 1])
    #expect(clusters?.labels == ["1, a", "2, a"])
    #expect(fit.robustCovariance(clusters: clusters).reason == .argumentOutOfRange)
    #expect(fit.robustCovariance(clusters: .init(crossing: [.numbers([1])])).reason == .inconsistentCounts)
  }

  @Test func `outcomes that covariates tell apart are refused`() throws {
    // Completely, at one side only, and an outcome that never happens.
    #expect(try Self.model([[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1]).fit().reason == .separation)
    #expect(try Self.model([[0, 0, 0, 1, 1, 1]], [0, 1, 0, 1, 1, 1]).fit().reason == .separation)
    #expect(try Self.model([[1, 2, 3, 4]], [0, 0, 0, 0]).fit().reason == .separation)
    #expect(try Self.model([[0, 0, 0, 1, 1, 1]], [3, 1, 4, 0, 0, 0], .poisson).fit().reason == .separation)
    // Among noise: every one of the group is a case.
    let random = RandomModel(.binomial, rows: 400, covariates: 3, seed: 8)
    let group = random.rows.indices.map { $0 % 9 == 0 ? 1.0 : 0 }
    let columns = (1...3).map { column in random.rows.map { $0[column] } }
    let outcome = zip(random.outcome, group).map { max($0, $1) }
    #expect(try Self.model(columns + [group], outcome).fit().reason == .separation)
  }

  @Test func `nearly separated outcomes are fitted`() throws {
    let x = (0..<200).map { Double($0) }
    let outcome = (0..<200).map { $0 == 99 || $0 > 100 ? 1.0 : 0 }
    let fit = try #require(try Self.model([x], outcome).fit().value)
    #expect(isNear(fit.fitted.reduce(0, +), 100, 1e-9))
    #expect(try #require(fit.coefficients.values[1].value) > 0.5)
  }

  @Test func `a covariate that depends on those before it gets no coefficient`() throws {
    let a: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let fit = try #require(
      try Self.model([a, a.map { 1970 - 3 * $0 }, a.map { _ in 4 }], [0, 1, 0, 0, 1, 0, 1, 1]).fit().value)
    #expect(fit.rank == 2)
    #expect(fit.coefficients.values[2] == .undefined(.aliased))
    #expect(fit.coefficients.values[3] == .undefined(.aliased))
    #expect(fit.coefficients.standardErrors[2] == .undefined(.aliased))
    let alone = try #require(try Self.model([a], [0, 1, 0, 0, 1, 0, 1, 1]).fit().value)
    #expect(isNear(fit.coefficients.values[1].value, try #require(alone.coefficients.values[1].value)))
  }

  @Test func `whatever is no number or out of range is refused, not computed with`() throws {
    #expect(try Self.model([], []).fit().reason == .noObservations)
    #expect(try Self.model([[1, .infinity]], [0, 1]).fit().reason == .notFinite)
    #expect(try Self.model([[1, .nan]], [0, 1]).fit().reason == .notFinite)
    #expect(try Self.model([[1, 2]], [0, 2]).fit().reason == .argumentOutOfRange)
    #expect(try Self.model([[1, 2]], [0, .nan]).fit().reason == .argumentOutOfRange)
    #expect(try Self.model([[1, 2]], [0, -1], .poisson).fit().reason == .argumentOutOfRange)
    #expect(try Self.model([[1, 2]], [0, 1], weights: [1]).fit().reason == .inconsistentCounts)
    #expect(try Self.model([[1, 2]], [0, 1], weights: [0, 0]).fit().reason == .noObservations)
    #expect(try Self.model([[1, 2]], [0, 1], weights: [-1, 1]).fit().reason == .argumentOutOfRange)
    #expect(try Self.model([[1, 2]], [0, 1], offset: [0, .nan]).fit().reason == .notFinite)
    #expect(
      try Self.model([[1, 2]], [0, 1], .negativeBinomial(theta: -1)).fit().reason == .argumentOutOfRange)
    #expect(try Self.model([[1e140, -1e140, 3, 1e-140]], [0, 0, 1, 1]).fit().reason == nil)
  }

  /// 7 of 20: the statistic 2 [ℓ(0.35) − ℓ(p)] is the 95 % point at the limits.
  @Test func `profile limits are where the likelihood ratio says so`() throws {
    let fit = try #require(try Self.model([], [1, 0], weights: [7, 13]).fit().value)
    let interval = try #require(fit.profileInterval(of: 0).value)
    for odds in [interval.lower, interval.upper] {
      let p = OutcomeFamily.binomial.mean(odds)
      let statistic = 14 * logarithm(0.35 / p) + 26 * logarithm(0.65 / (1 - p))
      #expect(isNear(statistic, 3.841_458_820_694_124, 1e-7))
    }
    let read = try #require(fit.interpolatedProfileInterval(of: 0).value)
    #expect(isNear(read.lower, interval.lower, 1e-3))
    #expect(isNear(read.upper, interval.upper, 1e-3))
  }

  @Test func `the test of one coefficient is that of leaving it out`() throws {
    let random = RandomModel(.binomial, rows: 150, covariates: 2, seed: 21)
    let columns = (1...2).map { column in random.rows.map { $0[column] } }
    let whole = try #require(try Self.model(columns, random.outcome).fit().value)
    let part = try #require(try Self.model([columns[0]], random.outcome).fit().value)
    #expect(isNear(whole.likelihoodRatio(of: 2).value?.statistic, part.deviance - whole.deviance, 1e-7))
  }

  @Test func `eight powers at once are as exact as one`() {
    var random = RandomDoubles(seed: 1)
    for round in 0..<2_000 {
      var x = SIMD8<Double>.zero
      for lane in 0..<8 { x[lane] = (random.next() - 0.5) * (round < 1_000 ? 1_400 : 2) }
      let powers = exponential(x)
      for lane in 0..<8 {
        #expect(abs(powers[lane] / exponential(x[lane]) - 1) < 4e-15)
      }
    }
    #expect(exponential(SIMD8<Double>(repeating: 1e300)).max() < .infinity)
    #expect(exponential(SIMD8<Double>(repeating: -1e300)).min() > 0)
  }

  /// R 4.2: spline(c(0,1,3,4,6), c(0,2,1,5,4), xout = c(0.5, 2, 5.5)).
  @Test func `the spline runs as R's`() {
    let spline = CubicSpline([0, 1, 3, 4, 6], [0, 2, 1, 5, 4])
    #expect(spline(1) == 2)
    #expect(isNear(spline(0.5), 1.638_657_407_407_407_2))
    #expect(isNear(spline(2), 0.837_962_962_962_963))
    #expect(isNear(spline(5.5), 6.697_222_222_222_222))
  }
}
