/// A civil date of which the day, or the day and the month, may be unknown.
public struct PartialDate: Hashable, Sendable {
  /// How much of the date is known.
  public enum Precision: Int16, Sendable, CaseIterable {
    /// Year, month and day are known.
    case day = 0
    /// Year and month are known.
    case month = 1
    /// The year alone is known.
    case year = 2
  }

  /// The date; the first day of the month or of the year where that is all that is known.
  public let day: StudyDay
  /// How much of ``day`` is known.
  public let precision: Precision

  /// Makes a date with its precision.
  public init(_ day: StudyDay, precision: Precision = .day) {
    self.day = day
    self.precision = precision
  }

  /// The first day that the date can mean.
  public var earliest: StudyDay {
    let (year, month, _) = day.components
    switch precision {
    case .day: return day
    case .month: return StudyDay(year: year, month: month, day: 1) ?? day
    case .year: return StudyDay(year: year, month: 1, day: 1) ?? day
    }
  }

  /// The last day that the date can mean.
  public var latest: StudyDay {
    let (year, month, _) = day.components
    switch precision {
    case .day: return day
    case .month:
      return StudyDay(year: year, month: month, day: StudyDay.lengthOfMonth(month, year: year)) ?? day
    case .year: return StudyDay(year: year, month: 12, day: 31) ?? day
    }
  }

  /// The day, if it is known; nil if only the month or the year is.
  public var exactDay: StudyDay? { precision == .day ? day : nil }
}

extension PartialDate: ExpressibleByStringLiteral {
  /// Makes a date from `"YYYY-MM-DD"`; any other literal is a programmer's mistake and stops the program.
  public init(stringLiteral text: String) {
    self.init(StudyDay(stringLiteral: text))
  }
}

extension PartialDate: CustomStringConvertible {
  /// The known part of the date: `2021-03-02`, `2021-03` or `2021`.
  public var description: String {
    let text = day.description
    switch precision {
    case .day: return text
    case .month: return String(text.prefix(7))
    case .year: return String(text.prefix(4))
    }
  }
}
