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
  /// - Returns: The same as `tally(times:events:entries:groups:groupCount:counts:)`.
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
    guard width * groupCount <= 4 * days.count + 65_536 else {
      let known = { (day: Int32) in day == missingDay ? Double.nan : Double(day) }
      return tally(
        times: days.map(known), events: events, entries: entries?.map(known), groups: groups?.map(Int.init),
        groupCount: groupCount)
    }
    var counts = DayCounts(groups: groupCount, width: width)
    if let entries {
      counts.count(days, events, entries, groups)
    } else {
      counts.count(days, events, groups)
    }
    return counts.tables
  }
}

/// Counters for each group and day.
private struct DayCounts {
  private let groups: Int
  private let width: Int
  /// By group, without and with the event, then day; the last is for persons left out.
  private var exits: [Int]
  /// By group, then the first day at risk; nobody enters late if empty.
  private var entered: [Int] = []
  private var hasNegative = false

  init(groups: Int, width: Int) {
    self.groups = groups
    self.width = width
    exits = [Int](repeating: 0, count: 2 * groups * width + 1)
  }

  mutating func count(_ days: [Int32], _ events: [Bool], _ groups: [UInt8]?) {
    let leftOut = exits.count - 1
    var hasNegative = false
    for row in days.indices {
      let day = days[row]
      let group = groups.map { Int($0[row]) } ?? 0
      let place = (2 * group + (events[row] ? 1 : 0)) * width + Int(day)
      hasNegative = hasNegative || (day < 0 && day != RiskTables.missingDay)
      exits[day < 0 ? leftOut : place] += 1
    }
    self.hasNegative = hasNegative
  }

  mutating func count(_ days: [Int32], _ events: [Bool], _ entries: [Int32], _ groups: [UInt8]?) {
    let leftOut = exits.count - 1
    entered = [Int](repeating: 0, count: self.groups * width)
    for row in days.indices {
      let (day, entry) = (days[row], entries[row])
      // An entry that is missing is the least of all numbers; an exit that is missing is before every entry.
      guard entry < day, entry != RiskTables.missingDay else {
        exits[leftOut] += 1
        continue
      }
      guard entry >= 0 else {
        hasNegative = true
        continue
      }
      let group = groups.map { Int($0[row]) } ?? 0
      exits[(2 * group + (events[row] ? 1 : 0)) * width + Int(day)] += 1
      entered[group * width + Int(entry) + 1] += 1
    }
  }

  var tables: Outcome<RiskTables> {
    if hasNegative { return .undefined(.negativeTime) }
    let parts = (0..<2 * groups).map { Array(exits[$0 * width..<($0 + 1) * width]) }
    let tally = Tally(
      censored: (0..<groups).map { parts[2 * $0] }, events: (0..<groups).map { parts[2 * $0 + 1] },
      entered: entered.isEmpty ? nil : (0..<groups).map { Array(entered[$0 * width..<($0 + 1) * width]) })
    return .defined(tally.tables(of: (0..<width).map(Double.init), missing: exits[exits.count - 1]))
  }
}
