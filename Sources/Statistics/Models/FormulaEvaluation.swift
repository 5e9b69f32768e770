import CDistributions

/// Computes the columns that the expressions of a formula stand for, over all rows.
struct FormulaEvaluation {
  private enum Value {
    case scalar(Double)
    case word(String)
    case column(ModelColumn)
  }

  let data: ModelData

  /// The column of an expression; a constant fills every row.
  func column(_ expression: FormulaExpression) throws(FormulaError) -> ModelColumn {
    switch try value(expression) {
    case .scalar(let number): .numbers(Array(repeating: number, count: data.rows))
    case .word: throw FormulaError(.notNumeric("\(expression)"))
    case .column(let column): column
    }
  }

  /// The numbers of an expression; categories are refused.
  func numbers(_ expression: FormulaExpression) throws(FormulaError) -> [Double] {
    guard let values = try column(expression).values else { throw FormulaError(.notNumeric("\(expression)")) }
    return values
  }

  private func value(_ expression: FormulaExpression) throws(FormulaError) -> Value {
    switch expression {
    case .number(let number): return .scalar(number)
    case .text(let text): return .word(text)
    case .group(let inner), .argument(_, let inner): return try value(inner)
    case .variable(let name):
      if let column = data[name] { return .column(column) }
      switch name {
      case "TRUE": return .scalar(1)
      case "FALSE": return .scalar(0)
      case "pi": return .scalar(Double.pi)
      default: throw FormulaError(.unknownColumn(name))
      }
    case .prefix(let sign, let operand):
      let inner = try value(operand)
      return try mapped(inner, sign) { sign == "-" ? -$0 : $0 }
    case .operation(let sign, let left, let right): return try operation(sign, left, right)
    case .call(let name, let arguments): return try call(name, arguments)
    }
  }

  private func mapped(
    _ value: Value, _ name: String, _ transform: (Double) -> Double
  ) throws(FormulaError) -> Value {
    switch value {
    case .scalar(let number): return .scalar(transform(number))
    case .word: throw FormulaError(.notNumeric(name))
    case .column(let column):
      guard let values = column.values else { throw FormulaError(.notNumeric(name)) }
      return .column(.numbers(values.map(transform)))
    }
  }

  // MARK: Operators

  private func operation(
    _ sign: String, _ left: FormulaExpression, _ right: FormulaExpression
  ) throws(FormulaError) -> Value {
    let (first, second) = (try value(left), try value(right))
    switch sign {
    case "+": return try combined(first, second, sign) { $0 + $1 }
    case "-": return try combined(first, second, sign) { $0 - $1 }
    case "*": return try combined(first, second, sign) { $0 * $1 }
    case "/": return try combined(first, second, sign) { $0 / $1 }
    case "^": return try combined(first, second, sign) { $1 == 2 ? $0 * $0 : cdist_pow($0, $1) }
    case "%%":
      return try combined(first, second, sign) { $0 - ($0 / $1).rounded(.down) * $1 }
    case "==", "!=": return try equality(first, second, wanted: sign == "==")
    case "<": return truths(try combined(first, second, sign) { Self.truth($0, $1, $0 < $1) })
    case ">": return truths(try combined(first, second, sign) { Self.truth($0, $1, $0 > $1) })
    case "<=": return truths(try combined(first, second, sign) { Self.truth($0, $1, $0 <= $1) })
    case ">=": return truths(try combined(first, second, sign) { Self.truth($0, $1, $0 >= $1) })
    default: throw FormulaError(.unknownFunction(sign))
    }
  }

  private static func truth(_ first: Double, _ second: Double, _ isTrue: Bool) -> Double {
    first.isNaN || second.isNaN ? .nan : isTrue ? 1 : 0
  }

  private func truths(_ value: Value) -> Value {
    if case .column(.numbers(let values)) = value { .column(.truths(values)) } else { value }
  }

  private func combined(
    _ first: Value, _ second: Value, _ name: String, _ operation: (Double, Double) -> Double
  ) throws(FormulaError) -> Value {
    switch (first, second) {
    case (.scalar(let left), _): return try mapped(second, name) { operation(left, $0) }
    case (_, .scalar(let right)): return try mapped(first, name) { operation($0, right) }
    case (.column(let left), .column(let right)):
      guard let left = left.values, let right = right.values else { throw FormulaError(.notNumeric(name)) }
      return .column(.numbers(left.indices.map { operation(left[$0], right[$0]) }))
    default: throw FormulaError(.notNumeric(name))
    }
  }

