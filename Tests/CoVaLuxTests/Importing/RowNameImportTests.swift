import CoVaLux
import CohortTesting
import Foundation
import Testing

/// Rows that are known by names: of the row that they belong to, and of their own.
@Suite(.freshDatabase) struct RowNameImportTests {
  private static let visit = """
    questionnaire: visit
    version: 1
    study: test
    form: visit
    enrols: true
    participant: { column: code }
    event: { column: event }
    writes:
      answer.key: { column: KEY, type: text, never-export: true }
    """
  private static let dose = """
    questionnaire: dose
    version: 1
    study: test
    form: dose
    enrols: false
    participant: { column: PARENT_KEY, through: { form: visit, answer: key } }
    event: baseline
    missing: { NA: unknown }
    instance: { counted: [KEY, place] }
    writes:
      answer.key: { column: KEY, type: text, never-export: true }
      answer.place: { column: place, type: text, never-export: true }
      answer.count: { column: count, type: integer, range: 0...9 }
    """

  private func importing(
    _ text: String, _ form: String, in bench: ImportBench, change: (inout ImportOptions) -> Void = { _ in }
  ) async throws -> ImportReport {
    var options = ImportOptions(today: "2024-01-01")
    change(&options)
    return try await bench.cohort.importing(
      bench.write(text), as: bench.questionnaire(form), options: options)
  }

  /// Two participants, one of them with two visits.
  private func bench() async throws -> ImportBench {
    let bench = try await ImportBench()
    let report = try await importing(
      "code,event,KEY\np-1,baseline,uuid:a\nP-1,month-6,uuid:b\nP-2,baseline, uuid:c \n", Self.visit,
      in: bench)
    #expect(report.rows.new == 3)
    return bench
  }

  /// Participant, instance and count of what is stored of the repeats.
  private func doses(_ bench: ImportBench) async throws -> [String?] {
    try await bench.texts(
      """
      select concat_ws(' ', x.code, a.instance, a.texts ->> 'key', a.numbers[1]) from cohort.answer a
        join intake.crosswalk x using (participant_id)
      where a.form = 'dose' order by x.code, a.instance
      """)
  }

  private static let rows = """
    PARENT_KEY,KEY,place,count
    uuid:a,uuid:a/d[1],,1
    uuid:b,uuid:b/d[1],NA,2
    uuid:c,uuid:c/d[1],,3

    """

  @Test func `repeats find their participant, through several rows of one, and are counted`() async throws {
    let bench = try await bench()
    #expect(try await importing(Self.rows, Self.dose, in: bench).rows.new == 3)
    let first = try await doses(bench)
    #expect(first == ["P-1 1 uuid:a/d[1] 1", "P-1 2 uuid:b/d[1] 2", "P-2 1 uuid:c/d[1] 3"])
    // The same rows in another order, one more among them, one corrected, and one that says why its place is blank.
    let more = """
      PARENT_KEY,KEY,place,count
      uuid:c,uuid:c/d[1],NA,3
      uuid:a,uuid:a/d[2],,7
      uuid:b,uuid:b/d[1],,5
      uuid:a,uuid:a/d[1],,1

      """
    let report = try await importing(more, Self.dose, in: bench)
    #expect(report.rows.new == 1 && report.rows.changed == 2 && report.rows.same == 1)
    #expect(
      try await doses(bench) == [
        "P-1 1 uuid:a/d[1] 1", "P-1 2 uuid:b/d[1] 5", "P-1 3 uuid:a/d[2] 7", "P-2 1 uuid:c/d[1] 3",
      ])
    #expect(try await importing(more, Self.dose, in: bench).wasAlreadyImported)
  }

  @Test func `a row of no parent, or of an ambiguous one, is refused and can be fed again`() async throws {
    let bench = try await bench()
    #expect(
      try await importing("code,event,KEY\nP-3,baseline,twin\nP-4,baseline,twin\n", Self.visit, in: bench)
        .rows.new == 2)
    let rejects = bench.folder.appending(path: "rejects.csv").path
    let report = try await importing(
      Self.rows.replacing("uuid:b,", with: "uuid:B,") + "twin,t,,1\n,u,,1\nuuid:a,,,1\n", Self.dose, in: bench
    ) { $0.rejectsPath = rejects }
    #expect(report.rows.new == 2 && report.rows.rejected == 4)
    #expect(
      report.findings.map(\.description) == [
        "line 3, PARENT_KEY: no stored row of form visit has this name (import the file of that form first)",
        "line 5, PARENT_KEY: rows of several participants of form visit have this name "
          + "(name the rows of that form by what is theirs alone)",
        "line 6, PARENT_KEY: does not say which row this one belongs to",
        "line 7, KEY: is blank, and so is all that the row could be told from others by",
      ])
    #expect(!report.findings.contains { $0.description.contains("uuid") })
    let text = try String(contentsOfFile: rejects, encoding: .utf8).replacing("uuid:B", with: "uuid:b")
    #expect(try await importing(text, Self.dose, in: bench).rows.new == 1)
    #expect(
      try await doses(bench) == ["P-1 1 uuid:a/d[1] 1", "P-1 2 uuid:b/d[1] 2", "P-2 1 uuid:c/d[1] 3"])
  }

  @Test func `two rows of one name are stored once if they agree, and both refused if not`() async throws {
    let bench = try await bench()
    let report = try await importing(
      Self.rows + "uuid:a,uuid:a/d[1],,1\nuuid:c,uuid:c/d[1],,4\n", Self.dose, in: bench)
    #expect(report.rows.new == 2 && report.rows.same == 1 && report.rows.rejected == 2)
    #expect(
      report.findingGroups.map { "\($0.rule) \($0.severity.word)" } == [
        "repeated-key error", "repeated-key note",
      ])
    #expect(try await doses(bench) == ["P-1 1 uuid:a/d[1] 1", "P-1 2 uuid:b/d[1] 2"])
  }

  @Test func `a batch of repeats is taken back, and the numbers are free again`() async throws {
    let bench = try await bench()
    let batch = try #require(try await importing(Self.rows, Self.dose, in: bench).batch)
    _ = try await bench.cohort.undoBatch(batch, reason: "test")
    #expect(try await doses(bench) == [])
    #expect(try await importing(Self.rows, Self.dose, in: bench).rows.new == 3)
    #expect(try await doses(bench).count == 3)
  }

  @Test func `a withdrawn participant's repeats are refused`() async throws {
    let bench = try await bench()
    try await bench.cohort.run { connection in
      _ = try connection.execute(
        """
        insert into cohort.consent (participant_id, participation_ended)
        select participant_id, date '2023-01-01' from intake.crosswalk where code = 'P-1'
        on conflict (participant_id) do update set participation_ended = excluded.participation_ended
        """)
    }
    let report = try await importing(Self.rows, Self.dose, in: bench)
    #expect(report.rows.new == 1 && report.rows.rejected == 2)
    #expect(report.findingGroups.map(\.rule) == ["consent"])
  }

  @Test func `what rows are told apart by must be kept`() async throws {
    let bench = try await ImportBench()
    let form = Self.dose.replacing(
      "answer.place: { column: place, type: text, never-export: true }\n", with: "")
    #expect(throws: (any Error).self) { try bench.questionnaire(form) }
    #expect(throws: (any Error).self) {
      try bench.questionnaire(Self.dose.replacing("enrols: false", with: "enrols: true"))
    }
  }
}
