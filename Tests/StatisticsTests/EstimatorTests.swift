import Statistics
import Testing

private func close(_ outcome: Outcome<Double>, _ expected: Double, _ tolerance: Double) -> Bool {
  guard let value = outcome.value else { return false }
  return abs(value - expected) <= tolerance
}

@Suite struct QuantilesTests {
  /// 1 1 3 4 5: type 7 at 0.75 is position 4; type 6 is position 4.5.
  @Test func `the two kinds differ where they should`() {
    let quantiles = Quantiles([3, 1, 4, 1, 5])
    #expect(quantiles(0.75) == .defined(4))
    #expect(quantiles(0.75, kind: .six) == .defined(4.5))
    #expect(quantiles.median == .defined(3))
    #expect(quantiles.quartiles().value == Interval(lower: 1, upper: 4))
  }

  @Test func `no values have no median, and missing ones are counted`() {
    #expect(Quantiles([]).median == .undefined(.noObservations))
    #expect(Quantiles([.nan, 2]).missing == 1)
    #expect(Quantiles([.nan, 2]).median == .defined(2))
    #expect(Quantiles([2])(1.5) == .undefined(.argumentOutOfRange))
  }
}

@Suite struct DescriptionTests {
  /// 2 4 4 4 5 5 7 9: mean 5, squares sum to 32, so the variance with n − 1 is 32/7.
  @Test func `mean and deviation by hand`() {
    let description = Description(of: [2, 4, 4, 4, 5, 5, 7, 9])
    #expect(description.mean == .defined(5))
    #expect(close(description.standardDeviation, (32.0 / 7).squareRoot(), 1e-15))
  }

  @Test func `one value has a mean and no deviation`() {
    let single = Description(of: [4])
    #expect(single.mean == .defined(4))
    #expect(single.standardDeviation == .undefined(.oneObservation))
    #expect(single.interval() == .undefined(.oneObservation))
    #expect(Description(of: []).mean == .undefined(.noObservations))
  }

  @Test func `values that are no numbers are missing and not used`() {
    let description = Description(of: [1, .nan, 3, .infinity])
    #expect(description.n == 2 && description.missing == 2)
    #expect(description.mean == .defined(2))
  }
}

@Suite struct StandardisedDifferenceTests {
  // (0.5 − 0.25) / √((0.25 + 0.1875)/2)
  @Test func `two shares by hand`() {
    #expect(close(StandardisedDifference.binary(0.5, 0.25), 0.25 / 0.21875.squareRoot(), 1e-15))
  }

  @Test func `two categories give the size of the binary difference`() throws {
    let binary = try #require(StandardisedDifference.binary(0.25, 0.5).value)
    #expect(close(StandardisedDifference.multinomial([25, 75], [50, 50]), -binary, 1e-12))
  }

  @Test func `without spread equal groups differ by nothing and others infinitely`() {
    let (ones, twos) = (Description(of: [1, 1]), Description(of: [2, 2]))
    #expect(StandardisedDifference.continuous(ones, ones) == .defined(0))
    #expect(StandardisedDifference.continuous(ones, twos) == .undefined(.noVariation))
    #expect(StandardisedDifference.binary(1, 0) == .undefined(.noVariation))
    #expect(StandardisedDifference.multinomial([5, 0, 0], [0, 2, 3]) == .undefined(.noVariation))
    #expect(StandardisedDifference.multinomial([5, 0], [3, 0]) == .defined(0))
  }
}

@Suite struct CohenKappaTests {
  /// 20 5 / 10 15: agreement 0.7, by chance 0.5, kappa 0.4.
  @Test func `kappa by hand`() throws {
    let kappa = try #require(CohenKappa([[20, 5], [10, 15]]))
    #expect(close(kappa.value(), 0.4, 1e-15))
    #expect(kappa.observedAgreement == 0.7)
  }

  @Test func `one category for all is agreement by chance`() throws {
    let kappa = try #require(CohenKappa([[30, 0], [0, 0]]))
    #expect(kappa.value() == .undefined(.agreementByChance))
    #expect(kappa.estimate().interval == .undefined(.agreementByChance))
  }

  @Test func `tables that are not square, or hold nobody, are refused`() {
    #expect(CohenKappa([[1, 2]]) == nil)
    #expect(CohenKappa([[0, 0], [0, 0]]) == nil)
    #expect(CohenKappa([]) == nil)
  }
}

@Suite struct TwoByTwoTests {
  // Ayoubkhani et al. 2022 (10.1093/ofid/ofac464): 294/3090 against 452/3090.
  @Test func `a published comparison has its crude ratios`() throws {
    let table = TwoByTwo(exposedCases: 294, of: 3090, unexposedCases: 452, of: 3090)
    #expect(close(table.riskRatio().value, 0.6504, 0.00005))
    let katz = try #require(table.riskRatio().interval.value)
    #expect(abs(katz.lower - 0.5665) < 0.00005 && abs(katz.upper - 0.7468) < 0.00005)
    #expect(close(table.oddsRatio().value, 0.6137, 0.00005))
    let woolf = try #require(table.oddsRatio().interval.value)
    #expect(abs(woolf.lower - 0.5249) < 0.00005 && abs(woolf.upper - 0.7174) < 0.00005)
    #expect(close(table.riskDifference().value, -0.0511, 0.00005))
  }

  @Test func `a zero cell leaves the ratio or its interval undefined`() {
    let noneExposed = TwoByTwo(exposedCases: 0, of: 20, unexposedCases: 5, of: 20)
    #expect(noneExposed.riskRatio().value == .defined(0))
    #expect(noneExposed.riskRatio().interval == .undefined(.zeroCell))
    let noneUnexposed = TwoByTwo(exposedCases: 5, of: 20, unexposedCases: 0, of: 20)
    #expect(noneUnexposed.riskRatio().value == .undefined(.zeroCell))
    let empty = TwoByTwo(exposedCases: 0, of: 0, unexposedCases: 5, of: 20)
    #expect(empty.riskDifference().value == .undefined(.noObservations))
  }
}

@Suite struct DistributionTests {
  @Test func `quantiles and probabilities are each other's inverse`() throws {
    #expect(close(Distribution.normal.quantile(0.025, tail: .upper), 1.9599639845400543, 1e-14))
    let f = Distribution.fisherF(3, 20)
    let x = try #require(f.quantile(0.05, tail: .upper).value)
    #expect(close(f.cumulative(x, tail: .upper), 0.05, 1e-14))
    #expect(close(f.quantile(0.95), x, 1e-12))
  }

  @Test(arguments: [
    Distribution.normal.quantile(1.2), Distribution.normal.quantile(.nan),
    Distribution.beta(-1, 2).cumulative(0.5), Distribution.beta(-1, 2).cumulative(1.5),
    Distribution.chiSquared(degreesOfFreedom: 0).cumulative(1),
    Distribution.studentT(degreesOfFreedom: -3).quantile(0.5), Distribution.fisherF(0, 1).cumulative(1),
  ])
  func `arguments outside the domain are told, not thrown`(outcome: Outcome<Double>) {
    #expect(outcome == .undefined(.argumentOutOfRange))
  }

  @Test func `an infinite quantile is not computed`() {
    #expect(Distribution.normal.quantile(0) == .undefined(.notComputed))
  }
}
