import Statistics
import Testing

private func close(_ outcome: Outcome<Double>, _ expected: Double, relative: Double = 1e-10) -> Bool {
  guard let value = outcome.value else { return false }
  return abs(value - expected) <= relative * abs(expected) + 1e-12
}

private func close(
  _ outcome: Outcome<Interval>, _ lower: Double, _ upper: Double, relative: Double = 1e-10
) -> Bool {
  close(outcome.map(\.lower), lower, relative: relative)
    && (upper == .infinity
      ? outcome.value?.upper == .infinity : close(outcome.map(\.upper), upper, relative: relative))
}

@Suite struct ScoreIntervalTests {
  /// Newcombe (1998), Stat Med 17:873, table II: 56/70 v 48/80.
  @Test func `Newcombe's example has its published limits`() {
    let table = TwoByTwo(exposedCases: 56, of: 70, unexposedCases: 48, of: 80)
    #expect(close(table.riskDifferenceNewcombe(), 0.0524, 0.3339, relative: 1e-3))
    #expect(close(table.riskDifferenceScore(.plain), 0.0533, 0.3377, relative: 1e-3))
    #expect(close(table.riskDifferenceScore(), 0.0528, 0.3382, relative: 1e-3))
  }

  // mpmath, 40 digits.
  @Test func `limits of 10 of 100 against 4 of 100`() {
    let table = TwoByTwo(exposedCases: 10, of: 100, unexposedCases: 4, of: 100)
    #expect(close(table.riskDifferenceScore(), -0.012165800311068512, 0.13999020222233102))
    #expect(close(table.riskRatioScore(), 0.8590256208673916, 7.374134797149171))
    #expect(close(table.riskRatioScore(.plain), 0.8611150954536533, 7.355863193874364))
    #expect(close(table.oddsRatioScore(), 0.848101077640491, 8.339795893092953))
    #expect(close(table.oddsRatioScore(.plain), 0.8503420991825114, 8.318174932451681))
  }

  @Test func `tables with zeros have limits on one side, and no table traps`() {
    let none = TwoByTwo(exposedCases: 0, of: 20, unexposedCases: 0, of: 20)
    #expect(close(none.riskRatioScore(), 0, .infinity) && close(none.oddsRatioScore(), 0, .infinity))
    #expect(close(none.riskDifferenceScore(), -0.16457663808434955, 0.16457663808434955))
    for (a, n, c, m) in [(1, 1, 0, 1), (0, 1, 1, 1), (5, 5, 5, 5), (1, 1_000_000_000, 0, 1), (0, 3, 2, 9)] {
      let table = TwoByTwo(exposedCases: a, of: n, unexposedCases: c, of: m)
      for interval in [
        table.riskDifferenceScore(), table.riskRatioScore(), table.oddsRatioScore(),
        table.riskDifferenceNewcombe(),
        table.exactOddsRatio().interval, table.midPOddsRatio().interval,
      ] {
        let limits = interval.value
        #expect(limits.map { $0.lower <= $0.upper } == true)
      }
    }
    let empty = TwoByTwo(exposedCases: 0, of: 0, unexposedCases: 5, of: 10)
    #expect(empty.riskDifferenceScore() == .undefined(.noObservations))
    #expect(empty.fisher == .undefined(.noObservations))
  }
}

@Suite struct HugeCountTests {
  @Test func `counts at the end of their type are answered or refused, never trapped`() throws {
    let most = Int.max
    let table = TwoByTwo(exposedCases: most / 2, of: most, unexposedCases: most, of: most)
    #expect(table.fisher == .undefined(.tooManyTables))
    #expect(table.exactOddsRatio().value == .undefined(.tooManyTables))
    #expect(table.riskDifferenceScore().value.map { $0.lower <= $0.upper } == true)
    #expect(table.riskRatioScore().value != nil && table.riskRatio().value.value != nil)
    let wide = try #require(ContingencyTable([[most, most], [most, 3]]))
    #expect(wide.fisherP == .undefined(.tooManyTables) && wide.sampledFisherP() == .undefined(.tooManyTables))
    #expect(wide.pearson.value != nil)
    #expect(BinomialTest.test(5, of: most, expected: 0.5) == .undefined(.argumentOutOfRange))
    #expect(PairedTable(onlyFirst: most, onlySecond: most).exactP == .undefined(.inconsistentCounts))
    #expect(PairedTable(onlyFirst: most - 1, onlySecond: 1).exactP == .undefined(.argumentOutOfRange))
    let strata = try #require(StratifiedTables([table, table]))
    #expect(strata.exact() == .undefined(.noVariation) || strata.exact() == .undefined(.tooManyTables))
    #expect(Rate(most, per: 1).interval().value.map { $0.lower <= $0.upper } != false)
    let trend = TrendTest.test(cases: [1, most], of: [most, most], scores: [0, 1])
    #expect(trend.value != nil)
    let standard = DirectStandardisation.of(events: [most, most], persons: [1, 1], standard: [1, 1])
    #expect(standard.flatMap { $0.dobsonInterval() } == .undefined(.argumentOutOfRange))
  }

