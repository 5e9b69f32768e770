/// What a column probably holds, told by its cells and its name.
enum ColumnGuess {
  case empty
  case truth(yes: String, no: String)
  /// Codes as they are written, by their counts.
  case coded([(text: String, count: Int)])
  case integer
  /// Whole numbers that may be days as spreadsheets count them.
  case serial
  /// Numbers, and what the questionnaire says of their mark; nil for a point.
  case number(decimal: String?)
  /// Numbers whose mark nothing proves, or of which some prove one and some the other.
  case undecidedNumber
  case date(DateFormat)
  /// Days with the month as a word of a language.
  case namedDate(Language)
  /// Days whose order nothing proves, or of which some prove one and some the other.
  case undecidedDate
  case shortYear
  /// What most cells are, and some are not.
  case mixed(String)
  case text

  /// Fewer rows of a kind are hidden, as in everything that is shown to others.
  static let smallestCount = 5
  private static let mostCodes = 20

  init(_ profile: ColumnProfile, isIdentifying: Bool) {
    self = Self.guess(profile, isIdentifying)
  }

  private static func guess(_ profile: ColumnProfile, _ isIdentifying: Bool) -> ColumnGuess {
    guard profile.filled > 0 else { return .empty }
    if let dates = dates(profile) { return dates }
    if profile.hasLeadingZeros { return .text }
    if !isIdentifying, let values = profile.values {
      if let truth = truth(values) { return truth }
      if let codes = codes(values, profile) { return .coded(codes) }
    }
    if profile.areIntegers {
      return profile.notation.serials.cells == profile.filled ? .serial : .integer
    }
    if let number = number(profile) { return number }
    return mixed(profile.notation) ?? .text
  }

  private static func dates(_ profile: ColumnProfile) -> ColumnGuess? {
    let notation = profile.notation
    if notation.shortYears.cells == profile.filled { return .shortYear }
    if notation.monthWords.cells == profile.filled {
      return notation.languages.count == 1 ? .namedDate(notation.languages[0]) : .undecidedDate
    }
    guard notation.dates.readable + notation.yearFirst.cells == profile.filled else { return nil }
    return DateFormat(profile).map(ColumnGuess.date) ?? .undecidedDate
  }

  private static func number(_ profile: ColumnProfile) -> ColumnGuess? {
    let evidence = profile.notation.decimals
    guard evidence.readable == profile.filled else { return nil }
    switch evidence.verdict {
    case .first where evidence.second.cells == 0:
      return .number(decimal: profile.commas.areNumbers ? "\",\"" : "proven")
    case .second where evidence.first.cells == 0, .either:
      return .number(decimal: profile.points.areNumbers ? nil : "proven")
    default: return .undecidedNumber
    }
  }

  private static func mixed(_ notation: ColumnNotation) -> ColumnGuess? {
    switch notation.kind {
    case .dates: .mixed("days")
    case .numbers, .wholeNumbers: .mixed("numbers")
    case .blank, .yesNo, .text: nil
    }
  }

  private static let truths = [
    ("yes", "no"), ("true", "false"), ("y", "n"), ("oui", "non"), ("ja", "nein"), ("jo", "nee"),
    ("sim", "não"),
    ("sí", "no"), ("1", "0"), ("checked", "unchecked"),
  ]

  private static func truth(_ values: [String: (text: String, count: Int)]) -> ColumnGuess? {
    for (yes, no) in truths where values.keys.allSatisfy({ $0 == yes || $0 == no }) {
      // One word alone says too little of what the other is.
      guard values.count == 2 || yes == "true" || yes == "checked" else { continue }
      return .truth(yes: values[yes]?.text ?? yes, no: values[no]?.text ?? no)
    }
    return nil
  }

  /// Texts that come back again and again; what was written once may be about one person.
  private static func codes(
    _ values: [String: (text: String, count: Int)], _ profile: ColumnProfile
  ) -> [(text: String, count: Int)]? {
    let mean = profile.filled / max(1, values.count)
    guard values.count > 1, values.count <= mostCodes, mean >= smallestCount else { return nil }
    if profile.areIntegers {
      // Counts and ages are numbers; a few small numbers are mostly codes.
      guard values.count <= 8, values.keys.allSatisfy({ abs(Int($0) ?? 1000) < 1000 }) else { return nil }
    } else {
      guard !profile.points.areNumbers && !profile.commas.areNumbers else { return nil }
      guard values.values.allSatisfy({ isWord($0.text, $0.count) }) else { return nil }
    }
    return values.values.sorted { left, right in
      profile.areIntegers
        ? Int(left.text) ?? 0 < Int(right.text) ?? 0 : (right.count, left.text) < (left.count, right.text)
    }.map { ($0.text, $0.count) }
  }

  private static func isWord(_ text: String, _ count: Int) -> Bool {
    let words = text.split(separator: " ").count
    return count >= smallestCount ? text.utf8.count <= 200 : count > 1 && words <= 3 && text.utf8.count <= 24
  }
}

/// How a questionnaire says that the days of a column are written.
struct DateFormat {
  /// Nil for `yyyy-MM-dd`.
  let text: String?
  let hasTime: Bool
  /// False where every order gives the same days.
  let isProven: Bool

  /// Nil where the column's order is open; all of its cells are dates.
  init?(_ profile: ColumnProfile) {
    let notation = profile.notation
    hasTime = notation.times.cells > 0
    switch notation.decision {
    case .proven(let order, _)?:
      guard notation.dates.first.cells == 0 || notation.dates.second.cells == 0 else { return nil }
      isProven = true
      if let pattern = profile.dates.remaining.first(where: { $0.order?.rawValue == order }) {
        text = pattern == .iso ? nil : pattern.text
      } else {
        text = order != "ymd" && notation.yearFirst.cells > 0 ? "[\(order), ymd]" : order
      }
    case .indifferent?:
      isProven = false
      text = Proof.alone.rawValue
    case .open?, nil: return nil
    }
  }

  private typealias Proof = Openness.Proof
}
