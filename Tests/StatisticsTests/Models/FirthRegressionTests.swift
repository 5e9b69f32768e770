import Testing

@testable import Statistics

private func isNear(_ first: Double?, _ second: Double, _ tolerance: Double = 1e-9) -> Bool {
  guard let first else { return false }
  return abs(first - second) <= tolerance * max(abs(second), 1e-3)
}

@Suite struct FirthRegressionTests {
  /// Of a table of two by two the penalised estimate is that of the table with ½ added to each cell, also where a cell is
  /// zero (Heinze & Schemper 2002, 2.2): 7 of 7 exposed and 3 of 9 others give 7.5·6.5 / (0.5·3.5).
  @Test func `a zero cell is fitted as if a half were added to each`() throws {
    let model = try GeneralisedLinearModelTests.model([[1, 0, 0]], [1, 1, 0], weights: [7, 3, 6])
    #expect(model.fit().reason == .separation)
    let fit = try #require(FirthRegression(model).fit().value)
    #expect(isNear(fit.coefficients.values[1].value, logarithm(7.5 * 6.5 / (0.5 * 3.5)), 1e-7))
    #expect(isNear(fit.coefficients.values[0].value, logarithm(3.5 / 6.5), 1e-7))
    let interval = try #require(fit.profileInterval(of: 1).value)
    #expect(interval.lower > 0 && interval.upper.isFinite && interval.upper > interval.lower)
  }

  /// Rows of single persons and rows of counts are the same data.
  @Test func `persons counted in one row are as many rows`() throws {
    let random = RandomModel(.binomial, rows: 30, covariates: 2, seed: 4)
    let columns = (1...2).map { column in random.rows.map { $0[column] } }
    let grouped = try GeneralisedLinearModelTests.model(columns, random.outcome, weights: random.weights)
    let copies = random.rows.indices.flatMap { Array(repeating: $0, count: Int(random.weights[$0])) }
    let single = try GeneralisedLinearModelTests.model(
      columns.map { column in copies.map { column[$0] } }, copies.map { random.outcome[$0] })
    let one = try #require(FirthRegression(grouped).fit().value)
    let other = try #require(FirthRegression(single).fit().value)
    for column in 0...2 {
      #expect(
        isNear(
          one.coefficients.values[column].value, try #require(other.coefficients.values[column].value), 1e-7))
      let (first, second) = (
        try #require(one.profileInterval(of: column).value),
        try #require(other.profileInterval(of: column).value)
      )
      #expect(isNear(first.lower, second.lower, 1e-6) && isNear(first.upper, second.upper, 1e-6))
    }
    #expect(isNear(one.penalisedLogLikelihood, other.penalisedLogLikelihood))
  }

  /// No other coefficients nearby have a higher penalised likelihood, computed the obvious way.
  @Test func `the estimate is the maximum of the penalised likelihood`() throws {
    let random = RandomModel(.binomial, rows: 25, covariates: 2, seed: 12)
    func penalised(_ coefficients: [Double]) -> Double {
      var information = Array(repeating: Array(repeating: 0.0, count: 3), count: 3)
      var sum = 0.0
      for (row, y) in zip(random.rows, random.outcome) {
        let eta = zip(row, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        let p = OutcomeFamily.binomial.mean(eta)
        sum += y * logarithm(p) + (1 - y) * logarithm(1 - p)
        for first in 0..<3 {
          for second in 0..<3 { information[first][second] += p * (1 - p) * row[first] * row[second] }
        }
      }
      let m = information
      let determinant =
        m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
        + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0])
      return sum + logarithm(determinant) / 2
    }
    let columns = (1...2).map { column in random.rows.map { $0[column] } }
    let model = try GeneralisedLinearModelTests.model(columns, random.outcome)
    let fit = try #require(FirthRegression(model).fit().value)
    let best = fit.coefficients.values.map { $0.value ?? .nan }
    #expect(isNear(penalised(best), fit.penalisedLogLikelihood, 1e-10))
    for column in 0..<3 {
      for change in [-1e-3, 1e-3] {
        var other = best
        other[column] += change
        #expect(penalised(other) < fit.penalisedLogLikelihood)
      }
    }
  }

  @Test func `other families, no rows and a single row do not trap`() throws {
    #expect(FirthRegression(try GeneralisedLinearModelTests.model([], [], .poisson)).fit().reason != nil)
    #expect(FirthRegression(try GeneralisedLinearModelTests.model([], [])).fit().reason == .noObservations)
    let single = FirthRegression(try GeneralisedLinearModelTests.model([[3]], [1])).fit()
    #expect(single.value?.coefficients.values[1] == .undefined(.aliased))
  }
}

