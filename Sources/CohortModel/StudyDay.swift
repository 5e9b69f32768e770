/// A civil date, counted in days since 2000-01-01.
///
/// Days are integers so that equal dates compare equal whatever their way through files and databases; the
/// count starts where PostgreSQL's binary `date` starts. Time zones play no part.
public struct StudyDay: Hashable, Comparable, Sendable {
  /// Days since 2000-01-01; negative before.
  public let days: Int32

  /// Makes the date that lies `days` days after 2000-01-01.
  public init(days: Int32) {
    self.days = days
  }

  /// Makes a date of the proleptic Gregorian calendar; nil if there is no such day or the year is outside 1–9999.
  public init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.lengthOfMonth(month, year: year)
    else { return nil }
    // Days from civil: H. Hinnant, "chrono-compatible low-level date algorithms".
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    days = Int32(era * 146_097 + dayOfEra - 730_425)
  }

  /// Makes a date from `YYYY-MM-DD`; nil if the text is not exactly that.
  public init?(iso text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10])
    else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The year, month and day of the date.
  public var components: (year: Int, month: Int, day: Int) {
    let shifted = Int(days) + 730_425
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// The calendar year.
  public var year: Int { components.year }

  /// The date `count` days later, or earlier if negative.
  public func adding(days count: Int) -> StudyDay {
    StudyDay(days: Int32(clamping: Int(days) + count))
  }

  /// The same day of the month `count` calendar months later, clamped to the end of a shorter month and to the
  /// years 1 to 9999.
  public func adding(months count: Int) -> StudyDay {
    let (year, month, day) = components
    let total = year * 12 + (month - 1) + count
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    let newMonth = total - newYear * 12 + 1
    let newDay = min(day, Self.lengthOfMonth(newMonth, year: newYear))
    let clampedYear = min(max(newYear, 1), 9999)
    return StudyDay(year: clampedYear, month: newMonth, day: newDay) ?? self
  }

  /// Days from `earlier` to this date; negative if this date is the earlier one.
  public func days(since earlier: StudyDay) -> Int {
    Int(days) - Int(earlier.days)
  }

  /// Whole years from `birth` to this date, as an age is counted.
  public func years(since birth: StudyDay) -> Int {
    let (thisYear, thisMonth, thisDay) = components
    let (birthYear, birthMonth, birthDay) = birth.components
    let hadBirthday = (thisMonth, thisDay) >= (birthMonth, birthDay)
    return thisYear - birthYear - (hadBirthday ? 0 : 1)
  }

  /// Days in a month of the Gregorian calendar.
  public static func lengthOfMonth(_ month: Int, year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// True if the left date comes first.
  public static func < (left: StudyDay, right: StudyDay) -> Bool {
    left.days < right.days
  }
}

extension StudyDay: CustomStringConvertible {
  /// The date as `YYYY-MM-DD`.
  public var description: String {
    let (year, month, day) = components
    return "\(Self.padded(year, to: 4))-\(Self.padded(month, to: 2))-\(Self.padded(day, to: 2))"
  }
}

extension StudyDay: ExpressibleByStringLiteral {
  /// Makes a date from a literal `"YYYY-MM-DD"`; any other literal is a programmer's mistake and stops the program.
  public init(stringLiteral text: String) {
    guard let date = StudyDay(iso: text) else {
      preconditionFailure("a date literal must be an existing day written YYYY-MM-DD")
    }
    self = date
  }
}

extension StudyDay {
  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    var value = 0
    for byte in digits {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int(byte - 48)
    }
    return value
  }

  private static func padded(_ number: Int, to width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
