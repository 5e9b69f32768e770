import CoVaLux
import CohortModel
import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct BatchUndoTests {
  private let a = "A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,3,1,first"
  private let b = "A-2,baseline,2021-03-02,1990,M,1,0,1,,,NA,2,"

  private func undo(_ report: ImportReport, in bench: ImportBench) async throws -> UndoReport {
    try await bench.cohort.undoBatch(try #require(report.batch), reason: "wrong file")
  }

  private func refusal(of report: ImportReport, in bench: ImportBench) async throws -> UndoRefusal? {
    let before = try await bench.contents()
    let error = await #expect(throws: UndoRefusal.self) { _ = try await undo(report, in: bench) }
    #expect(try await bench.contents() == before)
    return error
  }

  private func obstacles(_ refusal: UndoRefusal?) -> [String] {
    guard case .builtUpon(_, let counts) = refusal else { return [] }
    return counts.map { "\($0.table) \($0.obstacle) \($0.count)" }
  }

  @Test func `a first batch that is undone leaves nothing, and the same file restores everything`()
    async throws
  {
    let bench = try await ImportBench()
    let first = try await bench.importing(a, b)
    let stored = try await bench.contents()
    let report = try await undo(first, in: bench)
    #expect(
      report.removedRows.map { "\($0.table) \($0.count)" } == [
        "cohort.response 2", "cohort.vaccination 1", "cohort.consent 2", "cohort.participant 2",
      ])
    #expect(report.restoredCells.isEmpty && report.absentResponses == 0)
    #expect(try await bench.contents().isEmpty)
    #expect(try await bench.texts("select code from intake.crosswalk").isEmpty)
    let again = try await bench.importing(a, b)
    #expect(again.rows == .init(read: 2, new: 2, changed: 0, same: 0, rejected: 0))
    #expect(try await bench.contents() == stored)
  }

  /// Each changes what the first file stored in another way.
  private static let secondFiles = [
    // Every cell.
    "A-1,baseline,2021-03-05,1981,M,1,3,1,spikevax,2021-02-02,4,2,second",
    // Missing codes: columns are emptied, a text and a number give way to reasons.
    "A-1,baseline,NA,NA,NA,1,NA,0,NA,NA,NA,NA,NA",
    // A new event, and a participant's gap filled by it.
    "A-1,month-1,2021-04-01,1982,,,1,0,,,5,1,later",
    // A new participant beside a changed one.
    "A-1,baseline,2021-03-01,1985,F,1,2,0,comirnaty,2021-02-01,3,1,first\nA-7,baseline,2021-03-03,1960,M,1,1,1,,,1,1,new",
    // A reason gives way to answers, and a dose is new.
    "A-2,baseline,2021-03-02,1990,M,1,0,1,comirnaty,2021-05-01,7,2,words",
    // Cells of the response alone, whose digest is then that of this row.
    "A-1,baseline,2021-03-01,1980,F,1,3,1,comirnaty,2021-02-01,3,1,first",
    // Nothing at all.
    "A-1,baseline,,,,,,,,,,,",
  ]

  @Test(arguments: secondFiles) func `A, then B, then undoing B gives A`(second: String) async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let before = try await bench.contents()
    let report = try await bench.importing(second)
    let after = try await bench.contents()
    _ = try await undo(report, in: bench)
    #expect(try await bench.contents() == before)
    // What the rows' digests remember is no longer what is stored, and the next import notices.
    try await bench.importing(second)
    #expect(try await bench.contents() == after)
  }

  @Test func `first answers of a stored response and those of another version are taken back`() async throws {
    let bench = try await ImportBench()
    try await bench.importing("A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,,,", b)
    let before = try await bench.contents()
    let first = try await bench.importing(a)
    let filled = try await bench.contents()
    #expect(filled != before)
    let second = try await bench.importing(
      a.replacing(",3,1,", with: ",4,2,"), form: ImportBench.form.replacing("version: 1", with: "version: 2"))
    #expect(try await bench.texts("select count(*)::text from cohort.other_version_answer") == ["1"])
    _ = try await undo(second, in: bench)
    #expect(try await bench.contents() == filled)
    _ = try await undo(first, in: bench)
    #expect(try await bench.contents() == before)
  }

  @Test func `batches are undone from the last to the first`() async throws {
    let bench = try await ImportBench()
    let first = try await bench.importing(a)
    let stored = try await bench.contents()
    let second = try await bench.importing(a.replacing("1980", with: "1981"))
    let third = try await bench.importing(a.replacing("1980", with: "1982"))
    #expect(obstacles(try await refusal(of: second, in: bench)) == ["cohort.participant changedAgain 1"])
    #expect(obstacles(try await refusal(of: first, in: bench)) == ["cohort.participant changedRow 1"])
    _ = try await undo(third, in: bench)
    _ = try await undo(second, in: bench)
    #expect(try await bench.contents() == stored)
    _ = try await undo(first, in: bench)
    #expect(try await bench.contents().isEmpty)
    let again = await #expect(throws: UndoRefusal.self) { _ = try await undo(first, in: bench) }
    #expect(again == .alreadyUndone(try #require(first.batch)))
    #expect(try await bench.texts("select count(*)::text from intake.changed_cell") == ["0"])
  }

  @Test func `a cell that was changed and changed back was still touched`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a)
    let second = try await bench.importing(a.replacing("1980", with: "1981"))
    try await bench.importing(a.replacing("1980", with: "1982"))
    try await bench.importing(a.replacing("1980", with: "1981"))
    #expect(obstacles(try await refusal(of: second, in: bench)) == ["cohort.participant changedAgain 1"])
  }

  @Test func `a correction, a withdrawal and a row entered by hand stand in the way`() async throws {
    let bench = try await ImportBench()
    let first = try await bench.importing(a)
    let second = try await bench.importing(a.replacing("1980", with: "1981"))
    let code = try ParticipantCode("A-1", study: "test")
    try await bench.cohort.write { study in
      try study.participants.correct(code, reason: "misread") { $0.birthYear = 1979 }
    }
    #expect(obstacles(try await refusal(of: second, in: bench)) == ["cohort.participant changedAgain 1"])
    try await bench.cohort.write { study in
      try study.vaccinations.insert(Vaccination(of: code, dose: 2, product: .comirnaty, on: "2021-06-01"))
      try study.consent.withdraw(code, from: [.useOfData], asOf: "2021-07-01", reason: "asked to")
    }
    #expect(
      obstacles(try await refusal(of: first, in: bench)) == [
        "cohort.consent changedRow 1", "cohort.participant changedRow 1", "cohort.vaccination addedRow 1",
      ])
  }

  @Test func `a later file about a participant whom the batch enrolled stands in the way`() async throws {
    let bench = try await ImportBench()
    let first = try await bench.importing(a, b)
    let later = try await bench.importing("A-1,month-1,2021-04-01,,,,1,0,,,5,1,later")
    #expect(obstacles(try await refusal(of: first, in: bench)) == ["cohort.response addedRow 1"])
    _ = try await undo(later, in: bench)
    _ = try await undo(first, in: bench)
    #expect(try await bench.contents().isEmpty)
  }

  @Test func `a value changed behind the tool's back is not overwritten`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a)
    let second = try await bench.importing(
      a.replacing("1980", with: "1981").replacing(",3,1,first", with: ",4,1,second"))
    for change in [
      "update cohort.participant set birth_year = 1950", "update cohort.response set numbers[1] = 9",
      "update cohort.response set texts = '{\"note\": \"other\"}'",
    ] {
      try await bench.cohort.run { connection in _ = try connection.execute(change) }
    }
    #expect(
      Set(obstacles(try await refusal(of: second, in: bench))) == [
        "cohort.participant changedAgain 1", "cohort.answer changedAgain 2",
      ])
  }

  @Test func `participants who were erased since are left out and said`() async throws {
    let bench = try await ImportBench()
    let first = try await bench.importing(a, b)
    let second = try await bench.importing(a.replacing("1980", with: "1981"))
    try await bench.cohort.write { study in
      _ = try study.participants.erase(ParticipantCode("A-1", study: "test"), reason: "asked to")
    }
    let report = try await undo(second, in: bench)
    #expect(report.absentCells == 1 && report.restoredCells.isEmpty)
    #expect(try await undo(first, in: bench).absentResponses == 1)
    #expect(try await bench.contents().isEmpty)
  }

  @Test func `an undo is an entry of the audit trail and is seen on its batch`() async throws {
    let bench = try await ImportBench()
    let first = try await bench.importing(a)
    let number = try #require(first.batch)
    let report = try await undo(first, in: bench)
    let event = try #require(try await bench.cohort.auditEvents(limit: 1).first)
    #expect(event.kind == "batch-undo" && event.reason == "wrong file")
    #expect(event.detail.contains("\"cohort.response\":1"))
    #expect(try await bench.cohort.verifyAudit(against: report.auditHead).defects.isEmpty)
    let batch = try await bench.cohort.read { study in try study.batches.show(number).batch }
    #expect(batch.undoneAt != nil && batch.undoReason == "wrong file")
    await #expect(throws: RegistryError.unknownNumber) {
      _ = try await bench.cohort.undoBatch(4711, reason: "none")
    }
  }
}
