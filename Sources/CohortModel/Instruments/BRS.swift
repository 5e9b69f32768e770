/// The Brief Resilience Scale: the mean of six items, 1 to 5 each, items 2, 4 and 6 reversed.
public struct BRS: Instrument {
  /// `brs`.
  public let id = "brs"
  /// Name to show.
  public let title = "BRS resilience"
  /// The six items as answered.
  public let items = numberedItems("brs", 1...6)
  /// 1 to 5.
  public let range = 1.0...5.0
  /// All are needed.
  public let missingRule = "all items needed"
  /// Smith (2008).
  public let source = "Smith 2008; reversed items [K]"

  /// Makes the instrument.
  public init() {}

  /// The mean of the items.
  public func score(_ answers: [String: Int16]) -> Score {
    switch SumRule(items: items, allowed: 1...5, reversed: ["brs.2", "brs.4", "brs.6"]).sum(answers) {
    case .failure(let obstacle): obstacle.score
    case .success(let (sum, _)): .scored(Score.Scored(sum / 6))
    }
  }
}
