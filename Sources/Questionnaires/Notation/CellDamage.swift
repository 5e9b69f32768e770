/// Why a cell cannot be read, said as closely as its shape allows and without quoting it.
struct CellDamage {
  /// Rule, message and hint.
  let words: (rule: String, message: String, hint: String?)

  init(
    _ fault: CellPlan.Fault, _ plan: CellPlan, _ questionnaire: Questionnaire, _ bytes: [UInt8],
    _ range: Range<Int>
  ) {
    let usual = plan.messages.words(fault)
    words =
      switch fault {
      case .date where !plan.isDateTime: Self.date(bytes, range, usual)
      case .number, .coding: Self.number(plan, questionnaire, bytes, range) ?? usual
      case .pattern:
        {
          let mismatch = CodeMismatch(bytes[range], plan.codePatterns, isParticipant: false)
          return (mismatch.rule, mismatch.message, mismatch.hint)
        }()
      default: usual
      }
  }

  private static func date(
    _ bytes: [UInt8], _ range: Range<Int>, _ usual: (rule: String, message: String, hint: String?)
  ) -> (rule: String, message: String, hint: String?) {
    if SpreadsheetNumber.isSerial(bytes, range) {
      return (
        "date-serial", "looks like a date as a spreadsheet counts it, in days since 1900",
        "format the column as a date and export it again, or give --dates excel-1900 if all dates of the file "
          + "are written so"
      )
    }
    if SpreadsheetDate.hasShortYear(bytes, range) {
      return (
        "two-digit-year", "has a year of two digits",
        "write the year in full, or give --dates with a pattern such as dd/MM/yy"
      )
    }
    guard let date = NumericDate(bytes, range), DateOrder.allCases.contains(where: { date.days($0) != nil })
    else { return usual }
    return (usual.rule, usual.message, "give --dates dmy, mdy or a pattern if the file is written otherwise")
  }

  private static func number(
    _ plan: CellPlan, _ questionnaire: Questionnaire, _ bytes: [UInt8], _ range: Range<Int>
  ) -> (rule: String, message: String, hint: String?)? {
    switch plan.form {
    case .integer, .number:
      if SpreadsheetDate.isDate(bytes, range) {
        return (
          "number-as-date", "looks like a number that a spreadsheet turned into a date",
          "write the number, and format the column as text before values are entered"
        )
      }
      guard SpreadsheetNumber.hasExponent(bytes, range, isLong: true) else {
        return otherMark(plan, bytes, range)
      }
      let mismatch = CodeMismatch.exponent
      return (mismatch.rule, mismatch.message, mismatch.hint)
    case .coded: return foreignWord(plan, questionnaire, bytes, range)
    default: return nil
    }
  }

  /// A number that would be one with the other decimal mark.
  private static func otherMark(
    _ plan: CellPlan, _ bytes: [UInt8], _ range: Range<Int>
  ) -> (rule: String, message: String, hint: String?)? {
    let isComma = plan.decimalMark == UInt8(ascii: ",")
    let other = UInt8(ascii: isComma ? "." : ",")
    guard
      NumberReader.number(bytes, range, decimalMark: other) != nil
        || GroupedNumber(bytes, range, decimalMark: other) != nil
    else { return nil }
    let usual = plan.messages.words(.number)
    return (
      usual.rule, usual.message,
      "write one number, or give --decimal \(isComma ? "point" : "comma") if the file is written so"
    )
  }

  /// A word for yes or no of a language that is not that of the questionnaire.
  private static func foreignWord(
    _ plan: CellPlan, _ questionnaire: Questionnaire, _ bytes: [UInt8], _ range: Range<Int>
  ) -> (rule: String, message: String, hint: String?)? {
    guard range.count > 1, plan.isYesNo else { return nil }
    let languages = Language.saying(bytes, range)
    guard !languages.isEmpty else { return nil }
    let usual = plan.messages.words(.coding)
    return (
      usual.rule, usual.message,
      "it is a word of another language; give --language "
        + languages.map(\.rawValue).joined(separator: " or ") + " if the file is written in it"
    )
  }
}

/// Numbers that a spreadsheet made of something else.
enum SpreadsheetNumber {
  /// Whether a cell is a number with a power of ten: `7.10E+16`; `isLong` if its sign must stand too.
  static func hasExponent(_ bytes: [UInt8], _ range: Range<Int>, isLong: Bool = false) -> Bool {
    var index = range.lowerBound
    let end = range.upperBound
    if index < end, bytes[index] == 0x2D || bytes[index] == 0x2B { index += 1 }
    guard NumericDate.number(bytes, &index, end, most: 18) != nil else { return false }
    if index < end, bytes[index] == 0x2C || bytes[index] == 0x2E {
      index += 1
      guard NumericDate.number(bytes, &index, end, most: 18) != nil else { return false }
    }
    guard index < end, bytes[index] | 0x20 == 0x65 else { return false }
    index += 1
    let hasSign = index < end && (bytes[index] == 0x2D || bytes[index] == 0x2B)
    if hasSign { index += 1 }
    return (hasSign || !isLong) && NumericDate.number(bytes, &index, end, most: 3) != nil && index == end
  }

  /// Whether a cell may be a date counted in days since 1900, with a time of day or without: 1954 to 2064.
  static func isSerial(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    let end = range.upperBound
    guard let days = NumericDate.number(bytes, &index, end, most: 5), index - range.lowerBound == 5,
      (20_000..<60_000).contains(days)
    else { return false }
    if index == end { return true }
    guard bytes[index] == 0x2C || bytes[index] == 0x2E else { return false }
    index += 1
    return NumericDate.number(bytes, &index, end, most: 18) != nil && index == end
  }
}

/// Dates that a spreadsheet made of something else.
enum SpreadsheetDate {
  /// Whether a cell is a date, or a month with a day or a year: `1. Mai`, `mai-21`, `02-Jan`, `2021-05-01`.
  static func isDate(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    if NumericDate(bytes, range) != nil { return true }
    guard range.count <= 20 else { return false }
    var hasMonth = false
    var numbers = 0
    var index = range.lowerBound
    let end = range.upperBound
    while index < end {
      if NumericDate.number(bytes, &index, end, most: 4) != nil {
        if index < end, bytes[index] &- 0x30 <= 9 { return false }
        numbers += 1
      } else if [0x20, 0x2E, 0x2D, 0x2F].contains(bytes[index]) {
        guard index > range.lowerBound else { return false }
        index += 1
      } else {
        guard !hasMonth, let word = FoldedWord(bytes, &index, end),
          Language.allCases.contains(where: { $0.month(word) != nil })
        else { return false }
        hasMonth = true
      }
    }
    return hasMonth && (1...2).contains(numbers)
  }

  /// Whether a cell is three numbers of at most two digits: `25/04/21`.
  static func hasShortYear(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    let end = range.upperBound
    var separator: UInt8?
    for place in 0..<3 {
      let start = index
      guard NumericDate.number(bytes, &index, end, most: 3) != nil, index - start <= 2 else { return false }
      if place == 2 { return index == end }
      guard index < end, [0x2F, 0x2E, 0x2D, 0x20].contains(bytes[index]),
        separator ?? bytes[index] == bytes[index]
      else { return false }
      separator = bytes[index]
      index += 1
    }
    return false
  }
}
