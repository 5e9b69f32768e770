import Statistics
import Testing

private func close(_ outcome: Outcome<Double>, _ expected: Double, _ tolerance: Double = 1e-10) -> Bool {
  guard let value = outcome.value else { return false }
  return abs(value - expected) <= tolerance * max(1, abs(expected))
}

@Suite struct MeanComparisonTests {
  /// 1 2 against 3 5: variances 0.5 and 2, so that the error is √(0.25 + 1) and t = −2.5/√1.25.
  @Test func `Welch and Student by hand`() throws {
    let (x, y) = (Description(of: [1, 2]), Description(of: [3, 5]))
    let welch = try #require(StudentTest.welch(x, y).value)
    #expect(abs(welch.statistic + 2.5 / 1.25.squareRoot()) < 1e-13)
    #expect(abs(welch.degreesOfFreedom - 1.5625 / 1.0625) < 1e-13)
    #expect(close(StudentTest.pooled(x, y).map(\.degreesOfFreedom), 2))
    #expect(StudentTest.paired([1, 2], [2, 3]) == .undefined(.noVariation))
    #expect(StudentTest.paired([1], [2, 3]) == .undefined(.lengthsDiffer))
    #expect(StudentTest.welch(Description(of: [1]), y) == .undefined(.oneObservation))
    #expect(StudentTest.welch(x, Description(of: [])) == .undefined(.noObservations))
  }

  /// Groups 1 2 3, 2 3 4 and 6 7 8: between 42, within 6.
  @Test func `variances between and within by hand`() throws {
    let analysis = try #require(VarianceAnalysis.of([[1, 2, 3], [2, 3, 4], [6, 7, 8]]).value)
    #expect(abs(analysis.squaresBetween - 42) < 1e-12 && abs(analysis.squaresWithin - 6) < 1e-12)
    #expect(close(analysis.classic.map(\.statistic), 21))
    #expect(close(analysis.bartlett.map(\.statistic), 0))
    #expect(VarianceAnalysis.of([[1, 2]]).reason == .oneGroup)
    #expect(VarianceAnalysis.of([[1], [2]]).reason == .oneObservation)
    #expect(VarianceAnalysis.of([[1, 1], [2, 2]]).value?.classic == .undefined(.noVariation))
  }
}

@Suite struct WeightedDifferenceTests {
  /// Weights of 1 change nothing; 0 1 with weights 1 3: mean 0.75, variance 0.1875/(1 − 10/16).
  @Test func `weighted means by hand`() throws {
    let plain = Description(of: [1, 2, 4, 9])
    let equal = WeightedDescription(of: [1, 2, 4, 9], weights: [2, 2, 2, 2])
    #expect(close(equal.mean, 4) && close(equal.standardDeviation, plain.standardDeviation.value ?? .nan))
    let uneven = WeightedDescription(of: [0, 1, .nan, 5], weights: [1, 3, 1, 0])
    #expect(close(uneven.mean, 0.75) && close(uneven.standardDeviation, 0.5.squareRoot()))
    #expect(uneven.n == 2 && uneven.missing == 1)
    #expect(close(StandardisedDifference.continuous(uneven, uneven), 0))
    #expect(WeightedDescription(of: [1], weights: [-1]).mean == .undefined(.noObservations))
    #expect(WeightedDescription(of: [1, 2], weights: [1]).standardDeviation == .undefined(.oneObservation))
    let counts = StandardisedDifference.multinomial([40, 25, 35], [30, 45, 25])
    #expect(
      close(StandardisedDifference.multinomial(weights: [4, 2.5, 3.5], [3, 4.5, 2.5]), counts.value ?? .nan))
  }
}

@Suite struct RankTests {
  /// 1 2 4 against 3 5: of six pairs the first is larger in one; of C(5, 3) divisions U ≤ 1 in 2, both sides 4.
  @Test func `Mann and Whitney by hand`() throws {
    let test = try #require(MannWhitney.compare([1, 2, 4], [3, 5]).value)
    #expect(test.statistic == 1 && test.variance == 3)
    #expect(close(test.exactP, 0.4))
    #expect(test.hodgesLehmann == -1.5)
    #expect(MannWhitney.compare([], [1]).reason == .noObservations)
    let tied = try #require(MannWhitney.compare([1, 1], [1, 1]).value)
    #expect(tied.statistic == 2 && tied.p() == .undefined(.noVariation) && tied.exactP == .defined(1))
  }

  /// 1, 2 and 3, 4 and 5, 6: mean ranks 1.5, 3.5, 5.5, so H = 12/42 · 2·(4 + 0 + 4).
  @Test func `Kruskal and Wallis by hand`() {
    let table = RankTable(groups: [[1, 2], [3, 4], [5, 6]])
    #expect(close(KruskalWallis.compare(table).map(\.test.statistic), 12.0 / 42 * 16))
    #expect(table.rankSums == [3, 7, 11])
    #expect(KruskalWallis.compare(RankTable(groups: [[1], [1]])) == .undefined(.noVariation))
    #expect(KruskalWallis.compare(RankTable(groups: [[1, 2], []])) == .undefined(.oneGroup))
    #expect(KruskalWallis.compare(RankTable(groups: [])) == .undefined(.noObservations))
  }

