/// What a column probably holds, told by its cells and its name.
enum ColumnGuess {
  case empty
  case truth(yes: String, no: String)
  /// Codes as they are written, by their counts.
  case coded([(text: String, count: Int)])
  case integer
  case number(decimalMark: UInt8)
  /// Numbers whose mark may stand between thousands or before decimals.
  case undecidedNumber
  case date(DatePattern)
  case dateAndTime(DatePattern)
  /// Dates whose day and month cannot be told apart.
  case undecidedDate([DatePattern])
  case text

  /// Fewer rows of a kind are hidden, as in everything that is shown to others.
  static let smallestCount = 5
  private static let mostCodes = 20

  init(_ profile: ColumnProfile, isIdentifying: Bool) {
    self = Self.guess(profile, isIdentifying)
  }

  private static func guess(_ profile: ColumnProfile, _ isIdentifying: Bool) -> ColumnGuess {
    guard profile.filled > 0 else { return .empty }
    if let dates = dates(profile.dates.remaining) { return dates }
    if profile.hasLeadingZeros { return .text }
    if !isIdentifying, let values = profile.values {
      if let truth = truth(values) { return truth }
      if let codes = codes(values, profile) { return .coded(codes) }
    }
    if profile.areIntegers { return .integer }
    if let number = number(profile) { return number }
    return .text
  }

  private static func dates(_ remaining: [DatePattern]) -> ColumnGuess? {
    guard let first = remaining.first else { return nil }
    if first.text.contains("H") {
      return remaining.count == 1 || first.isLikeISO ? .dateAndTime(first) : .undecidedDate(remaining)
    }
    return remaining.count == 1 ? .date(first) : .undecidedDate(remaining)
  }

  private static func number(_ profile: ColumnProfile) -> ColumnGuess? {
    switch (profile.points.areNumbers, profile.commas.areNumbers) {
    case (true, _): profile.points.isCertain ? .number(decimalMark: profile.points.mark) : .undecidedNumber
    case (_, true): profile.commas.isCertain ? .number(decimalMark: profile.commas.mark) : .undecidedNumber
    default: nil
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
