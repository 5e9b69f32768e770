/// The action tags of a field, such as `@MAXCHECKED=3`.
struct RedcapAnnotation {
  /// Tags in capitals with their values, which are empty where they have none.
  let tags: [(name: String, value: String)]

  init(_ text: String) {
    var tags: [(name: String, value: String)] = []
    var rest = Substring(text)
    while let start = rest.firstIndex(of: "@") {
      let isWord = start == rest.startIndex || rest[rest.index(before: start)].isWhitespace
      rest = rest[rest.index(after: start)...]
      let name = rest.prefix { $0.isLetter || $0 == "-" || $0 == "_" }
      guard isWord, !name.isEmpty else { continue }
      rest = rest[name.endIndex...]
      tags.append((name.uppercased(), Self.value(&rest)))
    }
    self.tags = tags
  }

  /// The value of a tag; nil if the field does not have it.
  subscript(name: String) -> String? { tags.first { $0.name == name }?.value }

  /// What follows `=`: a text in quotes, or all up to a space; or what stands in brackets.
  private static func value(_ rest: inout Substring) -> String {
    if rest.first == "(" {
      var depth = 0
      let value = rest.prefix { character in
        depth += character == "(" ? 1 : character == ")" ? -1 : 0
        return depth > 0
      }
      rest = rest[value.endIndex...].dropFirst()
      return String(value.dropFirst())
    }
    guard rest.first == "=" else { return "" }
    rest = rest.dropFirst()
    if let quote = rest.first, quote == "'" || quote == "\"" {
      let value = rest.dropFirst().prefix { $0 != quote }
      rest = rest[value.endIndex...].dropFirst()
      return String(value)
    }
    let value = rest.prefix { !$0.isWhitespace }
    rest = rest[value.endIndex...]
    return String(value)
  }
}
