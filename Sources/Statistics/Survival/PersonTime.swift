/// Events and days at risk by state and period, such as infections by doses received and calendar month.
public struct PersonTime: Sendable, Equatable {
  /// Events by state, then period.
  public let events: [[Int]]
  /// Days at risk by state, then period.
  public let days: [[Int]]
  /// How many persons were left out because a day is missing, or the entry is not before the exit.
  public let missing: Int

  /// Counts events and days at risk.
  ///
  /// - Parameters:
  ///   - history: The persons.
  ///   - states: How many states there are.
  ///   - firstDays: The first day of each period, ascending; a period ends before the next begins, the last never.
  ///     Days before the first period are not counted. One period of all days if empty.
  /// - Returns: Undefined where a state is out of range, periods are not ascending, or follow-up spans more than a
  ///   million days.
  public static func count(_ history: StateHistory, states: Int, firstDays: [Int32] = []) -> Outcome<
    PersonTime
  > {
    guard states > 0, states <= 256, zip(firstDays, firstDays.dropFirst()).allSatisfy(<) else {
      return .undefined(.argumentOutOfRange)
    }
    let periods = max(firstDays.count, 1)
    var time = PersonTime(states: states, periods: periods, missing: history.missing)
    guard let span = history.days else { return .defined(time) }
    guard span.count <= 1_000_000 else { return .undefined(.argumentOutOfRange) }
    let periodOfDay = span.map { day in firstDays.isEmpty ? 0 : firstDays.count { $0 <= day } - 1 }
    // How many more persons are in a state on a day than on the day before.
    let width = span.count + 1
    var changes = [Int](repeating: 0, count: states * width)
    var events = [Int](repeating: 0, count: states * width)
    var isInside = true
    history.forEachSpell { spell in
      let state = Int(spell.state)
      guard state < states else {
        isInside = false
        return
      }
      let end = state * width + Int(spell.end) - span.lowerBound
      changes[state * width + Int(spell.start) + 1 - span.lowerBound] += 1
      changes[end + 1] -= 1
      if spell.hasEvent { events[end] += 1 }
    }
    guard isInside else { return .undefined(.argumentOutOfRange) }
    time.sum(changes, events, width: width, periodOfDay: periodOfDay)
    return .defined(time)
  }

  private init(states: Int, periods: Int, missing: Int) {
    let nothing = [[Int]](repeating: [Int](repeating: 0, count: periods), count: states)
    (events, days) = (nothing, nothing)
    self.missing = missing
  }

  private init(events: [[Int]], days: [[Int]], missing: Int) {
    self.events = events
    self.days = days
    self.missing = missing
  }

  private mutating func sum(_ changes: [Int], _ events: [Int], width: Int, periodOfDay: [Int]) {
    var eventCounts = self.events
    var dayCounts = days
    for state in days.indices {
      var inside = 0
      for (offset, period) in periodOfDay.enumerated() {
        inside += changes[state * width + offset]
        guard period >= 0 else { continue }
        dayCounts[state][period] += inside
        eventCounts[state][period] += events[state * width + offset]
      }
    }
    self = PersonTime(events: eventCounts, days: dayCounts, missing: missing)
  }
}
