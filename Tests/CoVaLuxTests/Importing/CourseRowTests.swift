import CoVaLux
import CohortTesting
import Testing

/// Ends of symptoms that are held against beginnings and infections of other rows, files and forms.
@Suite(.freshDatabase) struct CourseRowTests {
  private static func form(_ name: String) -> String {
    """
    questionnaire: \(name)
    version: 1
    study: test
    enrols: true
    participant: { column: code }
    event: { column: event }
    writes:
      response.symptoms-began: { column: began }
      response.symptoms-ended: { column: ended }
      infection(1).onset: { column: onset, format: [yyyy-MM-dd, yyyy-MM] }
    rules: [symptoms-in-order]
    """
  }

  private func importing(
    _ rows: String..., form name: String = "course", into bench: ImportBench
  ) async throws -> [String] {
    let path = try bench.write((["code,event,began,ended,onset"] + rows).joined(separator: "\n") + "\n")
    let report = try await bench.cohort.importing(
      path, as: bench.questionnaire(Self.form(name)), options: ImportOptions(today: "2024-01-01"))
    return report.findings.map { "\($0.line) \($0.rule) \($0.column ?? "-") \($0.severity.word)" }
  }

  @Test func `an end before the beginning that is stored of the same response is found`() async throws {
    let bench = try await ImportBench()
    #expect(try await importing("A,month-6,2021-05-01,,", "B,month-6,,2021-05-01,", into: bench) == [])
    #expect(
      try await importing("A,month-6,,2021-04-30,", "B,month-6,2021-05-02,,", into: bench) == [
        "2 symptoms-in-order ended warning", "3 symptoms-in-order began warning",
      ])
    // Other episodes have beginnings of their own.
    #expect(try await importing("A,month-12,2021-12-01,,", "C,month-6,,2021-05-01,", into: bench) == [])
    #expect(try await importing("C,month-12,2021-12-01,2021-12-02,", into: bench) == [])
  }

  @Test func `an end before the first infection is found across rows and forms`() async throws {
    let bench = try await ImportBench()
    #expect(
      try await importing(
        "A,month-6,2021-01-01,2021-02-01,", "B,month-6,2021-01-01,2021-02-01,", "A,baseline,,,2021-02-02",
        "B,baseline,,,2021-02", into: bench) == ["2 symptoms-in-order ended warning"])
    #expect(
      try await importing("B,baseline,,,2021-03", form: "other", into: bench) == [])
    #expect(try await importing("D,month-6,,2021-02-01,", form: "other", into: bench) == [])
    #expect(
      try await importing("D,baseline,,,2021-03-01", into: bench) == ["2 symptoms-in-order onset warning"])
  }
}
