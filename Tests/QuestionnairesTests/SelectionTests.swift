import CohortModel
import Questionnaires
import Testing

/// Questions whose cell holds every option that was ticked.
@Suite struct SelectionTests {
  private static let form = """
    missing: { NA: unknown }
    writes:
      answer.aid:
        column: aids
        separator: ";"
        codes: { 1: inhaler, 2: oxygen, "Oxygène": oxygen, 3: none, 99: refused }
        exclusive: ["3"]
        at-most: 2
      answer.other: { column: other, type: text }
    """

  private func reading(_ cells: String...) throws -> Reading {
    let rows = cells.enumerated().map { "P-\($0.offset),\"\($0.element)\",x" }
    return try Reading(.test(Self.form), (["id,aids,other"] + rows).joined(separator: "\n") + "\n")
  }

  private static func states(_ answers: Answers) -> [String] {
    answers.cells.prefix(3).map { cell in
      switch cell.state {
      case .value: "\(cell.int)"
      case .missing(let reason): reason.word
      case .blank: "blank"
      case .skipped: "skipped"
      }
    }
  }

  @Test func `each option is an answer of its own`() throws {
    let reading = try reading("1;2", " 2 ; ", "oxygène", "", "NA", "99", "3")
    #expect(
      reading.answers.map(Self.states) == [
        ["1", "1", "0"], ["0", "1", "0"], ["0", "1", "0"], ["blank", "blank", "blank"],
        ["unknown", "unknown", "unknown"], ["refused", "refused", "refused"], ["0", "0", "1"],
      ])
    #expect(reading.found == [])
    #expect(reading.verdicts.allSatisfy { $0 == .accepted })
  }

  @Test func `an option that is none is one finding, and tells nothing of the others`() throws {
    let reading = try reading("1;7", "1,2")
    #expect(reading.found == ["coding aids error", "coding aids error"])
    #expect(reading.verdicts == [.rejected, .rejected])
    #expect(reading.sink.samples[0].message == "holds something else than the options 1, 2, Oxygène, 3")
    #expect(Self.states(reading.answers[0]) == ["unreadable", "unreadable", "unreadable"])
  }

  @Test func `options that exclude the others, and too many, are said`() throws {
    let reading = try reading("1;3", "1;2;3")
    #expect(
      reading.found == [
        "exclusive-option aids warning", "exclusive-option aids warning", "too-many-options aids warning",
      ])
  }

  @Test func `a space may separate options`() throws {
    let questionnaire = try Questionnaire.test(
      "writes:\n  answer.a: { column: a, separator: \" \", codes: { x: x, y: y } }")
    let reading = try Reading(questionnaire, "id,a\nP,x  y\nQ,y\n")
    #expect(reading.answers.map { $0.cells.map(\.int) } == [[1, 1], [0, 1]])
  }

  @Test func `a blank that must be answered is said once`() throws {
    let questionnaire = try Questionnaire.test(
      "writes:\n  answer.a: { column: a, separator: \",\", required: true, codes: { x: x, y: y } }")
    #expect(try Reading(questionnaire, "id,a\nP,\n").found == ["required a error"])
  }

  @Test(arguments: [
    (
      "{ column: a, separator: \";;\", codes: { x: x } }",
      "separator must be one character of ASCII, such as \";\" or \" \""
    ),
    ("{ column: a, separator: \";\" }", "answer.a needs codes: the options that its cell may hold"),
    (
      "{ column: a, separator: \";\", codes: { \"x;y\": x } }",
      "\"x;y\" of answer.a holds the separator of its options"
    ),
    (
      "{ column: a, separator: \";\", type: text, codes: { x: x } }",
      "answer.a has a separator and so no type"
    ),
  ])
  func `what is no such question is a problem`(write: String, problem: String) {
    #expect(throws: QuestionnaireError.self) { try Questionnaire.test("writes:\n  answer.a: \(write)") }
    do {
      _ = try Questionnaire.test("writes:\n  answer.a: \(write)")
    } catch let error as QuestionnaireError {
      #expect(error.problems.map(\.message) == [problem])
    } catch { Issue.record("another error") }
  }

  /// Columns of options as tools other than REDCap name them, codes with signs and capitals among them.
  @Test(arguments: [
    ("aid/{code}", "aid/in-haler", "aid/O2"), ("aid#{code}", "aid#in-haler", "aid#O2"),
    ("Q1[{code}]", "Q1[in-haler]", "Q1[O2]"), ("group:aid/{code}", "group:aid/in-haler", "group:aid/O2"),
    ("aid___{code}", "aid___in_haler", "aid___o2"), ("Which? | {code}", "Which? | in-haler", "Which? | O2"),
  ])
  func `columns of options are found as each tool names them`(template: String, first: String, second: String)
    throws
  {
    let questionnaire = try Questionnaire.test(
      "writes:\n  answer.aid: { checkboxes: \"\(template)\", codes: { in-haler: inhaler, O2: oxygen } }")
    let reading = try Reading(questionnaire, "id,\(first),\(second)\nP,1,0\nQ,False,O2\n")
    #expect(reading.header == [] && reading.found == [])
    #expect(reading.answers.map { $0.cells.map(\.int) } == [[1, 0], [0, 1]])
  }
}
