/// A Swift source, taken apart into code and string literals; comments are left out.
struct SwiftText {
  struct Literal {
    let line: Int
    /// The text as written; what is interpolated is a blank.
    let text: String
  }

  /// The code with a blank in place of each literal and comment.
  private(set) var code = ""
  private(set) var literals: [Literal] = []

  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var plain: [UInt8] = []

  init(_ text: String) {
    bytes = Array(text.utf8)
    scanCode(isInterpolation: false)
    code = String(decoding: plain, as: UTF8.self)
  }

  private mutating func scanCode(isInterpolation: Bool) {
    var depth = 0
    while index < bytes.count {
      switch bytes[index] {
      case UInt8(ascii: "/") where startsWith("//"):
        while index < bytes.count, bytes[index] != UInt8(ascii: "\n") { index += 1 }
        continue
      case UInt8(ascii: "/") where startsWith("/*"):
        skipBlockComment()
        continue
      case UInt8(ascii: "#"), UInt8(ascii: "\""):
        if let hashes = hashesBeforeQuote() {
          index += hashes
          scanLiteral(hashes: hashes)
          continue
        }
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        if isInterpolation && depth == 0 { return }
        depth -= 1
      default: break
      }
      plain.append(bytes[index])
      step()
    }
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if startsWith("/*") {
        depth += 1
        index += 2
      } else if startsWith("*/") {
        depth -= 1
        index += 2
      } else {
        step()
      }
    } while depth > 0 && index < bytes.count
  }

  private mutating func scanLiteral(hashes: Int) {
    let start = line
    let quotes = startsWith("\"\"\"") ? 3 : 1
    index += quotes
    let mark = String(repeating: "#", count: hashes)
    let end = String(repeating: "\"", count: quotes) + mark
    let escape = "\\" + mark
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\""), startsWith(end) { break }
      guard byte == UInt8(ascii: "\\"), startsWith(escape) else {
        text.append(bytes[index])
        step()
        continue
      }
      index += escape.utf8.count
      if index < bytes.count, bytes[index] == UInt8(ascii: "(") {
        index += 1
        text.append(UInt8(ascii: " "))
        scanCode(isInterpolation: true)
      }
      if index < bytes.count { step() }
    }
    index += end.utf8.count
    plain.append(UInt8(ascii: " "))
    literals.append(Literal(line: start, text: String(decoding: text, as: UTF8.self)))
  }

  /// Number of `#` before a quotation mark that begins here; nil if none begins.
  private func hashesBeforeQuote() -> Int? {
    var end = index
    while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
    return end < bytes.count && bytes[end] == UInt8(ascii: "\"") ? end - index : nil
  }

  private func startsWith(_ text: String) -> Bool {
    bytes[index...].starts(with: text.utf8)
  }

  private mutating func step() {
    if bytes[index] == UInt8(ascii: "\n") { line += 1 }
    index += 1
  }
}
