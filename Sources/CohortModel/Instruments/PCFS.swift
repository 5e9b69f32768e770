/// The Post-COVID-19 Functional Status scale: one grade, 0 to 4; death is not a grade here.
public struct PCFS: Instrument {
  /// `pcfs`.
  public let id = "pcfs"
  /// Name to show.
  public let title = "PCFS functional status"
  /// The grade.
  public let items = ["pcfs"]
  /// 0 to 4.
  public let range = 0.0...4.0
  /// The grade is needed.
  public let missingRule = "no grade, no score; of two grades that fit, the higher"
  /// Klok (2020).
  public let source = "Klok 2020, PMC7236834; refers to the past week"

  /// Makes the instrument.
  public init() {}

  /// Scores the answer; the band is `limited` from grade 2 on.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(items: items, allowed: 0...4).score(answers, bands: [(0, "not-limited"), (2, "limited")])
  }

  /// The grade of a person whom several grades fit: the highest; nil if none does.
  public static func grade(fitting grades: some Sequence<Int>) -> Int? {
    grades.max()
  }
}
