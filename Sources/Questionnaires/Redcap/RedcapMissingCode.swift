public import CohortModel

/// A code that a project lets stand in any field in place of a value.
public struct RedcapMissingCode: Hashable, Sendable {
  /// Text of the cell.
  public let code: String
  /// Text for people.
  public let label: String
  /// The reason that the label tells; `unknown` where it tells none.
  public let reason: MissingReason

  /// Reads the project's setting, `code, label | code, label`.
  ///
  /// A label that is a reason's word is that reason; others are searched for words such as "refused".
  public static func list(_ text: String) -> [RedcapMissingCode] {
    RedcapHeader.choices(text).map { choice in
      RedcapMissingCode(code: choice.code, label: choice.label, reason: reason(of: choice.label))
    }
  }

  private static func reason(of label: String) -> MissingReason {
    let words = label.lowercased()
    if let reason = MissingReason(word: words) { return reason }
    return signs.first { words.contains($0.sign) }?.reason ?? .unknown
  }

  private static let signs: [(sign: String, reason: MissingReason)] = [
    ("refus", .refused), ("declin", .refused), ("prefer not", .refused), ("not applicable", .notApplicable),
    ("does not apply", .notApplicable), ("not asked", .notAsked), ("not done", .notAsked),
    ("not answered", .notAnswered), ("no answer", .notAnswered), ("no response", .notAnswered),
    ("skipped", .notAnswered), ("unreadable", .unreadable), ("illegible", .unreadable),
    ("invalid", .unreadable),
  ]
}
