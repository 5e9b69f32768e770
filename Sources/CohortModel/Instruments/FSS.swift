/// The Fatigue Severity Scale: the mean of nine items, 1 to 7 each.
public struct FSS: Instrument {
  /// `fss`.
  public let id = "fss"
  /// Name to show.
  public let title = "FSS fatigue severity"
  /// The nine items.
  public let items = numberedItems("fss", 1...9)
  /// 1 to 7.
  public let range = 1.0...7.0
  /// All items by default.
  public var missingRule: String {
    allowedMissing == 0
      ? "all items needed" : "mean of the answered items if at most \(allowedMissing) are missing"
  }
  /// Krupp (1989).
  public let source =
    "Krupp 1989; mean 4 and more: PMC3599447; missing rule [K]; permission of the author needed"

  /// Number of items that may be missing.
  public var allowedMissing = 0

  /// Makes the instrument.
  public init() {}

  /// Scores the answers; the band is `fatigue` from a mean of 4 on.
  public func score(_ answers: [String: Int16]) -> Score {
    switch SumRule(items: items, allowed: 1...7, allowedMissing: allowedMissing).sum(answers) {
    case .failure(let obstacle): return obstacle.score
    case .success(let (sum, substituted)):
      let mean = sum / 9
      return .scored(
        Score.Scored(
          mean, band: mean >= 4 ? "fatigue" : "no-fatigue", substituted: substituted, parts: ["sum": sum]))
    }
  }
}