  /// All pairs and all divisions, one by one.
  @Test func `ranks agree with the slow way`() throws {
    var random = SeededGenerator(seed: 11)
    for round in 1...30 {
      let x = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        Double(Int.random(in: -4...4, using: &random))
      }
      let y = (0..<Int.random(in: 1...6, using: &random)).map { _ in
        Double(Int.random(in: -4...4, using: &random)) / 3
      }
      let test = try #require(MannWhitney.compare(x, y).value)
      let pairs = x.flatMap { x in y.map { x - $0 } }.sorted()
      let wins = pairs.reduce(0) { $0 + ($1 > 0 ? 1 : $1 == 0 ? 0.5 : 0) }
      #expect(test.statistic == wins, "round \(round)")
      let middle = (pairs[(pairs.count - 1) / 2] + pairs[pairs.count / 2]) / 2
      #expect(abs(test.hodgesLehmann - middle) < 1e-15, "round \(round)")
      #expect(close(test.exactP, Self.slowP(x, y)), "round \(round)")
    }
  }

  private static func slowP(_ x: [Double], _ y: [Double]) -> Double {
    let all = x + y
    let ranks = all.map { value in
      all.reduce(0.5) { $0 + ($1 < value ? 1 : $1 == value ? 0.5 : 0) }
    }
    let mean = Double(x.count) * Double(all.count + 1) / 2
    let own = abs(ranks.prefix(x.count).reduce(0, +) - mean)
    var (far, total) = (0.0, 0.0)
    for mask in 0..<(1 << all.count) where mask.nonzeroBitCount == x.count {
      let sum = all.indices.reduce(0) { $0 + (mask >> $1 & 1 == 1 ? ranks[$1] : 0) }
      total += 1
      if abs(sum - mean) >= own - 1e-9 { far += 1 }
    }
    return far / total
  }

  @Test func `a column of whole numbers counts as its values do`() {
    var random = SeededGenerator(seed: 3)
    let codes = (0..<500).map { _ in Int32.random(in: -20...60, using: &random) }
    let groups = (0..<500).map { _ in UInt8.random(in: 0...3, using: &random) }
    let counted = RankTable(codes: codes, groups: groups, groupCount: 3)
    let sorted = RankTable(
      groups: (0..<3).map { group in
        codes.indices.filter { Int(groups[$0]) == group }.map { Double(codes[$0]) }
      })
    #expect(counted.values == sorted.values && counted.rankSums == sorted.rankSums)
    #expect(counted.missing == groups.filter { $0 == 3 }.count)
    let wide = RankTable(codes: [.min, 0, .max], groups: [0, 1, 0], groupCount: 2)
    #expect(wide.rankSums == [4, 2])
    #expect(RankTable(codes: [], groups: [], groupCount: 2).values.isEmpty)
  }
}

@Suite struct AgreementOfValuesTests {
  /// Three points on a line, and a pair exchanged: τ = 1/3, ρ = 1/2.
  @Test func `correlations by hand`() throws {
    let line = try #require(Correlation([1, 2, 3, .nan], [2, 4, 6, 1]))
    #expect(line.n == 3 && close(line.pearson().value, 1) && close(line.kendall, 1))
    let exchanged = try #require(Correlation([1, 2, 3], [1, 3, 2]))
    #expect(close(exchanged.kendall, 1.0 / 3) && close(exchanged.spearman, 0.5))
    #expect(exchanged.pearson().interval == .undefined(.oneObservation))
    #expect(Correlation([1, 2], [3, 3])?.kendall == .undefined(.noVariation))
    #expect(Correlation([1], []) == nil)
    #expect(Correlation([], [])?.spearman == .undefined(.noObservations))
  }

  /// Two equal items: variance of the sum four times that of one, so alpha = 2·(1 − 2/4).
  @Test func `alpha by hand`() throws {
    let same = try #require(CronbachAlpha.of([[1, 2, 3], [1, 2, 3]]).value)
    #expect(close(same.alpha, 1) && close(same.standardised, 1))
    #expect(same.alphaIfDropped == [.undefined(.inconsistentCounts), .undefined(.inconsistentCounts)])
    #expect(CronbachAlpha.of([[1, 1], [2, 2]]).value?.alpha == .undefined(.noVariation))
    #expect(CronbachAlpha.of([[1], [1, 2]]).reason == .lengthsDiffer)
    #expect(CronbachAlpha.of([[.nan], [1]]).reason == .noObservations)
  }

  @Test func `patterns of missing values by hand`() throws {
    let patterns = try #require(MissingPatterns([[true, false, true, false], [false, false, true, false]]))
    #expect(patterns.completeCases == 2 && patterns.missingValues == 3 && patterns.missingByColumn == [2, 1])
    #expect(patterns.patterns.map(\.isMissing) == [[false, false], [true, false], [true, true]])
    #expect(MissingPatterns([[true], []]) == nil && MissingPatterns([])?.n == 0)
  }
}

/// SplitMix64, so that a failure repeats.
private struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
