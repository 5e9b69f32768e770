/// The survival curve of one group.
///
/// Kaplan & Meier (1958), J Am Stat Assoc 53:457; variance by Greenwood (1926); cumulative hazard by Nelson (1972),
/// Technometrics 14:945, and Aalen (1978), Ann Stat 6:701, with tied events sharing one denominator. Delayed entry is
/// in the risk table. Checked against R 4.2 survival 3.5 `survfit`.
public struct KaplanMeier: Sendable {
  /// How the limits of the curve are taken.
  public enum Limits: Sendable, Hashable, CaseIterable {
    /// On the scale of log S, cut at 1; R's default.
    case log
    /// On the scale of log(−log S), which stays inside 0…1.
    case logLog
    /// On the scale of S, cut to 0…1.
    case plain
  }

  /// The counts that the curve is made from.
  public let table: RiskTable
  /// The share that survives each time of the table.
  public let survival: [Double]
  /// The sum of d / (n (n − d)) up to each time; infinite where nobody survives.
  private let greenwood: [Double]
  /// The Nelson-Aalen cumulative hazard at each time: the sum of d / n.
  public let cumulativeHazard: [Double]
  /// The standard error of the cumulative hazard at each time: the root of the sum of d / n².
  public let cumulativeHazardError: [Double]

  /// Computes the curve.
  public init(_ table: RiskTable) {
    self.table = table
    var share = 1.0
    var variance = 0.0
    var hazard = 0.0
    var hazardVariance = 0.0
    var columns = (survival: [Double](), greenwood: [Double](), hazard: [Double](), error: [Double]())
    for row in table.times.indices {
      let atRisk = Double(table.atRisk[row])
      let events = Double(table.events[row])
      if events > 0 {
        share *= (atRisk - events) / atRisk
        variance += atRisk > events ? events / (atRisk * (atRisk - events)) : .infinity
        hazard += events / atRisk
        hazardVariance += events / (atRisk * atRisk)
      }
      columns.survival.append(share)
      columns.greenwood.append(variance)
      columns.hazard.append(hazard)
      columns.error.append(hazardVariance.squareRoot())
    }
    survival = columns.survival
    greenwood = columns.greenwood
    cumulativeHazard = columns.hazard
    cumulativeHazardError = columns.error
  }

  /// The share that survives a time: 1 before the first exit, and after the last exit what it was there.
  public func survival(at time: Double) -> Double {
    table.row(atOrBefore: time).map { survival[$0] } ?? 1
  }

  /// The standard error of the survival at a row of the table; undefined where nobody survives.
  public func standardError(at row: Int) -> Outcome<Double> {
    greenwood[row].isFinite
      ? .defined(greenwood[row].squareRoot() * survival[row]) : .undefined(.nobodyLeft)
  }

  /// The limits of the survival at each row of the table.
  ///
  /// Undefined where nobody survives; on the log-log scale also before the first event.
  public func limits(_ kind: Limits = .logLog, confidence: Double = 0.95) -> [Outcome<Interval>] {
    guard let factor = Distribution.normalFactor(confidence: confidence).value else {
      return survival.map { _ in .undefined(.argumentOutOfRange) }
    }
    return survival.indices.map { row in
      let share = survival[row]
      guard share > 0, greenwood[row].isFinite else { return .undefined(.nobodyLeft) }
      return Self.interval(of: share, half: factor * greenwood[row].squareRoot(), kind)
    }
  }

  /// The limits of a share whose logarithm has a known half width.
  private static func interval(of share: Double, half: Double, _ kind: Limits) -> Outcome<Interval> {
    switch kind {
    case .plain:
      return .defined(
        Interval(lower: share - half * share, upper: share + half * share).clipped(to: 0...1))
    case .log:
      return .defined(
        Interval(lower: share * exponential(-half), upper: min(share * exponential(half), 1)))
    case .logLog:
      guard share < 1 else { return .undefined(.noEvents) }
      let hazard = -logarithm(share)
      let spread = exponential(half / hazard)
      return .defined(
        Interval(lower: exponential(-hazard * spread), upper: exponential(-hazard / spread)))
    }
  }
}
