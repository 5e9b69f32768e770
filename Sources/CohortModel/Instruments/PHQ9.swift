/// The Patient Health Questionnaire: nine items of depression, 0 to 3 each.
public struct PHQ9: Instrument {
  /// `phq9`.
  public let id = "phq9"
  /// Name to show.
  public let title = "PHQ-9 depression"
  /// The nine items; the question about difficulty adds nothing.
  public let items = numberedItems("phq9", 1...9)
  /// 0 to 27.
  public let range = 0.0...27.0
  /// Mean substitution.
  public let missingRule =
    "up to 2 missing items are replaced by the mean of the others and the sum is rounded half up; more: no score"
  /// Kroenke (2001); the rule for missing items is Arrieta's (2017).
  public let source = "Kroenke 2001; missing items: Arrieta 2017; rounding: own choice; public domain"

  /// Makes the instrument.
  public init() {}

  /// Scores the answers; 10 and more is a positive screen.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(items: items, allowed: 0...3, allowedMissing: 2).score(
      answers,
      bands: [
        (0, "minimal"), (5, "mild"), (10, "moderate"), (15, "moderately-severe"), (20, "severe"),
      ])
  }

  /// Whether the diagnostic algorithm finds a major depressive syndrome; nil if missing items leave it open.
  ///
  /// At least five items at 2 or more (item 9 at 1 or more), among them item 1 or 2.
  public func majorDepression(_ answers: [String: Int16]) -> Bool? {
    let checked = ItemAnswers(items, allowed: 0...3, in: answers)
    let isPositive = { (place: Int) -> Bool? in
      checked.codes[items[place]].map { $0 >= (place == 8 ? 1 : 2) }
    }
    let all = items.indices.map(isPositive)
    let certain = all.filter { $0 == true }.count
    let possible = all.filter { $0 != false }.count
    if certain >= 5, all[0] == true || all[1] == true { return true }
    return possible >= 5 && (all[0] != false || all[1] != false) ? nil : false
  }

  /// Whether item 9, thoughts of death or self-harm, was answered above 0; nil if it was not answered.
  ///
  /// A study physician must see it; it never stands alone in an anonymised export.
  public func raisesSafetyFlag(_ answers: [String: Int16]) -> Bool? {
    answers["phq9.9"].flatMap { $0 < 0 ? nil : $0 >= 1 }
  }
}
