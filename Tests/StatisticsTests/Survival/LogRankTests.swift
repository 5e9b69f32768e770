import Statistics
import Testing

@Suite struct LogRankTests {
  private func tables(_ times: [Double], _ events: [Int], _ groups: [Int], count: Int = 2) throws
    -> RiskTables
  {
    try #require(
      RiskTables.tally(times: times, events: events.map { $0 == 1 }, groups: groups, groupCount: count).value)
  }

  // Group 0: events at 1 and 3; group 1: events at 2 and 4. Expected in group 0: 2/4 + 1/3 + 1/2 + 0 = 4/3;
  // variance 1/4 + 2/9 + 1/4 = 13/18; chi-squared (2 − 4/3)² / (13/18) = 8/13.
  @Test func `two groups by hand`() throws {
    let test = try #require(
      LogRankTest.compare(try tables([1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1])).value)
    #expect(test.observed == [2, 2])
    #expect(isClose(test.expected[0], 4.0 / 3))
    #expect(isClose(test.covariance[0], 13.0 / 18))
    #expect(isClose(test.statistic.value, 8.0 / 13))
    #expect(test.degreesOfFreedom == 1)
    #expect(isClose(test.trend().value?.statistic, 8.0 / 13))
  }

  /// The same table twice as two strata: observed, expected and variance double.
  @Test func `strata add up`() throws {
    let one = try tables([1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1])
    let test = try #require(LogRankTest.compare(strata: [one, one]).value)
    #expect(isClose(test.expected[0], 8.0 / 3))
    #expect(isClose(test.statistic.value, 16.0 / 13))
  }

  /// Weights S(t−) are 1, 3/4, 1/2, 1/4: observed in group 0 is 1 + 1/2, expected 1/2 + 3/4 · 1/3 + 1/2 · 1/2 = 1.
  @Test func `Peto and Peto weigh by survival`() throws {
    let test = try #require(
      LogRankTest.compare(try tables([1, 2, 3, 4], [1, 1, 1, 1], [0, 1, 0, 1]), weights: .petoPeto).value)
    #expect(isClose(test.observed[0], 1.5))
    #expect(isClose(test.expected[0], 1))
  }

  @Test func `without events there is nothing to compare`() throws {
    let test = try #require(LogRankTest.compare(try tables([1, 2], [0, 0], [0, 1])).value)
    #expect(test.statistic == .defined(0))
    #expect(test.test == .undefined(.noEvents))
    #expect(test.trend() == .undefined(.noVariation))
  }

  @Test func `groups that are never at risk together cannot be compared`() throws {
    let strata = [try tables([1, 2], [1, 1], [0, 0]), try tables([1, 2], [1, 1], [1, 1])]
    let test = try #require(LogRankTest.compare(strata: strata).value)
    #expect(test.observed == [2, 2])
    #expect(test.statistic == .undefined(.noVariation))
    #expect(test.test == .undefined(.noVariation))
  }

  @Test func `one group cannot be compared`() throws {
    #expect(LogRankTest.compare(try tables([1, 2], [1, 0], [0, 0], count: 1)).reason == .oneGroup)
    #expect(LogRankTest.compare(try tables([1, 2], [1, 0], [0, 0])).reason == .oneGroup)
    #expect(LogRankTest.compare(try tables([], [], [])).reason == .noObservations)
    #expect(LogRankTest.compare(strata: []).reason == .noObservations)
  }

  @Test func `a group that is never at risk of an event costs no degree of freedom`() throws {
    let test = try #require(
      LogRankTest.compare(try tables([1, 5, 6, 7, 8], [0, 1, 1, 1, 1], [2, 0, 1, 0, 1], count: 3)).value)
    #expect(test.degreesOfFreedom == 1)
    #expect(test.expected[2] == 0)
  }
}

@Suite struct CumulativeIncidenceTests {
  // Four persons: cause 1 at 1, cause 2 at 2, censored at 3, cause 1 at 4. F1 = 1/4, then + S(4−) · 1 = 1/2 → 3/4;
  // F2 = 3/4 · 1/3 = 1/4. Without competing causes the first event has the binomial variance 1/4 · 3/4 / 4.
  @Test func `incidences by hand`() throws {
    let curves = try #require(
      CumulativeIncidence.estimate(times: [1, 2, 3, 4], causes: [1, 2, 0, 1], causeCount: 2).value)
    #expect(isClose(curves.incidence(of: 0, at: 1).value, 0.25))
    #expect(isClose(curves.incidence(of: 0, at: 4).value, 0.75))
    #expect(isClose(curves.incidence(of: 1, at: 4).value, 0.25))
    #expect(isClose(curves.standardError(of: 0, at: 1).value, (0.1875 / 4).squareRoot()))
    // Uncensored so far: the share with cause 2 by time 2 is binomial too.
    #expect(isClose(curves.standardError(of: 1, at: 2).value, (0.1875 / 4).squareRoot()))
    #expect(curves.incidence(of: 0, at: 0) == .defined(0))
    #expect(curves.standardError(of: 0, at: 0) == .defined(0))
    #expect(curves.incidence(of: 2, at: 1) == .undefined(.argumentOutOfRange))
  }

  @Test func `with one cause it is 1 − Kaplan-Meier, with Greenwood's error`() throws {
    let times: [Double] = [1, 2, 2, 4, 5, 6, 6, 9]
    let events = [1, 0, 1, 1, 0, 1, 1, 0]
    let curve = KaplanMeier(try riskTable(times, events))
    let curves = try #require(CumulativeIncidence.estimate(times: times, causes: events, causeCount: 1).value)
    for (row, time) in curve.table.times.enumerated() {
      #expect(isClose(curves.incidence(of: 0, at: time).value, 1 - curve.survival[row]))
      #expect(
        isClose(curves.standardError(of: 0, at: time).value, try #require(curve.standardError(at: row).value))
      )
    }
  }

  @Test func `nobody has no incidence, and a cause out of range is refused`() {
    let none = CumulativeIncidence.estimate(times: [], causes: [], causeCount: 2)
    #expect(none.value?.incidence(of: 0, at: 1) == .undefined(.noObservations))
    #expect(
      CumulativeIncidence.estimate(times: [1], causes: [3], causeCount: 2).reason == .argumentOutOfRange)
    #expect(CumulativeIncidence.estimate(times: [1, 2], causes: [1], causeCount: 2).reason == .lengthsDiffer)
  }
}
