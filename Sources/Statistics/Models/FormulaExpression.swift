/// A part of a model formula, such as `log(age)` or `sex * group`.
public indirect enum FormulaExpression: Sendable, Hashable, CustomStringConvertible {
  /// A column by its name.
  case variable(String)
  /// A number.
  case number(Double)
  /// A quoted text.
  case text(String)
  /// A function with its arguments.
  case call(String, [FormulaExpression])
  /// An argument with its name.
  case argument(String, FormulaExpression)
  /// Two operands and what stands between them.
  case operation(String, FormulaExpression, FormulaExpression)
  /// A sign before an operand.
  case prefix(String, FormulaExpression)
  /// An expression in parentheses.
  case group(FormulaExpression)

  /// The expression as R prints it, since R names coefficients so: `I(x^2)`, `log(x + 1)`.
  public var description: String {
    switch self {
    case .variable(let name): name
    case .number(let number): Self.text(of: number)
    case .text(let text): "\"\(text)\""
    case .call(let name, let arguments):
      "\(name)(\(arguments.map(\.description).joined(separator: ", ")))"
    case .argument(let name, let value): "\(name) = \(value)"
    case .operation(let sign, let left, let right):
      ["^", ":", "/", "%%"].contains(sign) ? "\(left)\(sign)\(right)" : "\(left) \(sign) \(right)"
    case .prefix(let sign, let operand): "\(sign)\(operand)"
    case .group(let inner): "(\(inner))"
    }
  }

  /// The columns that the expression reads, in the order of their first appearance.
  public var variables: [String] {
    switch self {
    case .variable(let name): [name]
    case .number, .text: []
    case .call(_, let arguments): Self.distinct(arguments.flatMap(\.variables))
    case .operation(_, let left, let right): Self.distinct(left.variables + right.variables)
    case .argument(_, let inner), .prefix(_, let inner), .group(let inner): inner.variables
    }
  }

  /// A number as R writes it where it becomes a level or a name: 55, not 55.0.
  static func text(of number: Double) -> String {
    if let whole = Int(exactly: number) { return "\(whole)" }
    return "\(number)"
  }

  private static func distinct(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.filter { seen.insert($0).inserted }
  }
}
