/// The functions of REDCap's language that give a number, a day or one of their values.
enum ExpressionFunction: String, Hashable, Sendable {
  case `if`
  case sum
  case min
  case max
  case mean
  case median
  case stdev
  case round
  case roundup
  case rounddown
  case sqrt
  case abs
  case mod
  case datediff
  case year
  case month
  case day
  case isnumber
  case isinteger
  case isblanknotmissingcode

  /// How many values the function takes.
  var valueCounts: ClosedRange<Int> {
    switch self {
    case .sum, .min, .max, .mean, .median, .stdev: 1...1000
    case .if: 3...3
    case .mod: 2...2
    case .round, .roundup, .rounddown: 1...2
    case .datediff: 3...5
    case .sqrt, .abs, .year, .month, .day, .isnumber, .isinteger, .isblanknotmissingcode: 1...1
    }
  }

  /// The function's value; `text` gives the bytes of a text.
  func value(
    of values: ArraySlice<Expression.Operand>, text: (Expression.Operand) -> ArraySlice<UInt8>
  ) -> Expression.Operand {
    guard let first = values.first, let last = values.last else { return .blank }
    switch self {
    case .if: return Expression.isTrue(first) ? values[values.startIndex + 1] : last
    case .sum, .min, .max, .mean, .median, .stdev: return Self.of(Self.numbers(values), self)
    case .isnumber: return .number(Self.number(first) == nil ? 0 : 1)
    case .isinteger: return .number(Self.number(first).map { $0 == $0.rounded() } ?? false ? 1 : 0)
    case .isblanknotmissingcode:
      if case .blank = first { return .number(1) }
      return .number(0)
    case .datediff: return ExpressionDate.difference(values, text: text)
    case .year, .month, .day: return ExpressionDate.part(self, of: first, text: text)
    case .sqrt, .abs, .mod, .round, .roundup, .rounddown:
      guard let number = Self.number(first) else { return .blank }
      let second = values.count > 1 ? Self.number(last) : 0
      guard let second else { return .blank }
      return Self.arithmetic(self, number, second)
    }
  }

  private static func arithmetic(
    _ function: ExpressionFunction, _ number: Double, _ second: Double
  ) -> Expression.Operand {
    switch function {
    case .sqrt: number < 0 ? .blank : .number(number.squareRoot())
    case .abs: .number(Swift.abs(number))
    case .mod: second == 0 ? .blank : .number(number.truncatingRemainder(dividingBy: second))
    case .roundup: rounded(number, second, .awayFromZero)
    case .rounddown: rounded(number, second, .towardZero)
    default: rounded(number, second, .toNearestOrAwayFromZero)
    }
  }

  private static func number(_ operand: Expression.Operand) -> Double? {
    if case .number(let number) = operand { return number }
    return nil
  }

  /// Blanks and texts take no part.
  private static func numbers(_ values: ArraySlice<Expression.Operand>) -> [Double] {
    values.compactMap(number)
  }

  private static func of(_ numbers: [Double], _ function: ExpressionFunction) -> Expression.Operand {
    guard !numbers.isEmpty else { return .blank }
    let sum = numbers.reduce(0, +)
    let count = Double(numbers.count)
    switch function {
    case .min: return .number(numbers.min() ?? 0)
    case .max: return .number(numbers.max() ?? 0)
    case .mean: return .number(sum / count)
    case .median:
      let sorted = numbers.sorted()
      let middle = sorted.count / 2
      return .number(sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2)
    case .stdev:
      guard numbers.count > 1 else { return .blank }
      let squares = numbers.map { ($0 - sum / count) * ($0 - sum / count) }.reduce(0, +)
      return .number((squares / (count - 1)).squareRoot())
    default: return .number(sum)
    }
  }

  /// Rounds to decimal places, a hair of a binary fraction forgiven: 1.005 to two places is 1.01.
  private static func rounded(
    _ number: Double, _ places: Double, _ rule: FloatingPointRoundingRule
  ) -> Expression.Operand {
    guard places == places.rounded(), Swift.abs(places) <= 15 else { return .blank }
    var scale = 1.0
    for _ in 0..<Int(Swift.abs(places)) { scale *= 10 }
    let scaled = places < 0 ? number / scale : number * scale
    let nearest = scaled.rounded()
    let isWhole = Swift.abs(scaled - nearest) < 1e-9 * Swift.max(1, Swift.abs(scaled))
    let isHalf = Swift.abs(Swift.abs(scaled - scaled.rounded(.towardZero)) - 0.5) < 1e-9
    var result = isWhole ? nearest : scaled.rounded(rule)
    if !isWhole && isHalf && rule == .toNearestOrAwayFromZero { result = scaled.rounded(.awayFromZero) }
    return .number(places < 0 ? result * scale : result / scale)
  }
}
