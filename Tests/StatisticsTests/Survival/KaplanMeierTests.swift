import Statistics
import Testing

@Suite struct KaplanMeierTests {
  // Four persons; events at 1 and 3, censored at 3 (after the event) and 4: S = 3/4, then 3/4 · 2/3 = 1/2.
  // Greenwood: 1/(4·3), then + 1/(3·2) = 1/4. Nelson-Aalen: 1/4 + 1/3 = 7/12, variance 1/16 + 1/9 = 25/144.
  @Test func `a curve by hand`() throws {
    let curve = KaplanMeier(try riskTable([1, 3, 3, 4], [1, 1, 0, 0]))
    #expect(curve.table.times == [1, 3, 4])
    #expect(curve.table.atRisk == [4, 3, 1])
    #expect(curve.survival == [0.75, 0.5, 0.5])
    #expect(isClose(curve.standardError(at: 1).value, 0.25))
    #expect(isClose(curve.cumulativeHazard[1], 7.0 / 12))
    #expect(isClose(curve.cumulativeHazardError[1], 5.0 / 12))
    #expect(curve.survival(at: 0.5) == 1)
    #expect(curve.survival(at: 3) == 0.5)
    #expect(curve.survival(at: 9) == 0.5)
  }

  /// Entries at 0, 2 and 2; exits at 1, 3 and 4, all events: one at risk at 1, two at 3, one at 4.
  @Test func `who enters late is not at risk before`() throws {
    let table = try riskTable([2, 3, 4], [1, 1, 0], entries: [0, 1, 2])
    // At 2 the third enters only afterwards.
    #expect(table.atRisk == [2, 2, 1])
    #expect(KaplanMeier(table).survival == [0.5, 0.25, 0.25])
  }

  /// S is 1/2 from 2 to 3: the median is the middle, 2.5.
  @Test func `a median on a flat part is its middle`() throws {
    let curve = KaplanMeier(try riskTable([1, 2, 3, 4], [1, 1, 1, 1]))
    #expect(curve.median().time == .defined(2.5))
    #expect(curve.quantile(0.25).time == .defined(1.5))
    #expect(curve.quantile(1).time == .defined(4))
    #expect(curve.quantile(1.5).time == .undefined(.argumentOutOfRange))
  }

  @Test func `a median that is not reached is undefined`() throws {
    let curve = KaplanMeier(try riskTable([5, 10, 15], [0, 0, 0]))
    #expect(curve.median().time == .undefined(.notReached))
    #expect(curve.survival == [1, 1, 1])
    #expect(curve.limits(.logLog)[0] == .undefined(.noEvents))
    #expect(curve.limits(.log)[0].value == Interval(lower: 1, upper: 1))
  }

  @Test func `limits are undefined where nobody survives`() throws {
    let curve = KaplanMeier(try riskTable([7, 7], [1, 1]))
    #expect(curve.survival == [0])
    #expect(curve.standardError(at: 0) == .undefined(.nobodyLeft))
    #expect(curve.limits().map(\.reason) == [.nobodyLeft])
    #expect(curve.median().time == .defined(7))
    #expect(curve.median().upper == .undefined(.notReached))
  }

  @Test func `nobody has a curve of 1 and no median`() throws {
    let curve = KaplanMeier(try riskTable([], []))
    #expect(curve.survival(at: 3) == 1)
    #expect(curve.table.persons == 0)
    #expect(curve.median().time == .undefined(.noObservations))
    #expect(curve.restrictedMean(to: 3) == .undefined(.noObservations))
  }

  @Test func `missing times are counted and negative ones refused`() {
    let tables = RiskTables.tally(
      times: [.nan, 3, 4, 5], events: [true, true, false, true], entries: [0, 0, 4, .nan])
    #expect(tables.value?.missing == 3)
    #expect(tables.value?.persons == [1])
    #expect(RiskTables.tally(times: [-1, 3], events: [true, false]).reason == .negativeTime)
    #expect(RiskTables.tally(times: [1], events: []).reason == .lengthsDiffer)
    #expect(
      RiskTables.tally(times: [1], events: [true], groups: [1], groupCount: 1).reason == .argumentOutOfRange)
  }

  @Test func `times that differ by rounding are one time`() throws {
    let table = try riskTable([0.1 + 0.2, 0.3, 0.5], [1, 1, 0])
    #expect(table.atRisk == [3, 1])
  }

  /// Up to 3 the curve of the first test has the area 1 + 3/4 · 2 = 2.5; the event at 1 moves 1.5 of it: its
  /// variance is 1.5² / 12, and the event at 3 moves nothing.
  @Test func `a restricted mean by hand`() throws {
    let curve = KaplanMeier(try riskTable([1, 3, 3, 4], [1, 1, 0, 0]))
    let mean = try #require(curve.restrictedMean(to: 3).value)
    #expect(isClose(mean.mean, 2.5))
    #expect(isClose(mean.standardError, (2.25 / 12).squareRoot()))
    #expect(curve.restrictedMean(to: 5) == .undefined(.beyondFollowUp))
    #expect(isClose(curve.restrictedMean(to: 5, beyondFollowUp: .extend).value?.mean, 3.5))
    #expect(curve.restrictedMean(to: 0.5) == .undefined(.argumentOutOfRange))
    #expect(curve.restrictedMean(to: .nan) == .undefined(.argumentOutOfRange))
    #expect(mean.difference(from: mean).difference == 0)
    #expect(mean.difference(from: mean).pValue == .defined(1))
  }
}

