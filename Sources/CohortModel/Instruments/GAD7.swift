/// The Generalised Anxiety Disorder scale: seven items, 0 to 3 each.
public struct GAD7: Instrument {
  /// `gad7`.
  public let id = "gad7"
  /// Name to show.
  public let title = "GAD-7 anxiety"
  /// The seven items.
  public let items = numberedItems("gad7", 1...7)
  /// 0 to 21.
  public let range = 0.0...21.0
  /// Mean substitution.
  public let missingRule =
    "up to 2 missing items are replaced by the mean of the others and the sum is rounded half up; more: no score"
  /// Spitzer (2006).
  public let source = "Spitzer 2006; missing items as PHQ-9 [K]; public domain"

  /// Makes the instrument.
  public init() {}

  /// Scores the answers; 10 and more is a positive screen.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(items: items, allowed: 0...3, allowedMissing: 2).score(
      answers, bands: [(0, "minimal"), (5, "mild"), (10, "moderate"), (15, "severe")])
  }
}