@Suite struct NegativeBinomialRegressionTests {
  /// With the mean alone the coefficient is the mean's logarithm, and theta solves the score, found here by bisection.
  @Test func `theta of a single mean solves its score`() throws {
    let counts: [Double] = [0, 0, 1, 2, 2, 5, 9, 14, 0, 3]
    let model = try GeneralisedLinearModelTests.model([], counts, .poisson)
    let result = try #require(NegativeBinomialRegression(model).fit().value)
    #expect(isNear(result.fit.coefficients.values[0].value, logarithm(3.6)))
    var (low, high) = (0.01, 100.0)
    for _ in 0..<200 {
      let theta = (low * high).squareRoot()
      // d/dθ of Σ log NB(y): Σ_{j<y} 1/(θ+j) + log θ/(θ+m) + (m − y)/(m + θ).
      var score = 0.0
      for y in counts {
        for j in 0..<Int(y) { score += 1 / (theta + Double(j)) }
        score += logarithm(theta / (theta + 3.6)) + (3.6 - y) / (3.6 + theta)
      }
      if score > 0 { low = theta } else { high = theta }
    }
    #expect(isNear(result.theta, low, 1e-8))
  }

  @Test func `counts no more spread than Poisson's have no theta`() throws {
    let model = try GeneralisedLinearModelTests.model([], [3, 4, 3, 4, 4, 3, 3], .poisson)
    #expect(NegativeBinomialRegression(model).fit().reason == .notOverdispersed)
    let constant = try GeneralisedLinearModelTests.model([], [2, 2, 2], .poisson)
    #expect(NegativeBinomialRegression(constant).fit().reason == .notOverdispersed)
    let none = try GeneralisedLinearModelTests.model([], [0, 0], .poisson)
    #expect(NegativeBinomialRegression(none).fit().reason == .separation)
  }

  @Test func `on random data no other theta and coefficients are more likely`() throws {
    let random = RandomModel(.poisson, rows: 300, covariates: 2, seed: 31)
    let columns = (1...2).map { column in random.rows.map { $0[column] } }
    let outcome = random.outcome.enumerated().map { $0.offset % 3 == 0 ? 4 * $0.element : $0.element }
    let model = try GeneralisedLinearModelTests.model(columns, outcome, .poisson)
    let result = try #require(NegativeBinomialRegression(model).fit().value)
    let best = result.fit.coefficients.values.map { $0.value ?? .nan }
    func likelihood(_ coefficients: [Double], _ theta: Double) -> Double {
      let family = OutcomeFamily.negativeBinomial(theta: theta)
      return zip(random.rows, outcome).reduce(0) { sum, pair in
        let eta = zip(pair.0, coefficients).reduce(0) { $0 + $1.0 * $1.1 }
        return sum + family.logLikelihood(pair.1, eta: eta, trials: 1)
      }
    }
    #expect(isNear(likelihood(best, result.theta), result.fit.logLikelihood, 1e-11))
    for factor in [0.999, 1.001] {
      #expect(likelihood(best, result.theta * factor) < result.fit.logLikelihood)
      #expect(likelihood(best.map { $0 * factor }, result.theta) < result.fit.logLikelihood)
    }
  }
}

@Suite struct ConditionalLogisticRegressionTests {
  private static func model(
    _ columns: [[Double]], _ cases: [Bool], _ strata: [Double]
  ) throws -> ConditionalLogisticRegression {
    let design = try #require(
      DesignMatrix(
        columns: columns, names: columns.indices.map { "x\($0)" }, intercept: false, rows: cases.count))
    return ConditionalLogisticRegression(
      design: design, isCase: cases, strata: try #require(ModelFrame.Grouping(crossing: [.numbers(strata)])))
  }

  /// Of matched pairs only the discordant ones tell: 9 with the case exposed, 4 with the control: odds ratio 9/4, variance
  /// 1/9 + 1/4, log-likelihood 9 log(9/13) + 4 log(4/13) + 5 log ½ of the concordant ones.
  @Test func `matched pairs have McNemar's odds ratio`() throws {
    var exposure: [Double] = []
    for (first, second, count) in [(1.0, 0.0, 9), (0, 1, 4), (1, 1, 2), (0, 0, 3)] {
      for _ in 0..<count { exposure += [first, second] }
    }
    let cases = exposure.indices.map { $0 % 2 == 0 }
    let strata = exposure.indices.map { Double($0 / 2) }
    let fit = try #require(try Self.model([exposure], cases, strata).fit().value)
    #expect(isNear(fit.coefficients.values[0].value, logarithm(9.0 / 4)))
    #expect(isNear(fit.coefficients.standardErrors[0].value, (1.0 / 9 + 1.0 / 4).squareRoot()))
    let expected = 9 * logarithm(9.0 / 13) + 4 * logarithm(4.0 / 13) + 5 * logarithm(0.5)
    #expect(isNear(fit.logLikelihood, expected))
    #expect(isNear(fit.nullLogLikelihood, 18 * logarithm(0.5)))
  }

