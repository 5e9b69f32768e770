import Fuzzing
import Reporting

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The lines of a plan are those of its file, and a line that is JSON is read back from its own text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPlan(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = FuzzInput(start, count)
  var lines = input.bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  if lines.last?.isEmpty == true { lines.removeLast() }
  require(linesOfFile(input.bytes) == lines, "the lines of a plan are not those of its file")
  for line in lines {
    guard let value = PlainJSON.value(line) else { continue }
    let written = value.text
    guard let again = PlainJSON.value(Array(written.utf8)) else {
      require(false, "JSON that was written cannot be read")
      continue
    }
    require(again.text == written, "JSON is another one when written")
  }
  return 0
}

private func linesOfFile(_ bytes: [UInt8]) -> [[UInt8]] {
  var lines: [[UInt8]] = []
  var path = Array("/tmp/fuzz-plan-XXXXXX".utf8CString)
  let file = mkstemp(&path)
  require(file >= 0, "there is no room for a file")
  defer {
    close(file)
    unlink(path)
  }
  require(write(file, bytes, bytes.count) == bytes.count, "the file cannot be written")
  let name = String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  guard let plan = try? PlanLines(path: name) else {
    require(false, "the plan cannot be opened")
    return []
  }
  while let line = try? plan.next() { lines.append(line) }
  plan.rewind()
  require((try? plan.next()) == lines.first, "a plan begins otherwise the second time")
  return lines
}
