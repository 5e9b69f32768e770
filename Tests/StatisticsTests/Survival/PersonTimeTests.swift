import Statistics
import Testing

@Suite struct PersonTimeTests {
  private func history(
    _ entries: [Int32], _ exits: [Int32], _ events: [Bool], _ changes: [(Int32, Int32, UInt8)]
  ) throws -> StateHistory {
    let made = StateHistory.make(
      entries: entries, exits: exits, events: events,
      changes: changes.map { StateHistory.Change(person: $0.0, day: $0.1, state: $0.2) })
    return try #require(made.value)
  }

  // The first person is at risk on days 1 to 10, in state 1 from day 4, with an event on day 10; the second on days 3
  // to 6 without one. Periods begin on days 1 and 6: state 0 has 3 + 3 days, then 1; state 1 has 2, then 5 with 1 event.
  @Test func `days and events by hand`() throws {
    let time = PersonTime.count(
      try history([0, 2], [10, 6], [true, false], [(0, 4, 1)]), states: 2, firstDays: [1, 6])
    #expect(time.value?.days == [[6, 1], [2, 5]])
    #expect(time.value?.events == [[0, 0], [0, 1]])
  }

  @Test func `an event on the day of a change belongs to the new state`() throws {
    let spells = try history([0], [5], [true], [(0, 5, 1)]).spells
    #expect(spells.map(\.start) == [0, 4])
    #expect(spells.map(\.end) == [4, 5])
    #expect(spells.map(\.state) == [0, 1])
    #expect(spells.map(\.hasEvent) == [false, true])
  }

  @Test func `changes before the entry set the state, and after the exit are nothing`() throws {
    let spells = try history([10], [20], [false], [(0, 25, 3), (0, 4, 1), (0, 11, 2)]).spells
    #expect(spells.map(\.state) == [2])
    #expect(spells.map(\.start) == [10])
    #expect(spells.map(\.end) == [20])
  }

  @Test func `persons without days are missing, and states out of range refused`() throws {
    let time = PersonTime.count(
      try history([5, RiskTables.missingDay, 0], [5, 9, 3], [true, true, true], []), states: 1)
    #expect(time.value?.missing == 2)
    #expect(time.value?.days == [[3]])
    #expect(time.value?.events == [[1]])
    let beyond = try history([0], [9], [true], [(0, 2, 4)])
    #expect(PersonTime.count(beyond, states: 2).reason == .argumentOutOfRange)
    #expect(PersonTime.count(beyond, states: 5, firstDays: [3, 3]).reason == .argumentOutOfRange)
    #expect(
      PersonTime.count(try history([0], [Int32.max], [true], []), states: 1).reason == .argumentOutOfRange)
    #expect(PersonTime.count(try history([], [], [], []), states: 1).value?.days == [[0]])
    let nobody = StateHistory.make(
      entries: [0], exits: [1], events: [true], changes: [.init(person: 1, day: 0, state: 0)])
    #expect(nobody.reason == .argumentOutOfRange)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `counting changes gives what counting each day of each person gives`(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let entries = (0..<60).map { _ in Int32.random(in: -20...50, using: &random) }
    let exits = entries.map { $0 + Int32.random(in: -3...60, using: &random) }
    let events = exits.map { _ in Bool.random(using: &random) }
    let changes = (0..<120).map { _ in
      (
        Int32.random(in: 0..<60, using: &random), Int32.random(in: -30...100, using: &random),
        UInt8.random(in: 0..<4, using: &random)
      )
    }
    let firstDays: [Int32] = [-5, 0, 30, 31, 70]
    let time = PersonTime.count(try history(entries, exits, events, changes), states: 4, firstDays: firstDays)
    var days = [[Int]](repeating: [Int](repeating: 0, count: 5), count: 4)
    var counts = days
    for person in entries.indices where entries[person] < exits[person] {
      for day in entries[person] + 1...exits[person] {
        guard let period = firstDays.lastIndex(where: { $0 <= day }) else { continue }
        // The latest change by this day; of one day, the last given.
        let latest = changes.filter { Int($0.0) == person && $0.1 <= day }.max { $0.1 < $1.1 }.map(\.1)
        let state = Int(changes.last { Int($0.0) == person && $0.1 == latest }?.2 ?? 0)
        days[state][period] += 1
        if day == exits[person], events[person] { counts[state][period] += 1 }
      }
    }
    #expect(time.value?.days == days)
    #expect(time.value?.events == counts)
  }
}
