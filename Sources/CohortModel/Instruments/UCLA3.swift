/// The three-item loneliness scale of UCLA, 1 to 3 each.
public struct UCLA3: Instrument {
  /// `ucla3`.
  public let id = "ucla3"
  /// Name to show.
  public let title = "UCLA-3 loneliness"
  /// The three items.
  public let items = numberedItems("ucla3", 1...3)
  /// 3 to 9.
  public let range = 3.0...9.0
  /// All are needed.
  public let missingRule = "all items needed"
  /// Hughes (2004).
  public let source = "Hughes 2004; range as in CON-VINCE"

  /// Makes the instrument.
  public init() {}

  /// The sum of the items.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(items: items, allowed: 1...3).score(answers)
  }
}
