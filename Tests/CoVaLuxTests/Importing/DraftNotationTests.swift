import CoVaLux
import CohortTesting
import Foundation
import Testing

/// What a draft proposes of dates and numbers is what `inspect` shows and an import accepts.
@Suite(.freshDatabase) struct DraftNotationTests {
  struct Case: Sendable {
    let cells: [String]
    /// Lines of the draft below the column's name.
    let draft: String
    /// The beginning of what is shown of the column.
    let shown: String
    let stored: [String]
  }

  private static let kept = "type: text\nidentifying: true"

  private static let cases = [
    Case(
      cells: ["25/02/2021", "3/04/2021"], draft: "type: date\nformat: d/M/yyyy",
      shown: "dates dmy (proven by 1",
      stored: ["2021-02-25", "2021-04-03"]),
    Case(
      cells: ["25/02/2021", "3.4.2021"], draft: "type: date\nformat: dmy", shown: "dates dmy (proven by 1",
      stored: ["2021-02-25", "2021-04-03"]),
    Case(
      cells: ["03/25/2021", "2021/04/03", "2021-05-01 08:00"], draft: "type: date\nformat: [mdy, ymd]",
      shown: "dates mdy (proven by 1", stored: ["2021-03-25", "2021-04-03", "2021-05-01"]),
    Case(
      cells: ["2021-03-02T10:00:00.000+01:00", "2021-03-04T23:59:59Z"], draft: "type: date\nformat: ymd",
      shown: "dates ymd (proven by 2 of 2, first line 2); 2 with a time of day",
      stored: ["2021-03-02", "2021-03-04"]),
    Case(
      cells: ["05/05/2021", "06/06/2021"], draft: "type: date\nformat: proven",
      shown: "dates dmy or mdy, the same by both", stored: ["2021-05-05", "2021-06-06"]),
    Case(
      cells: ["05/04/2021", "06/06/2021"], draft: kept, shown: "dates dmy or mdy: nothing decides",
      stored: ["05/04/2021", "06/06/2021"]),
    Case(
      cells: ["25/04/2021", "04/25/2021", "01/02/2021"], draft: kept,
      shown: "dates dmy or mdy: 1 prove the one",
      stored: ["25/04/2021", "04/25/2021", "01/02/2021"]),
    Case(
      cells: ["3 mars 2021", "1er août 2021"], draft: "type: date\nformat: d MMMM yyyy",
      shown: "dates; 2 with the month as a word in French", stored: ["2021-03-03", "2021-08-01"]),
    Case(
      cells: ["25/04/21"], draft: kept, shown: "dates; 1 looks like a year of two digits",
      stored: ["25/04/21"]),
    Case(
      cells: ["1.234,5", "2"], draft: "type: number\ndecimal: proven", shown: "decimal comma (proven by 1",
      stored: ["1234.5", "2"]),
    Case(
      cells: ["0,5", "1,234"], draft: "type: number\ndecimal: \",\"", shown: "decimal comma (proven by 1",
      stored: ["0.5", "1.234"]),
    Case(
      cells: ["1.5", "1,234.5"], draft: "type: number\ndecimal: proven", shown: "decimal point (proven by 2",
      stored: ["1.5", "1234.5"]),
    Case(
      cells: ["1.234", "2"], draft: kept, shown: "decimal comma or point: nothing decides",
      stored: ["1.234", "2"]),
    Case(
      cells: ["1,5", "1.5"], draft: kept, shown: "decimal comma or point: 1 prove the one",
      stored: ["1,5", "1.5"]),
    Case(
      cells: ["44000", "44001"], draft: "type: integer",
      shown: "whole numbers; 2 look like a date as spreadsheets count it", stored: ["44000", "44001"]),
  ]

  @Test(arguments: cases)
  func `draft, inspect and import agree about a column`(example: Case) async throws {
    let bench = try await ImportBench()
    let rows = example.cells.enumerated().map { "P-\($0.offset + 1),\"\($0.element)\"\n" }
    let path = try bench.write("pid,x\n" + rows.joined())
    let draft = try LoadedQuestionnaire.draft(from: path, study: "test").text
    let lines = example.draft.split(separator: "\n").map { "    \($0)\n" }.joined()
    #expect(draft.hasSuffix("  answer.x:\n    column: \"x\"\n" + lines), "\(draft)")
    let inspection = try FileInspection(path: path, surveysColumns: true)
    #expect(inspection.notation[1].sentence.hasPrefix(example.shown), "\(inspection.notation[1].sentence)")
    let report = try await bench.cohort.importing(
      path, as: LoadedQuestionnaire(text: draft, fileName: "draft"),
      options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows.new == example.cells.count && report.findings.allSatisfy { $0.severity == .note })
    let number =
      example.draft.contains("type: date")
      ? "('2000-01-01'::date + numbers[1]::integer)::text" : "numbers[1]::text"
    let stored = try await bench.texts(
      """
      select coalesce(\(number), texts ->> 'x') from cohort.response
      join intake.crosswalk using (participant_id) order by code
      """)
    #expect(stored == example.stored)
  }
}
