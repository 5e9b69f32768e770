import CoVaLux
import CohortTesting
import Testing

/// Answers that all rows of a participant share, such as REDCap's data access group.
@Suite(.freshDatabase) struct SteadyAnswerTests {
  private func form(_ name: String) -> String {
    """
    questionnaire: \(name)
    version: 1
    study: test
    participant: { column: id }
    event: { column: event, open: true }
    enrols: true
    writes:
      answer.group: { column: redcap_data_access_group, type: text, same-in-all-rows: true }
      answer.a: { column: a, type: integer }
    """
  }

  private func importing(
    _ rows: String..., form name: String = "one", into bench: ImportBench
  ) async throws -> ImportReport {
    let path = try bench.write("id,event,redcap_data_access_group,a\n" + rows.map { $0 + "\n" }.joined())
    return try await bench.cohort.importing(
      path, as: bench.questionnaire(form(name)), options: ImportOptions(today: "2026-01-01"))
  }

  private func found(_ report: ImportReport) -> [String] {
    report.findings.map { "\($0.line) \($0.rule) \($0.column ?? "-") \($0.severity.word)" }
  }

  @Test func `a record that changes its group between rows is a finding at the later row`() async throws {
    let bench = try await ImportBench()
    let report = try await importing(
      "A,v1,north,1", "B,v1,south,1", "A,v2,north,1", "A,v3,south,1", "B,v2,,1", into: bench)
    #expect(found(report) == ["5 differs-between-rows redcap_data_access_group warning"])
    #expect(report.rows.new == 5)
    // Rows of the participant are held against each other again by the same file.
    let again = try await importing(
      "A,v1,north,1", "B,v1,south,1", "A,v2,north,1", "A,v3,south,1", "B,v2,,1", into: bench)
    #expect(
      Set(found(again)) == [
        "2 differs-between-rows redcap_data_access_group warning",
        "4 differs-between-rows redcap_data_access_group warning",
        "5 differs-between-rows redcap_data_access_group warning",
      ])
    #expect(again.rows.new + again.rows.changed == 0)
  }

  @Test func `a group that is not the stored one is a finding, also under another form`() async throws {
    let bench = try await ImportBench()
    _ = try await importing("A,v1,north,1", "B,v1,south,1", into: bench)
    let other = try await importing("A,v1,south,1", "B,v1,South,1", form: "two", into: bench)
    #expect(found(other) == ["2 differs-between-rows redcap_data_access_group warning"])
    let moved = try await importing("B,v1,north,1", into: bench)
    #expect(found(moved) == ["2 differs-between-rows redcap_data_access_group warning"])
    #expect(moved.rows.changed == 1)
  }

  @Test func `a record that moves with all of its rows is at rest again`() async throws {
    let bench = try await ImportBench()
    _ = try await importing("A,v1,north,1", "A,v2,north,1", into: bench)
    #expect(try await found(importing("A,v1,south,1", "A,v2,south,1", into: bench)).count == 2)
    let again = try await importing("A,v1,south,1", "A,v2,south,1", into: bench)
    #expect(again.rows.same == 2 && found(again) == [])
  }

  @Test func `only a text can be the same in all rows`() async throws {
    let bench = try await ImportBench()
    let text = form("one").replacing(
      "type: integer", with: "type: integer, same-in-all-rows: true")
    #expect(throws: (any Error).self) { try bench.questionnaire(text) }
  }
}
