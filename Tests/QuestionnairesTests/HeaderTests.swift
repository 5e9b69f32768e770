import CSV
import CohortModel
import Questionnaires
import Testing

@Suite struct HeaderTests {
  @Test func `a question stands over all of its options`() {
    let layout = HeaderLayout(rows: 2, names: [1, 2])
    let names = layout.columns(of: [
      ["ID", "Seen any?", "Which ones?", "", "Gender", "", "note", ""],
      ["", "Response", " One ", "Two", "Response", "", "", ""],
    ])
    #expect(
      names == [
        "ID", "Seen any? | Response", "Which ones? | One", "Which ones? | Two", "Gender | Response", "",
        "note", "",
      ])
  }

  @Test func `three rows name a column from the general to the particular`() {
    let layout = HeaderLayout(rows: 4, names: [1, 2, 4], joint: "/")
    let names = layout.columns(of: [
      ["id", "A", "", "", "B"], ["", "x", "", "y", ""], ["for people", "", "", "", ""],
      ["", "1", "2", "1", "1"],
    ])
    #expect(names == ["id", "A/x/1", "A/x/2", "A/y/1", "B/1"])
  }

  @Test func `a second row names nothing unless it is said`() {
    #expect(HeaderLayout(rows: 2, names: [2]).columns(of: [["a", "b"], ["c", ""]]) == ["c", ""])
  }

  private static func shape(_ rows: [[String]]) -> FileShape { FileShape(rows: rows) }

  @Test func `tools are recognised by their headers`() {
    let qualtrics = Self.shape([
      ["StartDate", "Q1"], ["Anfang", "How?"], ["{\"ImportId\":\"startDate\"}", "{\"ImportId\":\"QID1\"}"],
      ["x", "1"],
    ])
    #expect(qualtrics.tool == .qualtrics && qualtrics.header == HeaderLayout(rows: 3, names: [1]))
    let legacy = Self.shape([
      ["V1", "V2", "V3", "Q1"], ["ResponseID", "ResponseSet", "Name", "How?"], ["R", "a", "b", "1"],
    ])
    #expect(legacy.tool == .qualtrics && legacy.header.rows == 2)
    let monkey = Self.shape([["RespondentID", "Which?", ""], ["", "One", "Two"], ["1", "One", ""]])
    #expect(monkey.tool == .surveyMonkey)
    #expect(monkey.columns == ["RespondentID", "Which? | One", "Which? | Two"])
    #expect(Self.shape([["t", "PARENT_KEY", "KEY"]]).tool == .odk)
    #expect(Self.shape([["SubmissionDate", "a", "KEY"]]).tool == .odk)
    #expect(Self.shape([["a", "_uuid", "_submission_time"]]).tool == .kobo)
    #expect(Self.shape([["id", "submitdate", "lastpage"]]).tool == .limeSurvey)
    #expect(Self.shape([["id", "Q1[SQ001]", "Q1[SQ002]"]]).tool == .limeSurvey)
    #expect(Self.shape([["record_id", "race___1"]]).tool == .redcap)
    #expect(Self.shape([["subjid", "type___Vaginal stricture"]]).tool == .isaric)
    #expect(Self.shape([["id", "drug#aspirin"]]).tool == .castor)
  }

  @Test func `rows of answers are taken for no header`() {
    #expect(Self.shape([["id", "sex", ""], ["", "1", "2"]]).tool == .surveyMonkey)
    #expect(Self.shape([["id", "sex", ""], ["A-1", "1", ""]]).tool == nil)
    #expect(Self.shape([["id", "sex"], ["", "1"]]).header == .single)
    #expect(Self.shape([]).columns == [])
  }

  private func problems(_ header: String) -> [String] {
    do {
      _ = try Questionnaire.test("header: \(header)\nwrites:\n  answer.a: { column: a, type: text }")
      return []
    } catch let error as QuestionnaireError {
      return error.problems.map(\.message)
    } catch { return ["\(error)"] }
  }

  @Test func `a header that cannot be is a problem of the questionnaire`() {
    #expect(problems("{ rows: 3, names: 1 }") == [])
    #expect(problems("{ rows: 2, names: [1, 2], between: \"/\" }") == [])
    #expect(problems("{ rows: 10 }") == ["rows of header must be from 1 to 9"])
    #expect(problems("{ rows: 0 }") == ["rows of header must be from 1 to 9"])
    for names in ["3", "0", "[2, 1]", "[1, 1]", "two", "[]"] {
      #expect(
        problems("{ rows: 2, names: \(names) }") == [
          "names of header must be rows from 1 to 2, from the top down, such as 1 or [1, 2]"
        ])
    }
    #expect(problems("{ rows: 2, names: 1, between: x }") == ["between is only for names of several rows"])
    #expect(problems("2").first == "header must be a map, not a value")
  }

  private func header(_ text: String, _ layout: HeaderLayout) throws -> (
    header: FileHeader, reader: RecordReader
  ) {
    var reader = RecordReader(MemorySource(text), dialect: Dialect())
    return (try FileHeader(layout, reading: &reader), reader)
  }

  @Test func `a row of the header that is an answer is found`() throws {
    let questionnaire = try Questionnaire.test(
      "header: { rows: 2, names: 1 }\nwrites:\n  answer.a: { column: a, type: integer }")
    for (row, isAnswer) in [("P-1,5", true), ("Code,Age in years", false), ("P-1,", false), (",5", false)] {
      let read = try header("id,a\n\(row)\nP-2,6\n", questionnaire.header)
      #expect(read.header.faults.isEmpty)
      guard case .bound(let bound, _) = questionnaire.bind(header: read.header.columns, today: "2024-01-01")
      else {
        Issue.record("not bound")
        continue
      }
      #expect(read.header.answers(bound).map(\.line) == (isAnswer ? [2] : []), "\(row)")
    }
  }

  @Test func `rows of different width or too few rows are no header`() throws {
    let layout = HeaderLayout(rows: 2, names: [1, 2])
    #expect(
      try header("a,b\nc\nd,e\n", layout).header.faults.map(\.description).first?.hasPrefix(
        "line 2: 1 fields in row 2 of the header where the first has 2") == true)
    #expect(try header("a,b\n", layout).header.faults.map(\.rule) == ["header-rows"])
    #expect(try header("", layout).header.faults.map(\.rule) == ["empty-file"])
  }

  @Test func `options are found by their labels`() throws {
    let questionnaire = try Questionnaire.test(
      """
      writes:
        answer.scar: { checkboxes: "scar___{code}", codes: { "Loss of hair": hair, "Loss-of hair": other, Skin: skin } }
      """)
    let reading = try Reading(
      questionnaire,
      "id,scar___Loss of hair,scar___Loss-of hair,scar___skin\nA,True,False,1\nB,0,Checked,Skin\n")
    #expect(reading.header == [])
    #expect(reading.found == [])
    #expect(reading.answers.map { $0.cells.map(\.int) } == [[1, 0, 1], [0, 1, 1]])
  }
}
