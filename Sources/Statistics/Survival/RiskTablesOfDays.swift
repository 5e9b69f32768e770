extension RiskTables {
  /// The day of a person whose day is not known.
  public static let missingDay = Int32.min

  /// Counts persons by whole days, in one pass without sorting: 1 M persons take some 2 ms.
  ///
  /// - Parameters:
  ///   - days: The day of exit of each person; `missingDay` is missing.
  ///   - events: Whether the person left with the event.
  ///   - entries: The day after which the person came under observation, if later than 0.
  ///   - groups: The group of each person, from 0. One group if nil.
  ///   - groupCount: How many groups there are, up to 256.
  /// - Returns: The same as `tally(times:events:entries:groups:groupCount:)`.
  public static func tally(
    days: [Int32], events: [Bool], entries: [Int32]? = nil, groups: [UInt8]? = nil, groupCount: Int = 1
  ) -> Outcome<RiskTables> {
    guard events.count == days.count, entries?.count ?? days.count == days.count,
      groups?.count ?? days.count == days.count
    else { return .undefined(.lengthsDiffer) }
    guard groupCount > 0, groupCount <= 256, groups.map({ ($0.max() ?? 0) < groupCount }) ?? true else {
      return .undefined(.argumentOutOfRange)
    }
    var last: Int32 = -1
    for day in days { last = max(last, day) }
    let width = Int(last) + 1
    // Few persons over a long time are not worth a table of all its days.
    guard entries == nil, width * groupCount <= 4 * days.count + 65_536 else {
      let known = { (day: Int32) in day == missingDay ? Double.nan : Double(day) }
      return tally(
        times: days.map(known), events: events, entries: entries?.map(known), groups: groups?.map(Int.init),
        groupCount: groupCount)
    }
    return countDays(days, events, groups, groupCount, width)
  }

  /// One counter for each (group, event, day); the last is for the days that are not there.
  private static func countDays(
    _ days: [Int32], _ events: [Bool], _ groups: [UInt8]?, _ groupCount: Int, _ width: Int
  ) -> Outcome<RiskTables> {
    var counts = [Int](repeating: 0, count: 2 * groupCount * width + 1)
    let missingPlace = counts.count - 1
    var hasNegative = false
    for row in days.indices {
      let day = days[row]
      let group = groups.map { Int($0[row]) } ?? 0
      let place = (2 * group + (events[row] ? 1 : 0)) * width + Int(day)
      hasNegative = hasNegative || (day < 0 && day != missingDay)
      counts[day < 0 ? missingPlace : place] += 1
    }
    if hasNegative { return .undefined(.negativeTime) }
    let parts = (0..<2 * groupCount).map { Array(counts[$0 * width..<($0 + 1) * width]) }
    let tally = Tally(
      censored: (0..<groupCount).map { parts[2 * $0] }, events: (0..<groupCount).map { parts[2 * $0 + 1] })
    return .defined(tally.tables(of: (0..<width).map(Double.init), missing: counts[missingPlace]))
  }
}
