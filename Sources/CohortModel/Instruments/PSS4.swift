/// The Perceived Stress Scale with four items, 0 to 4 each, items 2 and 3 reversed.
public struct PSS4: Instrument {
  /// `pss4`.
  public let id = "pss4"
  /// Name to show.
  public let title = "PSS-4 perceived stress"
  /// The four items as answered.
  public let items = numberedItems("pss4", 1...4)
  /// 0 to 16.
  public let range = 0.0...16.0
  /// All are needed.
  public let missingRule = "all items needed"
  /// Cohen (1983).
  public let source = "Cohen 1983; reversal of items 2 and 3 as the author's laboratory states it"

  /// Makes the instrument.
  public init() {}

  /// The sum of the items.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(items: items, allowed: 0...4, reversed: ["pss4.2", "pss4.3"]).score(answers)
  }
}
