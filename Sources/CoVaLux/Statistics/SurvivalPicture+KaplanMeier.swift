public import Reporting
public import Statistics

extension SurvivalPicture.Group {
  /// A group of a picture, with the estimates and the log-log limits of its curve.
  ///
  /// There is none for a curve with delayed entry, whose numbers at risk less censored do not give its events.
  ///
  /// - Parameters:
  ///   - label: The group's name.
  ///   - curve: The curve; its times are days.
  public init?(_ label: String, _ curve: KaplanMeier) {
    let table = curve.table
    var left = table.persons
    var days: [SurvivalCounts.Day] = []
    for row in table.times.indices {
      guard table.atRisk[row] == left else { return nil }
      left -= table.exits[row]
      days.append(
        SurvivalCounts.Day(
          table.times[row], events: table.events[row], censored: table.exits[row] - table.events[row]))
    }
    let limits = curve.limits(.logLog)
    self.init(label, SurvivalCounts(size: table.persons, days: days)) { time in
      let row = table.row(atOrBefore: time)
      let interval = row.flatMap { limits[$0].value }
      return DrawnEstimate(curve.survival(at: time), interval?.lower, interval?.upper)
    }
  }
}
