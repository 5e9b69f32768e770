/// Reads a formula by precedence, as R's grammar has it: `^` binds before a sign, then `:`, `%in%`, `* /`, `+ -`,
/// comparisons.
struct FormulaParser {
  private enum Token: Equatable {
    case name(String)
    case number(Double)
    case text(String)
    case sign(String)
  }

  private var tokens: [Token] = []
  private var position = 0
  private var depth = 0

  init(_ text: String) throws(FormulaError) {
    var rest = Substring(text)
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "\"" || first == "'" {
        let inner = rest.dropFirst().prefix { $0 != first }
        rest = rest[inner.endIndex...]
        guard rest.popFirst() != nil else { throw FormulaError(.unexpected("")) }
        tokens.append(.text(String(inner)))
      } else if first == "`" {
        let inner = rest.dropFirst().prefix { $0 != "`" }
        rest = rest[inner.endIndex...]
        guard rest.popFirst() != nil else { throw FormulaError(.unexpected("")) }
        tokens.append(.name(String(inner)))
      } else if first.isASCII && first.isNumber {
        tokens.append(.number(try Self.number(&rest)))
      } else if first.isLetter || first == "." || first == "_" {
        let name = rest.prefix { $0.isLetter || $0.isNumber || $0 == "." || $0 == "_" }
        rest = rest[name.endIndex...]
        tokens.append(.name(String(name)))
      } else {
        let signs = ["%in%", "%%", "==", "!=", "<=", ">=", "**"] + "~+-*/:^(),=<>".map(String.init)
        guard let sign = signs.first(where: { rest.hasPrefix($0) }) else {
          throw FormulaError(.unexpected(String(first)))
        }
        rest.removeFirst(sign.count)
        tokens.append(.sign(sign == "**" ? "^" : sign))
      }
    }
  }

  private static func number(_ rest: inout Substring) throws(FormulaError) -> Double {
    var length = 0
    var previous: Character = " "
    for character in rest {
      let isExponentSign = (character == "-" || character == "+") && (previous == "e" || previous == "E")
      guard character.isNumber || character == "." || character == "e" || character == "E" || isExponentSign
      else { break }
      previous = character
      length += 1
    }
    let text = rest.prefix(length)
    rest = rest[text.endIndex...]
    // R writes whole numbers as 5L.
    if rest.first == "L" { rest.removeFirst() }
    guard let number = Double(text) else { throw FormulaError(.unexpected(String(text))) }
    return number
  }

  mutating func formula() throws(FormulaError) -> (FormulaExpression?, FormulaExpression) {
    let left: FormulaExpression? = next == .sign("~") ? nil : try expression(above: 0)
    guard take("~") else {
      throw FormulaError(tokens.indices.contains(position) ? .unexpected(word) : .tildeMissing)
    }
    let right = try expression(above: 0)
    guard position == tokens.count else { throw FormulaError(.unexpected(word)) }
    return (left, right)
  }

  private var next: Token? { tokens.indices.contains(position) ? tokens[position] : nil }

  private var word: String {
    switch next {
    case .name(let name): name
    case .number(let number): FormulaExpression.text(of: number)
    case .text: "a text"
    case .sign(let sign): sign
    case nil: ""
    }
  }

  private mutating func take(_ sign: String) -> Bool {
    guard next == .sign(sign) else { return false }
    position += 1
    return true
  }

  private static func strength(_ sign: String) -> Int {
    switch sign {
    case "==", "!=", "<", ">", "<=", ">=": 1
    case "+", "-": 2
    case "*", "/": 3
    case "%in%", "%%": 4
    case ":": 5
    case "^": 7
    default: 0
    }
  }

  private mutating func expression(above floor: Int) throws(FormulaError) -> FormulaExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth < 100 else { throw FormulaError(.unexpected("(")) }
    var left = try operand()
    while case .sign(let sign)? = next {
      let strength = Self.strength(sign)
      guard strength > floor else { break }
      position += 1
      // A power binds to the right: 2^3^2 is 2^(3^2).
      let right = try expression(above: sign == "^" ? strength - 1 : strength)
      left = .operation(sign, left, right)
    }
    return left
  }

  private mutating func operand() throws(FormulaError) -> FormulaExpression {
    let token = next
    position += 1
    switch token {
    case .number(let number): return .number(number)
    case .text(let text): return .text(text)
    case .sign(let sign) where sign == "-" || sign == "+":
      return .prefix(sign, try expression(above: 5))
    case .sign("("):
      let inner = try expression(above: 0)
      guard take(")") else { throw FormulaError(.unexpected(word)) }
      return .group(inner)
    case .name(let name):
      guard take("(") else { return .variable(name) }
      return .call(name, try arguments())
    default:
      position -= 1
      throw FormulaError(.unexpected(word))
    }
  }

  private mutating func arguments() throws(FormulaError) -> [FormulaExpression] {
    var arguments: [FormulaExpression] = []
    if take(")") { return arguments }
    while true {
      if case .name(let name)? = next, tokens.indices.contains(position + 1),
        tokens[position + 1] == .sign("=")
      {
        position += 2
        arguments.append(.argument(name, try expression(above: 0)))
      } else {
        arguments.append(try expression(above: 0))
      }
      if take(")") { return arguments }
      guard take(",") else { throw FormulaError(.unexpected(word)) }
    }
  }
}