  private func equality(_ first: Value, _ second: Value, wanted: Bool) throws(FormulaError) -> Value {
    switch (first, second) {
    case (.column(.factor(let codes, let levels)), .word(let word)),
      (.word(let word), .column(.factor(let codes, let levels))):
      let place = levels.firstIndex(of: word).map { Int32($0) }
      return .column(.truths(codes.map { $0 < 0 ? .nan : ($0 == place) == wanted ? 1 : 0 }))
    default:
      return truths(
        try combined(first, second, wanted ? "==" : "!=") { Self.truth($0, $1, ($0 == $1) == wanted) })
    }
  }

  // MARK: Functions

  private func call(_ name: String, _ arguments: [FormulaExpression]) throws(FormulaError) -> Value {
    guard let first = arguments.first else { throw FormulaError(.unknownFunction(name)) }
    switch name {
    case "factor", "as.factor", "as.character", "relevel":
      return .column(try factor(name, try column(first).asFactor, arguments.dropFirst()))
    case "log" where arguments.count == 2:
      let base = logarithm(try number(arguments[1]))
      return try mapped(try value(first), name) { logarithm($0) / base }
    default: break
    }
    guard arguments.count == 1 else { throw FormulaError(.unknownFunction(name)) }
    let inner = try value(first)
    switch name {
    case "I", "identity": return inner
    case "as.numeric", "as.integer":
      return try mapped(inner, name) { name == "as.integer" ? $0.rounded(.towardZero) : $0 }
    case "log": return try mapped(inner, name) { logarithm($0) }
    case "log2": return try mapped(inner, name) { cdist_log2($0) }
    case "log10": return try mapped(inner, name) { cdist_log10($0) }
    case "log1p": return try mapped(inner, name) { logarithm(onePlus: $0) }
    case "exp": return try mapped(inner, name) { exponential($0) }
    case "sqrt": return try mapped(inner, name) { $0.squareRoot() }
    case "abs": return try mapped(inner, name) { abs($0) }
    case "floor": return try mapped(inner, name) { $0.rounded(.down) }
    case "ceiling": return try mapped(inner, name) { $0.rounded(.up) }
    case "round": return try mapped(inner, name) { $0.rounded(.toNearestOrEven) }
    case "scale":
      // Over all rows with a value, also those that lack another covariate, as R does.
      let values = Description(of: try numbers(first))
      guard let mean = values.mean.value, let deviation = values.standardDeviation.value else {
        throw FormulaError(.notNumeric(name))
      }
      return try mapped(inner, name) { ($0 - mean) / deviation }
    default: throw FormulaError(.unknownFunction(name))
    }
  }

  private func number(_ expression: FormulaExpression) throws(FormulaError) -> Double {
    guard case .scalar(let number) = try value(expression) else {
      throw FormulaError(.notNumeric("\(expression)"))
    }
    return number
  }

  /// `factor(x)`, `factor(x, levels = c("b", "a"))` and `relevel(x, ref = "b")`.
  private func factor(
    _ name: String, _ column: ModelColumn, _ options: ArraySlice<FormulaExpression>
  ) throws(FormulaError) -> ModelColumn {
    guard case .factor(let codes, let levels) = column else { throw FormulaError(.unknownFunction(name)) }
    // As text again, categories stand in alphabetical order.
    if name == "as.character" { return .texts(codes.map { $0 < 0 ? nil : levels[Int($0)] }) }
    var wanted = levels
    for option in options {
      switch option {
      case .argument("ref", let value) where name == "relevel":
        guard let word = Self.words(value).first, levels.contains(word) else {
          throw FormulaError(.unknownFunction(name))
        }
        wanted = [word] + levels.filter { $0 != word }
      case .argument("levels", let value) where name == "factor": wanted = Self.words(value)
      default: throw FormulaError(.unknownFunction(name))
      }
    }
    guard wanted != levels else { return column }
    let places = levels.map { level in wanted.firstIndex(of: level).map { Int32($0) } ?? -1 }
    return .factor(codes: codes.map { $0 < 0 ? -1 : places[Int($0)] }, levels: wanted)
  }

  private static func words(_ expression: FormulaExpression) -> [String] {
    switch expression {
    case .text(let text): [text]
    case .number(let number): [FormulaExpression.text(of: number)]
    case .call("c", let arguments): arguments.flatMap(words)
    case .argument(_, let inner), .group(let inner): words(inner)
    default: []
    }
  }
}
