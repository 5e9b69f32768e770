/// The WHO Disability Assessment Schedule 2.0 with 12 items, 0 none to 4 extreme, by simple sum.
public struct WHODAS12: Instrument {
  /// `whodas12`.
  public let id = "whodas12"
  /// Name to show.
  public let title = "WHODAS 2.0, 12 items"
  /// The twelve items, coded 0 to 4; a form that codes 1 to 5 is recoded when it is read.
  public let items = numberedItems("whodas12", 1...12)
  /// 0 to 48.
  public let range = 0.0...48.0
  /// One may be missing.
  public let missingRule =
    "one missing item is replaced by the mean of the others, not rounded; more: no score"
  /// WHO (2010).
  public let source = "WHO 2010; missing rule [K]"

  /// Makes the instrument.
  public init() {}

  /// The simple sum; the part `percent` is the sum times 100/48.
  public func score(_ answers: [String: Int16]) -> Score {
    switch SumRule(items: items, allowed: 0...4, allowedMissing: 1).sum(answers) {
    case .failure(let obstacle): return obstacle.score
    case .success(let (sum, substituted)):
      return .scored(
        Score.Scored(sum, substituted: substituted, parts: ["percent": sum * 100 / 48]))
    }
  }
}
