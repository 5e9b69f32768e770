import CohortModel

/// Days and times in REDCap's language; exports write them as `yyyy-MM-dd HH:mm:ss`, however they are shown.
enum ExpressionDate {
  private static let secondsOfDay = 86_400.0

  /// `datediff(first, second, unit, format, signed)`, of which the last two may be left out.
  static func difference(
    _ values: ArraySlice<Expression.Operand>, text: (Expression.Operand) -> ArraySlice<UInt8>
  ) -> Expression.Operand {
    let start = values.startIndex
    var format: [UInt8] = Array("ymd".utf8)
    var isSigned = false
    for value in values[(start + 3)...] {
      if case .number(let number) = value { isSigned = number != 0 }
      if case .literal = value { format = Array(text(value)) }
    }
    // A format that is no literal of these stands for nothing.
    if format.elementsEqual("true".utf8) { isSigned = true }
    guard let first = instant(values[start], format, text),
      let second = instant(values[start + 1], format, text),
      let seconds = secondsOfUnit(text(values[start + 2]))
    else { return .blank }
    let difference = (second - first) / seconds
    return .number(isSigned ? difference : Swift.abs(difference))
  }

  /// Year, month or day of a date.
  static func part(
    _ function: ExpressionFunction, of value: Expression.Operand,
    text: (Expression.Operand) -> ArraySlice<UInt8>
  ) -> Expression.Operand {
    guard let seconds = instant(value, Array("ymd".utf8), text) else { return .blank }
    let day = StudyDay(days: Int32((seconds / secondsOfDay).rounded(.down)))
    return switch function {
    case .year: .number(Double(day.year))
    case .month: .number(Double(day.components.month))
    // The second day of 2000 was a Sunday; Monday is 1.
    case .dayoftheweek: .number(Double(((Int(day.days) + 5) % 7 + 7) % 7 + 1))
    default: .number(Double(day.components.day))
    }
  }

  /// `age_at_date(birth, day, decimal)`: years of age, whole unless asked otherwise; times of day do not count.
  static func age(
    _ values: ArraySlice<Expression.Operand>, text: (Expression.Operand) -> ArraySlice<UInt8>
  ) -> Expression.Operand {
    let start = values.startIndex
    let format = Array("ymd".utf8)
    guard let first = instant(values[start], format, text),
      let second = instant(values[start + 1], format, text)
    else { return .blank }
    let birth = StudyDay(days: Int32((first / secondsOfDay).rounded(.down)))
    let day = StudyDay(days: Int32((second / secondsOfDay).rounded(.down)))
    var isDecimal = false
    if values.count > 2, case .number(let number) = values[start + 2] { isDecimal = number != 0 }
    if isDecimal { return .number(Double(day.days - birth.days) / 365.2425) }
    let (from, to) = (birth.components, day.components)
    let hadBirthday = (to.month, to.day) >= (from.month, from.day)
    return .number(Double(day.year - birth.year - (hadBirthday ? 0 : 1)))
  }

  /// A year counts 365.2425 days and a month 30.44, as REDCap's manual says.
  private static func secondsOfUnit(_ unit: ArraySlice<UInt8>) -> Double? {
    guard unit.count == 1, let letter = unit.first else { return nil }
    switch letter {
    case UInt8(ascii: "y"): return 365.2425 * secondsOfDay
    case UInt8(ascii: "M"): return 30.44 * secondsOfDay
    case UInt8(ascii: "d"): return secondsOfDay
    case UInt8(ascii: "h"): return 3600
    case UInt8(ascii: "m"): return 60
    case UInt8(ascii: "s"): return 1
    default: return nil
    }
  }

  private static func instant(
    _ value: Expression.Operand, _ format: [UInt8], _ text: (Expression.Operand) -> ArraySlice<UInt8>
  ) -> Double? {
    switch value {
    case .instant(let seconds): return seconds
    case .cell, .literal, .text, .missingCode: return instant(Array(text(value)), format)
    case .blank, .number: return nil
    }
  }

  private static func instant(_ bytes: [UInt8], _ format: [UInt8]) -> Double? {
    let end = bytes.firstIndex { $0 == 0x20 || $0 == UInt8(ascii: "T") } ?? bytes.count
    var patterns = [DatePattern.iso]
    if format.elementsEqual("dmy".utf8) { patterns += [DatePattern("d/M/yyyy"), DatePattern("d-M-yyyy")] }
    if format.elementsEqual("mdy".utf8) { patterns += [DatePattern("M/d/yyyy"), DatePattern("M-d-yyyy")] }
    guard let days = patterns.lazy.compactMap({ $0?.days(bytes, 0..<end) }).first else { return nil }
    guard let time = secondsOfTime(bytes[end...].dropFirst()) else { return nil }
    return Double(days) * secondsOfDay + time
  }

  /// `HH:mm`, `HH:mm:ss` or that with a fraction and a zone, which is counted back; nothing is midnight.
  private static func secondsOfTime(_ bytes: ArraySlice<UInt8>) -> Double? {
    guard !bytes.isEmpty else { return 0 }
    var index = bytes.startIndex
    var seconds = 0.0
    for (place, unit) in [3600.0, 60.0, 1.0].enumerated() {
      if place > 0 {
        if index < bytes.endIndex, bytes[index] == UInt8(ascii: ":") {
          index += 1
        } else if place == 2 {
          break
        } else {
          return nil
        }
      }
      guard let part = twoDigits(bytes, &index) else { return nil }
      seconds += unit * part
    }
    if index < bytes.endIndex, bytes[index] == UInt8(ascii: ".") {
      let digits = bytes[(index + 1)...].prefix { $0 &- 0x30 <= 9 }
      guard let fraction = Double("0." + String(decoding: digits, as: UTF8.self)), !digits.isEmpty else {
        return nil
      }
      seconds += fraction
      index = digits.endIndex
    }
    guard index < bytes.endIndex else { return seconds }
    return distance(of: bytes[index...]).map { seconds - $0 }
  }

  private static func twoDigits(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> Double? {
    guard index + 2 <= bytes.endIndex, bytes[index] &- 0x30 <= 9, bytes[index + 1] &- 0x30 <= 9 else {
      return nil
    }
    defer { index += 2 }
    return Double(bytes[index] &- 0x30) * 10 + Double(bytes[index + 1] &- 0x30)
  }

  /// Seconds that a zone is ahead: `Z`, `+01:00`, `-0530`, `+01`.
  private static func distance(of zone: ArraySlice<UInt8>) -> Double? {
    guard let sign = zone.first else { return nil }
    if sign == UInt8(ascii: "Z") { return zone.count == 1 ? 0 : nil }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return nil }
    var index = zone.startIndex + 1
    guard let hours = twoDigits(zone, &index) else { return nil }
    var seconds = hours * 3600
    if index < zone.endIndex {
      if zone[index] == UInt8(ascii: ":") { index += 1 }
      guard let minutes = twoDigits(zone, &index), index == zone.endIndex else { return nil }
      seconds += minutes * 60
    }
    return sign == UInt8(ascii: "-") ? -seconds : seconds
  }
}
