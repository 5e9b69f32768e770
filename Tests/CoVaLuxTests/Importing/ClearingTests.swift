import CSV
import CoVaLux
import CohortTesting
import Foundation
import Testing

@Suite(.freshDatabase) struct ClearingTests {
  private let full = "A-1,baseline,2021-03-01,1980,F,1,2,0,comirnaty,2021-02-01,3,1,first"
  private let blank = "A-1,baseline,2021-03-01,,F,1,,0,comirnaty,,,,"

  private func clearing(_ columns: String..., limit: Int? = nil) -> (inout ImportOptions) -> Void {
    { $0.clearing = .init(columns: columns, limit: limit) }
  }

  /// What is stored of A-1 in the cells that the tests look at.
  private func cells(_ bench: ImportBench) async throws -> [String?] {
    try await bench.texts(
      """
      select concat_ws(' ', coalesce(p.birth_year::text, '-'), r.fatigue, coalesce(v.given::text, '-'),
        v.given_precision, coalesce(a.numbers[1]::text, '-'), a.coded[1], coalesce(a.texts ->> 'note', '-'),
        coalesce(a.reasons::text, '-'))
      from cohort.participant p join cohort.response r using (participant_id) join cohort.vaccination v using (participant_id)
        left join cohort.answer a using (participant_id, event)
      """)
  }

