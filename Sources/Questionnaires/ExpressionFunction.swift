#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The functions of REDCap's language.
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
  case log
  case exponential
  case ageAtDate = "age_at_date"
  case dayoftheweek
  case contains
  case notContain = "not_contain"
  case startsWith = "starts_with"
  case endsWith = "ends_with"
  case find
  case left
  case right
  case mid
  case length
  case trim
  case upper
  case lower
  case replaceText = "replace_text"
  case concat
  case concatWs = "concat_ws"
  case ismissingcode
  case hasmissingcode
  case isblankormissingcode

  /// How many values the function takes.
  var valueCounts: ClosedRange<Int> {
    switch self {
    case .sum, .min, .max, .mean, .median, .stdev: 1...1000
    case .if: 3...3
    case .mod: 2...2
    case .round, .roundup, .rounddown: 1...2
    case .datediff: 3...5
    case .log: 1...2
    case .ageAtDate: 2...3
    case .contains, .notContain, .startsWith, .endsWith, .find, .left, .right, .hasmissingcode: 2...2
    case .mid, .replaceText: 3...3
    case .concat: 1...1000
    case .concatWs: 2...1000
    case .sqrt, .abs, .year, .month, .day, .isnumber, .isinteger, .isblanknotmissingcode, .exponential,
      .dayoftheweek,
      .length, .trim, .upper, .lower, .ismissingcode, .isblankormissingcode:
      1...1
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
    case .year, .month, .day, .dayoftheweek: return ExpressionDate.part(self, of: first, text: text)
    case .ageAtDate: return ExpressionDate.age(values, text: text)
    case .exponential: return Self.number(first).map { .number(powerOfE($0)) } ?? .blank
    case .log:
      guard let number = Self.number(first), number > 0 else { return .blank }
      guard values.count > 1, let base = Self.number(last) else { return .number(logarithm(number)) }
      return base > 0 && base != 1 ? .number(logarithm(number) / logarithm(base)) : .blank
    case .sqrt, .abs, .mod, .round, .roundup, .rounddown:
      guard let number = Self.number(first) else { return .blank }
      let second = values.count > 1 ? Self.number(last) : 0
      guard let second else { return .blank }
      return Self.arithmetic(self, number, second)
    default: return .blank
    }
  }

  private static func arithmetic(
    _ function: ExpressionFunction, _ number: Double, _ second: Double
  ) -> Expression.Operand {
    switch function {
    case .sqrt: number < 0 ? .blank : .number(number.squareRoot())
    case .abs: .number(Swift.abs(number))
    case .mod: second == 0 ? .blank : .number(number.truncatingRemainder(dividingBy: second))
    // REDCap goes to the next higher and lower number, not away from zero and towards it.
    case .roundup: rounded(number, second, .up)
    case .rounddown: rounded(number, second, .down)
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

/// e to a power; apart, as the names of C's functions are those of REDCap's.
private func powerOfE(_ number: Double) -> Double { exp(number) }

/// The natural logarithm.
private func logarithm(_ number: Double) -> Double { log(number) }
