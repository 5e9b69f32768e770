import Fuzzing

@testable import Questionnaires

/// A number that is accepted is the one that its digits say, and is accepted again as it is written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzNumbers(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let cell = FuzzInput(start, count).bytes
  for mark in [UInt8(ascii: "."), UInt8(ascii: ",")] {
    let integer = NumberReader.integer(cell, 0..<cell.count, decimalMark: mark)
    let number = NumberReader.number(cell, 0..<cell.count, decimalMark: mark)
    let padded = [0x31, 0x2D] + cell + [mark, 0x39]
    let range = 2..<2 + cell.count
    require(
      NumberReader.integer(padded, range, decimalMark: mark) == integer
        && NumberReader.number(padded, range, decimalMark: mark) == number,
      "a number depends on the bytes around its cell")
    if let integer { check(integer, number, width: cell.count) }
    if let number { check(number, cell, mark) }
  }
  return 0
}

private func check(_ integer: Int64, _ number: Double?, width: Int) {
  let written = Array(String(integer).utf8)
  require(
    NumberReader.integer(written, 0..<written.count, decimalMark: 0x2E) == integer,
    "a whole number is another one when written")
  if width <= 64 { require(number == Double(integer), "a whole number is another one as a decimal number") }
}

private func check(_ number: Double, _ cell: [UInt8], _ mark: UInt8) {
  require(number.isFinite, "a number is not finite")
  // The standard library as another reader; it wants a point and knows no sign without digits.
  let text = String(decoding: cell.map { $0 == mark ? 0x2E : $0 }, as: UTF8.self)
  require(Double(text) == number, "a number is not the one its digits say")
  let written = "\(number)"
  guard !written.contains("e") else { return }
  let bytes = Array(written.utf8)
  require(
    NumberReader.number(bytes, 0..<bytes.count, decimalMark: 0x2E)?.bitPattern == number.bitPattern,
    "a number is another one when written")
}
