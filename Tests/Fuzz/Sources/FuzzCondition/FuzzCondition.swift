import Fuzzing

@testable import Questionnaires

/// A condition is read or refused at a place of its text, and has a value in any row.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzCondition(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = FuzzInput(start, count)
  // What stands behind a line break are the cells of the row that the condition looks at.
  let lines = input.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  let text = String(decoding: lines[0], as: UTF8.self)
  let expression: Expression
  do throws(ExpressionError) {
    expression = try Expression(text)
  } catch {
    require((1...text.utf8.count + 1).contains(error.position), "a place that is not in the condition")
    return 0
  }
  let rows = [lines.dropFirst().map { $0 }, [], [Array("2021-02-29".utf8)]]
  for row in rows { evaluate(expression, row) }
  return 0
}

private func evaluate(_ expression: Expression, _ row: [[UInt8]]) {
  var bytes: [UInt8] = []
  var cells: [Range<Int>] = []
  for place in expression.columns.indices {
    let cell = row.isEmpty ? [] : row[place % row.count]
    cells.append(bytes.count..<bytes.count + cell.count)
    bytes += cell
  }
  let around = Expression.Surroundings(
    bytes: bytes, cells: cells, marks: cells.map { _ in 0x2E }, today: 9_000)
  var stack = Expression.Stack()
  let first = expression.holds(around, stack: &stack)
  require(stack.depth == 1, "a condition leaves more or less than its value")
  require(expression.holds(around, stack: &stack) == first, "a condition has two values in one row")
}
