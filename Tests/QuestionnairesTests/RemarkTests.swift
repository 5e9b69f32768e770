import CohortModel
import Foundation
import Questionnaires
import Testing

/// What `covalux questionnaire check` says of questionnaires that are sound.
@Suite struct RemarkTests {
  private func remarks(_ writes: String...) throws -> [String] {
    let lines = writes.map { "  " + $0 }.joined(separator: "\n")
    return try Questionnaire.test("writes:\n" + lines).remarks.map(\.description)
  }

  @Test func `names that programs cut are told with their limits`() throws {
    let name = String(repeating: "a", count: 27)
    let long = String(repeating: "b", count: 33)
    let longest = String(repeating: "c", count: 65)
    let found = try remarks(
      "answer.\(name): { column: a, type: integer, label: A }",
      "answer.\(long): { column: b, type: integer, label: B }",
      "answer.\(longest): { column: c, type: integer, label: C }",
      "answer.short: { column: d, type: integer, label: D }")
    #expect(
      found == [
        "6: warning: the name of answer.\(name) has 27 characters; REDCap has 26 [name-length]",
        "6: note: 3 of 4 names, answer.\(name) first, are longer than the 8 characters of a SAS transport file (version 5) "
          + "[name-length]",
        "7: warning: the name of answer.\(long) has 33 characters; SAS has 32, Stata has 32, REDCap has 26 [name-length]",
        "8: warning: the name of answer.\(longest) has 65 characters; SPSS has 64, SAS has 32, Stata has 32, "
          + "REDCap has 26 [name-length]",
      ])
  }

  @Test func `names that become one are told`() throws {
    let stem = String(repeating: "x", count: 32)
    let found = try remarks(
      "answer.Dry-cough: { column: a, type: integer, label: A }",
      "answer.dry_cough: { column: b, type: integer, label: B }",
      "answer.\(stem)1: { column: c, type: integer, label: C }",
      "answer.\(stem)2: { column: d, type: integer, label: D }")
    #expect(
      found.filter { $0.contains("[name-clash]") } == [
        "7: warning: answer.dry_cough and answer.Dry-cough differ in case or signs only, and are one variable in SPSS, "
          + "SAS and REDCap [name-clash]",
        "9: warning: answer.\(stem)2 and answer.\(stem)1 are one variable once SAS and Stata cut them to 32 characters "
          + "[name-clash]",
      ])
  }

  @Test func `words that are no variables are told`() throws {
    let found = try remarks(
      "answer.with: { column: a, type: integer, label: A }",
      "answer.record: { column: b, type: integer, label: B }",
      "answer.2nd: { column: c, type: integer, label: C }",
      "answer.within: { column: d, type: integer, label: D }")
    #expect(
      found == [
        "6: warning: answer.with: the name is a word of SPSS, Stata and cannot be a variable there [reserved-name]",
        "7: warning: answer.record: the name is a word of REDCap and cannot be a variable there [reserved-name]",
        "8: warning: answer.2nd: a name that begins with a digit is none in SPSS, SAS, Stata and R [reserved-name]",
      ])
  }

  @Test func `labels and codes without words are told`() throws {
    let found = try remarks(
      "answer.a: { column: a, type: integer }", "answer.b: { column: b, type: integer, label: Same }",
      "answer.c: { column: c, type: integer, label: same }",
      "answer.d: { column: d, label: D, codes: { 1: 1, 2: two, 9: } }",
      "answer.e: { checkboxes: \"e___{code}\", label: E, codes: { 1: x, 2: y } }",
      "answer.f: { column: f, type: text, label: F }",
      "answer.g: { column: g, type: text, label: G, identifying: true }")
    #expect(
      found == [
        "6: warning: answer.a has no label; codebooks will show its name [label-missing]",
        "8: warning: answer.c has the label of answer.b; nobody can tell them apart by it [label-repeated]",
        "9: warning: answer.d: code 9 without a meaning, read as missing for an unknown reason [code-label]",
        "9: warning: answer.d: code 1 without words for what it means [code-label]",
        "11: warning: answer.f is a text, in which people write names and dates; say identifying: true or "
          + "never-export: true [text-kept]",
      ])
  }

  @Test(arguments: [
    ("[sex] = '3'", true), ("[sex] = '1'", false), ("[sex] = '1' and [sex] = '2'", true),
    ("[sex] = '1' or [sex] = '2'", false), ("[age] > 130", true), ("[age] > 119", false),
    ("[age] = 17.5", false),
    ("[age] > 5 and [age] < 5", true), ("[age] > 5 and [age] < 6", false), ("[note] = 'x'", false),
    ("[note] = 'x' and [note] = 'y'", true), ("[kind(1)] = '2'", true), ("[kind(1)] = '1'", false),
    ("[age] + [age] > 1000", false), ("[sex] <> ''", false), ("[sex] = 'F'", false), ("[never] = '1'", true),
    ("[never] = ''", false),
  ])
  func `a question that is never asked is told`(condition: String, isNever: Bool) throws {
    let found = try remarks(
      "answer.sex: { column: sex, label: A, codes: { 1: female, F: female, 2: male } }",
      "answer.age: { column: age, label: B, type: integer, range: 0...120 }",
      "answer.note: { column: note, label: C, type: text, never-export: true }",
      "answer.kind: { checkboxes: \"kind___{code}\", label: D, codes: { 1: x, 2: y } }",
      "answer.never: { column: never, label: E, codes: { 1: a, 2: b }, asked-if: \"[sex] = '7'\" }",
      "answer.last: { column: last, label: F, type: integer, asked-if: \"\(condition)\" }")
    #expect(found.contains { $0.hasPrefix("11: ") && $0.hasSuffix("[asked-if-never]") } == isNever)
    #expect(found.contains { $0.hasPrefix("10: ") && $0.hasSuffix("[asked-if-never]") })
  }

  @Test func `the shipped questionnaires never ask in vain`() throws {
    for file in ShippedQuestionnaireTests.files {
      let questionnaire = try Questionnaire.load(
        text: String(contentsOf: file, encoding: .utf8), fileName: file.lastPathComponent,
        vocabulary: TestVocabulary.shared)
      #expect(questionnaire.remarks.filter { $0.rule == "asked-if-never" } == [], "\(file.lastPathComponent)")
    }
  }
}
