/// The post-exertional malaise part of the DePaul Symptom Questionnaire: five items with frequency and severity,
/// 0 to 4 each, and five questions that follow.
public struct DSQPEM: Instrument {
  /// `dsq-pem`.
  public let id = "dsq-pem"
  /// Name to show.
  public let title = "DSQ-PEM post-exertional malaise"
  /// Frequency and severity of the five items.
  public let items = (1...5).flatMap { ["dsq-pem.frequency.\($0)", "dsq-pem.severity.\($0)"] }
  /// 1 positive, 0 negative.
  public let range = 0.0...1.0
  /// Incomplete pairs are left out.
  public let missingRule = "an incomplete pair is ignored; none positive and any missing: not scored"
  /// Cotler (2018).
  public let source = "Cotler 2018, 10.3390/diagnostics8030066; LOINC 112481-7; free with credit"

  /// Makes the instrument.
  public init() {}

  /// The first step: 1 if any item has a frequency and a severity of 2 or more.
  public func score(_ answers: [String: Int16]) -> Score {
    let checked = ItemAnswers(items, allowed: 0...4, in: answers)
    if let outOfRange = checked.outOfRange { return .notScored(.outOfRange(item: outOfRange)) }
    if checked.isNotAsked { return .notScored(.notAsked) }
    let isPositive = (1...5).contains { number in
      checked.codes["dsq-pem.frequency.\(number)"].map { $0 >= 2 } ?? false
        && checked.codes["dsq-pem.severity.\(number)"].map { $0 >= 2 } ?? false
    }
    if isPositive { return .scored(Score.Scored(1, band: "positive")) }
    guard checked.missing.isEmpty else { return .notScored(.missingItems(checked.missing)) }
    return .scored(Score.Scored(0, band: "negative"))
  }

  /// The second step, malaise of the ME/CFS type: worse after physical (7) or mental effort (8), for 14 hours or
  /// more; nil if answers are missing that could change it.
  ///
  /// - Parameters:
  ///   - answers: The items of the first step.
  ///   - isWorseAfterPhysicalEffort: Item 7.
  ///   - isWorseAfterMentalEffort: Item 8.
  ///   - lastsFourteenHours: Item 9 reaches 14 hours.
  /// - Returns: True, false, or nil where it is open.
  public func isOfMECFSType(
    _ answers: [String: Int16], isWorseAfterPhysicalEffort: Bool?, isWorseAfterMentalEffort: Bool?,
    lastsFourteenHours: Bool?
  ) -> Bool? {
    let first = score(answers).value.map { $0 == 1 }
    let effort: Bool?
    switch (isWorseAfterPhysicalEffort, isWorseAfterMentalEffort) {
    case (true, _), (_, true): effort = true
    case (false, false): effort = false
    default: effort = nil
    }
    let criteria = [first, effort, lastsFourteenHours]
    if criteria.contains(false) { return false }
    return criteria.contains(nil) ? nil : true
  }
}
