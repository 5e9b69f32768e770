import CohortModel
import Yams

extension QuestionnaireLoader {
  /// The range of a write, such as `0...366`, `0...` or `2020-01-01...2021-12-31`.
  mutating func range(_ fields: Fields, _ format: Write.Format) -> NumberRange? {
    guard let node = fields["range"], let text = problems.text(fields, "range") else { return nil }
    let isDate: Bool
    switch format {
    case .integer, .number, .year: isDate = false
    case .date, .partialDate: isDate = true
    default:
      problems.report(node.line, "range is only for numbers and dates")
      return nil
    }
    guard let dots = Self.dots(in: text) else {
      problems.report(node.line, "range must be written 0...366, 0... or ...366")
      return nil
    }
    let lower = String(text[..<dots.lowerBound].filter { $0 != " " })
    let upper = String(text[dots.upperBound...].filter { $0 != " " })
    guard let lowest = Self.bound(lower, isDate: isDate, open: -.infinity),
      let highest = Self.bound(upper, isDate: isDate, open: .infinity)
    else {
      problems.report(
        node.line, "the ends of a range must be \(isDate ? "dates such as 2020-03-01" : "numbers")")
      return nil
    }
    guard lowest <= highest else {
      problems.report(node.line, "the range is reversed: its first end is above its last")
      return nil
    }
    return NumberRange(lowest: lowest, highest: highest, lowestText: lower, highestText: upper)
  }

  private static func dots(in text: String) -> Range<String.Index>? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix("...") { return start..<text.index(start, offsetBy: 3) }
      start = text.index(after: start)
    }
    return nil
  }

  /// An end of a range, `open` where it is empty; nil if it is no number or no date.
  static func bound(_ text: String, isDate: Bool, open: Double) -> Double? {
    if text.isEmpty { return open }
    if isDate { return StudyDay(iso: text).map { Double($0.days) } }
    let bytes = Array(text.utf8)
    return NumberReader.number(bytes, 0..<bytes.count, decimalMark: UInt8(ascii: "."))
  }
}

extension NumberRange {
  init(_ lowest: Double, _ highest: Double) {
    func text(_ value: Double) -> String {
      value == value.rounded() && abs(value) < 1e15 ? String(Int64(value)) : String(value)
    }
    self.init(lowest: lowest, highest: highest, lowestText: text(lowest), highestText: text(highest))
  }
}
