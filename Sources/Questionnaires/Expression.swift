/// A condition or a calculation in REDCap's language, compiled to postfix.
struct Expression: Hashable, Sendable {
  enum Operation: Hashable, Sendable {
    /// The cell of a column, by its place in ``Expression/columns``.
    case column(Int)
    case number(Double)
    /// The cell of a column as it is written, also where it is a number.
    case columnText(Int)
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
    /// Missing-data codes of each of ``Expression/columns``; only where ``Expression/usesTexts``.
    var missing: [[[UInt8]]] = []
    /// How each of ``Expression/columns`` is written; empty where that is plain.
    var notations: [CellNotation] = []
  }

  /// Where the text names a column.
  struct Mention: Hashable, Sendable {
    let offset: Int
    let place: Int
  }

  /// Room for intermediate values.
  struct Stack: Sendable {
    fileprivate var operands: [Operand] = []
    fileprivate var texts: [UInt8] = []
    /// How many values lie on it; one when an evaluation has ended.
    var depth: Int { operands.count }
  }

  /// An intermediate value.
  enum Operand: Sendable {
    case blank
    case number(Double)
    case cell(Range<Int>)
    case literal(Range<Int>)
    /// A text that a function gave, in the stack.
    case text(Range<Int>)
    /// A cell that holds a code for a missing value.
    case missingCode(Range<Int>)
    /// Seconds since the beginning of 2000.
    case instant(Double)
  }

  fileprivate(set) var operations: [Operation] = []
  fileprivate(set) var literals: [UInt8] = []
  /// Names of the columns that the condition looks at; an option of a checkbox is `field___code`.
  fileprivate(set) var columns: [String] = []
  /// For each of the columns, where it is looked at; nil in the row itself.
  fileprivate(set) var references: [ExpressionReference?] = []
  /// Places of ``columns`` with where the text names them, in bytes.
  fileprivate(set) var mentions: [Mention] = []
  /// True if the value may be another one tomorrow.
  fileprivate(set) var dependsOnToday = false
  /// True if cells are looked at as texts.
  fileprivate(set) var usesTexts = false

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

  /// True if the value depends on more than the cells of the row.
  var looksElsewhere: Bool { references.contains { $0 != nil } }

  mutating func emit(
    column name: String, _ reference: ExpressionReference? = nil, at offset: Int, asText: Bool = false
  ) {
    let known = columns.indices.first { columns[$0] == name && references[$0] == reference }
    let place = known ?? columns.count
    if known == nil {
      columns.append(name)
      references.append(reference)
    }
    mentions.append(Mention(offset: offset, place: place))
    if asText { usesTexts = true }
    operations.append(asText ? .columnText(place) : .column(place))
  }

  mutating func emit(literal text: String, asText: Bool = false) {
    let bytes = Array(text.utf8)
    if bytes.isEmpty {
      operations.append(.blank)
    } else if !asText, let number = NumberReader.number(bytes, 0..<bytes.count, decimalMark: 0x2E) {
      operations.append(.number(number))
    } else {
      operations.append(.text(literals.count..<literals.count + bytes.count))
      literals += bytes
    }
  }

  /// Whether the condition holds for a row; `stack` is room for intermediate values.
  func holds(_ around: borrowing Surroundings, stack: inout Stack) -> Bool {
    Self.isTrue(value(around, stack: &stack))
  }

  /// The value for a row; `stack` is room for intermediate values.
  func value(_ around: borrowing Surroundings, stack room: inout Stack) -> Operand {
    room.texts.removeAll(keepingCapacity: true)
    return value(around, &room.operands, &room.texts)
  }

  /// The text of a value that ``value(_:stack:)`` has just given.
  func text(of operand: Operand, _ around: borrowing Surroundings, stack: Stack) -> ArraySlice<UInt8> {
    text(operand, around.bytes, stack.texts)
  }

  private func value(
    _ around: borrowing Surroundings, _ stack: inout [Operand], _ texts: inout [UInt8]
  ) -> Operand {
    stack.removeAll(keepingCapacity: true)
    for operation in operations {
      switch operation {
      case .column(let place):
        stack.append(operand(place, around, &texts))
      case .columnText(let place):
        let range = around.cells[place]
        let isCode =
          place < around.missing.count
          && around.missing[place].contains { $0.elementsEqual(around.bytes[range]) }
        stack.append(range.isEmpty ? .blank : isCode ? .missingCode(range) : .cell(range))
      case .number(let number): stack.append(.number(number))
      case .text(let range): stack.append(.literal(range))
      case .blank: stack.append(.blank)
      case .today: stack.append(.instant(Double(around.today) * 86_400))
      case .negate:
        guard let operand = stack.popLast() else { return .blank }
        let positive = number(operand, around.bytes, texts)
        stack.append(positive.map { Operand.number(-$0) } ?? .blank)
      case .call(let function, let count):
        guard stack.count >= count else { return .blank }
        let values = stack[(stack.count - count)...]
        let result =
          function.takesTexts
          ? textual(function, values, around.bytes, &texts)
          : function.value(of: values) { text($0, around.bytes, texts) }
        stack.removeLast(count)
        stack.append(result)
      default:
        guard let right = stack.popLast(), let left = stack.popLast() else { return .blank }
        stack.append(combine(operation, left, right, around.bytes, texts))
      }
    }
    return stack.last ?? .blank
  }