  /// All subsets of each stratum listed.
  @Test(arguments: 1...5) func `the recursion sums what a list of all subsets sums`(seed: Int) throws {
    var random = RandomDoubles(seed: UInt64(seed))
    var rows: [[Double]] = []
    var cases: [Bool] = []
    var strata: [Double] = []
    for stratum in 0..<12 {
      let size = 2 + random.below(7)
      let chosen = 1 + random.below(size - 1)
      for person in 0..<size {
        rows.append([random.normal(), Double(random.below(2)), 1_950 + 30 * random.next()])
        cases.append(person < chosen)
        strata.append(Double(stratum))
      }
    }
    let columns = (0..<3).map { column in rows.map { $0[column] } }
    let fit = try #require(try Self.model(columns, cases, strata).fit().value)
    let best = fit.coefficients.values.map { $0.value ?? .nan }
    func likelihood(_ coefficients: [Double]) -> Double {
      (0..<12).reduce(0.0) { sum, stratum in
        let members = rows.indices.filter { strata[$0] == Double(stratum) }
        let eta = members.map { row in
          zip(rows[row], coefficients).reduce(0) { $0 + $1.0 * $1.1 } - 1_965 * coefficients[2]
        }
        let chosen = members.count { cases[$0] }
        var all = 0.0
        var own = 0.0
        for subset in 0..<1 << members.count where subset.nonzeroBitCount == chosen {
          let part = exponential(eta.indices.reduce(0) { subset >> $1 & 1 == 1 ? $0 + eta[$1] : $0 })
          all += part
          if members.indices.allSatisfy({ (subset >> $0 & 1 == 1) == cases[members[$0]] }) { own = part }
        }
        return sum + logarithm(own / all)
      }
    }
    #expect(isNear(likelihood(best), fit.logLikelihood))
    #expect(isNear(likelihood([0, 0, 0]), fit.nullLogLikelihood))
    for column in 0..<3 {
      let error = try #require(fit.coefficients.standardErrors[column].value)
      // Up to third order the likelihood falls alike on both sides, by half the information.
      var falls: [Double] = []
      for side in [-1e-3, 1e-3] {
        var other = best
        other[column] += side * error
        falls.append((fit.logLikelihood - likelihood(other)) / 1e-6)
      }
      #expect(falls.allSatisfy { $0 > 0 })
      let conditional = Cholesky(fit.coefficients.covariance).inverse[column, column] * error * error / 2
      #expect(abs((falls[0] + falls[1]) / 2 - conditional) < 1e-3 * conditional)
    }
  }

  @Test func `a stratum of a thousand with half of them cases does not overflow`() throws {
    var random = RandomDoubles(seed: 2)
    let x = (0..<1_000).map { _ in 5 * random.normal() }
    let cases = x.map { random.next() < OutcomeFamily.binomial.mean($0 / 5) }
    let fit = try #require(try Self.model([x], cases, x.map { _ in 1 }).fit().value)
    // So large a stratum has nearly the unconditional estimate.
    let plain = try #require(
      try GeneralisedLinearModelTests.model([x], cases.map { $0 ? 1 : 0 }).fit().value)
    let (one, other) = (
      try #require(fit.coefficients.values[0].value), try #require(plain.coefficients.values[1].value)
    )
    #expect(isNear(one, other, 3e-3), "\(one) and \(other)")
  }

  @Test func `strata that tell nothing, and too much, are refused`() throws {
    #expect(try Self.model([[1, 2]], [true, true], [1, 1]).fit().reason == .noObservations)
    #expect(try Self.model([[1, 2]], [true, false], [1, 2]).fit().reason == .noObservations)
    #expect(
      try Self.model([[2, 1, 5, 3]], [true, false, true, false], [1, 1, 2, 2]).fit().reason == .separation)
    let same = try Self.model([[2, 2, 5, 5]], [true, false, true, false], [1, 1, 2, 2]).fit()
    #expect(same.value?.coefficients.values[0] == .undefined(.aliased))
    #expect(try Self.model([[1, .nan]], [true, false], [1, 1]).fit().reason == .notFinite)
  }
}
