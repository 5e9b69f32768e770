import Testing

@Suite struct SourceRulesTests {
  @Test func `no file is longer than 400 lines and no command longer than 80`() {
    for file in Repository.sources + Repository.tests {
      #expect(file.lineCount <= 400, "\(file.path)")
    }
    let commands = Repository.sources.filter {
      ["CommandLineTool", "BatchImporter"].contains($0.module) && $0.stem.hasSuffix("Command")
    }
    for command in commands { #expect(command.lineCount <= 80, "\(command.path)") }
  }

  @Test func `no construct that can crash or hide a race`() {
    for (file, swift) in Repository.sourceTexts {
      let found = Self.forbiddenConstructs(in: swift)
      #expect(found == [], "\(file.path)")
    }
  }

  @Test func `forbidden constructs are found in code and not in words`() {
    let text = SwiftText(
      """
      // try! in a comment, /* fatalError( */ too
      let a = "try! \\(try! load()) fatalError"
      final class Box: @unchecked Sendable {}
      """)
    #expect(Self.forbiddenConstructs(in: text) == ["try!", "@unchecked Sendable"])
  }

  @Test func `no file, type or folder has a name that says nothing`() {
    let tests = Repository.tests.map { (file: $0, swift: SwiftText($0.text)) }
    for (file, swift) in Repository.sourceTexts + tests {
      let names = file.components.dropLast() + [file.stem] + Self.typeNames(in: swift.code)
      #expect(names.filter(Self.saysNothing) == [], "\(file.path)")
    }
  }

  @Test(arguments: [
    ("DateUtils", true), ("ImportHelper", true), ("Misc", true), ("common", true), ("baseURL", true),
    ("Baseline", false), ("DatabaseOptions", false), ("Manage", false), ("Simple", false),
  ])
  func `empty names are told by whole words`(name: String, saysNothing: Bool) {
    #expect(Self.saysNothing(name) == saysNothing)
  }

  @Test func `no shipped questionnaire is a special case`() {
    let names = Repository.files(in: "Schema/questionnaires", extensions: ["yaml"]).map(\.stem)
    #expect(!names.isEmpty)
    for (file, swift) in Repository.sourceTexts where !file.path.contains("/Demonstration") {
      for literal in swift.literals {
        #expect(!Self.names(names, in: literal.text), "\(file.path):\(literal.line)")
      }
    }
  }

  @Test func `an example of a command may name a questionnaire, a condition may not`() {
    #expect(!Self.names(["month-6"], in: "EXAMPLES\n  covalux import --as month-6 a.csv"))
    #expect(Self.names(["month-6"], in: "month-6"))
  }

  private static func forbiddenConstructs(in text: SwiftText) -> [String] {
    ["try!", "as!", "fatalError(", "@unchecked Sendable", "nonisolated(unsafe)"].filter { construct in
      text.code.holds(construct)
    }
  }

  private static func typeNames(in code: String) -> [String] {
    let words = code.identifiers
    let kinds: Set<String> = ["struct", "class", "enum", "actor", "protocol", "typealias"]
    return zip(words, words.dropFirst()).filter { kinds.contains($0.0) }.map(\.1)
  }

  private static func saysNothing(_ name: String) -> Bool {
    let banned: Set<String> = [
      "utils", "util", "helper", "helpers", "manager", "common", "misc", "base", "impl",
    ]
    return camelWords(name).contains { banned.contains($0) }
  }

  private static func camelWords(_ name: String) -> [String] {
    var words = [""]
    for character in name {
      if character.isUppercase || !character.isLetter { words.append("") }
      if character.isLetter { words[words.count - 1] += character.lowercased() }
    }
    return words
  }

  /// Whether a text names a questionnaire other than in an example of a command.
  private static func names(_ names: [String], in text: String) -> Bool {
    text.split(separator: "\n").contains { line in
      !line.drop { $0 == " " }.hasPrefix("covalux ") && names.contains { line.contains($0) }
    }
  }
}
