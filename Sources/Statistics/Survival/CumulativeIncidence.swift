/// The share of persons who by each time have had each of several events that exclude one another.
///
/// Aalen & Johansen (1978), Scand J Stat 5:141. Never 1 − Kaplan-Meier, which takes those with a competing event for
/// persons who could still have this one. Checked against R 4.2 survival 3.5 `survfit` of several states.
public struct CumulativeIncidence: Sendable {
  /// The distinct times of exit, ascending.
  public let times: [Double]
  /// How many persons are at risk at each time.
  public let atRisk: [Int]
  /// How many have each event, by cause (from 0), then time.
  public let events: [[Int]]
  /// The share without any event after each time.
  public let survival: [Double]
  /// The cumulative incidence after each time, by cause (from 0), then time.
  public let incidence: [[Double]]
  /// How many rows were left out because a time is missing, or the entry is not before the exit.
  public let missing: Int

  /// Counts persons and computes the curves.
  ///
  /// - Parameters:
  ///   - times: The time of exit of each person.
  ///   - causes: 0 for a person who left without an event, else the number of the event, from 1.
  ///   - causeCount: How many events there are.
  ///   - entries: When each person came under observation, if later than 0.
  /// - Returns: The curves; undefined where columns differ in length, or a time is negative.
  public static func estimate(
    times: [Double], causes: [Int], causeCount: Int, entries: [Double]? = nil
  ) -> Outcome<CumulativeIncidence> {
    guard causeCount > 0, causes.allSatisfy({ $0 >= 0 && $0 <= causeCount }) else {
      return .undefined(.argumentOutOfRange)
    }
    guard causes.count == times.count else { return .undefined(.lengthsDiffer) }
    // A group for each way to leave, so that exits are counted by cause.
    return RiskTables.tally(
      times: times, events: causes.map { $0 > 0 }, entries: entries, groups: causes,
      groupCount: causeCount + 1
    ).map { CumulativeIncidence($0, causeCount) }
  }

  private init(_ tables: RiskTables, _ causeCount: Int) {
    times = tables.times
    missing = tables.missing
    atRisk = tables.times.indices.map { row in tables.atRisk.reduce(0) { $0 + $1[row] } }
    events = (1...causeCount).map { tables.events[$0] }
    var free = 1.0
    var survival: [Double] = []
    var incidence = [[Double]](repeating: [], count: causeCount)
    for row in times.indices {
      let atRisk = Double(atRisk[row])
      var left = atRisk
      for cause in 0..<causeCount {
        let count = Double(events[cause][row])
        incidence[cause].append((incidence[cause].last ?? 0) + free * count / atRisk)
        left -= count
      }
      free *= left / atRisk
      survival.append(free)
    }
    self.survival = survival
    self.incidence = incidence
  }

  /// The cumulative incidence of a cause (from 0) at a time.
  public func incidence(of cause: Int, at time: Double) -> Outcome<Double> {
    guard incidence.indices.contains(cause) else { return .undefined(.argumentOutOfRange) }
    guard !times.isEmpty else { return .undefined(.noObservations) }
    return .defined(rowCount(through: time).map { incidence[cause][$0 - 1] } ?? 0)
  }

  /// The standard error of the cumulative incidence of a cause (from 0) at a time.
  ///
  /// Each event j at time s moves the incidence by S(s−)/n − (F(t) − F(s)) / (n − d) if it is of the cause, else by
  /// the second term alone; the events of one time are multinomial.
  public func standardError(of cause: Int, at time: Double) -> Outcome<Double> {
    guard incidence.indices.contains(cause) else { return .undefined(.argumentOutOfRange) }
    guard !times.isEmpty else { return .undefined(.noObservations) }
    guard let rows = rowCount(through: time) else { return .defined(0) }
    let end = incidence[cause][rows - 1]
    var variance = 0.0
    for row in 0..<rows {
      let total = events.reduce(0.0) { $0 + Double($1[row]) }
      guard total > 0 else { continue }
      let atRisk = Double(atRisk[row])
      let before = row > 0 ? survival[row - 1] : 1
      let own = before / atRisk
      let after = atRisk > total ? (end - incidence[cause][row]) / (atRisk - total) : 0
      let count = Double(events[cause][row])
      let sum = own * count - after * total
      let squares = (own - after) * (own - after) * count + after * after * (total - count)
      variance += squares - sum * sum / atRisk
    }
    return .defined(max(variance, 0).squareRoot())
  }

  /// How many rows are at or before a time; nil if none.
  private func rowCount(through time: Double) -> Int? {
    var low = 0
    var high = times.count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low : nil
  }
}