  @inline(__always)
  private func operand(_ place: Int, _ around: borrowing Surroundings, _ texts: inout [UInt8]) -> Operand {
    let range = around.cells[place]
    if place < around.notations.count,
      let operand = around.notations[place].operand(
        around.bytes, range, decimalMark: around.marks[place], &texts)
    {
      return operand
    }
    return Self.operand(around.bytes, range, around.marks[place])
  }

  private static func operand(_ bytes: [UInt8], _ range: Range<Int>, _ mark: UInt8) -> Operand {
    if range.isEmpty { return .blank }
    if range.count == 1, case let digit = bytes[range.lowerBound] &- 0x30, digit <= 9 {
      return .number(Double(digit))
    }
    if let number = NumberReader.number(bytes, range, decimalMark: mark) { return .number(number) }
    return .cell(range)
  }

  private func textual(
    _ function: ExpressionFunction, _ values: ArraySlice<Operand>, _ bytes: [UInt8], _ texts: inout [UInt8]
  ) -> Operand {
    let known = texts
    switch ExpressionText.value(of: function, values, text: { text($0, bytes, known) }) {
    case .blank: return .blank
    case .number(let number): return .number(number)
    case .text(let result):
      texts += result
      return .text(texts.count - result.count..<texts.count)
    }
  }

  private func combine(
    _ operation: Operation, _ left: Operand, _ right: Operand, _ bytes: [UInt8], _ texts: [UInt8]
  ) -> Operand {
    switch operation {
    case .and: return .number(Self.isTrue(left) && Self.isTrue(right) ? 1 : 0)
    case .or: return .number(Self.isTrue(left) || Self.isTrue(right) ? 1 : 0)
    case .equal, .unequal, .less, .lessOrEqual, .greater, .greaterOrEqual:
      return .number(compares(operation, left, right, bytes, texts) ? 1 : 0)
    default:
      // A missing operand makes arithmetic blank.
      guard let first = number(left, bytes, texts), let second = number(right, bytes, texts) else {
        return .blank
      }
      switch operation {
      case .add: return .number(first + second)
      case .subtract: return .number(first - second)
      case .multiply: return .number(first * second)
      case .divide: return second == 0 ? .blank : .number(first / second)
      default: return Self.power(first, second)
      }
    }
  }

  /// A number, or a text that a function gave and that is one.
  private func number(_ operand: Operand, _ bytes: [UInt8], _ texts: [UInt8]) -> Double? {
    switch operand {
    case .number(let number): return number
    case .text:
      let text = Array(text(operand, bytes, texts))
      return NumberReader.number(text, 0..<text.count, decimalMark: 0x2E)
    default: return nil
    }
  }

  private func compares(
    _ operation: Operation, _ left: Operand, _ right: Operand, _ bytes: [UInt8], _ texts: [UInt8]
  ) -> Bool {
    if case .text = left, let first = number(left, bytes, texts) {
      return compares(operation, .number(first), right, bytes, texts)
    }
    if case .text = right, let second = number(right, bytes, texts) {
      return compares(operation, left, .number(second), bytes, texts)
    }
    switch (left, right) {
    case (.number(let first), .number(let second)): return Self.holds(operation, first, second)
    case (.blank, .blank): return operation == .equal
    case (.blank, _), (_, .blank), (.number, _), (_, .number): return operation == .unequal
    default: return Self.holds(operation, order(left, right, bytes, texts), 0)
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
  private func order(_ left: Operand, _ right: Operand, _ bytes: [UInt8], _ texts: [UInt8]) -> Int {
    let first = text(left, bytes, texts)
    let second = text(right, bytes, texts)
    if first.elementsEqual(second) { return 0 }
    return first.lexicographicallyPrecedes(second) ? -1 : 1
  }

  private func text(_ operand: Operand, _ bytes: [UInt8], _ texts: [UInt8]) -> ArraySlice<UInt8> {
    switch operand {
    case .cell(let range), .missingCode(let range): bytes[range]
    case .literal(let range): literals[range]
    case .text(let range): texts[range]
    case .number(let number): Self.digits(of: number)[...]
    case .blank, .instant: []
    }
  }

  /// A number as REDCap writes it: without a fraction where it is whole.
  static func digits(of number: Double) -> [UInt8] {
    let isWhole = number == number.rounded() && number.magnitude < 1e15
    return Array((isWhole ? String(Int64(number)) : String(number)).utf8)
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
    case .cell, .literal, .instant, .text, .missingCode: true
    }
  }
}
