import CohortModel
import Questionnaires
import Testing

@Suite struct RowRuleTests {
  private static let columns = [
    "id", "d1", "d2", "d3", "dlast", "onset", "tested", "birth", "died", "enrolled", "done", "began", "ended",
    "left",
  ]

  private func found(_ rule: String, _ cells: [String: String]) throws -> [String] {
    let questionnaire = try Questionnaire.test(
      """
      date: done
      date-format: [yyyy-MM-dd, yyyy-MM]
      writes:
        vaccination(1).given: d1
        vaccination(2).given: d2
        vaccination(3).given: d3
        vaccination(last).given: dlast
        infection(1).onset: onset
        infection(1).tested: tested
        participant.birth-year: birth
        participant.died: { column: died, format: yyyy-MM-dd }
        participant.enrolled: { column: enrolled, format: yyyy-MM-dd }
        response.symptoms-began: { column: began, format: yyyy-MM-dd }
        response.symptoms-ended: { column: ended, format: yyyy-MM-dd }
        consent.participation-ended: { column: left, format: yyyy-MM-dd }
      rules: [\(rule)]
      """.replacing("date: done", with: "date: { column: done, format: yyyy-MM-dd }"))
    let row = Self.columns.map { $0 == "id" ? "A" : cells[$0] ?? "" }.joined(separator: ",")
    return try Reading(
      questionnaire, Self.columns.joined(separator: ",") + "\n" + row + "\n", today: "2022-06-30"
    )
    .found
  }

  @Test(
    arguments: [
      (["d1": "2021-04-11", "d2": "2021-05-09"], []),
      (["d1": "2021-05-09", "d2": "2021-04-11"], ["dose-order d2 error"]),
      (["d1": "2021-05-09", "d3": "2021-04-11", "d2": ""], ["dose-order d3 error"]),
      (["d1": "2021-05-09", "dlast": "2021-04-11"], ["dose-order dlast error"]),
      (["d1": "2021-05-09", "d2": "2021-05-09"], []),
      // May of 2021 may be before or after the 9th.
      (["d1": "2021-05-09", "d2": "2021-05"], []),
      (["d1": "2021-05-09", "d2": "2021-03"], ["dose-order d2 error"]),
    ] as [([String: String], [String])])
  func `a second dose before the first is a finding`(cells: [String: String], findings: [String]) throws {
    #expect(try found("dose-order", cells) == findings)
  }

  @Test(
    arguments: [
      ("dose-interval", ["d1": "2021-04-11", "d2": "2021-04-30"], []),
      ("dose-interval", ["d1": "2021-04-11", "d2": "2021-04-29"], ["dose-interval d2 warning"]),
      ("dose-interval", ["d1": "2021-04-11", "d2": "2021-04-11"], ["dose-interval d2 warning"]),
      ("dose-interval", ["d1": "2021-04-11", "dlast": "2021-04-11"], []),
      ("{ rule: dose-interval, days: 5, severity: error }", ["d1": "2021-04-11", "d2": "2021-04-16"], []),
      (
        "{ rule: dose-interval, days: 5, severity: error }", ["d1": "2021-04-11", "d2": "2021-04-15"],
        ["dose-interval d2 error"]
      ),
    ] as [(String, [String: String], [String])])
  func `doses within too few days are a finding`(
    rule: String, cells: [String: String], findings: [String]
  ) throws {
    #expect(try found(rule, cells) == findings)
  }

  // First dose 28 December 2020, first known case 29 February 2020.
  @Test(
    arguments: [
      ("vaccination-before-first-dose-day", ["d1": "2020-12-28"], []),
      ("vaccination-before-first-dose-day", ["d1": "2020-12"], []),
      (
        "vaccination-before-first-dose-day", ["d1": "2020-12-27"],
        ["vaccination-before-first-dose-day d1 warning"]
      ),
      ("infection-before-first-case", ["tested": "2020-02-29"], []),
      (
        "infection-before-first-case", ["tested": "2020-02-28"],
        ["infection-before-first-case tested warning"]
      ),
      ("infection-before-first-case", ["onset": "2019-03-01"], ["infection-before-first-case onset warning"]),
      ("{ rule: infection-before-first-case, day: 2019-12-01 }", ["onset": "2020-01-01"], []),
      ("future-date", ["tested": "2022-06-30", "d1": "2022-06"], []),
      ("future-date", ["tested": "2022-07-01"], ["future-date tested error"]),
      ("future-date", ["done": "2032-06-01"], ["future-date done error"]),
      ("onset-before-test", ["onset": "2021-05-03", "tested": "2021-05-03"], []),
      (
        "onset-before-test", ["onset": "2021-05-30", "tested": "2021-05-03"],
        ["onset-before-test onset warning"]
      ),
      ("onset-before-test", ["onset": "2021-05", "tested": "2021-05-03"], []),
      ("birth-before-events", ["birth": "2020", "d1": "2020-12-28"], []),
      ("birth-before-events", ["birth": "2021", "d1": "2020-12-28"], ["birth-before-events d1 error"]),
      ("death-after-events", ["died": "2021-05-01", "tested": "2021-05-01"], []),
      (
        "death-after-events", ["died": "2021-05-01", "done": "2021-05-02"], ["death-after-events done error"]
      ),
      ("withdrawal-after-events", ["left": "2021-05-01", "done": "2021-05-01"], []),
      (
        "withdrawal-after-events", ["left": "2021-05-01", "tested": "2021-05-02"],
        ["withdrawal-after-events tested warning"]
      ),
      ("symptoms-in-order", ["began": "2021-05-01", "ended": "2021-05-01"], []),
      (
        "symptoms-in-order", ["began": "2021-12-01", "ended": "2021-11-01"],
        ["symptoms-in-order ended error"]
      ),
      ("follow-up-after-enrolment", ["enrolled": "2021-06-01", "done": "2021-06-01"], []),
      (
        "follow-up-after-enrolment", ["enrolled": "2021-06-01", "done": "2021-05-31"],
        ["follow-up-after-enrolment done error"]
      ),
    ] as [(String, [String: String], [String])])
  func `dates that cannot be are findings`(
    rule: String, cells: [String: String], findings: [String]
  ) throws {
    #expect(try found(rule, cells) == findings)
  }

  @Test func `every rule that is produced is explained`() {
    let produced =
      RowRule.Kind.allCases.map(\.rawValue) + [
        "range", "coding", "date", "number", "required", "hidden-field", "unknown-column", "missing-column",
        "repeated-column", "participant-code", "letter-case", "trimmed", "event", "instance", "slot", "text",
        "encoding", "field-count", "quoting", "file-format", "unreadable-file", "compression", "empty-file",
        "delimiter",
        "size", "consent",
        "unknown-participant", "repeated-key",
        "contradiction",
      ]
    for word in produced { #expect(RuleCatalogue.entry(word) != nil, "\(word)") }
    #expect(Set(RuleCatalogue.entries.map(\.word)).count == RuleCatalogue.entries.count)
    #expect(RuleCatalogue.nearest(to: "dose-ordr") == "dose-order")
    for entry in RuleCatalogue.entries {
      for text in [entry.what, entry.why, entry.example, entry.fix] {
        #expect(text.last == ".", "\(entry.word)")
      }
    }
  }
}
