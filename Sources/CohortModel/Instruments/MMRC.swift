/// The modified Medical Research Council scale of breathlessness: one grade, 0 to 4.
public struct MMRC: Instrument {
  /// `mmrc`.
  public let id = "mmrc"
  /// Name to show.
  public let title = "mMRC breathlessness"
  /// The grade.
  public let items = ["mmrc"]
  /// 0 to 4.
  public let range = 0.0...4.0
  /// The grade is needed.
  public let missingRule = "no grade, no score"
  /// Medical Research Council.
  public let source = "Medical Research Council; free with acknowledgement"

  /// Makes the instrument.
  public init() {}

  /// Scores the answer; the band is `relevant` from grade 2 on.
  public func score(_ answers: [String: Int16]) -> Score {
    SumRule(items: items, allowed: 0...4).score(answers, bands: [(0, "not-relevant"), (2, "relevant")])
  }

  /// The grade of a form that asks for the grades as yes or no: the highest that is answered yes.
  ///
  /// - Parameter answers: Whether each of the grades 0 to 4 applies; nil where it was not answered.
  /// - Returns: The grade; nil if none applies, or if a higher one was not answered.
  public static func grade(fromYesNo answers: [Bool?]) -> Int? {
    guard let highest = answers.lastIndex(of: true) else { return nil }
    return answers[(highest + 1)...].contains(nil) ? nil : highest
  }
}
