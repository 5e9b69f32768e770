import CohortModel

/// In which order a date of digits has its parts.
public enum DateOrder: String, Sendable, CaseIterable {
  case dayMonthYear = "dmy"
  case monthDayYear = "mdy"
  case yearMonthDay = "ymd"

  /// The order in words, for people.
  var words: String {
    switch self {
    case .dayMonthYear: "day, month, year"
    case .monthDayYear: "month, day, year"
    case .yearMonthDay: "year, month, day"
    }
  }
}

/// Three numbers that may be a date: `3/4/2021`, `03.04.2021`, `2021-04-03 12:30`.
///
/// The year has four digits; the separators are alike; a time of day may follow and is not kept. Behind a time of day a
/// zone may stand, as ODK and ISO 8601 write it; the day is the one that is written.
struct NumericDate {
  private let numbers: (Int, Int, Int)
  private let isYearFirst: Bool
  /// Whether a time of day follows.
  let hasTime: Bool

  /// Takes a cell apart; nil if it has another shape.
  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var index = range.lowerBound
    let end = range.upperBound
    guard range.count <= 32, let first = Self.number(bytes, &index, end, most: 4) else { return nil }
    let isYearFirst = index - range.lowerBound == 4
    guard isYearFirst || index - range.lowerBound <= 2, index < end else { return nil }
    let separator = bytes[index]
    guard [0x2F, 0x2E, 0x2D, 0x20].contains(separator) else { return nil }
    guard Self.separate(bytes, &index, end, separator),
      let second = Self.number(bytes, &index, end, most: 2),
      Self.separate(bytes, &index, end, separator)
    else { return nil }
    let start = index
    guard let third = Self.number(bytes, &index, end, most: isYearFirst ? 2 : 4),
      isYearFirst || index - start == 4, Self.isTime(bytes, index, end)
    else { return nil }
    numbers = (first, second, third)
    hasTime = index < end
    self.isYearFirst = isYearFirst
  }

  /// The date in an order, days since 2000-01-01; nil if there is no such day or the year stands elsewhere.
  func days(_ order: DateOrder) -> Int32? {
    switch order {
    case .yearMonthDay:
      isYearFirst ? StudyDay(year: numbers.0, month: numbers.1, day: numbers.2)?.days : nil
    case .dayMonthYear:
      isYearFirst ? nil : StudyDay(year: numbers.2, month: numbers.1, day: numbers.0)?.days
    case .monthDayYear:
      isYearFirst ? nil : StudyDay(year: numbers.2, month: numbers.0, day: numbers.1)?.days
    }
  }

  static func number(_ bytes: [UInt8], _ index: inout Int, _ end: Int, most: Int) -> Int? {
    var value = 0
    let start = index
    while index < end, index - start < most, case let digit = bytes[index] &- 0x30, digit <= 9 {
      value = value * 10 + Int(digit)
      index += 1
    }
    return index > start ? value : nil
  }

  private static func separate(
    _ bytes: [UInt8], _ index: inout Int, _ end: Int, _ separator: UInt8
  ) -> Bool {
    guard index < end, bytes[index] == separator else { return false }
    index += 1
    // 3. 4. 2021
    if separator == 0x2E, index < end, bytes[index] == 0x20 { index += 1 }
    return true
  }

  /// Whether nothing follows, or ` HH:mm`, `THH:mm:ss.SSS+01:00` and the like.
  static func isTime(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    guard start < end else { return true }
    guard bytes[start] == 0x20 || bytes[start] == 0x54 else { return false }
    var index = start + 1
    guard let hour = number(bytes, &index, end, most: 2), hour < 24 else { return false }
    var parts = 0
    while index < end, bytes[index] == 0x3A, parts < 2 {
      index += 1
      let begin = index
      guard let part = number(bytes, &index, end, most: 2), part < 60, index - begin == 2 else {
        return false
      }
      parts += 1
    }
    if parts == 2, index < end, bytes[index] == 0x2E {
      index += 1
      guard number(bytes, &index, end, most: 9) != nil else { return false }
    }
    return parts > 0 && (index == end || isZone(bytes, index, end))
  }

  /// Whether the rest is `Z` or the distance from it: `+01:00`, `-0530`, `+01`.
  private static func isZone(_ bytes: [UInt8], _ start: Int, _ end: Int) -> Bool {
    var index = start + 1
    if bytes[start] == UInt8(ascii: "Z") { return index == end }
    guard bytes[start] == 0x2B || bytes[start] == 0x2D,
      let hours = number(bytes, &index, end, most: 2), index - start == 3, hours <= 14
    else { return false }
    if index == end { return true }
    if bytes[index] == 0x3A { index += 1 }
    let begin = index
    guard let minutes = number(bytes, &index, end, most: 2) else { return false }
    return minutes < 60 && index - begin == 2 && index == end
  }
}
