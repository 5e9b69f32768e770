/// The functions of REDCap's language about texts and missing-data codes.
///
/// Places and lengths count characters (Unicode scalars); searches that REDCap documents so ignore case.
enum ExpressionText {
  /// What a function gives.
  enum Result {
    case blank
    case number(Double)
    case text([UInt8])
  }

  typealias Scalars = [Unicode.Scalar]

  /// The value of a function of texts; nil if it is another one.
  static func value(
    of function: ExpressionFunction, _ values: ArraySlice<Expression.Operand>,
    text: (Expression.Operand) -> ArraySlice<UInt8>
  ) -> Result {
    func scalars(_ place: Int) -> Scalars {
      Scalars(String(decoding: text(values[values.startIndex + place]), as: UTF8.self).unicodeScalars)
    }
    func count(_ place: Int) -> Int? {
      let bytes = Array(text(values[values.startIndex + place]))
      return NumberReader.number(bytes, 0..<bytes.count, decimalMark: 0x2E).map {
        Int($0.rounded(.towardZero))
      }
    }
    switch function {
    case .contains: return truth(first(folded(scalars(1)), in: folded(scalars(0))) != nil)
    case .notContain: return truth(first(folded(scalars(1)), in: folded(scalars(0))) == nil)
    case .startsWith: return truth(folded(scalars(0)).starts(with: folded(scalars(1))))
    case .endsWith: return truth(folded(scalars(0)).reversed().starts(with: folded(scalars(1)).reversed()))
    case .find: return .number(Double((first(scalars(0), in: scalars(1)) ?? -1) + 1))
    case .length: return .number(Double(scalars(0).count))
    case .left: return count(1).map { result(scalars(0).prefix(max(0, $0))) } ?? .blank
    case .right: return count(1).map { result(scalars(0).suffix(max(0, $0))) } ?? .blank
    case .mid:
      guard let start = count(1), let count = count(2), start >= 1 else { return .blank }
      return result(scalars(0).dropFirst(start - 1).prefix(max(0, count)))
    case .trim:
      let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
      let rest = scalars(0).drop(while: isSpace)
      return result(
        rest.prefix((rest.lastIndex { !isSpace($0) } ?? rest.startIndex - 1) - rest.startIndex + 1))
    case .upper: return result(string(scalars(0)).uppercased().unicodeScalars)
    case .lower: return result(string(scalars(0)).lowercased().unicodeScalars)
    case .replaceText: return result(replacing(scalars(1), in: scalars(0), with: scalars(2)))
    case .concat: return result(values.indices.flatMap { scalars($0 - values.startIndex) })
    case .concatWs:
      let parts = values.indices.dropFirst().map { scalars($0 - values.startIndex) }.filter { !$0.isEmpty }
      return result(Scalars(parts.joined(separator: scalars(0))))
    case .ismissingcode: return truth(isMissingCode(values.first))
    case .isblankormissingcode: return truth(isMissingCode(values.first) || scalars(0).isEmpty)
    case .hasmissingcode:
      guard isMissingCode(values.first) else { return .number(0) }
      let codes = string(scalars(1)).split(separator: ",").map { PlainText.trimmed(String($0)) }
      return truth(codes.contains(string(scalars(0))))
    default: return .blank
    }
  }

  private static func isMissingCode(_ operand: Expression.Operand?) -> Bool {
    if case .missingCode? = operand { return true }
    return false
  }

  private static func truth(_ holds: Bool) -> Result { .number(holds ? 1 : 0) }

  private static func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func result(_ scalars: some Sequence<Unicode.Scalar>) -> Result {
    let bytes = Array(string(scalars).utf8)
    return bytes.isEmpty ? .blank : .text(bytes)
  }

  private static func folded(_ scalars: Scalars) -> Scalars {
    Scalars(string(scalars).lowercased().unicodeScalars)
  }

  /// Where a text begins within another, from 0; nil if it does not occur.
  private static func first(_ needle: Scalars, in text: Scalars, from start: Int = 0) -> Int? {
    guard text.count - start >= needle.count else { return nil }
    return (start...text.count - needle.count).first { text[$0...].starts(with: needle) }
  }

  private static func replacing(_ needle: Scalars, in text: Scalars, with other: Scalars) -> Scalars {
    guard !needle.isEmpty else { return text }
    var result: Scalars = []
    var start = 0
    while let place = first(needle, in: text, from: start) {
      result += text[start..<place] + other
      start = place + needle.count
    }
    return result + text[start...]
  }
}

extension ExpressionFunction {
  /// True if the function takes texts as they are written, so that 007 is not 7.
  var takesTexts: Bool {
    switch self {
    case .contains, .notContain, .startsWith, .endsWith, .find, .left, .right, .mid, .length, .trim, .upper,
      .lower, .replaceText, .concat, .concatWs, .ismissingcode, .hasmissingcode, .isblankormissingcode:
      true
    default: false
    }
  }
}
