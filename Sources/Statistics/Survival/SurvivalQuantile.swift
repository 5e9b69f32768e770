/// A time by which a share of a group has had the event, with the limits that are reached.
public struct SurvivalQuantile: Sendable, Equatable {
  /// The first time at which the share is reached; undefined if it is not.
  public let time: Outcome<Double>
  /// The lower limit.
  public let lower: Outcome<Double>
  /// The upper limit, which the curve's own upper limit often does not reach.
  public let upper: Outcome<Double>
}

extension KaplanMeier {
  /// The time by which a share of the group has had the event: 0.5 for the median.
  ///
  /// Where the curve is flat at exactly 1 − share, the middle of the flat part is taken; the limits are the times at
  /// which the limits of the curve cross the same height (Brookmeyer & Crowley 1982, Biometrics 38:29). Both as R's
  /// `quantile.survfit` does, with its tolerance of 1.5e-8.
  public func quantile(
    _ share: Double, limits kind: Limits = .logLog, confidence: Double = 0.95
  ) -> SurvivalQuantile {
    guard share >= 0, share <= 1 else {
      return SurvivalQuantile(
        time: .undefined(.argumentOutOfRange), lower: .undefined(.argumentOutOfRange),
        upper: .undefined(.argumentOutOfRange))
    }
    let limits = limits(kind, confidence: confidence)
    return SurvivalQuantile(
      time: crossing(survival.map { 1 - $0 }, share),
      lower: crossing(limits.map { $0.value.map { 1 - $0.lower } }, share),
      upper: crossing(limits.map { $0.value.map { 1 - $0.upper } }, share))
  }

  /// The median survival time.
  public func median(limits kind: Limits = .logLog, confidence: Double = 0.95) -> SurvivalQuantile {
    quantile(0.5, limits: kind, confidence: confidence)
  }

  /// When heights by row of the table first come to a share; a limit that is not defined counts as not there.
  private func crossing(_ heights: [Double?], _ share: Double) -> Outcome<Double> {
    let tolerance = 1.490_116_119_384_765_6e-8
    guard let end = table.times.last else { return .undefined(.noObservations) }
    if share == 0 { return .defined(0) }
    // The height is 0 at time 0; of equal heights the first counts. Limits may sink again, so the least height that
    // is high enough counts, not the first.
    var reached: (height: Double, time: Double)?
    var passed: (height: Double, time: Double)?
    func see(_ height: Double, _ time: Double) {
      if height + tolerance >= share, height < reached?.height ?? .infinity { reached = (height, time) }
      if height - tolerance >= share, height < passed?.height ?? .infinity { passed = (height, time) }
    }
    see(0, 0)
    for (row, height) in heights.enumerated() {
      if let height { see(height, table.times[row]) }
    }
    guard let reached else { return .undefined(.notReached) }
    if let passed { return .defined(reached.time / 2 + passed.time / 2) }
    // The curve ends at this very height.
    let last = heights.last.flatMap { $0 }
    return last.map { abs($0 - share) < tolerance } ?? false
      ? .defined(reached.time / 2 + end / 2) : .undefined(.notReached)
  }
}
