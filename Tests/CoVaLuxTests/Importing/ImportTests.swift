import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct ImportTests {
  private let a = "A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,3,1,first"
  private let b = "A-2,baseline,2021-03-02,1990,M,1,0,1,,,NA,2,"

  @Test func `answers under two versions of a questionnaire are both kept`() async throws {
    let bench = try await ImportBench()
    // Version 2 asks for the region first, so the places of its answers are others.
    let region = "  answer.region: { column: region, type: coded, codes: { 1: north, 2: south } }\n"
    let second = ImportBench.form.replacing("version: 1", with: "version: 2").replacing(region, with: "")
      .replacing(
        "  answer.days_off:",
        with: "  answer.visits: { column: region, type: integer, range: 0...9 }\n  answer.days_off:")
    let answers = """
      select concat_ws(' ', q.version, a.coded, a.numbers, a.texts ->> 'note') from cohort.answer a
        join reference.questionnaire q using (questionnaire_id) order by 1
      """
    try await bench.importing(a)
    #expect(try await bench.texts(answers) == ["1 {1} {3} first"])
    let later = "A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,4,7,second"
    let report = try await bench.importing(later, form: second)
    #expect(report.rows == .init(read: 1, new: 0, changed: 1, same: 0, rejected: 0))
    #expect(try await bench.texts(answers) == ["1 {1} {3} first", "2 {7,4} second"])
    #expect(try await bench.texts("select count(*)::text from cohort.other_version_answer") == ["1"])
    // Either version is merged with what was stored under it.
    try await bench.importing(later.replacing(",4,7,", with: ",5,,"), form: second)
    #expect(try await bench.texts(answers) == ["1 {1} {3} first", "2 {7,5} second"])
    try await bench.importing(a.replacing(",3,1,", with: ",,2,"))
    #expect(try await bench.texts(answers) == ["1 {2} {3} first", "2 {7,5} second"])
  }

  @Test func `an unchanged row with a finding has it said again, one without is not even read`() async throws
  {
    let bench = try await ImportBench()
    let written = "a-3,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,3,1,first"
    for _ in 0..<2 {
      let report = try await bench.importing(a, written)
      #expect(report.findingGroups.map(\.rule) == ["letter-case"])
      #expect(report.rows.new + report.rows.same == 2 && report.rows.changed == 0)
    }
    // Written differently, it means the same: compared, and nothing changes.
    let report = try await bench.importing(a.replacing("baseline,", with: "\"baseline\","), written)
    #expect(report.rows == .init(read: 2, new: 0, changed: 0, same: 2, rejected: 0))
    // Another vocabulary or questionnaire may mean something else by the same text.
    let other = ImportBench.form.replacing("1: mild, 2: moderate", with: "2: mild, 1: moderate")
    let changed = try await bench.importing(a, written, form: other)
    #expect(changed.rows.changed == 2)
    #expect(try await bench.texts("select fatigue::text from cohort.response") == ["1", "1"])
  }

  @Test func `first answers without a concept join the response that is stored without any`() async throws {
    let bench = try await ImportBench()
    let without = "A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,,,"
    try await bench.importing(without)
    #expect(try await bench.texts("select count(*)::text from cohort.answer") == ["0"])
    let report = try await bench.importing(a)
    #expect(report.rows == .init(read: 1, new: 0, changed: 1, same: 0, rejected: 0))
    #expect(
      try await bench.texts("select concat_ws(' ', coded, numbers, texts) from cohort.response") == [
        "{1} {3} {\"note\": \"first\"}"
      ])
    #expect(try await bench.texts("select count(*)::text from cohort.other_version_answer") == ["0"])
  }

  @Test func `rows are stored as typed values`() async throws {
    let bench = try await ImportBench()
    let report = try await bench.importing(a, b)
    #expect(report.rows == .init(read: 2, new: 2, changed: 0, same: 0, rejected: 0))
    #expect(
      try await bench.texts("select birth_year::text from cohort.participant order by 1") == ["1980", "1990"])
    #expect(
      try await bench.texts("select fatigue::text from cohort.response order by fatigue") == ["0", "2"])
    #expect(try await bench.texts("select product from cohort.vaccination") == ["comirnaty"])
    #expect(try await bench.texts("select coded::text from cohort.answer order by 1") == ["{1}", "{2}"])
    #expect(try await bench.texts("select numbers::text from cohort.answer order by 1") == ["{3}", "{NULL}"])
    #expect(
      try await bench.texts("select reasons::text from cohort.answer where reasons is not null") == [
        "{\"days_off\": \"unknown\"}"
      ])
    #expect(
      try await bench.texts("select texts ->> 'note' from cohort.answer where texts is not null") == ["first"]
    )
  }

  @Test func `what a form does not ask is NULL, and saying so later changes nothing`() async throws {
    let bench = try await ImportBench()
    let shorter = ImportBench.form.replacing(#/\n  symptom.cough:.*/#, with: "")
    try await bench.importing(a, form: shorter) { $0.allowsUnknownColumns = true }
    #expect(
      try await bench.texts("select concat_ws(' ', fatigue, cough, fever) from cohort.response") == ["2"])
    let longer = ImportBench.form.replacing("\"NA\": unknown", with: "\"NA\": not-asked")
    let notAsked = try await bench.importing(a.replacing(",2,0,com", with: ",2,NA,com"), form: longer)
    #expect(notAsked.changedCells == 0)
    #expect(try await bench.texts("select cough::text from cohort.response") == [nil])
    let answered = try await bench.importing(a)
    #expect(answered.changedCells == 1)
    #expect(try await bench.texts("select cough::text from cohort.response") == ["0"])
  }

  @Test func `the same file again changes nothing`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a, b)
    let before = try await bench.contents()
    let again = try await bench.importing(a, b)
    #expect(again.rows == .init(read: 2, new: 0, changed: 0, same: 2, rejected: 0))
    #expect(again.wasAlreadyImported)
    #expect(try await bench.contents() == before)
  }

  @Test func `A, then B, then A again restores A`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a)
    let before = try await bench.contents()
    let changed = "A-1,baseline,2021-03-05,1981,M,1,3,1,spikevax,2021-02-02,4,2,second"
    let other = try await bench.importing(changed)
    #expect(other.rows == .init(read: 1, new: 0, changed: 1, same: 0, rejected: 0))
    #expect(other.changedCells == 10)
    #expect(try await bench.contents() != before)
    let back = try await bench.importing(a)
    #expect(back.rows.changed == 1)
    #expect(!back.wasAlreadyImported)
    #expect(try await bench.contents() == before)
  }

  @Test func `a blank keeps what is stored and an explicit missing code overwrites it`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a)
    let before = try await bench.contents()
    let blank = try await bench.importing("A-1,baseline,,,,,,,,,,,")
    #expect(blank.rows == .init(read: 1, new: 0, changed: 0, same: 1, rejected: 0))
    #expect(try await bench.contents() == before)
    let missing = try await bench.importing("A-1,baseline,NA,NA,NA,1,NA,0,NA,NA,NA,NA,NA")
    #expect(missing.rows.changed == 1)
    #expect(try await bench.texts("select birth_year::text from cohort.participant") == [nil])
    #expect(try await bench.texts("select sex::text from cohort.participant") == ["-3"])
    #expect(try await bench.texts("select fatigue::text from cohort.response") == ["-3"])
    #expect(try await bench.texts("select given::text from cohort.vaccination") == [nil])
    #expect(try await bench.texts("select numbers::text from cohort.answer") == ["{NULL}"])
    #expect(try await bench.texts("select texts::text from cohort.answer") == [nil])
  }

  @Test func `rows of one participant may fill each other's gaps but not contradict each other`() async throws
  {
    let bench = try await ImportBench()
    let report = try await bench.importing(
      "A-1,baseline,2021-03-01,,F,1,2,0,,,,,", "A-1,month-1,2021-04-01,1980,,,1,0,,,,,",
      "A-1,month-2,2021-05-01,1981,M,,1,0,,,,,")
    #expect(report.rows.new == 3)
    #expect(try await bench.texts("select birth_year::text from cohort.participant") == ["1980"])
    #expect(try await bench.texts("select sex::text from cohort.participant") == ["2"])
    let contradictions = report.findingGroups.filter { $0.rule == "contradiction" }
    #expect(contradictions.reduce(0) { $0 + $1.count } == 2)
    #expect(contradictions.first?.firstLine == 4)
  }

  @Test func `rows that share a key are refused unless they are identical`() async throws {
    let bench = try await ImportBench()
    let report = try await bench.importing(
      a, b, b, "A-3,baseline,2021-03-01,1980,F,1,2,0,,,,,", "A-3,baseline,2021-03-01,1980,F,1,1,0,,,,,")
    #expect(report.rows == .init(read: 5, new: 2, changed: 0, same: 1, rejected: 2))
    #expect(
      report.findings.filter { $0.rule == "repeated-key" && $0.severity == .error }.map(\.line) == [5, 6])
    #expect(try await bench.texts("select count(*)::text from cohort.response") == ["2"])
    // Nobody is enrolled by rows that are refused, and the corrected row does it later.
    #expect(try await bench.texts("select code from intake.crosswalk order by 1") == ["A-1", "A-2"])
    #expect(try await bench.importing("A-3,baseline,2021-03-01,1980,F,1,2,0,,,,,").rows.new == 1)
  }

  @Test func `rejected rows are written to be corrected and never stop the others`() async throws {
    let bench = try await ImportBench()
    let rejects = bench.folder.appending(path: "rejects.csv").path
    let bad = "A-9,baseline,2021-02-30,1980,F,1,7,0,,,,,\"a, \"\"b\"\"\""
    let report = try await bench.importing(a, bad, b) { $0.rejectsPath = rejects }
    #expect(report.rows == .init(read: 3, new: 2, changed: 0, same: 0, rejected: 1))
    let attributes = try FileManager.default.attributesOfItem(atPath: rejects)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let text = try String(contentsOfFile: rejects, encoding: .utf8)
    let added = "_covalux_line,_covalux_record,_covalux_column,_covalux_rule,_covalux_reason,_covalux_hint"
    #expect(text.hasPrefix("\(ImportBench.header),\(added)\n"))
    #expect(text.contains("\n\(bad),3,"))
    let corrected = text.replacing("2021-02-30", with: "2021-02-28").replacing(",1,7,0,", with: ",1,3,0,")
    let path = try bench.write(corrected, to: "corrected.csv")
    let second = try await bench.cohort.importing(
      path, as: bench.questionnaire(), options: ImportOptions(today: "2024-01-01"))
    #expect(second.rows == .init(read: 1, new: 1, changed: 0, same: 0, rejected: 0))
  }

  @Test func `too many rejected rows store nothing`() async throws {
    let bench = try await ImportBench()
    let bad = "A-9,baseline,2021-02-30,1980,F,1,2,0,,,,,"
    await #expect(throws: ImportRefusal.self) {
      try await bench.importing(a, bad, b) { $0.rejectionLimit = .share(0.05) }
    }
    await #expect(throws: ImportRefusal.self) {
      try await bench.importing(a, bad, b) { $0.rejectionLimit = .rows(0) }
    }
    #expect(try await bench.contents().isEmpty)
    #expect(try await bench.texts("select count(*)::text from intake.batch") == ["0"])
  }

  @Test func `a dry run says everything and stores nothing`() async throws {
    let bench = try await ImportBench()
    let report = try await bench.importing(a, b) { $0.isDryRun = true }
    #expect(report.rows.new == 2)
    #expect(report.isDryRun && report.batch == nil)
    #expect(try await bench.contents().isEmpty)
    #expect(try await bench.texts("select count(*)::text from audit.event") == ["0"])
  }

  @Test func `rows without consent are refused and their cells are shown nowhere`() async throws {
    let bench = try await ImportBench()
    let rejects = bench.folder.appending(path: "rejects.csv").path
    let report = try await bench.importing(
      "A-1,baseline,2021-03-01,1980,F,0,2,0,,,,,CANARY", "A-1,month-1,2021-04-01,,,,2,0,,,,,CANARY"
    ) { $0.rejectsPath = rejects }
    #expect(report.rows == .init(read: 2, new: 0, changed: 0, same: 0, rejected: 2))
    #expect(report.findings.allSatisfy { $0.rule == "consent" })
    let text = try String(contentsOfFile: rejects, encoding: .utf8)
    #expect(!text.contains("CANARY") && !text.contains("A-1"))
    #expect(text.contains(",2,,consent,"))
    #expect(try await bench.contents().isEmpty)
  }

  @Test func `withdrawal stops later imports`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a)
    try await bench.cohort.run { connection in
      try connection.execute("update cohort.consent set participation_ended = '2021-06-01'")
    }
    let report = try await bench.importing("A-1,month-1,2021-04-01,,,,2,0,,,,,")
    #expect(report.rows.rejected == 1)
    #expect(report.findings.map(\.rule) == ["consent"])
  }

  @Test func `a questionnaire that does not enrol refuses unknown participants`() async throws {
    let bench = try await ImportBench()
    let form = ImportBench.form.replacing("enrols: true", with: "enrols: false")
    let report = try await bench.importing(a, form: form)
    #expect(report.findings.map(\.rule) == ["unknown-participant"])
    #expect(report.findings.map(\.column) == ["code"])
  }

  @Test func `old and new values of changed cells are kept sealed`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(a)
    let report = try await bench.importing(a.replacing("1980", with: "1985"))
    #expect(report.changedCells == 1)
    let keys = bench.cohort.keys
    try await bench.cohort.run { connection in
      let row = try connection.query("select * from intake.changed_cell").only()
      let sealed: [UInt8] = try row["sealed"]
      #expect(!String(decoding: sealed, as: UTF8.self).contains("1980"))
      let rowKey: String = try row["row_key"]
      let participant: Int64 = try row["participant_id"]
      let change = try ChangedCell(
        sealed: sealed, with: keys, table: "cohort.participant", rowKey: rowKey, column: "birth_year",
        participant: participant)
      #expect(change.old == "1980" && change.new == "1985")
    }
  }

  @Test func `every import is an entry of the audit trail`() async throws {
    let bench = try await ImportBench()
    let report = try await bench.importing(a) { $0.reason = "first wave" }
    let (head, defects) = try await bench.cohort.verifyAudit(against: report.auditHead)
    #expect(defects.isEmpty && head == report.auditHead)
    let events = try await bench.cohort.auditEvents(limit: 1)
    #expect(events.map(\.kind) == ["import"] && events.map(\.reason) == ["first wave"])
  }

  @Test func `a file with an unknown column is refused with the name that was meant`() async throws {
    let bench = try await ImportBench()
    let path = try bench.write(ImportBench.header.replacing("fatigue", with: "fatige") + "\n" + a + "\n")
    let error = await #expect(throws: ImportRefusal.self) {
      try await bench.cohort.importing(
        path, as: bench.questionnaire(), options: ImportOptions(today: "2024-01-01"))
    }
    #expect(error?.description.contains("fatigue") == true)
    #expect(try await bench.contents().isEmpty)
  }
}
