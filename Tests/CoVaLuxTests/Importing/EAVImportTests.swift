import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

/// REDCap's EAV form: a line for each value.
@Suite(.freshDatabase) struct EAVImportTests {
  private static let form = """
    questionnaire: long
    version: 1
    study: test
    form: long
    enrols: true
    only: { column: redcap_repeat_instrument, values: [""], optional-column: true }
    participant: { column: record_id }
    event: { column: redcap_event_name, open: true }
    instance: { column: redcap_repeat_instance, optional-column: true }
    writes:
      answer.age: { column: age, type: integer, range: 0...120, severity: error }
      answer.sex: { column: sex, type: coded, codes: { 1: male, 2: female } }
      answer.note: { column: note, type: text }
      answer.aids: { checkboxes: "aids___{code}", codes: { 1: inhaler, "-9": none } }
    skip: [long_complete]
    """

  private let header =
    "record,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,field_name,value"

  private func importing(
    _ lines: [String], in bench: ImportBench, header: String? = nil,
    change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: "2024-01-01")
    change(&options)
    return try await bench.cohort.importing(
      bench.write(([header ?? self.header] + lines).joined(separator: "\n") + "\n"),
      as: bench.questionnaire(Self.form), options: options)
  }

  @Test func `values of one record, wherever they stand, are one row`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      [
        "1,base_arm_1,,,record_id,1", "1,base_arm_1,,,age,40", "2,base_arm_1,,,age,50",
        "1,month_arm_1,,,age,41",
        "1,base_arm_1,,,sex,2", "2,base_arm_1,,,note,\"two\nlines\"", "1,base_arm_1,,,aids___1,1",
        "2,base_arm_1,,,aids,-9", "2,base_arm_1,,,long_complete,2", "2,base_arm_1,other,1,age,7",
      ], in: bench)
    #expect(report.rows == .init(read: 3, new: 3) && report.rowsOfOtherStreams == 1)
    #expect(report.findings.map(\.description) == [])
    #expect(
      try await bench.texts(
        """
        select concat_ws(' ', x.code, a.event, a.numbers[1], a.coded, a.texts) from cohort.answer a
          join intake.crosswalk x using (participant_id) order by 1
        """) == [
          "1 base_arm_1 40 {2,1,-2}", "1 month_arm_1 41 {-2,-2,-2}",
          "2 base_arm_1 50 {-2,-2,1} {\"note\": \"two\\nlines\"}",
        ])
  }

  @Test func `a finding names the line of its value`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      [
        "1,base,,,age,40", "1,base,,,note,\"a\nb\"", "2,base,,,sex,1", "1,base,,,sex,9", "3,base,,,age,old",
        "2,base,,,age,500",
      ], in: bench)
    #expect(
      report.findings.map { "\($0.rule) \($0.line) \($0.record) \($0.column ?? "")" } == [
        "coding 6 5 sex", "range 8 7 age", "number 7 6 age",
      ])
    #expect(report.rows.rejected == 3)
  }

  @Test func `a field that no questionnaire knows stops the file with its line and the near name`()
    async throws
  {
    let bench = try await ImportBench()
    let error = await #expect(throws: ImportRefusal.self) {
      _ = try await importing(["1,base,,,age,40", "1,base,,,sexx,1"], in: bench)
    }
    guard case .unusable(_, let findings) = error else { return }
    #expect(
      findings.map { "\($0.line) \($0.column ?? "") \($0.hint ?? "")" } == ["3 sexx did you mean \"sex\"?"])
  }

  @Test func `two values for one field are both refused, and the same value twice is said`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      ["1,base,,,age,40", "1,base,,,sex,1", "1,base,,,age,41", "2,base,,,age,30", "2,base,,,age,30"],
      in: bench)
    #expect(report.rows == .init(read: 2, new: 1, rejected: 1))
    #expect(
      report.findings.map { "\($0.rule) \($0.severity.word) \($0.line)" } == [
        "repeated-key note 6", "contradiction error 2", "contradiction error 4",
      ])
    #expect(try await bench.texts("select code from intake.crosswalk") == ["2"])
  }

  @Test func `the same file again changes nothing, and a shuffled one is the same`() async throws {
    let bench = try await ImportBench()
    let lines = ["1,base,,,age,40", "1,base,,,sex,1", "2,base,,,age,30", "2,base,,,note,x"]
    _ = try await importing(lines, in: bench)
    let again = try await importing(lines, in: bench)
    #expect(again.rows == .init(read: 2, same: 2) && again.wasAlreadyImported)
    let shuffled = try await importing(lines.reversed(), in: bench)
    #expect(shuffled.rows == .init(read: 2, same: 2) && !shuffled.wasAlreadyImported)
  }

  @Test func `a value that comes alone leaves the others as they are`() async throws {
    let bench = try await ImportBench()
    _ = try await importing(["1,base,,,age,40", "1,base,,,sex,1"], in: bench)
    let report = try await importing(["1,base,,,sex,2"], in: bench)
    #expect(report.rows.changed == 1 && report.changedCells == 1)
    #expect(try await bench.texts("select numbers[1] || ' ' || coded[1] from cohort.answer") == ["40 2"])
  }

  @Test func `a rejects file of values has rows, and can be imported`() async throws {
    let bench = try await ImportBench()
    let rejects = bench.folder.appending(path: "rejects.csv").path
    _ = try await importing(["1,base,,,age,40", "1,base,,,sex,9", "2,base,,,age,3"], in: bench) {
      $0.rejectsPath = rejects
    }
    let text = try String(contentsOfFile: rejects, encoding: .utf8)
    try Data(text.replacing(",40,9,", with: ",40,1,").utf8).write(to: URL(filePath: rejects))
    let report = try await bench.cohort.importing(
      rejects, as: bench.questionnaire(Self.form), options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows == .init(read: 1, new: 1))
  }

  @Test func `a calculated field that the file does not have is not missed`() async throws {
    let form =
      Self.form
      + "\n"
        + """
        rules: [future-date]
        """
    let calculated = form.replacing(
      "  answer.note:",
      with: "  answer.double: { column: double, type: number, calculated: \"[age] * 2\" }\n  answer.note:")
    let bench = try await ImportBench()
    let file = try bench.write(header + "\n1,base,,,age,40\n")
    let report = try await bench.cohort.importing(
      file, as: bench.questionnaire(calculated), options: ImportOptions(today: "2024-01-01"))
    #expect(report.rows.new == 1 && report.findings.isEmpty)
    let wrong = try bench.write(header + "\n2,base,,,age,40\n2,base,,,double,81\n3,base,,,age,5\n")
    let second = try await bench.cohort.importing(
      wrong, as: bench.questionnaire(calculated), options: ImportOptions(today: "2024-01-01"))
    #expect(second.findings.map { "\($0.rule) \($0.line)" } == ["calculated 3", "calculated 4"])
  }

  @Test func `many records in any order become the rows they are`() async throws {
    let bench = try await ImportBench()
    var generator = SystemRandomNumberGenerator()
    // A step that is prime to their number visits every value once.
    let count = 3000
    let step = [1, 7, 1009].randomElement(using: &generator) ?? 1
    let lines = (0..<count * 2).map { place in
      let value = place * step % (count * 2)
      return value % 2 == 0
        ? "\(value / 2),base,,,age,\(value / 2 % 100)" : "\(value / 2),base,,,note,n\(value / 2)"
    }
    let report = try await importing(lines, in: bench)
    #expect(report.rows == .init(read: count, new: count), "step \(step)")
    #expect(
      try await bench.texts(
        """
        select count(*)::text from cohort.answer a join intake.crosswalk x using (participant_id)
        where a.texts ->> 'note' = 'n' || x.code and a.numbers[1] = x.code::int % 100
        """) == [String(count)])
  }
}
