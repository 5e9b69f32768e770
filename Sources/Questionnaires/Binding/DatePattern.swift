import CohortModel

/// A way to write dates, such as `dd/MM/yyyy`, compiled.
struct DatePattern: Hashable, Sendable {
  private enum Part: Hashable, Sendable {
    case year
    /// One or two digits; exactly two if `isPadded`.
    case month(isPadded: Bool)
    case day(isPadded: Bool)
    /// Two digits below a limit, checked and not kept.
    case time(below: Int)
    case literal(UInt8)
  }

  let text: String
  let precision: PartialDate.Precision
  private let parts: [Part]

  /// `yyyy-MM-dd`, accepted beside every other pattern.
  static let iso = DatePattern("yyyy-MM-dd")

  /// Compiles a pattern; nil if it has no year, a day without a month, or a letter with no meaning.
  init?(_ text: String) {
    var parts: [Part] = []
    var rest = Substring(text)
    while let first = rest.first {
      let run = rest.prefix { $0 == first }.count
      switch (first, run) {
      case ("y", 4): parts.append(.year)
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
    let years = parts.count { $0 == .year }
    let months = parts.count { if case .month = $0 { true } else { false } }
    let days = parts.count { if case .day = $0 { true } else { false } }
    guard years == 1, months <= 1, days <= months else { return nil }
    self.text = text
    self.parts = parts
    precision = days == 1 ? .day : months == 1 ? .month : .year
  }

  /// True if ISO dates beside this pattern could be read in two ways.
  var isLikeISO: Bool { parts.first == .year && parts.dropFirst().first == .literal(0x2D) }

  /// The date that a cell holds, days since 2000-01-01; nil if the cell is not of this pattern or no such day is.
  func days(_ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
    var index = range.lowerBound
    var year = 0
    var month = 1
    var day = 1
    for part in parts {
      switch part {
      case .year:
        guard let value = Self.number(bytes, &index, range.upperBound, widths: 4...4) else { return nil }
        year = value
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
