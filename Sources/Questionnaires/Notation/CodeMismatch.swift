/// What is wrong with a code or a text that should have a pattern, in words that do not quote it.
struct CodeMismatch {
  let rule: String
  let message: String
  let hint: String?

  /// Looks at a text that has none of the patterns.
  init(_ code: some Collection<UInt8>, _ patterns: [CodePattern], isParticipant: Bool = true) {
    func fits(_ text: [UInt8]) -> Bool { patterns.contains { $0.matches(text) } }
    let bytes = Array(code.prefix(200))
    let shape = Self.message(patterns)
    if SpreadsheetNumber.hasExponent(bytes, 0..<bytes.count) {
      self = Self.exponent
      return
    }
    if Self.restoringZeros(bytes).contains(where: fits) {
      rule = "lost-zeros"
      message = "\(shape); with zeros in front of its number it would be"
      hint = "write the code in full; spreadsheets drop leading zeros unless the column is formatted as text"
      return
    }
    rule = isParticipant ? "participant-code" : "pattern"
    message = shape
    let spaceless = bytes.filter { $0 != 0x20 && $0 != 0x09 }
    if spaceless.count < bytes.count, fits(spaceless) {
      hint = "without the spaces it would be"
    } else if fits(bytes.map { $0 >= 0x61 && $0 <= 0x7A ? $0 - 0x20 : $0 }) {
      hint = "in capitals it would be"
    } else if fits(bytes.map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 }) {
      hint = "in small letters it would be"
    } else {
      hint = nil
    }
  }

  /// Looks at a participant's code without a pattern; nil if nothing is wrong with it.
  ///
  /// Called for every row, so it copies nothing.
  init?(_ text: [UInt8], _ range: Range<Int>, prefix: [UInt8], width: Int) {
    if SpreadsheetNumber.hasExponent(text, range, isLong: true) {
      self = Self.exponent
      return
    }
    let digits = range.count - prefix.count
    guard !prefix.isEmpty, digits > 0, digits < width else { return nil }
    for place in prefix.indices where text[range.lowerBound + place] != prefix[place] { return nil }
    for place in (range.upperBound - digits)..<range.upperBound where text[place] &- 0x30 > 9 { return nil }
    rule = "lost-zeros"
    message = "the number in the code has fewer than \(width) digits"
    hint = "write the code in full; spreadsheets drop leading zeros unless the column is formatted as text"
  }

  private init(rule: String, message: String, hint: String?) {
    self.rule = rule
    self.message = message
    self.hint = hint
  }

  static let exponent = CodeMismatch(
    rule: "exponent", message: "looks like a long number that a spreadsheet rounded to a power of ten",
    hint: "its last digits are lost; export the column again, formatted as text")

  static func message(_ patterns: [CodePattern]) -> String {
    "is not written " + patterns.map(\.text).joined(separator: " or ")
  }

  /// The text with one to nine zeros before each of its numbers.
  private static func restoringZeros(_ bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.filter { index in
      bytes[index] &- 0x30 <= 9 && (index == 0 || bytes[index - 1] &- 0x30 > 9)
    }.flatMap { start in
      (1...9).map { Array(bytes[..<start]) + [UInt8](repeating: 0x30, count: $0) + bytes[start...] }
    }
  }
}
