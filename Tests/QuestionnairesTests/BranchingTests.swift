import CohortModel
import Questionnaires
import Testing

@Suite struct BranchingTests {
  /// Whether a condition holds for a row with columns a, b, c and the checkbox race___1.
  private func holds(_ condition: String, _ row: String) throws -> Bool {
    let yaml = condition.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.a: { column: a, type: text }
        answer.b: { column: b, type: text }
        answer.c: { column: c, type: text }
        answer.race: { checkboxes: "race___{code}", codes: { 1: x } }
        answer.d: { column: d, type: text, asked-if: "\(yaml)" }
      """)
    let reading = try Reading(questionnaire, "id,a,b,c,race___1,d\nX,\(row),\n")
    return try reading.cell(0, "d").state == .blank
  }

  @Test(arguments: [
    ("[a] = '1'", "1,,,", true), ("[a] = '1'", "0,,,", false), ("[a]='1'", "01,,,", true),
    ("[a] = 1", "1.0,,,", true),
    ("[a] = \"1\"", "1,,,", true), ("[a] = ''", ",,,", true), ("[a] = ''", "0,,,", false),
    ("[a] <> ''", "0,,,", true),
    ("[a] <> '1'", ",,,", true), ("[a] != '1'", "1,,,", false), ("[a] > 5", "6,,,", true),
    ("[a] > 5", ",,,", false),
    ("[a] >= 5 and [a] <= 7", "7,,,", true), ("[a] < 5", "x,,,", false),
    ("[a] = 'x' or [b] = 'y'", ",y,,", true),
    ("[a] = '1' OR [b] = '1' AND [c] = '1'", "1,0,0,", true),
    ("([a] = '1' OR [b] = '1') AND [c] = '1'", "1,0,0,", false), ("[race(1)] = '1'", ",,,1", true),
    ("[race(1)] = '1'", ",,,0", false), ("[a] + [b] * 2 = 7", "1,3,,", true),
    ("([a] + [b]) * 2 = 8", "1,3,,", true),
    ("[a] - [b] = -2", "1,3,,", true), ("-[a] < 0", "1,,,", true), ("[a] / [b] = 2", "4,2,,", true),
    ("[a] / 0 = ''", "4,,,", true), ("[a] + [b] = ''", "1,,,", true), ("[a]^2 > 8", "3,,,", true),
    ("[a]", "1,,,", true),
    ("[a]", "0,,,", false), ("[a] = 'X'", "x,,,", false), ("[a] > '2020-01-31'", "2020-02-01,,,", true),
    ("[a] > '2020-01-31'", "2019-12-01,,,", false), ("[a] = 'is'", " is ,,,", true),
  ])
  func `a condition holds as REDCap's would`(condition: String, row: String, expected: Bool) throws {
    #expect(try holds(condition, row) == expected)
  }

  @Test(arguments: [
    ("[a] =", "character 6: the condition ends too early"),
    ("[a", "character 3: expected ] after the column's name"),
    ("[a] = 'x", "character 7: the quote is not closed"),
    ("([a] = 1", "character 9: expected )"),
    ("[a] = 1 [b]", "character 9: expected an operator such as = or and"),
    ("[a] = ?", "character 7: expected [a column], a number, a text in quotes, a function or a bracket"),
    ("lookup([a], 1) > 2", "character 1: the function lookup is not known"),
    ("[a] > mod(1)", "character 7: mod cannot have 1 values"),
    ("sum([a] > 2", "character 12: expected ) or a comma"),
    ("datediff([a], 'now', 'd') > 2", "character 15: the time of day is not known; there is 'today'"),
  ])
  func `a condition that cannot be read says where`(condition: String, reason: String) {
    do {
      _ = try holds(condition, ",,,")
      Issue.record("no error")
    } catch {
      #expect("\(error)" == "test.yaml:10: asked-if cannot be read: \(reason)")
    }
  }

  @Test func `too many brackets are refused, not followed`() {
    #expect(throws: QuestionnaireError.self) {
      try holds(String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000), ",,,")
    }
  }

  @Test func `what is not asked is skipped, and an answer to it is a warning`() throws {
    let questionnaire = try Questionnaire.test(
      """
      missing: { NA: unknown }
      writes:
        symptom.chest-pain: { column: QM10 }
        answer.pain: { column: QM11, type: integer, asked-if: "[QM10] = '1'", required: true }
        answer.where: { checkboxes: "where___{code}", codes: { 1: left }, asked-if: "[QM10] = '1'" }
      """)
    let reading = try Reading(
      questionnaire, "id,QM10,QM11,where___1\nA,0,,0\nA,1,,0\nA,0,3,1\nA,0,NA,\nA,1,3,1\n")
    #expect(
      try (0..<5).map { try reading.cell($0, "QM11").state }
        == [.skipped, .blank, .value, .missing(.unknown), .value])
    #expect(
      try (0..<5).map { try reading.cell($0, "where___1").state }
        == [.skipped, .value, .value, .skipped, .value])
    #expect(
      reading.found == ["required QM11 error", "hidden-field QM11 warning", "hidden-field where___1 warning"])
    #expect(reading.verdicts == [.accepted, .rejected, .accepted, .accepted, .accepted])
  }

  @Test func `a question is asked where the file lacks the column that decides`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        symptom.chest-pain: { column: QM10 }
        answer.pain: { column: QM11, type: integer, asked-if: "[QM10] = '1'" }
      """)
    let reading = try Reading(questionnaire, "id,QM11\nA,3\n")
    #expect(reading.found == [])
    #expect(try reading.cell(0, "QM11").state == .value)
  }
}
