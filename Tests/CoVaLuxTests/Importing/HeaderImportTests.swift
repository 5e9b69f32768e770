import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Files with several header rows.
@Suite(.freshDatabase) struct HeaderImportTests {
  private static let form = """
    questionnaire: survey
    version: 1
    study: test
    form: survey
    enrols: true
    header: { rows: 3, names: 1 }
    participant: { column: ResponseId }
    event: baseline
    writes:
      answer.age: { column: Q1, type: integer, range: 0...120 }
      answer.note: { column: Q2, type: text, never-export: true }
    """
  private static let head = """
    ResponseId,Q1,Q2
    Response ID,"How old
    are you?",Notes
    "{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}"

    """

  private func importing(
    _ text: String, form: String = form, in bench: ImportBench,
    change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: "2024-01-01")
    change(&options)
    return try await bench.cohort.importing(
      bench.write(text), as: bench.questionnaire(form), options: options)
  }

  @Test func `lines are those of the file, and rejected rows can be fed again under all header rows`()
    async throws
  {
    let bench = try await ImportBench()
    let rejects = bench.folder.appending(path: "rejects.csv").path
    let report = try await importing(
      Self.head + "R-1,40,a\nR-2,400,b\nR-3,50,\"c\nd\"\nR-4,x,e\n", in: bench
    ) { $0.rejectsPath = rejects }
    #expect(report.rows.new == 2 && report.rows.rejected == 2)
    // The header takes four lines, and one answer two.
    #expect(report.findings.map(\.line) == [6, 9])
    let text = try String(contentsOfFile: rejects, encoding: .utf8)
    #expect(
      text == """
        ResponseId,Q1,Q2,_covalux_line,_covalux_record,_covalux_column,_covalux_rule,_covalux_reason,_covalux_hint
        Response ID,"How old
        are you?",Notes,,,,,,
        "{""ImportId"":""_recordId""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2_TEXT""}",,,,,,
        R-2,400,b,6,5,Q1,range,more than 120,
        R-4,x,e,9,7,Q1,number,not a whole number,"write one number, without unit, remark or range"

        """)
    let corrected = text.replacing("400,b", with: "40,b").replacing("R-4,x", with: "R-4,41")
    let again = try await importing(corrected, in: bench)
    #expect(again.rows.new == 2 && again.rows.rejected == 0)
    #expect(again.findings.map(\.description) == [])
    let ages = try await bench.texts(
      "select x.code || ' ' || a.numbers[1] from cohort.answer a join intake.crosswalk x using (participant_id) order by 1"
    )
    #expect(ages == ["R-1 40", "R-2 40", "R-3 50", "R-4 41"])
  }

  @Test func `the same file again changes nothing, and a plan is applied as for others`() async throws {
    let bench = try await ImportBench()
    let file = Self.head + "R-1,40,a\nR-2,41,b\n"
    #expect(try await importing(file, in: bench).rows.new == 2)
    let again = try await importing(file, in: bench)
    #expect(again.rows.same == 2 && again.wasAlreadyImported)
    let path = try bench.write(file.replacing("41", with: "42"))
    let plan = bench.folder.appending(path: "plan.json").path
    let form = try bench.write(Self.form, to: "survey.yaml")
    let planned = try await bench.cohort.planning(
      path, as: bench.questionnaire(Self.form), from: form, writing: plan, overwrites: false,
      options: ImportOptions(today: "2024-01-01"))
    #expect(planned.rows.changed == 1)
    #expect(try String(contentsOfFile: plan, encoding: .utf8).contains("\"line\":6"))
  }

  private func refusal(_ text: String, _ form: String, in bench: ImportBench) async -> [String] {
    do {
      _ = try await importing(text, form: form, in: bench)
      return []
    } catch ImportRefusal.unusable(_, let findings) {
      return findings.map { "\($0.rule) \($0.line)" }
    } catch { return ["\(error)"] }
  }

  @Test func `answers that would be taken for the header are not lost`() async throws {
    let bench = try await ImportBench()
    let short = "ResponseId,Q1,Q2\nR-1,40,a\nR-2,41,b\nR-3,42,c\n"
    #expect(await refusal(short, Self.form, in: bench) == ["header-rows 2", "header-rows 3"])
    #expect(await refusal("ResponseId,Q1,Q2\nR-1,40,a\n", Self.form, in: bench) == ["header-rows 0"])
    #expect(try await bench.texts("select count(*)::text from cohort.participant") == ["0"])
  }

  @Test func `header rows that would be taken for answers are not stored`() async throws {
    let bench = try await ImportBench()
    let form = Self.form.replacing("header: { rows: 3, names: 1 }\n", with: "").replacing(
      "type: integer, range: 0...120", with: "type: text")
    #expect(await refusal(Self.head + "R-1,40,a\n", form, in: bench) == ["header-rows 0"])
    #expect(try await bench.texts("select count(*)::text from cohort.participant") == ["0"])
  }

  @Test func `a question over its options is read from both rows`() async throws {
    let bench = try await ImportBench()
    let form = """
      questionnaire: monkey
      version: 1
      study: test
      form: monkey
      enrols: true
      header: { rows: 2, names: [1, 2] }
      participant: { column: RespondentID }
      event: baseline
      writes:
        answer.seen: { checkboxes: "Which? | {code}", codes: { One: one, "Part Two": two } }
        answer.sex: { column: "Sex | Response", codes: { F: female, M: male } }
      """
    let rejects = bench.folder.appending(path: "rejects.csv").path
    let report = try await importing(
      "RespondentID,Which?,,Sex\n,One,Part Two,Response\n1,One,,F\n2,,Part Two,X\n", form: form, in: bench
    ) { $0.rejectsPath = rejects }
    #expect(report.rows.new == 1)
    #expect(report.findings.map(\.description) == ["line 4, Sex | Response: none of the codes F, M"])
    #expect(
      try String(contentsOfFile: rejects, encoding: .utf8).hasPrefix(
        "RespondentID,Which?,,Sex,_covalux_line,_covalux_record,_covalux_column,_covalux_rule,_covalux_reason,_covalux_hint\n"
          + ",One,Part Two,Response,,,,,,\n2,,Part Two,X,4,4,"))
    let text = try String(contentsOfFile: rejects, encoding: .utf8).replacing(",X,", with: ",M,")
    #expect(try await importing(text, form: form, in: bench).rows.new == 1)
  }
}
