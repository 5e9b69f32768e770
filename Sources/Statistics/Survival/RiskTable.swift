/// How many persons are at risk, and what becomes of them, at each time at which somebody leaves: what curves, tests
/// and areas of survival are computed from.
///
/// A person is at risk in (entry, exit]; one who is censored at the time of another's event was at risk of it.
/// With late entry, who is at risk at a time at which nobody leaves is told by the next row, as R prints it.
public struct RiskTable: Sendable, Equatable {
  /// How many persons were counted.
  public let persons: Int
  /// The distinct times of exit, ascending: events and censorings.
  public let times: [Double]
  /// How many persons are at risk at each time.
  public let atRisk: [Int]
  /// How many events happen at each time.
  public let events: [Int]
  /// How many leave at each time, with an event or without.
  public let exits: [Int]

  /// How many events there are in all.
  public var eventCount: Int { events.reduce(0, +) }

  /// The row of the first exit at or after a time; nil after the last.
  public func row(atOrAfter time: Double) -> Int? {
    let row = countOfRows { $0 < time }
    return row < times.count ? row : nil
  }

  /// The row of the last exit at or before a time; nil before the first.
  public func row(atOrBefore time: Double) -> Int? {
    let rows = countOfRows { $0 <= time }
    return rows > 0 ? rows - 1 : nil
  }

  private func countOfRows(_ isBefore: (Double) -> Bool) -> Int {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(times[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// The risk tables of groups on common times, for tests that compare them.
public struct RiskTables: Sendable, Equatable {
  /// The distinct times of exit of all groups, ascending.
  public let times: [Double]
  /// How many persons each group has.
  public let persons: [Int]
  /// How many rows were left out: a time or an entry is missing, or the entry is not before the exit.
  public let missing: Int
  /// At risk by group, then time.
  public let atRisk: [[Int]]
  /// Events by group, then time.
  public let events: [[Int]]
  /// Exits by group, then time.
  public let exits: [[Int]]

  /// The table of one group, at its own times of exit.
  public subscript(group: Int) -> RiskTable {
    let rows = times.indices.filter { exits[group][$0] > 0 }
    return RiskTable(
      persons: persons[group], times: rows.map { times[$0] }, atRisk: rows.map { atRisk[group][$0] },
      events: rows.map { events[group][$0] }, exits: rows.map { exits[group][$0] })
  }

  /// Counts persons by their times, in any unit.
  ///
  /// - Parameters:
  ///   - times: The time of exit of each person; what is not finite is missing.
  ///   - events: Whether the person left with the event.
  ///   - entries: When the person came under observation, if later than 0.
  ///   - groups: The group of each person, from 0; others are refused. One group if nil.
  ///   - groupCount: How many groups there are.
  ///   - counts: How many persons each row stands for, where a database has counted them; one if nil.
  /// - Returns: Undefined where columns differ in length, or a time or a count is negative.
  public static func tally(
    times: [Double], events: [Bool], entries: [Double]? = nil, groups: [Int]? = nil, groupCount: Int = 1,
    counts: [Int]? = nil
  ) -> Outcome<RiskTables> {
    let count = times.count
    guard events.count == count, entries?.count ?? count == count, groups?.count ?? count == count,
      counts?.count ?? count == count
    else { return .undefined(.lengthsDiffer) }
    if let reason = reasonToRefuse(counts) { return .undefined(reason) }
    guard groupCount > 0, groups?.allSatisfy({ $0 >= 0 && $0 < groupCount }) ?? true else {
      return .undefined(.argumentOutOfRange)
    }
    let kept = times.indices.filter { row in
      times[row].isFinite && (entries.map { $0[row].isFinite && $0[row] < times[row] } ?? true)
    }
    guard kept.allSatisfy({ times[$0] >= 0 && (entries?[$0] ?? 0) >= 0 }) else {
      return .undefined(.negativeTime)
    }
    let exitTimes = kept.map { times[$0] }
    let entryTimes = entries.map { entries in kept.map { entries[$0] } }
    let scale = DistinctTimes([exitTimes, entryTimes ?? []])
    var tally = Tally(groups: groupCount, width: scale.count)
    let exitPlaces = scale.places(of: exitTimes)
    let entryPlaces = entryTimes.map { scale.places(of: $0) }
    let persons = { (row: Int) in counts?[row] ?? 1 }
    var collapsed = 0
    for (position, row) in kept.enumerated() {
      let group = groups?[row] ?? 0
      let exit = Int(exitPlaces[position])
      let entry = entryPlaces.map { Int($0[position]) } ?? -1
      // Times equal but for rounding leave no time between them.
      if entry >= exit {
        collapsed += persons(row)
      } else {
        tally.add(group, entry, exit, events[row], persons(row))
      }
    }
    let all = (0..<count).reduce(0) { $0 + persons($1) }
    let used = kept.reduce(0) { $0 + persons($1) }
    return .defined(tally.tables(of: scale.values, missing: all - used + collapsed))
  }

  private static func reasonToRefuse(_ counts: [Int]?) -> Undefined? {
    var sum = 0
    for count in counts ?? [] {
      if count < 0 { return .inconsistentCounts }
      let (next, overflow) = sum.addingReportingOverflow(count)
      if overflow { return .notComputed }
      sum = next
    }
    return nil
  }
}

/// Counts by group and place in time.
struct Tally {
  private let width: Int
  private var entered: [[Int]]
  private var exits: [[Int]]
  private var events: [[Int]]

  init(groups: Int, width: Int) {
    self.width = width
    let empty = [[Int]](repeating: [Int](repeating: 0, count: width), count: groups)
    (entered, exits, events) = (empty, empty, empty)
  }

  /// From counts of exits without and with the event, and of entries by the first place at risk; everybody is from the
  /// first if nil.
  init(censored: [[Int]], events: [[Int]], entered: [[Int]]? = nil) {
    width = events.first?.count ?? 0
    self.events = events
    exits = zip(censored, events).map { zip($0, $1).map(+) }
    self.entered =
      entered
      ?? exits.map { exits in
        exits.indices.map { $0 == 0 ? exits.reduce(0, +) : 0 }
      }
  }

  /// Persons at risk after `entry`, which is −1 before the first time.
  mutating func add(_ group: Int, _ entry: Int, _ exit: Int, _ haveEvent: Bool, _ persons: Int) {
    entered[group][entry + 1] += persons
    exits[group][exit] += persons
    if haveEvent { events[group][exit] += persons }
  }

  /// The tables at the times at which somebody leaves.
  func tables(of times: [Double], missing: Int) -> RiskTables {
    let rows = (0..<width).filter { row in exits.contains { $0[row] > 0 } }
    let atRisk = exits.indices.map { group in
      var inside = 0
      let counts = (0..<width).map { row in
        inside += entered[group][row]
        defer { inside -= exits[group][row] }
        return inside
      }
      return rows.map { counts[$0] }
    }
    return RiskTables(
      times: rows.map { times[$0] }, persons: exits.map { $0.reduce(0, +) }, missing: missing, atRisk: atRisk,
      events: events.map { events in rows.map { events[$0] } },
      exits: exits.map { exits in rows.map { exits[$0] } })
  }
}
