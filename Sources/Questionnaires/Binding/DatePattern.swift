import CohortModel

/// A way to write dates, such as `dd/MM/yyyy`, compiled.
struct DatePattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case year
    /// One or two digits; exactly two if `isPadded`.
    case month(isPadded: Bool)
    case day(isPadded: Bool)
    /// Two digits: 69 to 99 are of the 1900s, others of the 2000s, as POSIX has it.
    case shortYear
    /// Two digits below a limit, checked and not kept.
    case time(below: Int)
    case literal(UInt8)
  }

  /// A way to read dates that is no sequence of parts.
  private enum Special: Hashable, Sendable {
    case order(DateOrder)
    case named(Language)
    /// Days of a spreadsheet; the day that it counts as 0, which is right from 1 March 1900 on.
    case serial(epoch: Int32)
  }

  let text: String
  let precision: PartialDate.Precision
  private let parts: [Part]
  private let special: Special?

  private init(
    _ text: String, _ precision: PartialDate.Precision, parts: [Part] = [], special: Special? = nil
  ) {
    self.text = text
    self.precision = precision
    self.parts = parts
    self.special = special
  }

  /// `yyyy-MM-dd`, accepted beside every other pattern.
  static let iso = DatePattern("yyyy-MM-dd")

  /// Any separators, one digit or two, and a time of day behind: the parts in an order.
  init(_ order: DateOrder) {
    self.init(order.words, .day, special: .order(order))
  }

  /// Dates with the month as a word of a language, in any order.
  init(_ language: Language, precision: PartialDate.Precision = .day) {
    self.init("with the month in \(language.name)", precision, special: .named(language))
  }

  /// Compiles a pattern; nil if it has no year, a day without a month, or a letter with no meaning.
  ///
  /// With `MMM` or `MMMM` the month is a word of the language, in whichever order the parts stand.
  init?(_ text: String, language: Language? = nil) {
    if let epoch = Self.epochs[text] {
      self.init(text, .day, special: .serial(epoch: epoch))
      return
    }
    if text.contains("MMM") {
      let letters = text.filter(\.isLetter)
      guard let language,
        ["dMMMyyyy", "dMMMMyyyy", "MMMdyyyy", "MMMMdyyyy", "MMMyyyy", "MMMMyyyy"].contains(
          letters.replacing("dd", with: "d"))
      else { return nil }
      self.init(language, precision: letters.contains("d") ? .day : .month)
      return
    }
    var parts: [Part] = []
    var rest = Substring(text)
    while let first = rest.first {
      let run = rest.prefix { $0 == first }.count
      switch (first, run) {
      case ("y", 4): parts.append(.year)
      case ("y", 2): parts.append(.shortYear)
      case ("M", 1...2): parts.append(.month(isPadded: run == 2))
      case ("d", 1...2): parts.append(.day(isPadded: run == 2))
      case ("H", 2): parts.append(.time(below: 24))
      case ("m", 2), ("s", 2): parts.append(.time(below: 60))
      default:
        guard let byte = first.asciiValue, !first.isLetter, !first.isNumber, byte >= 0x20 else { return nil }
        parts += repeatElement(.literal(byte), count: run)
      }
      rest = rest.dropFirst(run)
    }
    let years = parts.count { $0 == .year || $0 == .shortYear }
    let months = parts.count { if case .month = $0 { true } else { false } }
    let days = parts.count { if case .day = $0 { true } else { false } }
    guard years == 1, months <= 1, days <= months else { return nil }
    self.init(text, days == 1 ? .day : months == 1 ? .month : .year, parts: parts)
  }

  /// The order of day, month and year; nil if it has not all three in digits, or in no usual order.
  var order: DateOrder? {
    if case .order(let order)? = special { return order }
    var letters = ""
    for part in parts {
      switch part {
      case .year, .shortYear: letters += "y"
      case .month: letters += "m"
      case .day: letters += "d"
      case .time, .literal: break
      }
    }
    return DateOrder(rawValue: letters)
  }

  /// True if some text is one day by this pattern and another by the other.
  func contradicts(_ other: DatePattern) -> Bool {
    guard let order, let otherOrder = other.order, order != otherOrder else { return false }
    let isYearFirst = order == .yearMonthDay || otherOrder == .yearMonthDay
    if isYearFirst { return hasShortYear && other.hasShortYear }
    if special != nil || other.special != nil { return !hasShortYear && !other.hasShortYear }
    return hasShortYear == other.hasShortYear && literals == other.literals
  }

  private var literals: [Part] { parts.filter { if case .literal = $0 { true } else { false } } }

  var hasShortYear: Bool { parts.contains(.shortYear) }

  private static let epochs: [String: Int32] = [
    "excel-1900": StudyDay(year: 1899, month: 12, day: 30)?.days ?? 0,
    "excel-1904": StudyDay(year: 1904, month: 1, day: 1)?.days ?? 0,
  ]

  /// True if ISO dates beside this pattern could be read in two ways.
  var isLikeISO: Bool { parts.first == .year && parts.dropFirst().first == .literal(0x2D) }

  /// The date that a cell holds, days since 2000-01-01; nil if the cell is not of this pattern or no such day is.
  func days(_ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
    if let special { return Self.days(special, precision, bytes, range) }
    var index = range.lowerBound
    var year = 0
    var month = 1
    var day = 1
    for part in parts {
      switch part {
      case .year:
        guard let value = Self.number(bytes, &index, range.upperBound, widths: 4...4) else { return nil }
        year = value
      case .shortYear:
        guard let value = Self.number(bytes, &index, range.upperBound, widths: 2...2) else { return nil }
        year = value < 69 ? 2000 + value : 1900 + value
      case .month(let isPadded):
        guard let value = Self.number(bytes, &index, range.upperBound, widths: isPadded ? 2...2 : 1...2)
        else {
          return nil
        }
        month = value
      case .day(let isPadded):
        guard let value = Self.number(bytes, &index, range.upperBound, widths: isPadded ? 2...2 : 1...2)
        else {
          return nil
        }
        day = value
      case .time(let limit):
        guard let value = Self.number(bytes, &index, range.upperBound, widths: 2...2), value < limit else {
          return nil
        }
      case .literal(let byte):
        guard index < range.upperBound, bytes[index] == byte else { return nil }
        index += 1
      }
    }
    guard index == range.upperBound else { return nil }
    return StudyDay(year: year, month: month, day: day)?.days
  }

  @inline(never)
  private static func days(
    _ special: Special, _ precision: PartialDate.Precision, _ bytes: [UInt8], _ range: Range<Int>
  ) -> Int32? {
    switch special {
    case .order(let order): return NumericDate(bytes, range)?.days(order)
    case .named(let language):
      guard let date = NamedDate(bytes, range, language), date.hasDay == (precision == .day) else {
        return nil
      }
      return date.days
    case .serial(let epoch):
      guard range.count <= 5, let serial = NumberReader.integer(bytes, range, decimalMark: 0), serial > 60
      else {
        return nil
      }
      return epoch + Int32(serial)
    }
  }

  @inline(__always)
  private static func number(
    _ bytes: [UInt8], _ index: inout Int, _ end: Int, widths: ClosedRange<Int>
  ) -> Int? {
    var value = 0
    var width = 0
    while width < widths.upperBound, index < end, case let digit = bytes[index] &- 0x30, digit <= 9 {
      value = value * 10 + Int(digit)
      index += 1
      width += 1
    }
    return width >= widths.lowerBound ? value : nil
  }
}
