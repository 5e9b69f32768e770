/// The Chalder Fatigue Scale with 11 items, 0 to 3 each: Likert sum, and the bimodal count that defines a case.
public struct ChalderFatigue: Instrument {
  /// `cfq11`.
  public let id = "cfq11"
  /// Name to show.
  public let title = "CFQ-11 fatigue"
  /// The eleven items: 1 to 7 physical, 8 to 11 mental.
  public let items = numberedItems("cfq11", 1...11)
  /// 0 to 33.
  public let range = 0.0...33.0
  /// All are needed.
  public let missingRule = "all items needed"
  /// Chalder (1993).
  public let source = "Chalder 1993; bimodal 4 and more is a case; ask the author"

  /// Makes the instrument.
  public init() {}

  /// The Likert sum; the parts are `physical`, `mental` and `bimodal`, where 2 and 3 count one.
  public func score(_ answers: [String: Int16]) -> Score {
    let checked = ItemAnswers(items, allowed: 0...3, in: answers)
    if let obstacle = checked.obstacle() { return obstacle }
    let codes = items.compactMap { checked.codes[$0] }
    let physical = codes[..<7].reduce(0, +)
    let mental = codes[7...].reduce(0, +)
    let bimodal = codes.filter { $0 >= 2 }.count
    return .scored(
      Score.Scored(
        Double(physical + mental), band: bimodal >= 4 ? "case" : "no-case",
        parts: ["physical": Double(physical), "mental": Double(mental), "bimodal": Double(bimodal)]))
  }
}
