/// A civil date as PostgreSQL stores it: days since 2000-01-01, of the proleptic Gregorian calendar.
public struct DateDays: RawRepresentable, Hashable, Comparable, Sendable, LosslessStringConvertible {
  /// The days since 2000-01-01.
  public var rawValue: Int32

  /// A date later than all others.
  public static let infinity = DateDays(rawValue: .max)
  /// A date earlier than all others.
  public static let negativeInfinity = DateDays(rawValue: .min)

  /// Makes a date from its days since 2000-01-01.
  public init(rawValue: Int32) {
    self.rawValue = rawValue
  }

  /// Makes a date from days since 2000-01-01.
  public init(_ daysSince2000: Int32) {
    rawValue = daysSince2000
  }

  /// Reads `YYYY-MM-DD` (more digits for later years), `infinity` or `-infinity`.
  public init?(_ description: String) {
    switch description {
    case "infinity": self = .infinity
    case "-infinity": self = .negativeInfinity
    default:
      let parts = description.split(separator: "-", omittingEmptySubsequences: false)
      guard parts.count == 3, (4...7).contains(parts[0].count), parts[1].count == 2, parts[2].count == 2,
        parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
        let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
        let days = Self.days(year: year, month: month, day: day)
      else { return nil }
      self.init(rawValue: days)
    }
  }

  /// The date in ISO form, or `infinity`.
  public var description: String {
    if self == .infinity { return "infinity" }
    if self == .negativeInfinity { return "-infinity" }
    let (year, month, day) = civil
    let digits = String(abs(year <= 0 ? 1 - year : year))
    let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    let text = "\(padded)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    return year <= 0 ? text + " BC" : text
  }

  /// Orders by time.
  public static func < (left: DateDays, right: DateDays) -> Bool {
    left.rawValue < right.rawValue
  }
}

// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin in March, so that the
// leap day is the last, and are counted in eras of 400 years = 146097 days. 2000-03-01 is day 60.
extension DateDays {
  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = Int(rawValue) - 60
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = 2000 + yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
  }

  private static func days(year: Int, month: Int, day: Int) -> Int32? {
    guard (1...12).contains(month), day >= 1, year >= 1 else { return nil }
    let shiftedYear = year - 2000 - (month <= 2 ? 1 : 0)
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    guard let days = Int32(exactly: era * 146_097 + dayOfEra + 60) else { return nil }
    // A day that the month does not have comes back as another date.
    let civil = DateDays(rawValue: days).civil
    return civil == (year, month, day) ? days : nil
  }
}
