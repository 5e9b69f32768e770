/// A formula's right side, expanded to terms: which variables each multiplies, and what stands apart.
struct ModelTerms {
  /// The distinct variables, such as `age` and `log(days)`, in the order of their first appearance.
  private(set) var variables: [FormulaExpression] = []
  /// The terms as ascending positions of their variables; those of few variables come first.
  private(set) var terms: [[Int]] = []
  private(set) var hasIntercept = true
  private(set) var offsets: [FormulaExpression] = []
  private(set) var strata: [FormulaExpression] = []
  private(set) var clusters: [FormulaExpression] = []
  private let others: [String]

  /// Expands; `.` stands for the other columns.
  init(_ explanation: FormulaExpression, others: [String]) throws(FormulaError) {
    self.others = others
    let expanded = try expand(explanation)
    terms = expanded.enumerated().sorted { ($0.element.count, $0.offset) < ($1.element.count, $1.offset) }
      .map(\.element)
  }

  /// The term in R's notation: `age:sex`.
  func label(of term: [Int]) -> String { term.map { variables[$0].description }.joined(separator: ":") }

  /// Whether a factor within a term is coded by a column for each level, not by contrasts with the first: so it is where
  /// the term without it is not among the earlier terms (R's TermCode).
  func isFull(_ variable: Int, in place: Int) -> Bool {
    let rest = terms[place].filter { $0 != variable }
    return !rest.isEmpty && !terms[..<place].contains { Set($0).isSuperset(of: rest) }
  }

  private mutating func expand(_ expression: FormulaExpression) throws(FormulaError) -> [[Int]] {
    switch expression {
    case .number(let number) where number == 0 || number == 1:
      hasIntercept = number == 1
      return []
    case .group(let inner): return try expand(inner)
    case .prefix("-", let operand): return try without(operand, from: [])
    case .prefix("+", let operand): return try expand(operand)
    case .operation("+", let left, let right):
      let first = try expand(left)
      return Self.union(first, try expand(right))
    case .operation("-", let left, let right): return try without(right, from: try expand(left))
    case .operation(":", let left, let right), .operation("%in%", let left, let right):
      let first = try expand(left)
      return Self.products(first, try expand(right))
    case .operation("*", let left, let right):
      let first = try expand(left)
      let second = try expand(right)
      return Self.union(Self.union(first, second), Self.products(first, second))
    case .operation("/", let left, let right):
      let first = try expand(left)
      let all = Set(first.joined()).sorted()
      return Self.union(first, Self.products([all], try expand(right)))
    case .operation("^", let inner, .number(let power)):
      let first = try expand(inner)
      guard let power = Int(exactly: power), 1...20 ~= power else { throw FormulaError(.unexpected("^")) }
      return (1..<power).reduce(first) { all, _ in Self.union(all, Self.products(all, first)) }
    case .call("offset", let arguments):
      offsets += arguments
      return []
    case .call("strata", let arguments):
      strata += arguments
      return []
    case .call("cluster", let arguments):
      clusters += arguments
      return []
    case .variable("."): return others.map { [place(of: .variable($0))] }
    default: return [[place(of: expression)]]
    }
  }

  private mutating func without(
    _ operand: FormulaExpression, from terms: [[Int]]
  ) throws(FormulaError) -> [[Int]] {
    if case .number(let number) = operand, number == 0 || number == 1 {
      hasIntercept = number == 0
      return terms
    }
    let left = try expand(operand)
    return terms.filter { !left.contains($0) }
  }

  private mutating func place(of expression: FormulaExpression) -> Int {
    if let place = variables.firstIndex(of: expression) { return place }
    variables.append(expression)
    return variables.count - 1
  }

  private static func union(_ first: [[Int]], _ second: [[Int]]) -> [[Int]] {
    second.reduce(into: first) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func products(_ first: [[Int]], _ second: [[Int]]) -> [[Int]] {
    union([], first.flatMap { left in second.map { Set(left + $0).sorted() } })
  }
}
