import Yams

/// Parses YAML within limits, so that a small file cannot take all memory or time.
enum YAMLDocument {
  static let largestSize = 1 << 20
  static let greatestDepth = 64
  static let mostNodes = 100_000

  /// The root node; what is wrong is reported with its line.
  static func root(of text: String) throws(LoadingProblem) -> Node {
    guard text.utf8.count <= largestSize else {
      throw LoadingProblem(line: 0, message: "the file is larger than 1 MiB")
    }
    try refuseHiddenKeys(in: text)
    let node: Node?
    do {
      node = try compose(yaml: text)
    } catch let error as YamlError {
      throw problem(of: error)
    } catch {
      throw LoadingProblem(line: 0, message: "the file is not YAML")
    }
    guard let node else { throw LoadingProblem(line: 0, message: "the file is empty") }
    var count = 0
    try measure(node, depth: 1, count: &count)
    return node
  }

  /// Refuses keys that are not plain words in files with anchors and aliases.
  ///
  /// The parser compares keys while it composes; comparing keys that are aliases of aliases takes for ever. Texts are
  /// searched like all else: what is in quotes cannot be told without parsing.
  private static func refuseHiddenKeys(in text: String) throws(LoadingProblem) {
    let bytes = Array(text.utf8)
    var line = 1
    var suspect = 0
    var hasAlias = false
    var hasAnchor = false
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == 0x0A { line += 1 }
      // Line breaks of YAML are also beyond ASCII.
      let follows =
        index == 0 || bytes[index - 1] >= 0x80
        || [0x20, 0x0A, 0x0D, 0x09, 0x2C, 0x3A, 0x5B, 0x7B].contains(bytes[index - 1])
      switch byte {
      case UInt8(ascii: "&"):
        if follows && index + 1 < bytes.count && isNameByte(bytes[index + 1]) { hasAnchor = true }
      case UInt8(ascii: "*"):
        guard follows else { continue }
        var end = index + 1
        while end < bytes.count, isNameByte(bytes[end]) { end += 1 }
        guard end > index + 1 else { continue }
        hasAlias = true
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: ":"), suspect == 0 { suspect = line }
      case UInt8(ascii: "?"):
        let next = index + 1 < bytes.count ? bytes[index + 1] : 0x20
        if follows && !isNameByte(next) && suspect == 0 { suspect = line }
      case UInt8(ascii: "]"), UInt8(ascii: "}"):
        var end = index + 1
        while end < bytes.count, bytes[end] == 0x20 { end += 1 }
        if end < bytes.count, bytes[end] == UInt8(ascii: ":"), suspect == 0 { suspect = line }
      default: break
      }
    }
    if hasAlias && hasAnchor && suspect > 0 {
      throw LoadingProblem(line: suspect, message: "a key must be a word, not a list, a map or an alias")
    }
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte == 0x2D || byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// Counts nodes with every alias written out.
  private static func measure(_ node: Node, depth: Int, count: inout Int) throws(LoadingProblem) {
    count += 1
    guard count <= mostNodes else {
      throw LoadingProblem(
        line: 0, message: "the file has more than \(mostNodes) values, aliases written out")
    }
    guard depth <= greatestDepth else {
      throw LoadingProblem(
        line: node.mark?.line ?? 0, message: "more than \(greatestDepth) lists or maps within each other")
    }
    switch node {
    case .scalar, .alias: break
    case .sequence(let sequence):
      for child in sequence { try measure(child, depth: depth + 1, count: &count) }
    case .mapping(let mapping):
      for (key, value) in mapping {
        try measure(key, depth: depth + 1, count: &count)
        try measure(value, depth: depth + 1, count: &count)
      }
    }
  }

  private static func problem(of error: YamlError) -> LoadingProblem {
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      LoadingProblem(line: mark.line, message: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      LoadingProblem(
        line: context.mark.line, message: "written twice: \(keys.map { "\"\($0)\"" }.joined(separator: ", "))"
      )
    case .reader(let problem, _, _, _): LoadingProblem(line: 0, message: "not YAML: \(problem)")
    default: LoadingProblem(line: 0, message: "the file is not YAML")
    }
  }
}

/// A problem of a file that ends its reading.
struct LoadingProblem: Error {
  let line: Int
  let message: String
}
