/// Why a condition cannot be read.
struct ExpressionError: Error, Hashable, CustomStringConvertible {
  /// Character of the condition, counted from 1.
  let position: Int
  let reason: String

  var description: String { "character \(position): \(reason)" }
}

/// Reads the language of REDCap's branching logic and calculations.
///
/// From loose to tight: `or`, `and`, comparisons, `+ -`, `* /`, `^`, unary minus.
struct ExpressionParser {
  private static let deepest = 64

  private let bytes: [UInt8]
  private var index = 0
  private var depth = 0
  /// Functions that the place is within; there the words today and now are days.
  private var callDepth = 0
  /// True directly within a function that takes texts as they are written.
  private var takesTexts = false

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  mutating func parse(into expression: inout Expression) throws(ExpressionError) {
    try disjunction(&expression)
    skipSpace()
    guard index == bytes.count else { throw failure("expected an operator such as = or and") }
  }

  private mutating func disjunction(_ expression: inout Expression) throws(ExpressionError) {
    depth += 1
    guard depth <= Self.deepest else { throw failure("too many brackets within each other") }
    try conjunction(&expression)
    while takes(word: "or") {
      try conjunction(&expression)
      expression.emit(.or)
    }
    depth -= 1
  }

  private mutating func conjunction(_ expression: inout Expression) throws(ExpressionError) {
    try comparison(&expression)
    while takes(word: "and") {
      try comparison(&expression)
      expression.emit(.and)
    }
  }

  private mutating func comparison(_ expression: inout Expression) throws(ExpressionError) {
    try sum(&expression)
    guard let operation = comparisonSign() else { return }
    try sum(&expression)
    expression.emit(operation)
  }

  private mutating func comparisonSign() -> Expression.Operation? {
    if takes("<>") || takes("!=") { return .unequal }
    if takes("<=") { return .lessOrEqual }
    if takes(">=") { return .greaterOrEqual }
    if takes("<") { return .less }
    if takes(">") { return .greater }
    return takes("=") ? .equal : nil
  }

  private mutating func sum(_ expression: inout Expression) throws(ExpressionError) {
    try product(&expression)
    while true {
      let operation: Expression.Operation
      if takes("+") { operation = .add } else if takes("-") { operation = .subtract } else { return }
      try product(&expression)
      expression.emit(operation)
    }
  }

  private mutating func product(_ expression: inout Expression) throws(ExpressionError) {
    try power(&expression)
    while true {
      let operation: Expression.Operation
      if takes("*") { operation = .multiply } else if takes("/") { operation = .divide } else { return }
      try power(&expression)
      expression.emit(operation)
    }
  }

  private mutating func power(_ expression: inout Expression) throws(ExpressionError) {
    try unary(&expression)
    guard takes("^") else { return }
    try unary(&expression)
    expression.emit(.power)
  }

  private mutating func unary(_ expression: inout Expression) throws(ExpressionError) {
    var isNegative = false
    while takes("-") { isNegative.toggle() }
    try atom(&expression)
    if isNegative { expression.emit(.negate) }
  }

  private mutating func atom(_ expression: inout Expression) throws(ExpressionError) {
    skipSpace()
    guard index < bytes.count else { throw failure("the condition ends too early") }
    switch bytes[index] {
    case UInt8(ascii: "("):
      index += 1
      try disjunction(&expression)
      guard takes(")") else { throw failure("expected )") }
    case UInt8(ascii: "["):
      let start = index
      let (name, place) = try reference()
      expression.emit(column: name, place, at: start, asText: takesTexts)
    case UInt8(ascii: "'"), UInt8(ascii: "\""): try literal(&expression)
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."): expression.emit(.number(try number()))
    default:
      guard isLetter(bytes[index]) else {
        throw failure("expected [a column], a number, a text in quotes, a function or a bracket")
      }
      try word(&expression)
    }
  }

  private mutating func literal(_ expression: inout Expression) throws(ExpressionError) {
    let start = index
    let text = try quoted()
    switch text.lowercased() {
    case "today" where callDepth > 0: expression.emitToday()
    case "now" where callDepth > 0:
      throw ExpressionError(position: start + 1, reason: "the time of day is not known; there is 'today'")
    default: expression.emit(literal: text, asText: takesTexts)
    }
  }