  @Test func `exact limits of a thousand million persons`() throws {
    let table = TwoByTwo(
      exposedCases: 500_000_000, of: 1_000_000_000, unexposedCases: 499_900_000, of: 1_000_000_000)
    let fisher = try #require(table.fisher.value)
    #expect(abs(fisher.p - 7.7458e-6) < 1e-9)
  }
}

@Suite struct ExactTableTests {
  /// Three of four cups: P(4) = 1/70, P(3) = 16/70; two-sided 34/70.
  @Test func `the lady tasting tea by hand`() throws {
    let table = TwoByTwo(exposedCases: 3, of: 4, unexposedCases: 1, of: 4)
    let test = try #require(table.fisher.value)
    #expect(abs(test.greater - 17.0 / 70) < 1e-14 && abs(test.p - 34.0 / 70) < 1e-14)
    #expect(abs(test.less - 69.0 / 70) < 1e-14 && abs(test.midP - 18.0 / 70) < 1e-14)
    #expect(close(table.exactOddsRatio().value, 6.408309, relative: 1e-4))
    // At the upper limit four cups have the probability 0.975, at the lower three or four 0.025.
    let limits = try #require(table.exactOddsRatio().interval.value)
    func shares(_ odds: Double) -> [Double] {
      let weights = [1, 16 * odds, 36 * odds * odds, 16 * odds * odds * odds, odds * odds * odds * odds]
      return weights.map { $0 / weights.reduce(0, +) }
    }
    #expect(abs(shares(limits.upper)[4] - 0.975) < 1e-12)
    #expect(abs(shares(limits.lower)[3] + shares(limits.lower)[4] - 0.025) < 1e-12)
  }

  /// 2/C(600, 300), which mpmath has as 1.48029787919970…e-179.
  @Test func `a p-value far below the precision of one keeps its digits`() {
    let table = TwoByTwo(exposedCases: 300, of: 300, unexposedCases: 0, of: 300)
    #expect(close(table.fisher.map { $0.p * 1e179 }, 1.48029787919970, relative: 1e-12))
  }

  /// Each of the six 3 × 3 tables with all margins 1 has the probability 1/6, and 2 × 3 by hand: of the margins 1, 1 and
  /// 2, 1, … only tables no more probable than the observed one count.
  @Test func `larger tables by hand`() throws {
    let diagonal = try #require(ContingencyTable([[1, 0, 0], [0, 1, 0], [0, 0, 1]]))
    #expect(close(diagonal.fisherP, 1))
    // Rows 2 and 2, columns 2, 1, 1: the weights of the first column's 0, 1, 2 are 1, 4, 1 of 6.
    let split = try #require(ContingencyTable([[2, 0, 0], [0, 1, 1]]))
    #expect(close(split.fisherP, 2.0 / 6))
    let wide = try #require(ContingencyTable([[3, 1], [1, 3]]))
    #expect(close(wide.fisherP, 34.0 / 70))
  }

  /// The exact p lies within four standard errors of what random tables say, and a seed repeats.
  @Test func `random tables come near to the exact probability`() throws {
    let table = try #require(ContingencyTable([[3, 1, 2], [0, 4, 3], [5, 2, 1]]))
    let exact = try #require(table.fisherP.value)
    let sampled = try #require(table.sampledFisherP(tables: 4000, seed: 5).value)
    #expect(abs(sampled.p - exact) < 4 * (exact * (1 - exact) / 4000).squareRoot())
    #expect(sampled.interval.lower < sampled.p && sampled.p < sampled.interval.upper)
    #expect(table.sampledFisherP(tables: 4000, seed: 5).value == sampled)
    #expect(table.sampledFisherP(tables: 0) == .undefined(.argumentOutOfRange))
    let large = try #require(ContingencyTable(Array(repeating: [30, 31, 32, 33, 34], count: 5)))
    #expect(large.fisherP == .undefined(.tooManyTables))
    #expect(large.sampledFisherP(tables: 200).value.map { $0.p > 0.9 } == true)
  }

  /// The slow way: every table with these margins.
  @Test func `three by three agrees with going through every table`() throws {
    for seed in 1...12 {
      let cells = (0..<9).map { ($0 * 7 + seed * 5) % 6 }
      let rows = (0..<3).map { Array(cells[$0 * 3..<$0 * 3 + 3]) }
      let table = try #require(ContingencyTable(rows))
      let slow = Self.slowP(table.withoutEmptyMargins.rows)
      #expect(close(table.fisherP, slow, relative: 1e-9), "seed \(seed)")
    }
  }

