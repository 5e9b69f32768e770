/// Reads numbers as people write them in tables, exactly or not at all.
enum NumberReader {
  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  /// Most significant digits that a stored number can tell apart.
  static let keptDigits = 17

  /// Whether a number has more digits than are kept; zeros at its ends do not count.
  static func hasMoreDigits(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var count = 0
    var zeros = 0
    for index in range where bytes[index] &- 0x30 <= 9 {
      if bytes[index] == 0x30 {
        if count > 0 { zeros += 1 }
      } else {
        count += zeros + 1
        zeros = 0
      }
    }
    return count > keptDigits
  }

  /// A whole number of at most 18 digits; a fraction of zeros, as spreadsheets add it, is allowed.
  static func integer(_ bytes: [UInt8], _ range: Range<Int>, decimalMark: UInt8) -> Int64? {
    var index = range.lowerBound
    guard index < range.upperBound else { return nil }
    let isNegative = bytes[index] == 0x2D
    if isNegative || bytes[index] == 0x2B { index += 1 }
    let start = index
    var value: Int64 = 0
    while index < range.upperBound, case let digit = bytes[index] &- 0x30, digit <= 9 {
      guard value < 100_000_000_000_000_000 else { return nil }
      value = value * 10 + Int64(digit)
      index += 1
    }
    guard index > start else { return nil }
    if index < range.upperBound {
      guard bytes[index] == decimalMark, index + 1 < range.upperBound else { return nil }
      for zero in (index + 1)..<range.upperBound where bytes[zero] != 0x30 { return nil }
    }
    return isNegative ? -value : value
  }

  /// A decimal number, rounded correctly; no exponent, no thousands separator.
  static func number(_ bytes: [UInt8], _ range: Range<Int>, decimalMark: UInt8) -> Double? {
    var index = range.lowerBound
    guard index < range.upperBound, range.count <= 64 else { return nil }
    let isNegative = bytes[index] == 0x2D
    if isNegative || bytes[index] == 0x2B { index += 1 }
    var mantissa: UInt64 = 0
    var significant = 0
    var fraction = 0
    var digits = 0
    var mark = -1
    while index < range.upperBound {
      let digit = bytes[index] &- 0x30
      if digit <= 9 {
        if significant < 19 { mantissa = mantissa * 10 + UInt64(digit) }
        if mantissa > 0 || digit > 0 { significant += 1 }
        digits += 1
        if mark >= 0 { fraction += 1 }
      } else if bytes[index] == decimalMark, mark < 0 {
        mark = index
      } else {
        return nil
      }
      index += 1
    }
    guard digits > 0, mark != range.upperBound - 1 else { return nil }
    // Exact operands give a correctly rounded quotient (Clinger 1990, fast path).
    if significant <= 15 && fraction <= 22 {
      let value = Double(mantissa) / powersOfTen[fraction]
      return isNegative ? -value : value
    }
    var text = Array(bytes[range])
    if mark >= 0 { text[mark - range.lowerBound] = 0x2E }
    if text.first == 0x2B { text.removeFirst() }
    return Double(String(decoding: text, as: UTF8.self))
  }
}
