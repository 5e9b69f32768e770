import CohortModel
import Questionnaires
import Testing

@Suite struct LoaderTests {
  /// Problems of a questionnaire, as `line: message`.
  private func problems(_ text: String) -> [String] {
    do {
      _ = try Questionnaire.load(text: text, fileName: "q.yaml", vocabulary: TestVocabulary.shared)
      return []
    } catch {
      return error.problems.map { "\($0)" }
    }
  }

  @Test func `every problem of a file is reported at once, with its line`() {
    let text = """
      questionnaire: q
      version: one
      titel: Wrong key
      participant: { column: id }
      event: month-666
      missing: { "NA": unknwon }
      date-format: dd/mm/yyyy
      writes:
        symptom.fatige: { column: a }
        symptom.fatigue: { column: b, codes: { 0: absent, 1: mold } }
        vaccination(1).product: { column: c, codes: { 1: comirnatty } }
        vaccination.given: { column: d }
        participant(1).sex: { column: e }
        vaccination(dosis).given: { column: f }
        answer.days: { column: g, type: integer, range: 366...0 }
        answer.kind: { column: h, type: whole }
        answer.plain: { column: i }
        symptom.cough: { column: b }
        symptom.fever: { column: k, asked-if: "[b] = " }
        symptom.chills: { column: l, asked-if: "[bb] = '1'" }
        symptom.nausea: { column: m, requird: true }
        symptom.thirst: { label: no column }
        answer.x: [1, 2]
      rules:
        - { rule: dose-ordr }
        - { rule: dose-interval, days: 0 }
        - { rule: future-date, days: 3 }
      """
    #expect(
      problems(text) == [
        "q.yaml:2: version must be a whole number",
        "q.yaml:3: a questionnaire has no key \"titel\"; did you mean \"title\"?",
        "q.yaml:5: no event \"month-666\"; did you mean \"month-6\"?",
        "q.yaml:6: no reason \"unknwon\" for a missing value; did you mean \"unknown\"?; there are not-asked, "
          + "not-answered, unknown, refused, not-applicable, unreadable",
        "q.yaml:7: date-format: a date pattern consists of yyyy, MM, dd and separators, such as dd/MM/yyyy, or is dmy, mdy or ymd",
        "q.yaml:9: no concept \"symptom.fatige\"; did you mean \"symptom.fatigue\"?",
        "q.yaml:10: symptom.fatigue: no code \"mold\"; did you mean \"mild\"?; there are absent, mild, moderate, "
          + "severe, present",
        "q.yaml:11: vaccination(1).product: the vocabulary vaccine has no \"comirnatty\"; did you mean \"comirnaty\"?",
        "q.yaml:12: vaccination.given needs a slot, such as vaccination(1).given",
        "q.yaml:13: participant.sex has no slots",
        "q.yaml:14: no slot \"dosis\"; a slot is a number from 1 to 99, last, event or a name under slots",
        "q.yaml:15: the range is reversed: its first end is above its last",
        "q.yaml:16: type must be one of coded, integer, number, date, text, yes-no, checkbox, date-time",
        "q.yaml:17: answer.plain needs a type: coded, integer, number, date, text, yes-no, checkbox, date-time",
        "q.yaml:18: symptom.cough: column \"b\" is read on line 10 already; say `shared: true` if that is meant",
        "q.yaml:19: asked-if cannot be read: character 7: the condition ends too early",
        "q.yaml:20: asked-if of symptom.chills: the questionnaire has no column \"bb\"; did you mean \"b\"?",
        "q.yaml:21: symptom.nausea has no key \"requird\"; did you mean \"required\"?",
        "q.yaml:22: symptom.thirst needs a column",
        "q.yaml:23: answer.x must be a map, not a list",
        "q.yaml:25: rule must be one of \(RowRule.Kind.allCases.map(\.rawValue).joined(separator: ", ")); "
          + "did you mean \"dose-order\"?",
        "q.yaml:26: days must be 1 or more",
        "q.yaml:27: the rule future-date has no days",
      ])
  }

  @Test(arguments: [
    ("{}", "q.yaml:1: questionnaire is missing"),
    ("", "q.yaml: the file is empty"),
    ("- a", "q.yaml:1: a questionnaire must be a map, not a list"),
    ("a: [1, 2", "q.yaml:2: not YAML: did not find expected ',' or ']'"),
    ("a: 1\nb: 2\na: 3", "q.yaml:1: written twice: \"a\""),
    ("a: *b", "q.yaml:1: not YAML: found undefined alias"),
  ])
  func `what is no questionnaire is refused`(text: String, problem: String) {
    #expect(problems(text).first == problem)
  }

  @Test func `answers need an event`() {
    let text = """
      questionnaire: q
      version: 1
      participant: { column: id }
      writes:
        participant.sex: { column: sex }
        symptom.cough: { column: cough }
      """
    #expect(
      problems(text) == ["q.yaml:6: symptom.cough belongs to a response, so the questionnaire needs an event"]
    )
  }

  @Test func `a bomb of aliases is refused in good time`() {
    var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in 1...9 {
      let nine = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      lines.append("a\(level): &a\(level) [\(nine)]")
    }
    #expect(
      problems(lines.joined(separator: "\n")) == [
        "q.yaml: the file has more than 100000 values, aliases written out"
      ])
    // As a key the bomb would go off within the parser.
    #expect(
      problems((lines + ["? *a9", ": 1"]).joined(separator: "\n")) == [
        "q.yaml:11: a key must be a word, not a list, a map or an alias"
      ])
    #expect(problems((lines + ["{ *a9 : 1 }"]).joined(separator: "\n")).count == 1)
    #expect(problems((lines + ["{ [*a9] : 1 }"]).joined(separator: "\n")).count == 1)
  }

  @Test func `depth and size are limited`() {
    let deep = "a: " + String(repeating: "[", count: 70) + String(repeating: "]", count: 70)
    #expect(problems(deep) == ["q.yaml:1: more than 64 lists or maps within each other"])
    let deeper = "a: " + String(repeating: "[", count: 100_000)
    #expect(problems(deeper).count == 1)
    #expect(
      problems("a: " + String(repeating: "x", count: 1 << 20)) == ["q.yaml: the file is larger than 1 MiB"])
  }

  @Test func `codes may be shared by an anchor`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        symptom.cough: { column: a, codes: &grade { 0: absent, 1: mild } }
        symptom.fever: { column: b, codes: *grade }
      """)
    #expect(questionnaire.writes[0].codings == questionnaire.writes[1].codings)
  }

  @Test func `stored codes of an answer are its integers, or places where not all are`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.region: { column: a, codes: { 5: north, 0: south, 7: north, 99: unknown } }
        answer.moved: { column: b, codes: { -1: before, 0: now, x: later } }
      """)
    #expect(questionnaire.answers[0].levels.map { "\($0.code) \($0.name)" } == ["0 south", "5 north"])
    #expect(
      questionnaire.answers[1].levels.map { "\($0.code) \($0.name)" } == ["1 before", "2 now", "3 later"])
  }

  /// A file of problems alone would otherwise take minutes for its suggestions.
  @Test func `of very many problems the first hundred are told`() {
    let keys = (1...20_000).map { "k\($0): 1" }.joined(separator: "\n")
    let told = problems(keys)
    #expect(told.count == 100)
    #expect(told.first?.hasPrefix("q.yaml:1: a questionnaire has no key \"k1\"") == true)
  }

  @Test func `an answer with more codes than a small integer counts is refused`() {
    let codes = (1...32_768).map { "a\($0): b\($0)" }.joined(separator: ", ")
    let text = """
      questionnaire: q
      version: 1
      participant: id
      event: baseline
      writes:
        answer.x: { column: c, codes: { \(codes) } }
      """
    #expect(problems(text) == ["q.yaml:6: answer.x has more than 32767 answers to tell apart"])
  }
}
