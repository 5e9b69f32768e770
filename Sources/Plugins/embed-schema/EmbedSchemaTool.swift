import Foundation

/// `embed-schema OUTPUT FILE…`: text files in, one Swift file of raw string literals out.
///
/// Literals and not byte arrays: an array of 200 KB takes the compiler a minute, a literal half a second.
@main
enum EmbedSchemaTool {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard let output = arguments.first else { return }
    var entries: [(name: String, text: String)] = []
    for path in arguments.dropFirst() {
      guard let range = path.range(of: "/Schema/", options: .backwards) else { continue }
      entries.append((String(path[range.upperBound...]), try String(contentsOfFile: path, encoding: .utf8)))
    }
    entries.sort { $0.name < $1.name }
    var source =
      "/// Every text file of `Schema/`, by its path there.\nlet embeddedFiles: [(name: String, text: String)] = [\n"
    for (name, text) in entries {
      let fence = fence(for: text)
      source += "  (\n    \"\(name)\",\n    \(fence)\"\"\"\n\(text)\n\"\"\"\(fence)\n  ),\n"
    }
    source += "]\n"
    try source.write(toFile: output, atomically: true, encoding: .utf8)
  }

  /// Enough number signs that nothing in the text can end the literal or start an escape.
  private static func fence(for text: String) -> String {
    var longest = 0
    var current = 0
    for character in text {
      current = character == "#" ? current + 1 : 0
      longest = max(longest, current)
    }
    return String(repeating: "#", count: longest + 1)
  }
}
