import CohortModel
import Foundation
import Questionnaires
import Testing

@Suite struct AnyOfLoaderTests {
  private func problems(_ writes: String) -> [String] {
    do {
      _ = try Questionnaire.load(
        text: "{ questionnaire: q, version: 1, participant: { column: id }, event: baseline,\nwrites: {\n"
          + writes + "\n} }", fileName: "q.yaml", vocabulary: TestVocabulary.shared)
      return []
    } catch {
      return error.problems.map { "\($0)" }
    }
  }

  @Test func `every problem of an any-of is reported with its line`() {
    let writes = """
      symptom.cough: { any-of: [a] },
      symptom.fever: { any-of: b },
      symptom.chills: { any-of: [c, c] },
      symptom.nausea: { any-of: [d, e], column: f },
      symptom.fatigue: { any-of: [g, { codes: { 1: mild } }] },
      symptom.headache: { any-of: [h,
        { column: i, codes: { 1: mold }, requird: true }] },
      participant.sex: { any-of: [j, k] },
      vaccination(1).given: { any-of: [l, m] },
      answer.x: { any-of: [n, o], type: yes-no },
      symptom.thirst: { any-of: [p, { column: q,
        missing: { "": refused } }] },
      symptom.dizziness: { any-of: [r, { column: s,
        asked-if: "[t] = '1'" }] }
      """
    #expect(
      problems(writes) == [
        "q.yaml:3: any-of needs two columns or more; for one there is column",
        "q.yaml:4: any-of must be a list of columns, not a value",
        "q.yaml:5: symptom.chills: any-of names the column \"c\" twice",
        "q.yaml:6: symptom.nausea has any-of and so no column",
        "q.yaml:7: a column of any-of needs column: its name",
        "q.yaml:9: a column of any-of has no key \"requird\"",
        "q.yaml:9: symptom.headache: no code \"mold\"; did you mean \"mild\"?; there are absent, mild, moderate, "
          + "severe, present",
        "q.yaml:10: any-of is only for symptoms and for what is answered no or yes, which participant.sex is not",
        "q.yaml:11: any-of is only for symptoms and for what is answered no or yes, which vaccination(1).given "
          + "is not",
        "q.yaml:12: any-of is only for concepts; an answer keeps what one column says",
        "q.yaml:14: symptom.thirst: the reason of a blank is said once, of all columns of any-of",
        "q.yaml:15: asked-if of symptom.dizziness: the questionnaire has no column \"t\"; did you mean \"c\"?",
      ])
  }

  @Test(arguments: [
    // Kept as an answer as well, above or below.
    ("answer.a: { column: a, type: yes-no },\nsymptom.cough: { any-of: [a, b] }", nil),
    ("symptom.cough: { any-of: [a, b] },\nanswer.b: { column: b, type: yes-no }", nil),
    // Every other second use is probably a slip.
    (
      "symptom.fever: a,\nsymptom.cough: { any-of: [a, b] }",
      "q.yaml:4: symptom.cough: column \"a\" is read on line 3"
    ),
    (
      "symptom.cough: { any-of: [a, b] },\nsymptom.fever: b",
      "q.yaml:4: symptom.fever: column \"b\" is read on line 3"
    ),
    (
      "symptom.cough: { any-of: [a, b] },\nsymptom.fever: { any-of: [b, c] }",
      "q.yaml:4: symptom.fever: column \"b\" is read on line 3"
    ),
    (
      "answer.a: { column: a, type: yes-no },\nsymptom.cough: { any-of: [a, b] },\n"
        + "answer.c: { column: a, type: yes-no }", "q.yaml:5: answer.c: column \"a\" is read on line 3"
    ),
    ("symptom.cough: { any-of: [a, b] },\nsymptom.fever: { any-of: [b, c], shared: true }", nil),
  ])
  func `a column is for one concept and one answer`(writes: String, problem: String?) {
    let rest = " already; say `shared: true` if that is meant"
    #expect(problems(writes) == (problem.map { [$0 + rest] } ?? []))
  }

  @Test func `what is said of the whole holds for columns without their own`() throws {
    let write = try Questionnaire.test(
      """
      missing: { "NA": unknown }
      writes:
        symptom.cough:
          any-of: [a, { column: [b, bb], codes: { 2: absent, 1: severe }, missing: { 9: refused } }]
          codes: { 1: present, 0: absent }
          missing: { "": refused, 8: not-applicable }
          label: cough
      """
    ).writes[0]
    #expect(write.columns == ["a", "b", "bb"])
    #expect(write.parts.map(\.columns) == [["a"], ["b", "bb"]])
    #expect(
      write.parts.map { $0.codings.map { "\($0.cell) \($0.name)" } } == [
        ["1 present", "0 absent", "8 not-applicable", "NA unknown"],
        ["2 absent", "1 severe", "9 refused", "NA unknown"],
      ])
    #expect(write.parts.map(\.label) == ["cough", "cough"])
    #expect(write.blankReason == .refused)
  }

  /// A joint answer cannot be taken apart again.
  @Test(arguments: ShippedQuestionnaireTests.files)
  func `each part of a shipped concept is kept as an answer of its own`(file: URL) throws {
    let questionnaire = try Questionnaire.load(
      text: String(contentsOf: file, encoding: .utf8), fileName: file.lastPathComponent,
      vocabulary: TestVocabulary.shared)
    let kept = questionnaire.writes.filter { if case .answer = $0.destination { true } else { false } }
    for part in questionnaire.writes.flatMap(\.parts) {
      #expect(kept.contains { $0.columns == part.columns }, "\(part.name): \(part.columns)")
    }
  }
}