  @Test func `a blank keeps what is stored in every column that is not named`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    let report = try await bench.importing(blank, change: clearing("note"))
    #expect(report.clearedColumns.map { "\($0.column) \($0.values)" } == ["note 1"])
    #expect(try await cells(bench) == ["1980 2 2021-02-01 0 3 1 - -"])
    #expect(report.rows == .init(read: 1, new: 0, changed: 1, same: 0, rejected: 0))
  }

  @Test func `every kind of cell is cleared, counted, and restored by an undo`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    let before = try await bench.contents()
    let report = try await bench.importing(
      blank, change: clearing("birth_year,fatigue", "dose_day", "days_off", "region", "note"))
    #expect(
      report.clearedColumns.map { "\($0.column) \($0.values)" } == [
        "birth_year 1", "fatigue 1", "dose_day 1", "days_off 1", "region 1", "note 1",
      ])
    #expect(report.changedCells == 6)
    #expect(try await cells(bench) == ["- -2 - 0 - -2 - -"])
    _ = try await bench.cohort.undoBatch(try #require(report.batch), reason: "wrong columns")
    #expect(try await bench.contents() == before)
  }

  @Test func `a value that stands for a missing one is cleared with its reason`() async throws {
    let bench = try await ImportBench()
    try await bench.importing("A-1,baseline,2021-03-01,1980,F,1,NA,0,comirnaty,2021-02-01,NA,NA,NA")
    #expect(
      try await cells(bench) == [
        "1980 -3 2021-02-01 0 - -3 - {\"note\": \"unknown\", \"days_off\": \"unknown\"}"
      ])
    let before = try await bench.contents()
    let report = try await bench.importing(blank, change: clearing("fatigue,days_off,region,note"))
    #expect(report.clearedColumns.map(\.values) == [1, 1, 1, 1])
    #expect(try await cells(bench) == ["1980 -2 2021-02-01 0 - -2 - -"])
    _ = try await bench.cohort.undoBatch(try #require(report.batch), reason: "wrong columns")
    #expect(try await bench.contents() == before)
  }

  @Test func `a file that was imported before clears when it comes again with the wish`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    try await bench.importing(blank)
    #expect(try await cells(bench) == ["1980 2 2021-02-01 0 3 1 first -"])
    let cleared = try await bench.importing(blank, change: clearing("note"))
    #expect(cleared.clearedColumns.map(\.values) == [1])
    let again = try await bench.importing(blank, change: clearing("note"))
    #expect(again.rows.same == 1 && again.clearedColumns.isEmpty && again.wasAlreadyImported)
    // A later value is cleared again, by the same row.
    try await bench.importing(full)
    #expect(try await bench.importing(blank, change: clearing("note")).clearedColumns.map(\.values) == [1])
  }

  @Test func `more cleared values than the limit refuse the file as a whole`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    let before = try await bench.contents()
    let error = await #expect(throws: ImportRefusal.self) {
      try await bench.importing(
        "A-1,baseline,2021-03-01,,F,1,,0,comirnaty,,9,,", change: clearing("fatigue,region", limit: 1))
    }
    guard case .clearsTooMuch(_, let columns, let limit) = error else {
      Issue.record("another refusal: \(String(describing: error))")
      return
    }
    #expect(columns.map { "\($0.column) \($0.values)" } == ["fatigue 1", "region 1"] && limit == 1)
    #expect(try await bench.contents() == before)
    let report = try await bench.importing(blank, change: clearing("fatigue,region", limit: 2))
    #expect(report.clearedColumns.count == 2)
  }

  @Test func `a value of another row of the file is kept, and new people lose nothing`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    let report = try await bench.importing(
      "A-1,baseline,2021-03-01,,F,1,2,0,comirnaty,,3,1,first", "A-1,month-1,,1981,,,1,0,,2021-02-03,,,",
      "A-2,baseline,2021-03-01,1975,F,1,2,0,comirnaty,2021-02-01,3,1,second", "A-2,month-1,,,,,1,0,,,,,",
      change: clearing("birth_year,dose_day"))
    #expect(report.clearedColumns.isEmpty)
    #expect(
      try await bench.texts(
        "select p.birth_year || ' ' || v.given from cohort.participant p join cohort.vaccination v using (participant_id) order by 1"
      ) == ["1975 2021-02-01", "1981 2021-02-03"])
  }

  @Test func `a cell that several rows leave blank is cleared once`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full, "A-1,month-1,2021-04-01,,,,1,0,,,,,")
    let report = try await bench.importing(
      "A-1,baseline,2021-03-01,,F,1,2,0,comirnaty,2021-02-01,3,1,first", "A-1,month-1,2021-04-01,,,,1,0,,,,,",
      change: clearing("birth_year"))
    #expect(report.clearedColumns.map { "\($0.column) \($0.values)" } == ["birth_year 1"])
    #expect(report.changedCells == 1)
  }

  @Test func `columns that cannot be cleared are named, with the one that was probably meant`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    let error = await #expect(throws: ImportRefusal.self) {
      try await bench.importing(blank, change: clearing("code,notes,consent,event"))
    }
    guard case .notClearable(_, let findings) = error else {
      Issue.record("another refusal: \(String(describing: error))")
      return
    }
    #expect(findings.map { $0.column ?? "" } == ["code", "notes", "consent", "event"])
    #expect(findings[1].hint == "did you mean \"note\"?")
  }

  @Test func `a form of blanks alone clears what is stored of it`() async throws {
    let form = """
      questionnaire: parts
      version: 1
      study: test
      form: parts
      enrols: true
      participant: { column: code }
      event: baseline
      writes:
        answer.pain: { column: pain, type: integer, part: visit }
        answer.state: { column: state, type: coded, codes: { 0: open, 2: complete }, part-state: visit }
      """
    let bench = try await ImportBench()
    let questionnaire = try bench.questionnaire(form)
    var options = ImportOptions(today: "2024-01-01")
    _ = try await bench.cohort.importing(
      bench.write("code,pain,state\nA-1,5,2\n"), as: questionnaire, options: options)
    options.clearing = .init(columns: ["pain"], limit: nil)
    let report = try await bench.cohort.importing(
      bench.write("code,pain,state\nA-1,,0\nA-2,,0\n"), as: questionnaire, options: options)
    #expect(report.clearedColumns.map(\.values) == [1] && report.rowsWithoutAnswers == 1)
    #expect(try await bench.texts("select numbers[1]::text from cohort.answer") == [nil])
  }

  @Test func `a plan shows what is cleared, and applying it does exactly that`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(full)
    let path = try bench.write(ImportBench.header + "\n" + blank + "\n", to: "blank.csv")
    let plan = bench.folder.appending(path: "plan.json").path
    var options = ImportOptions(today: "2024-01-01")
    options.clearing = .init(columns: ["fatigue", "note"], limit: nil)
    let questionnaire = try bench.questionnaire()
    let trial = try await bench.cohort.planning(
      path, as: questionnaire, from: "small.yaml", writing: plan, options: options)
    #expect(trial.clearedColumns.map(\.values) == [1, 1])
    let lines = try String(contentsOfFile: plan, encoding: .utf8).split(separator: "\n").filter {
      $0.contains("\"cleared\":true")
    }
    #expect(lines.count == 2)
    #expect(lines.contains { $0.contains("\"column\":\"fatigue\",\"old\":\"2\",\"new\":null") })
    #expect(lines.contains { $0.contains("\"column\":\"texts[note]\",\"old\":\"first\",\"new\":null") })
    #expect(try await cells(bench) == ["1980 2 2021-02-01 0 3 1 first -"])
    let report = try await bench.cohort.applying(
      try ImportPlan(contentsOf: plan), file: path, as: questionnaire)
    #expect(report.clearedColumns.map(\.values) == [1, 1])
    #expect(try await cells(bench) == ["1980 -2 2021-02-01 0 3 1 - -"])
    #expect(
      try await bench.texts(
        "select detail from audit.event where detail like '%\"cleared\":{\"fatigue\":1,\"note\":1}%'"
      ).count == 1)
  }

  @Test func `a concept of several columns is cleared only where all of them are named and blank`()
    async throws
  {
    let form = """
      questionnaire: several
      version: 1
      study: test
      form: several
      enrols: true
      participant: { column: code }
      event: baseline
      writes:
        symptom.cough: { any-of: [dry, wet], codes: { 1: present, 2: absent } }
      """
    let bench = try await ImportBench()
    let questionnaire = try bench.questionnaire(form)
    var options = ImportOptions(today: "2024-01-01")
    _ = try await bench.cohort.importing(
      bench.write("code,dry,wet\nA-1,1,1\nA-2,1,2\n"), as: questionnaire, options: options)
    options.clearing = .init(columns: ["dry"], limit: nil)
    let file = try bench.write("code,dry,wet\nA-1,,\nA-2,,2\n")
    await #expect(throws: ImportRefusal.self) {
      _ = try await bench.cohort.importing(file, as: questionnaire, options: options)
    }
    options.clearing = .init(columns: ["dry,wet"], limit: nil)
    let report = try await bench.cohort.importing(file, as: questionnaire, options: options)
    #expect(report.clearedColumns.map(\.values) == [1])
    #expect(
      try await bench.texts(
        "select cough::text from cohort.response join intake.crosswalk using (participant_id) order by code")
        == ["-2", "4"])
  }
}
