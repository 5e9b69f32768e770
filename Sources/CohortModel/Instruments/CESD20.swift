/// The depression scale of the Center for Epidemiologic Studies: 20 items, 0 to 3 each, four of them reversed.
public struct CESD20: Instrument {
  /// `cesd20`.
  public let id = "cesd20"
  /// Name to show.
  public let title = "CES-D-20 depression"
  /// The twenty items as answered; items 4, 8, 12 and 16 are reversed by the score.
  public let items = numberedItems("cesd20", 1...20)
  /// 0 to 60.
  public let range = 0.0...60.0
  /// Four may be missing.
  public let missingRule =
    "up to 4 missing items are replaced by the mean of the others and the sum is rounded half up; more: no score"
  /// Radloff (1977).
  public let source = "Radloff 1977; missing rule [K]; free"

  /// Makes the instrument.
  public init() {}

  /// Scores the answers; 16 and more is a positive screen.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(
      items: items, allowed: 0...3, reversed: ["cesd20.4", "cesd20.8", "cesd20.12", "cesd20.16"],
      allowedMissing: 4
    ).score(answers, bands: [(0, "negative"), (16, "positive")])
  }
}