  /// A function with its values in brackets, or `true` or `false`.
  private mutating func word(_ expression: inout Expression) throws(ExpressionError) {
    let start = index
    while index < bytes.count, isLetter(bytes[index]) || bytes[index] == 0x5F || bytes[index] &- 0x30 <= 9 {
      index += 1
    }
    let name = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
    guard takes("(") else {
      guard name == "true" || name == "false" else {
        throw ExpressionError(
          position: start + 1, reason: "expected [a column], a number, a text in quotes or a function")
      }
      expression.emit(.number(name == "true" ? 1 : 0))
      return
    }
    guard let function = ExpressionFunction(rawValue: name) else {
      throw ExpressionError(position: start + 1, reason: "the function \(name) is not known")
    }
    callDepth += 1
    let takesTextsAround = takesTexts
    var count = 0
    if !takes(")") {
      repeat {
        // What `if` chooses from is taken as whatever is around it takes it.
        takesTexts = function.takesTexts || function == .if && count > 0 && takesTextsAround
        try disjunction(&expression)
        count += 1
      } while takes(",")
      guard takes(")") else { throw failure("expected ) or a comma") }
    }
    callDepth -= 1
    takesTexts = takesTextsAround
    guard function.valueCounts.contains(count) else {
      throw ExpressionError(position: start + 1, reason: "\(name) cannot have \(count) values")
    }
    expression.emit(.call(function, count))
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  /// `[column]`, `[event][column]`, `[column][instance]`, `[event][column][instance]`, or what the row is known by.
  private mutating func reference() throws(ExpressionError) -> (name: String, place: ExpressionReference?) {
    let start = index
    var parts = [try bracketed()]
    while index < bytes.count, bytes[index] == UInt8(ascii: "[") { parts.append(try bracketed()) }
    // REDCap exports it with every row.
    if parts.count == 1, parts[0].lowercased() == "record-dag-name" { return (RedcapLogic.group, nil) }
    if parts.count == 1, let fact = ExpressionReference.Fact(rawValue: parts[0].lowercased()) {
      return (fact.rawValue, ExpressionReference(fact: fact))
    }
    var place = ExpressionReference()
    if parts.count > 1, let last = parts.last, let instance = ExpressionReference.instance(last) {
      place.instance = instance
      parts.removeLast()
    }
    var isElsewhere = place.instance != .unsaid && place.instance != .current
    if parts.count == 2 {
      place.event = ExpressionReference.event(parts.removeFirst())
      isElsewhere = true
    }
    guard parts.count == 1 else {
      throw ExpressionError(position: start + 1, reason: "expected [event][column][instance]")
    }
    return (try column(parts[0], start), isElsewhere ? place : nil)
  }

  /// The text between two brackets.
  private mutating func bracketed() throws(ExpressionError) -> String {
    let start = index + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
    guard index < bytes.count else { throw failure("expected ] after the column's name") }
    index += 1
    return String(decoding: bytes[start..<index - 1], as: UTF8.self)
  }

  /// The name of the column that is meant; an option of a checkbox is `field(code)`.
  private func column(_ text: String, _ start: Int) throws(ExpressionError) -> String {
    // The cell as it is stored is what logic looks at anyway.
    let name = Array((text.hasSuffix(":value") ? text.dropLast(6) : text[...]).utf8)
    guard !name.contains(UInt8(ascii: ":")), !name.isEmpty else {
      throw ExpressionError(position: start + 2, reason: "expected the name of a column")
    }
    guard let bracket = name.firstIndex(of: UInt8(ascii: "(")) else {
      return String(decoding: name, as: UTF8.self)
    }
    guard name.last == UInt8(ascii: ")") else { throw failure("expected ) after the option's code") }
    return CheckboxName.column(
      field: String(decoding: name[..<bracket], as: UTF8.self),
      code: String(decoding: name[(bracket + 1)...].dropLast(), as: UTF8.self))
  }

  private mutating func quoted() throws(ExpressionError) -> String {
    let quote = bytes[index]
    let start = index + 1
    index += 1
    while index < bytes.count, bytes[index] != quote { index += 1 }
    guard index < bytes.count else {
      throw ExpressionError(position: start, reason: "the quote is not closed")
    }
    index += 1
    return String(decoding: bytes[start..<index - 1], as: UTF8.self)
  }

  private mutating func number() throws(ExpressionError) -> Double {
    let start = index
    while index < bytes.count, bytes[index] == 0x2E || bytes[index] &- 0x30 <= 9 { index += 1 }
    guard let number = NumberReader.number(bytes, start..<index, decimalMark: 0x2E) else {
      throw ExpressionError(position: start + 1, reason: "expected a number")
    }
    return number
  }

  private mutating func takes(_ sign: StaticString) -> Bool {
    skipSpace()
    let width = sign.utf8CodeUnitCount
    guard index + width <= bytes.count,
      sign.withUTF8Buffer({ $0.elementsEqual(bytes[index..<index + width]) })
    else { return false }
    index += width
    return true
  }

  private mutating func takes(word: String) -> Bool {
    skipSpace()
    let end = index + word.utf8.count
    guard end <= bytes.count, String(decoding: bytes[index..<end], as: UTF8.self).lowercased() == word else {
      return false
    }
    let isWhole = end == bytes.count || !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[end] | 0x20)
    if isWhole { index = end }
    return isWhole
  }

  private mutating func skipSpace() {
    while index < bytes.count, bytes[index] == 0x20 || (0x09...0x0D).contains(bytes[index]) { index += 1 }
  }

  private func failure(_ reason: String) -> ExpressionError {
    ExpressionError(position: index + 1, reason: reason)
  }
}
