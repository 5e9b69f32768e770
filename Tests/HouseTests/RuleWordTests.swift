import Foundation
import Testing

/// Words of rules that findings can have, read from the sources, and the catalogue that explains them.
@Suite struct RuleWordTests {
  /// Places in the sources at which the word of a rule stands.
  private static let places = [
    #"rule:\s*"([a-z][a-z-]*)""#,
    #"\breport\(\s*"([a-z][a-z-]*)""#,
    #"\breject\(\s*\w+,\s*"([a-z][a-z-]*)""#,
    #"\bcase [^:\n]+:\s*\(\s*"([a-z][a-z-]*)","#,
    #""([a-z]+(?:-[a-z]+)*)",\s*(?:severity:\s*)?\.(?:error|warning|note)\b"#,
  ]

  private static func words(_ pattern: String, in text: String) throws -> Set<String> {
    let expression = try NSRegularExpression(pattern: pattern)
    let matches = expression.matches(in: text, range: NSRange(text.startIndex..., in: text))
    return Set(matches.compactMap { Range($0.range(at: 1), in: text).map { String(text[$0]) } })
  }

  /// The sources that check files and questionnaires.
  private static let checking = Repository.sources.filter { file in
    ["Sources/Questionnaires/", "Sources/CoVaLux/Importing/"].contains { file.path.hasPrefix($0) }
      && !["RuleCatalogue", "/Loading/"].contains { file.path.contains($0) }
  }

  private static let catalogue = Repository.sources.filter { $0.name.hasPrefix("RuleCatalogue") }

  private static func explained() throws -> Set<String> {
    try catalogue.reduce(into: []) { try $0.formUnion(words(#"word:\s*"([a-z-]+)""#, in: $1.text)) }
  }

  @Test func `every word of a rule is explained`() throws {
    let explained = try Self.explained()
    var count = 0
    for file in Self.checking {
      var found = try Self.places.reduce(into: Set<String>()) {
        try $0.formUnion(Self.words($1, in: file.text))
      }
      if file.name == "RowRule.swift" {
        let kinds = file.text.components(separatedBy: "defaultSeverity")[0]
        found.formUnion(try Self.words(#"case \w+ = "([a-z-]+)""#, in: kinds))
      }
      if file.text.contains("var rule: String") {
        found.formUnion(try Self.words(#"\bcase [^:\n]+:\s*"([a-z-]+)"\n"#, in: file.text))
      }
      count += found.count
      for word in found.subtracting(explained).sorted() {
        Issue.record("\(file.path): covalux explain does not know \(word)")
      }
    }
    #expect(count >= 40, "the sources are written in another way than this test reads them")
  }

  @Test func `every explained word is one that something says`() throws {
    let text = Self.checking.map(\.text).joined(separator: "\n")
    for word in try Self.explained().sorted() {
      #expect(text.contains("\"\(word)\"") || text.contains("    case \(word)\n"), "nothing says \(word)")
    }
  }
}
