/// How numbers are written: the same everywhere, whatever the locale of the machine.
public enum Numbers {
  /// The shortest text that reads back as the same number, fit for JSON and CSV.
  public static func shortest(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  /// A number with a fixed count of decimals, rounded half to even on its shortest decimal text.
  ///
  /// - Parameters:
  ///   - number: a finite number.
  ///   - decimals: digits after the point.
  ///   - shift: a power of ten to multiply by, without rounding: 2 makes a percentage.
  /// - Returns: the digits, with a minus sign (not a hyphen) where the rounded number is negative.
  public static func fixed(_ number: Double, decimals: Int, shift: Int = 0) -> String {
    guard number.isFinite else { return "\(number)" }
    var decimal = DecimalDigits(number)
    decimal.point += shift
    decimal.round(toDecimals: decimals)
    let text = decimal.text(decimals: decimals)
    return number < 0 && text.contains { $0 != "0" && $0 != "." } ? "−" + text : text
  }

  /// A count with narrow no-break spaces between thousands.
  public static func grouped(_ count: Int) -> String {
    let digits = Array(String(count.magnitude))
    var text = count < 0 ? "−" : ""
    for (index, digit) in digits.enumerated() {
      if index > 0 && (digits.count - index) % 3 == 0 { text.append("\u{202F}") }
      text.append(digit)
    }
    return text
  }

  /// A share as a percentage with one decimal and its sign.
  public static func percent(_ share: Double, decimals: Int = 1) -> String {
    fixed(share, decimals: decimals, shift: 2) + "\u{00A0}%"
  }

  /// A p-value as journals print it: never 0, never 1, and never rounded onto 0.05.
  public static func probability(_ p: Double) -> String {
    if p < 0.001 { return "<0.001" }
    if p > 0.99 { return ">0.99" }
    let isNearFivePercent = p >= 0.045 && p < 0.055
    return fixed(p, decimals: p < 0.01 || isNearFivePercent ? 3 : 2)
  }

  /// A value in its unit, as people read it.
  public static func text(_ value: Double, _ unit: MeasureUnit, decimals: Int? = nil) -> String {
    switch unit {
    case .proportion: percent(value, decimals: decimals ?? 1)
    case .proportionDifference: fixed(value, decimals: decimals ?? 1, shift: 2) + "\u{00A0}pp"
    default: bare(value, unit, decimals: decimals)
    }
  }

  /// Two limits without their unit, joined by a dash, or by "to" where one is negative.
  public static func interval(
    _ lower: Double, _ upper: Double, _ unit: MeasureUnit, decimals: Int? = nil
  ) -> String {
    let joint = lower < 0 || upper < 0 ? " to " : "–"
    return bare(lower, unit, decimals: decimals) + joint + bare(upper, unit, decimals: decimals)
  }

  /// A value without its unit.
  static func bare(_ value: Double, _ unit: MeasureUnit, decimals: Int?) -> String {
    switch unit {
    case .proportion, .proportionDifference: fixed(value, decimals: decimals ?? 1, shift: 2)
    case .probability: probability(value)
    case .ratio: fixed(value, decimals: decimals ?? (value < 0.1 && value > 0 ? 3 : 2))
    case .coefficient: fixed(value, decimals: decimals ?? 2)
    case .persons where decimals ?? 0 == 0: grouped(Int(value.rounded()))
    case .persons: fixed(value, decimals: decimals ?? 0)
    default: fixed(value, decimals: decimals ?? 1)
    }
  }
}

/// The digits of a number's shortest decimal text and the place of its point.
private struct DecimalDigits {
  var digits: [UInt8] = []
  var point = 0

  init(_ number: Double) {
    var exponent = 0
    var sawPoint = false
    let text = "\(number.magnitude)".utf8
    for (index, byte) in zip(text.indices, text) {
      switch byte {
      case UInt8(ascii: "."): sawPoint = true
      case UInt8(ascii: "e"):
        exponent = Int(String(text[text.index(after: index)...]) ?? "") ?? 0
        point += exponent
        return
      default:
        digits.append(byte - UInt8(ascii: "0"))
        if !sawPoint { point += 1 }
      }
    }
  }

  mutating func round(toDecimals decimals: Int) {
    let kept = point + decimals
    if kept < 0 { return digits = [] }
    guard kept < digits.count else { return }
    let isHalf = digits[kept] == 5 && digits[(kept + 1)...].allSatisfy { $0 == 0 }
    let isUp = isHalf ? kept > 0 && digits[kept - 1] % 2 == 1 : digits[kept] >= 5
    digits.removeSubrange(kept...)
    guard isUp else { return }
    var place = kept - 1
    while place >= 0 && digits[place] == 9 {
      digits[place] = 0
      place -= 1
    }
    if place >= 0 {
      digits[place] += 1
    } else {
      digits.insert(1, at: 0)
      point += 1
    }
  }

  func text(decimals: Int) -> String {
    func digit(_ index: Int) -> Character {
      let value = digits.indices.contains(index) ? digits[index] : 0
      return Character(Unicode.Scalar(value + UInt8(ascii: "0")))
    }
    var text = point > 0 ? String((0..<point).map(digit)) : "0"
    // A leading zero stays from a number below one that was shifted up.
    while text.count > 1 && text.first == "0" { text.removeFirst() }
    if decimals > 0 { text += "." + String((point..<point + decimals).map(digit)) }
    return text
  }
}