@Suite struct RiskTableTests {
  /// The counts of days against the general path, which knows nothing of whole numbers beyond their value.
  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func `counting days gives what sorting times gives`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let count = 150
    let days = (0..<count).map { _ in Int32.random(in: 0...(seed == 4 ? 2_000_000 : 90), using: &random) }
    let events = (0..<count).map { _ in Bool.random(using: &random) }
    let groups = (0..<count).map { _ in UInt8.random(in: 0..<3, using: &random) }
    let entries =
      seed == 3 ? days.map { $0 - Int32.random(in: 0...20, using: &random) }.map { max($0, 0) } : nil
    let fast = RiskTables.tally(days: days, events: events, entries: entries, groups: groups, groupCount: 3)
    // A hundredth of a day: no whole numbers, the same order.
    let tallied = RiskTables.tally(
      times: days.map { Double($0) + 0.01 }, events: events, entries: entries?.map { Double($0) + 0.01 },
      groups: groups.map(Int.init), groupCount: 3)
    let slow = try #require(tallied.value)
    #expect(fast.value?.times == slow.times.map { ($0 - 0.01).rounded() })
    #expect(fast.value?.atRisk == slow.atRisk)
    #expect(fast.value?.events == slow.events)
    #expect(fast.value?.exits == slow.exits)
    #expect(fast.value?.missing == slow.missing)
    // And both against counting persons at each time.
    for (row, time) in slow.times.enumerated() {
      let atRisk = (0..<3).map { group in
        (0..<count).count {
          let start = entries.map(\.[$0]).map { Double($0) + 0.01 } ?? -1
          let end = Double(days[$0]) + 0.01
          return groups[$0] == group && end >= time && start < time && start < end
        }
      }
      #expect(slow.atRisk.map { $0[row] } == atRisk)
    }
  }

  @Test func `a day that is not known is missing and a negative one refused`() {
    let tables = RiskTables.tally(days: [RiskTables.missingDay, 4], events: [true, true])
    #expect(tables.value?.missing == 1)
    #expect(tables.value?.persons == [1])
    #expect(RiskTables.tally(days: [-1, 4], events: [true, true]).reason == .negativeTime)
    #expect(RiskTables.tally(days: [Int32.max], events: [true]).value?.times == [Double(Int32.max)])
    #expect(
      RiskTables.tally(days: [3], events: [true], groups: [2], groupCount: 2).reason == .argumentOutOfRange)
    #expect(RiskTables.tally(days: [], events: []).value?.persons == [0])
    let late = RiskTables.tally(
      days: [4, 4, RiskTables.missingDay, 4], events: [true, true, true, true],
      entries: [3, 4, 0, RiskTables.missingDay])
    #expect(late.value?.missing == 3)
    #expect(late.value?.atRisk == [[1]])
    #expect(RiskTables.tally(days: [4], events: [true], entries: [-2]).reason == .negativeTime)
  }
}

@Suite struct CountedRowsTests {
  @Test func `a row that stands for persons counts them`() throws {
    let counted = RiskTables.tally(
      times: [1, 2, .nan, 2], events: [true, false, true, true], groups: [0, 0, 0, 0], counts: [3, 2, 5, 1])
    let each = RiskTables.tally(
      times: [1, 1, 1, 2, 2, 2, .nan, .nan, .nan, .nan, .nan],
      events: [true, true, true, false, false, true, true, true, true, true, true])
    #expect(counted == each)
    #expect(RiskTables.tally(times: [1], events: [true], counts: [-1]).reason == .inconsistentCounts)
    #expect(
      RiskTables.tally(times: [1, 2], events: [true, true], counts: [Int.max, 1]).reason == .notComputed)
    let billions = RiskTables.tally(
      times: [1, 2], events: [true, false], counts: [1_000_000_000, 3_000_000_000])
    #expect(billions.value.map { KaplanMeier($0[0]).survival } == [0.75, 0.75])
  }
}
