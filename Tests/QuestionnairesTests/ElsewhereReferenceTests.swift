import CSV
import CohortModel
import Testing

@testable import Questionnaires

/// References to other events and instances, by REDCap's rules.
@Suite struct ElsewhereReferenceTests {
  /// Whether a condition holds in the last of the rows `event,instance,a,b`, all of one participant.
  private func holds(_ condition: String, _ rows: String...) throws -> Bool {
    let questionnaire = try Questionnaire.load(
      text: """
        questionnaire: test
        version: 1
        participant: { column: id }
        event: { column: event, open: true, names: { v0_arm_1: v0, v1_arm_1: v1, v2_arm_1: v2, w0_arm_2: w0 } }
        instance: { column: instance, optional-column: true }
        part-events: { only: [v0, v2] }
        writes:
          answer.a: { column: a, type: text, part: only }
          answer.b: { column: b, type: text }
          answer.box: { checkboxes: "box___{code}", codes: { 1: x }, optional-column: true }
          answer.c: { column: c, type: text, asked-if: "\(condition)" }
        """, fileName: "test.yaml", vocabulary: TestVocabulary.shared)
    let table = try Table("id,event,instance,a,b,c\n" + rows.map { "P,\($0),\n" }.joined())
    guard case .bound(var bound, _) = questionnaire.bind(header: table.header, today: "2026-01-01"),
      let conditions = bound.elsewhere
    else {
      Issue.record("the condition does not look elsewhere")
      return false
    }
    var seen: [SeenRow] = []
    for record in table.records {
      var row = SeenRow()
      #expect(bound.look(at: record, into: &row))
      #expect(SeenRow(code: row.code, number: row.number, encoded: row.encoded[...]) == row)
      seen.append(row)
    }
    var last: [ElsewhereOutcome] = []
    var participant = ParticipantRows(conditions)
    participant.evaluate(file: seen, stored: []) { _, outcomes in last = outcomes }
    var bytes: [UInt8] = []
    for outcome in last { outcome.append(to: &bytes) }
    #expect(ElsewhereOutcome(bytes[...ElsewhereOutcome.byteCount.advanced(by: -1)]) == last[0])
    bound.outcomes = last
    var answers = Answers()
    var findings = FindingSink()
    _ = bound.validate(try #require(table.records.last), into: &answers, findings: &findings)
    return answers.cells.last?.state == .blank
  }

  @Test(arguments: [
    ("[v0_arm_1][b] = '7'", true), ("[v1_arm_1][b] = '8'", true), ("[V1_ARM_1][b] = '8'", true),
    ("[w0_arm_2][b] = ''", true), ("[previous-event-name][b] = '8'", true),
    // The form of a is not filled in at v1.
    ("[previous-event-name][a] = '1'", true), ("[first-event-name][b] = '7'", true),
    ("[last-event-name][b] = '9'", true), ("[next-event-name][b] = ''", true),
    ("[event-name] = 'v2_arm_1'", true), ("[event-number] = 3", true), ("[arm-number] = '1'", true),
    ("[previous-event-name] = 'v1_arm_1'", true), ("[record-name] = 'P'", true),
    ("[event-name][b] = '9'", true), ("[b] - [v0_arm_1][b] = 2", true),
    ("[v0_arm_1][b] + [v1_arm_1][b] + [b] = 24", true), ("sum([v0_arm_1][b], [w0_arm_2][b]) = 7", true),
    ("[v0_arm_1][b] = '8'", false),
    // The file has no column of the box, so that nothing can be decided.
    ("[v0_arm_1][box(1)] = '1'", true),
    ("concat([v0_arm_1][b], [b]) = '79'", true), ("isblankormissingcode([w0_arm_2][b])", true),
    ("[v0_arm_1][b:value] = '7'", true),
  ])
  func `another event is looked at as REDCap does`(condition: String, expected: Bool) throws {
    #expect(try holds(condition, "v0_arm_1,,1,7", "v1_arm_1,,,8", "v2_arm_1,,2,9") == expected)
  }

  @Test(arguments: [
    ("[b][1] = '5'", true), ("[b][first-instance] = '5'", true), ("[b][last-instance] = '9'", true),
    ("[b][previous-instance] = '7'", true), ("[b][next-instance] = '9'", true),
    ("[v0_arm_1][b][last-instance] = '4'", true), ("[v0_arm_1][b] = '3'", true),
    ("[v0_arm_1][b][current-instance] = ''", true), ("[current-instance] = 3", true),
    ("[last-instance] = 4", true), ("[current-instance] = [last-instance]", false),
    ("[next-instance] = 4", true), ("[b][9] = ''", true), ("[event-name][b] = '8'", true),
  ])
  func `another instance is looked at as REDCap does`(condition: String, expected: Bool) throws {
    #expect(
      try holds(
        condition, "v0_arm_1,1,,3", "v0_arm_1,2,,4", "v1_arm_1,1,,5", "v1_arm_1,2,,7", "v1_arm_1,4,,9",
        "v1_arm_1,3,,8") == expected)
  }

  @Test(arguments: [
    ("[v9_arm_1][a] = 1", "the questionnaire has no event \"v9_arm_1\"; did you mean \"v0_arm_1\"?"),
    ("[v0_arm_1][z] = 1", "the questionnaire has no column \"z\""),
    ("[v0_arm_1][a][b] = 1", "expected [event][column][instance]"),
    ("[v0_arm_1][a(] = 1", "expected ) after the option's code"), ("[][a] = 1", "no event \"\""),
  ])
  func `a reference that leads nowhere is a problem of the questionnaire`(
    condition: String, reason: String
  ) throws {
    do {
      _ = try holds(condition, "v0_arm_1,,,")
      Issue.record("no error")
    } catch {
      #expect("\(error)".contains(reason))
    }
  }
}
