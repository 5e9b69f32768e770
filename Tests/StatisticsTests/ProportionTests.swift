import Statistics
import Testing

@Suite struct ProportionTests {
  // Fischer et al. 2022 (PMC9129228) publish 172 and 99 of 289; Wilson by hand with z = 1.959964.
  @Test(arguments: [(172, 289, 0.538, 0.650), (99, 289, 0.290, 0.399), (50, 559, 0.0685, 0.1160)])
  func `published shares have their Wilson intervals`(
    count: Int, n: Int, lower: Double, upper: Double
  ) throws {
    let interval = try #require(Proportion(count, of: n).interval().value)
    #expect(abs(interval.lower - lower) < 0.0005)
    #expect(abs(interval.upper - upper) < 0.0005)
  }

  // LNS weekly report, JN.1: 60.9 % (52.0–69.8). The denominator 115 is inferred, hence a tolerance of 0.1 points;
  // Wilson would give 51.7–69.3.
  @Test func `Wald matches what the ministry prints`() throws {
    let interval = try #require(Proportion(70, of: 115).interval(.wald).value)
    #expect(abs(interval.lower - 0.520) < 0.001)
    #expect(abs(interval.upper - 0.698) < 0.001)
  }

  /// 50/559: 6.71–11.62 %; one person of one leaves 0.025 … 1.
  @Test func `Clopper and Pearson are exact`() throws {
    let interval = try #require(Proportion(50, of: 559).interval(.clopperPearson).value)
    #expect(abs(interval.lower - 0.0671) < 0.00005)
    #expect(abs(interval.upper - 0.1162) < 0.00005)
    let single = try #require(Proportion(1, of: 1).interval(.clopperPearson).value)
    #expect(abs(single.lower - 0.025) < 1e-12 && single.upper == 1)
  }

  @Test func `nobody asked gives no share and no interval`() {
    let nobody = Proportion(0, of: 0)
    #expect(nobody.value == .undefined(.noObservations))
    for method in Proportion.IntervalMethod.allCases {
      #expect(nobody.interval(method) == .undefined(.noObservations))
    }
  }

  @Test func `more cases than persons is a contradiction`() {
    #expect(Proportion(5, of: 4).value == .undefined(.inconsistentCounts))
    #expect(Proportion(-1, of: 4).interval() == .undefined(.inconsistentCounts))
  }

  @Test(arguments: [0, 1, 1.5, -0.2, Double.nan])
  func `a confidence outside 0 and 1 is refused`(confidence: Double) {
    for method in Proportion.IntervalMethod.allCases {
      #expect(
        Proportion(3, of: 9).interval(method, confidence: confidence) == .undefined(.argumentOutOfRange))
    }
  }

  @Test func `the ends of a Wilson interval are exact`() {
    #expect(Proportion(0, of: 10).interval().value?.lower == 0)
    #expect(Proportion(10, of: 10).interval().value?.upper == 1)
  }

  /// With one of one, half of the point is p/2: p/2 = 0.025 gives 0.05; none of one mirrors it.
  @Test func `mid-p by hand`() throws {
    let all = try #require(Proportion(1, of: 1).interval(.midP).value)
    #expect(abs(all.lower - 0.05) < 1e-12 && all.upper == 1)
    let none = try #require(Proportion(0, of: 1).interval(.midP).value)
    #expect(none.lower == 0 && abs(none.upper - 0.95) < 1e-12)
  }

  /// R: prop.test(8, 20) and qbeta(c(.025, .975), 8.5, 12.5).
  @Test func `corrected and Jeffreys' limits are R's`() throws {
    let corrected = try #require(Proportion(8, of: 20).interval(.wilsonCorrected).value)
    #expect(abs(corrected.lower - 0.199770855664632) < 1e-12)
    #expect(abs(corrected.upper - 0.635883262365856) < 1e-12)
    let jeffreys = try #require(Proportion(8, of: 20).interval(.jeffreys).value)
    #expect(abs(jeffreys.lower - 0.210629413928054) < 1e-12)
    #expect(abs(jeffreys.upper - 0.616079683655404) < 1e-12)
  }
}
