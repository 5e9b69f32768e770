import CohortModel
import Fuzzing

@testable import Questionnaires

/// A date that a pattern accepts is written by the same pattern and accepted as the same day.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDates(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = FuzzInput(start, count)
  // The pattern's line, then the cell; without a line one of the usual patterns.
  let lines = input.bytes.split(separator: 0x0A, maxSplits: 1, omittingEmptySubsequences: false).map(
    Array.init)
  if lines.count == 2 {
    read(lines[1], String(decoding: lines[0], as: UTF8.self))
  } else {
    for pattern in usual { read(input.bytes, pattern) }
  }
  readISO(input.bytes)
  return 0
}

private let usual = [
  "yyyy-MM-dd", "dd/MM/yyyy", "d.M.yyyy", "MM/dd/yyyy", "M-d-yyyy", "yyyyMMdd", "MM/yyyy", "yyyy",
  "yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm:ss",
]

private func read(_ cell: [UInt8], _ text: String) {
  guard let pattern = DatePattern(text), let days = pattern.days(cell, 0..<cell.count) else { return }
  let padded = [0x20, 0x2C] + cell + [0x39, 0x39]
  require(pattern.days(padded, 2..<2 + cell.count) == days, "a date depends on the bytes around its cell")
  let day = StudyDay(days: days)
  require((1...9999).contains(day.year), "a date of a year that no calendar of ours has")
  require(StudyDay(iso: day.description) == day, "a date is not read back from its own text")
  guard let written = canonical(day, text).map({ Array($0.utf8) }) else { return }
  require(
    pattern.days(written, 0..<written.count) == days, "a date is another one when written by its pattern")
}

private func readISO(_ cell: [UInt8]) {
  guard let day = StudyDay(iso: String(decoding: cell, as: UTF8.self)) else { return }
  require(Array(day.description.utf8) == cell, "an ISO date is written otherwise than it was read")
  let (year, month, dayOfMonth) = day.components
  require(StudyDay(year: year, month: month, day: dayOfMonth) == day, "a date is not that of its parts")
  require(DatePattern.iso?.days(cell, 0..<cell.count) == day.days, "the two readers of ISO dates differ")
}

/// The day as a pattern writes it, every part as wide as it may be; nil if it is more than parts in an order.
private func canonical(_ day: StudyDay, _ pattern: String) -> String? {
  var text = ""
  var rest = Substring(pattern)
  while let first = rest.first {
    let run = rest.prefix { $0 == first }.count
    switch (first, run) {
    case ("y", 4): text += padded(day.year, to: 4)
    case ("y", 2): text += padded(day.year % 100, to: 2)
    case ("M", 1...2): text += padded(day.components.month, to: 2)
    case ("d", 1...2): text += padded(day.components.day, to: 2)
    case ("H", 2), ("m", 2), ("s", 2): text += "00"
    default:
      guard !first.isLetter else { return nil }
      text += String(repeating: first, count: run)
    }
    rest = rest.dropFirst(run)
  }
  return text
}

private func padded(_ number: Int, to width: Int) -> String {
  let digits = String(number)
  return String(repeating: "0", count: max(0, width - digits.count)) + digits
}
