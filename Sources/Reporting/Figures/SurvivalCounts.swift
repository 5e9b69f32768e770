/// What happened in a group on each day since its clock began: the numbers under a survival curve.
public struct SurvivalCounts: Sendable, Hashable {
  /// A day on which somebody had the event or was last seen.
  public struct Day: Sendable, Hashable {
    /// Days since the clock began.
    public var time: Double
    /// Persons with the event on that day.
    public var events: Int
    /// Persons last seen on that day without the event; they count as at risk on it.
    public var censored: Int

    /// Makes a day.
    public init(_ time: Double, events: Int, censored: Int) {
      self.time = time
      self.events = events
      self.censored = censored
    }
  }

  /// The persons at risk when the clock began.
  public let size: Int
  /// The days in order.
  public let days: [Day]

  /// Takes the days of a group; they are sorted, and days of the same time are added up.
  public init(size: Int, days: [Day]) {
    self.size = size
    var merged: [Day] = []
    for day in days.sorted(by: { $0.time < $1.time }) {
      if let last = merged.last, last.time == day.time {
        merged[merged.count - 1].events += day.events
        merged[merged.count - 1].censored += day.censored
      } else {
        merged.append(day)
      }
    }
    self.days = merged
  }

  /// The last day on which at least so many are at risk; 0 if there is none.
  public func end(atRisk smallest: Int) -> Double { kept(atRisk: smallest).last?.time ?? 0 }

  fileprivate func kept(atRisk smallest: Int) -> ArraySlice<Day> {
    var left = size
    return days.prefix { day in
      defer { left -= day.events + day.censored }
      return left >= max(smallest, 1)
    }
  }

  /// Hides single persons: what is left may be drawn.
  ///
  /// - The curve ends with the last day on which at least `smallestAtRisk` are at risk.
  /// - Days are taken together until a step holds `threshold` events; what is over at the end joins the last
  ///   step. A curve with fewer events than that, but not none, has no step and is hidden.
  /// - Marks of censoring stand for `threshold` persons at least, in the same way.
  /// - At risk less censored gives the events so far. A number of censored is hidden where that would part a
  ///   step's events, or those between two times, into parts of fewer than the threshold.
  ///
  /// - Parameters:
  ///   - threshold: the fewest events of a step.
  ///   - ticks: the times of the table of numbers at risk, in order; steps end before them where they can.
  ///   - smallestAtRisk: where the curve ends.
  /// - Returns: the group as it may be drawn.
  /// - Complexity: O(days + steps × ticks).
  public func disclosed(threshold: Int, at ticks: [Double], smallestAtRisk: Int = 10) -> DisclosedSurvival {
    DisclosedSurvival(self, threshold: threshold, ticks: ticks, smallestAtRisk: smallestAtRisk)
  }

  /// Days taken together until each group holds at least `threshold`; none at all where all hold fewer.
  ///
  /// - Parameters:
  ///   - counts: times in order, with what is counted on each.
  ///   - threshold: the fewest of a group.
  ///   - breaks: times before which a group ends where the groups since the last break can hold all.
  /// - Returns: the last time and the sum of each group, in order.
  public static func coarsened(
    _ counts: [(time: Double, count: Int)], threshold: Int, breaks: [Double] = []
  ) -> [(time: Double, count: Int)] {
    var groups: [(time: Double, count: Int)] = []
    var open = (time: 0.0, count: 0)
    var sinceBreak = 0
    var breaks = breaks[...]
    func joinLast() {
      guard open.count > 0, let last = groups.last else { return }
      groups[groups.count - 1] = (open.time, last.count + open.count)
      open.count = 0
    }
    for day in counts where day.count > 0 {
      while let first = breaks.first, first <= day.time {
        breaks.removeFirst()
        if groups.count > sinceBreak { joinLast() }
        sinceBreak = groups.count
      }
      open = (day.time, open.count + day.count)
      if open.count >= threshold {
        groups.append(open)
        open.count = 0
      }
    }
    joinLast()
    return groups
  }
}

/// A group's survival as far as it may be drawn; it does not hold what was hidden.
public struct DisclosedSurvival: Sendable, Hashable {
  /// A step of the curve.
  public struct Step: Sendable, Hashable {
    /// Days since the clock began: the last of the days that the step stands for.
    public let time: Double
    /// Its events: the threshold at least.
    public let events: Int
  }

  /// A column of the table of numbers at risk.
  public struct AtRisk: Sendable, Hashable {
    /// Days since the clock began.
    public let time: Double
    /// The persons still at risk at that time; absent after the end of the curve.
    public let count: Disclosed<Int>
    /// The persons censored before that time.
    public let censored: Disclosed<Int>
  }

  /// The persons at risk when the clock began.
  public let size: Disclosed<Int>
  /// The steps in order.
  public let steps: [Step]
  /// Times at which at least the threshold were censored since the last.
  public let censorings: [Double]
  /// The numbers at risk.
  public let atRisk: [AtRisk]
  /// Where the curve ends.
  public let end: Double
  /// Whether there is no curve to draw, for too few persons or events.
  public let isHidden: Bool

  fileprivate init(_ counts: SurvivalCounts, threshold: Int, ticks: [Double], smallestAtRisk: Int) {
    let kept = counts.kept(atRisk: smallestAtRisk)
    let steps = SurvivalCounts.coarsened(
      kept.map { ($0.time, $0.events) }, threshold: threshold, breaks: ticks
    ).map { Step(time: $0.time, events: $0.count) }
    size = counts.size == 0 || counts.size >= threshold ? .shown(counts.size) : .hidden
    isHidden =
      counts.size < max(threshold, smallestAtRisk) || (steps.isEmpty && kept.contains { $0.events > 0 })
    if isHidden {
      (self.steps, censorings, end) = ([], [], 0)
      atRisk = ticks.map { AtRisk(time: $0, count: .hidden, censored: .hidden) }
      return
    }
    self.steps = steps
    censorings = SurvivalCounts.coarsened(kept.map { ($0.time, $0.censored) }, threshold: threshold).map(
      \.time)
    end = kept.last?.time ?? 0
    atRisk = DisclosedSurvival.columns(ticks, kept, steps, size: counts.size, threshold: threshold)
  }

  private static func columns(
    _ ticks: [Double], _ days: ArraySlice<SurvivalCounts.Day>, _ steps: [Step], size: Int, threshold: Int
  ) -> [AtRisk] {
    func isSafe(_ part: Int) -> Bool { part == 0 || part >= threshold }
    var known = [0]
    for step in steps { known.append(known[known.count - 1] + step.events) }
    var (events, censored, lastEvents, lastCensored) = (0, 0, 0, 0)
    var rest = days
    return ticks.map { tick in
      while let day = rest.first, day.time < tick {
        events += day.events
        censored += day.censored
        rest.removeFirst()
      }
      guard tick <= days.last?.time ?? 0 else { return AtRisk(time: tick, count: .absent, censored: .absent) }
      let before = known.last { $0 <= events } ?? 0
      let after = known.first { $0 >= events } ?? events
      let isOpen =
        isSafe(events - max(before, lastEvents)) && isSafe(after - events) && isSafe(censored - lastCensored)
      if isOpen { (lastEvents, lastCensored) = (events, censored) }
      return AtRisk(
        time: tick, count: .shown(size - events - censored), censored: isOpen ? .shown(censored) : .hidden)
    }
  }
}