  private static func slowP(_ rows: [[Int]]) -> Double {
    guard rows.count == 3, rows[0].count == 3 else { return .nan }
    func factorial(_ n: Int) -> Double { n < 2 ? 1 : Double(n) * factorial(n - 1) }
    let r = rows.map { $0.reduce(0, +) }
    let c = (0..<3).map { column in rows.reduce(0) { $0 + $1[column] } }
    func weight(_ t: [[Int]]) -> Double { 1 / t.joined().reduce(1) { $0 * factorial($1) } }
    let own = weight(rows)
    var (extreme, all) = (0.0, 0.0)
    for a in 0...r[0] {
      for b in 0...r[0] - a {
        for d in 0...r[1] {
          for e in 0...r[1] - d {
            let top = [a, b, r[0] - a - b]
            let middle = [d, e, r[1] - d - e]
            let last = (0..<3).map { c[$0] - top[$0] - middle[$0] }
            guard last.allSatisfy({ $0 >= 0 }) else { continue }
            let w = weight([top, middle, last])
            all += w
            if w <= own * (1 + 1e-7) { extreme += w }
          }
        }
      }
    }
    return extreme / all
  }
}

@Suite struct StratifiedTablesTests {
  private static func tables(_ cells: [(Int, Int, Int, Int)]) -> StratifiedTables? {
    StratifiedTables(
      cells.map { TwoByTwo(exposedCases: $0.0, of: $0.0 + $0.1, unexposedCases: $0.2, of: $0.2 + $0.3) })
  }

  /// Two strata with odds ratio 4 each (2·2/(1·1)): Σ ad/n = 4/6 + 4/6 over 1/6 + 1/6.
  @Test func `equal strata have their own odds ratio`() throws {
    let strata = try #require(Self.tables([(2, 1, 1, 2), (2, 1, 1, 2)]))
    #expect(close(strata.oddsRatio().value, 4))
    #expect(close(strata.riskRatio().value, 2) && close(strata.riskDifference().value, 1.0 / 3))
    #expect(close(strata.homogeneity.map(\.breslowDay), 0))
  }

  // mpmath 1.4, 30 digits; R's mantelhaen.test(exact = TRUE) has these to four digits only.
  @Test func `exact conditional inference has the digits of mpmath`() throws {
    let rabbits = try #require(Self.tables([(3, 3, 1, 5), (6, 0, 2, 4), (5, 1, 3, 3)])?.exact().value)
    #expect(close(rabbits.oddsRatio.value, 8.12549384437750, relative: 1e-12))
    #expect(close(rabbits.oddsRatio.interval, 1.38783186359780, 87.8254674181914, relative: 1e-12))
  }

  @Test func `strata that tell nothing are left out`() throws {
    let silent = try #require(Self.tables([(0, 20, 0, 30), (0, 0, 3, 4)]))
    #expect(silent.oddsRatio().value == .undefined(.zeroCell))
    #expect(silent.test() == .undefined(.noVariation))
    #expect(silent.exact() == .undefined(.noVariation))
    #expect(Self.tables([])?.riskDifference().value == .undefined(.noObservations))
    #expect(StratifiedTables([TwoByTwo(exposedCases: 3, of: 2, unexposedCases: 0, of: 1)]) == nil)
  }
}

@Suite struct PairedAndTrendTests {
  /// b = 5, c = 10: 25/15, corrected 16/15; exact 2·P(X ≤ 5 of 15) = 2·4944/32768.
  @Test func `discordant pairs by hand`() {
    let pairs = PairedTable(onlyFirst: 5, onlySecond: 10)
    #expect(close(pairs.test().map(\.statistic), 25.0 / 15))
    #expect(close(pairs.test(isCorrected: true).map(\.statistic), 16.0 / 15))
    #expect(close(pairs.exactP, 2 * 4944.0 / 32768))
    #expect(close(pairs.oddsRatio().value, 0.5))
    let none = PairedTable(onlyFirst: 0, onlySecond: 0)
    #expect(none.exactP == .defined(1) && none.test() == .undefined(.noObservations))
  }

  /// 0/20, 3/20, 9/20 at 1, 2, 3: T = 9, V = 0.2·0.8·40.
  @Test func `a trend by hand`() throws {
    let test = try #require(TrendTest.test(cases: [0, 3, 9], of: [20, 20, 20], scores: [1, 2, 3]).value)
    #expect(abs(test.statistic - 9) < 1e-12 && abs(test.variance - 6.4) < 1e-12)
    #expect(abs(test.trend.statistic - 81 / 6.4) < 1e-12)
    #expect(TrendTest.test(cases: [0, 0], of: [5, 5], scores: [1, 2]) == .undefined(.noVariation))
    #expect(TrendTest.test(cases: [], of: [], scores: []) == .undefined(.noObservations))
    #expect(TrendTest.test(cases: [6], of: [5], scores: [1]) == .undefined(.inconsistentCounts))
  }

  /// 20 30 / 30 20: each cell 5 off 25, so 4·25/25.
  @Test func `chi-squared by hand`() throws {
    let table = try #require(ContingencyTable([[20, 30], [30, 20]]))
    #expect(close(table.pearson.map(\.statistic), 4) && close(table.yates.map(\.statistic), 4 * 20.25 / 25))
    #expect(close(table.cramersV, 0.2))
    let empty = try #require(ContingencyTable([[0, 0], [3, 4]]))
    #expect(empty.pearson == .undefined(.zeroCell) && empty.fisherP == .defined(1))
    #expect(ContingencyTable([[1, 2], [3]]) == nil && ContingencyTable([]) == nil)
  }
}
