/// A condition or a calculation in REDCap's language, compiled to postfix.
struct Expression: Sendable {
  enum Operation: Hashable, Sendable {
    /// The cell of a column, by its place in ``Expression/columns``.
    case column(Int)
    case number(Double)
    /// A literal that is not a number: a part of ``Expression/literals``.
    case text(Range<Int>)
    case blank
    case equal
    case unequal
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case and
    case or
    case add
    case subtract
    case multiply
    case divide
    case power
    case negate
    /// The day of the import.
    case today
    /// A function of so many values.
    case call(ExpressionFunction, Int)
  }

  /// What an expression looks at besides its own text.
  struct Surroundings {
    /// The row's bytes.
    let bytes: [UInt8]
    /// Trimmed range of each of ``Expression/columns``.
    let cells: [Range<Int>]
    /// Decimal mark of each of ``Expression/columns``.
    let marks: [UInt8]
    /// Day of the import, as days since 2000-01-01.
    let today: Int32
  }

  /// An intermediate value.
  enum Operand: Sendable {
    case blank
    case number(Double)
    case cell(Range<Int>)
    case literal(Range<Int>)
    /// Seconds since the beginning of 2000.
    case instant(Double)
  }

  fileprivate(set) var operations: [Operation] = []
  fileprivate(set) var literals: [UInt8] = []
  /// Names of the columns that the condition looks at; an option of a checkbox is `field___code`.
  fileprivate(set) var columns: [String] = []
  /// True if the value may be another one tomorrow.
  fileprivate(set) var dependsOnToday = false

  init(_ text: String) throws(ExpressionError) {
    var parser = ExpressionParser(text)
    self.init()
    try parser.parse(into: &self)
  }

  fileprivate init() {}

  mutating func emit(_ operation: Operation) {
    operations.append(operation)
  }

  mutating func emitToday() {
    dependsOnToday = true
    operations.append(.today)
  }

  mutating func emit(column name: String) {
    let place = columns.firstIndex(of: name) ?? columns.count
    if place == columns.count { columns.append(name) }
    operations.append(.column(place))
  }

  mutating func emit(literal text: String) {
    let bytes = Array(text.utf8)
    if bytes.isEmpty {
      operations.append(.blank)
    } else if let number = NumberReader.number(bytes, 0..<bytes.count, decimalMark: 0x2E) {
      operations.append(.number(number))
    } else {
      operations.append(.text(literals.count..<literals.count + bytes.count))
      literals += bytes
    }
  }

  /// Whether the condition holds for a row; `stack` is room for intermediate values.
  func holds(_ around: borrowing Surroundings, stack: inout [Operand]) -> Bool {
    Self.isTrue(value(around, stack: &stack))
  }

  /// The value for a row; `stack` is room for intermediate values.
  func value(_ around: borrowing Surroundings, stack: inout [Operand]) -> Operand {
    stack.removeAll(keepingCapacity: true)
    for operation in operations {
      switch operation {
      case .column(let place):
        stack.append(Self.operand(around.bytes, around.cells[place], around.marks[place]))
      case .number(let number): stack.append(.number(number))
      case .text(let range): stack.append(.literal(range))
      case .blank: stack.append(.blank)
      case .today: stack.append(.instant(Double(around.today) * 86_400))
      case .negate:
        if case .number(let number)? = stack.popLast() {
          stack.append(.number(-number))
        } else {
          stack.append(.blank)
        }
      case .call(let function, let count):
        guard stack.count >= count else { return .blank }
        let result = function.value(of: stack[(stack.count - count)...]) { text($0, around.bytes) }
        stack.removeLast(count)
        stack.append(result)
      default:
        guard let right = stack.popLast(), let left = stack.popLast() else { return .blank }
        stack.append(combine(operation, left, right, around.bytes))
      }
    }
    return stack.last ?? .blank
  }

  private static func operand(_ bytes: [UInt8], _ range: Range<Int>, _ mark: UInt8) -> Operand {
    if range.isEmpty { return .blank }
    if range.count == 1, case let digit = bytes[range.lowerBound] &- 0x30, digit <= 9 {
      return .number(Double(digit))
    }
    if let number = NumberReader.number(bytes, range, decimalMark: mark) { return .number(number) }
    return .cell(range)
  }

  private func combine(_ operation: Operation, _ left: Operand, _ right: Operand, _ bytes: [UInt8]) -> Operand
  {
    switch operation {
    case .and: return .number(Self.isTrue(left) && Self.isTrue(right) ? 1 : 0)
    case .or: return .number(Self.isTrue(left) || Self.isTrue(right) ? 1 : 0)
    case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .number(compares(operation, left, right, bytes) ? 1 : 0)
    default:
      // A missing operand makes arithmetic blank.
      guard case .number(let first) = left, case .number(let second) = right else { return .blank }
      switch operation {
      case .add: return .number(first + second)
      case .subtract: return .number(first - second)
      case .multiply: return .number(first * second)
      case .divide: return second == 0 ? .blank : .number(first / second)
      default: return Self.power(first, second)
      }
    }
  }

  private func compares(_ operation: Operation, _ left: Operand, _ right: Operand, _ bytes: [UInt8]) -> Bool {
    switch (left, right) {
    case (.number(let first), .number(let second)): return Self.holds(operation, first, second)
    case (.blank, .blank): return operation == .equal
    case (.blank, _), (_, .blank), (.number, _), (_, .number): return operation == .unequal
    default: return Self.holds(operation, order(left, right, bytes), 0)
    }
  }

  private static func holds<Value: Comparable>(_ operation: Operation, _ left: Value, _ right: Value) -> Bool
  {
    switch operation {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    default: left >= right
    }
  }

  /// Order of two texts by bytes, which is also the order of two ISO dates: below 0, 0 or above 0.
  private func order(_ left: Operand, _ right: Operand, _ bytes: [UInt8]) -> Int {
    let first = text(left, bytes)
    let second = text(right, bytes)
    if first.elementsEqual(second) { return 0 }
    return first.lexicographicallyPrecedes(second) ? -1 : 1
  }

  private func text(_ operand: Operand, _ bytes: [UInt8]) -> ArraySlice<UInt8> {
    switch operand {
    case .cell(let range): bytes[range]
    case .literal(let range): literals[range]
    default: []
    }
  }

  private static func power(_ base: Double, _ exponent: Double) -> Operand {
    guard exponent == exponent.rounded(), abs(exponent) <= 64 else { return .blank }
    var result = 1.0
    for _ in 0..<Int(abs(exponent)) { result *= base }
    return exponent < 0 ? (result == 0 ? .blank : .number(1 / result)) : .number(result)
  }

  static func isTrue(_ operand: Operand) -> Bool {
    switch operand {
    case .blank: false
    case .number(let number): number != 0
    case .cell, .literal, .instant: true
    }
  }
}
