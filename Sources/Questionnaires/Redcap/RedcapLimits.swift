import CohortModel

/// The limits of a field's validation: fixed values, the day of the import, or other fields.
struct RedcapLimits {
  /// What a field holds, as its validation says.
  private enum Kind {
    case number
    case date
    case dateTime
    /// A text that is ordered as it is written, such as a time of day.
    case time
  }

  private let field: RedcapDictionary.Field
  private let logic: RedcapLogic
  private let kind: Kind
  private let ends: [String]

  init(_ field: RedcapDictionary.Field, _ logic: RedcapLogic) {
    self.field = field
    self.logic = logic
    let validation = field.validation
    let kind: Kind =
      if validation.hasPrefix("datetime_") {
        .dateTime
      } else if validation.hasPrefix("date_") {
        .date
      } else if validation.hasPrefix("time") {
        .time
      } else {
        .number
      }
    self.kind = kind
    ends = [field.minimum, field.maximum].map { end in
      switch kind {
      case .number: end.replacing(",", with: ".")
      case .date, .dateTime: Self.iso(end, isMonthFirst: validation.contains("_mdy"))
      case .time: end
      }
    }
  }

  var isEmpty: Bool { ends.allSatisfy(\.isEmpty) }

  /// Both ends as a range; nil if they are no fixed numbers or days.
  var range: String? {
    guard !isEmpty, kind == .number || kind == .date,
      let lowest = QuestionnaireLoader.bound(ends[0], isDate: kind == .date, open: -.infinity),
      let highest = QuestionnaireLoader.bound(ends[1], isDate: kind == .date, open: .infinity),
      lowest <= highest
    else { return nil }
    return "\(ends[0])...\(ends[1])"
  }

  /// The limits as a condition; nil if one of them cannot be told, or if both are fixed and in the wrong order.
  var condition: String? {
    let limits = zip(ends, [">=", "<="]).filter { !$0.0.isEmpty }.map { limit($0.0, $0.1) }
    guard !isEmpty, !limits.contains(nil) else { return nil }
    let areFixed = ends.allSatisfy { !$0.isEmpty && !isMoment($0) && !$0.hasPrefix("[") }
    switch kind {
    case .number, .date: if areFixed { return nil }
    case .dateTime, .time: if areFixed && ends[0] > ends[1] { return nil }
    }
    return limits.compactMap(\.self).joined(separator: " and ")
  }

  private func isMoment(_ end: String) -> Bool { ["today", "now"].contains(end.lowercased()) }

  /// A limit as a condition; nil if it is neither a value, the day of the import, nor another field.
  private func limit(_ end: String, _ sign: String) -> String? {
    if isMoment(end) {
      // The import has a day and no time: whatever is of that day is within.
      switch kind {
      case .date: return "datediff('today', [\(field.name)], 'd', true) \(sign) 0"
      case .dateTime: return "datediff('today', left([\(field.name)], 10), 'd', true) \(sign) 0"
      case .number, .time: return nil
      }
    }
    if end.hasPrefix("["), end.hasSuffix("]") {
      guard case .text(let other, _) = logic.reading(of: end) else { return nil }
      return "(\(other) = '' or [\(field.name)] \(sign) \(other))"
    }
    switch kind {
    case .number, .date:
      guard QuestionnaireLoader.bound(end, isDate: kind == .date, open: 0) != nil else { return nil }
      return "[\(field.name)] \(sign) " + (kind == .date ? "'\(end)'" : end)
    case .dateTime:
      let bytes = Array(end.utf8)
      guard DateTimeText.isOne(bytes, 0..<bytes.count) else { return nil }
      // Texts are compared, so that the limit has to be as long as the value.
      let length = field.validation.contains("seconds") ? 19 : 16
      let text = length > end.count ? end + ":00" : String(end.prefix(length))
      return "[\(field.name)] \(sign) '\(text)'"
    case .time:
      guard end.utf8.allSatisfy({ $0 == 0x3A || $0 &- 0x30 <= 9 }), end.contains(":") else { return nil }
      return "[\(field.name)] \(sign) '\(end)'"
    }
  }

  /// A day of a dictionary, which may have the order that its forms show, as exports write it.
  private static func iso(_ end: String, isMonthFirst: Bool) -> String {
    let day = end.prefix { $0 != " " }
    let parts = day.split { $0 == "-" || $0 == "/" || $0 == "." }.compactMap { Int($0) }
    guard parts.count == 3, parts[2] > 31, parts[2] < 10_000 else { return end }
    let (month, date) = isMonthFirst ? (parts[0], parts[1]) : (parts[1], parts[0])
    guard let found = StudyDay(year: parts[2], month: month, day: date) else { return end }
    return found.description + end.dropFirst(day.count)
  }
}
