import CoVaLux
import CohortTesting
import Testing

/// Files that list values one by one, looked at before they are imported.
@Suite(.freshDatabase) struct EAVInspectionTests {
  private static let form = """
    questionnaire: clinic
    version: 1
    participant: { column: record_id }
    event: { column: redcap_event_name, open: true }
    writes:
      answer.a: { column: a, type: integer }
      answer.b: { column: b, type: integer }
      answer.box: { checkboxes: "box___{code}", codes: { 1: x, 2: y } }
    skip: ["*_complete"]
    """

  private func fits(_ text: String) async throws -> [String] {
    let bench = try await ImportBench()
    let inspection = try FileInspection(
      path: bench.write(text), among: [bench.questionnaire(Self.form), .named("covalux-baseline")])
    return ["\(inspection.fields?.count ?? -1) fields"]
      + inspection.fits.map { "\($0.questionnaire) \($0.known) \($0.unknown) \($0.missing)" }
  }

  @Test func `values one by one are recognised, and the form that they are of`() async throws {
    let lines = "R-1,v1,a,1\nR-1,v1,box___2,1\nR-2,v1,box,1\nR-1,v2,a,3\nR-1,v2,f_complete,2\n"
    #expect(
      try await fits("record,redcap_event_name,field_name,value\n" + lines) == [
        "4 fields", "clinic 6 0 0",
      ])
    #expect(
      try await fits("record;redcap_event_name;field_name;value\n" + lines.replacing(",", with: ";")) == [
        "4 fields", "clinic 6 0 0",
      ])
  }

  @Test func `fields that no form knows are counted, and a table with such columns is a table`() async throws
  {
    #expect(
      try await fits("record,redcap_event_name,field_name,value\nR-1,v1,a,1\nR-1,v1,zz,1\n") == [
        "2 fields", "clinic 3 1 0",
      ])
    #expect(
      try await fits("record_id,redcap_event_name,a,b,box___1,box___2\nR-1,v1,1,2,0,1\n") == [
        "-1 fields", "clinic 6 0 0",
      ])
    #expect(try await fits("field_name,value\na,1\n") == ["-1 fields"])
  }
}
