import CohortModel
import Testing

@testable import Questionnaires

@Suite struct CodePatternTests {
  private func matches(_ pattern: String, _ text: String) throws -> Bool {
    try CodePattern(pattern).matches(Array(text.utf8))
  }

  @Test(
    arguments: [
      (
        "LX[0-9]{5,7}", ["LX00001", "LX1234567"],
        ["LX0001", "LX12345678", "lx00001", "LX0000A", "", "ALX00001"]
      ),
      ("^\\d{3}-[A-Z]+$", ["123-A", "123-ABC"], ["123-", "12-A", "123-a", "123-A-"]),
      ("a*b?c+", ["c", "abc", "aaccc", "bc"], ["", "ab", "abbc", "ca"]),
      ("[^ ]{1,3}", ["abc", "é", "日本語"], ["", "a c", "abcd"]), (".x", ["ax", "éx"], ["x", "axx"]),
      ("[]a-]+", ["]", "a-]"], ["b"]), ("\\.\\[\\$", [".[$"], [".["]),
      ("a{0,2}a{2}", ["aa", "aaaa"], ["a", "aaaaa"]),
      ("[A-Z]{0,}9", ["9", "ABC9"], ["A"]),
    ])
  func `a pattern takes a whole text or not`(pattern: String, taken: [String], refused: [String]) throws {
    for text in taken { #expect(try matches(pattern, text), "\(text)") }
    for text in refused { #expect(try !matches(pattern, text), "\(text)") }
  }

  @Test(arguments: [
    "(a)", "a|b", "[a", "a{", "a{2,1}", "*a", "\\w", "a\\", "é", "", "a{0}", "a{200}", "[z-a]",
  ])
  func `what is no pattern is said`(pattern: String) {
    #expect(throws: CodePattern.Problem.self) { try CodePattern(pattern) }
  }

  /// The obvious way, by trying every count.
  private static func slow(_ items: ArraySlice<(Character, ClosedRange<Int>)>, _ text: Substring) -> Bool {
    guard let (letter, counts) = items.first else { return text.isEmpty }
    for count in counts {
      guard text.prefix(count).count == count, text.prefix(count).allSatisfy({ $0 == letter }) else {
        return false
      }
      if slow(items.dropFirst(), text.dropFirst(count)) { return true }
    }
    return false
  }

  @Test func `the matcher agrees with trying everything`() throws {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      let items = (0..<Int.random(in: 1...4, using: &generator)).map { _ -> (Character, ClosedRange<Int>) in
        let least = Int.random(in: 0...2, using: &generator)
        return (
          Bool.random(using: &generator) ? "a" : "b",
          least...max(1, least + Int.random(in: 0...2, using: &generator))
        )
      }
      let pattern = items.map { "\($0.0){\($0.1.lowerBound),\($0.1.upperBound)}" }.joined()
      let text = String((0..<Int.random(in: 0...8)).map { _ in Bool.random() ? Character("a") : "b" })
      #expect(try matches(pattern, text) == Self.slow(items[...], text[...]), "\(pattern) \(text)")
    }
  }

  @Test func `a pattern made to be slow is not`() throws {
    let text = String(repeating: "a", count: 20_000) + "b"
    var isTaken = true
    let pattern = try CodePattern("a*a*a*a*a*a*a*a*a*a*a*a*a*a*c")
    let time = ContinuousClock().measure { isTaken = pattern.matches(Array(text.utf8)) }
    #expect(!isTaken)
    #expect(time < .seconds(5))
  }

  // MARK: Codes of participants and texts

  private func read(_ participant: String, _ code: String, text: String = "") throws -> Reading {
    let questionnaire = try Questionnaire.load(
      text: """
        questionnaire: test
        version: 1
        participant: \(participant)
        event: baseline
        writes:
          answer.lot: { column: lot, type: text, pattern: ["[A-Z]{2}[0-9]{4}", "[0-9]{6}"] }

        """, fileName: "test.yaml", vocabulary: TestVocabulary.shared)
    return try Reading(questionnaire, "id,lot\n\"\(code)\",\"\(text)\"\n")
  }

  @Test(
    arguments: [
      ("LX00001", nil), ("lx00001", "letter-case"), ("LX001", "lost-zeros"), ("LX", "participant-code"),
      ("1980010112345", "participant-code"), ("1.23E+05", "exponent"), ("1E5", "exponent"),
      ("jane.doe@example.org", "participant-code"), ("../../LX00003", "participant-code"),
      ("LX____3", "participant-code"),
      ("LX*", "participant-code"), ("-3", "participant-code"), (".", "participant-code"),
    ] as [(String, String?)])
  func `a participant's code has its pattern`(code: String, rule: String?) throws {
    let reading = try read("{ column: id, pattern: \"LX[0-9]{5,7}\" }", code)
    let rules = reading.sink.samples.filter { $0.severity == .error || rule == "letter-case" }.map(\.rule)
    #expect(rules == (rule.map { [$0] } ?? []))
    for finding in reading.sink.samples where code.count > 3 { #expect(!finding.description.contains(code)) }
  }

  @Test(
    arguments: [
      ("57", nil), ("CLI-0057", nil), ("CLI-57", "lost-zeros"), ("CLI-00570", nil), ("CLI-A7", nil),
      ("7.10E+16", "exponent"), ("7,1E+16", "exponent"),
    ] as [(String, String?)])
  func `a code that lost its zeros is said where the number format knows its length`(
    code: String, rule: String?
  ) throws {
    let reading = try read("{ column: id, number-format: CLI-0000 }", code)
    #expect(reading.sink.samples.map(\.rule) == (rule.map { [$0] } ?? []))
  }

  @Test(
    arguments: [
      ("AB1234", nil, nil), ("001234", nil, nil), ("1234", "lost-zeros", "write the code in full"),
      ("ab1234", "pattern", "in capitals it would be"),
      ("AB 1234", "pattern", "without the spaces it would be"),
      ("7.1E+05", "exponent", "its last digits are lost"), ("other", "pattern", nil),
    ] as [(String, String?, String?)])
  func `a text has its pattern`(text: String, rule: String?, hint: String?) throws {
    let reading = try read("id", "LX1", text: text)
    #expect(reading.sink.samples.map(\.rule) == (rule.map { [$0] } ?? []))
    if let hint { #expect(reading.sink.samples.first?.hint?.hasPrefix(hint) == true) }
    #expect(reading.verdicts == [rule == nil ? .accepted : .rejected])
  }
}
