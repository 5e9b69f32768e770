import CohortTesting
import Postgres
import Testing

@testable import CoVaLux

/// Foreign keys are checked by the row in small imports and at once in large ones.
@Suite(.freshDatabase) struct LargeImportTests {
  /// When each foreign key of the cohort was made, by its object number.
  private static let keys = """
    select string_agg(c.oid || ' ' || c.conname || ' ' || pg_get_constraintdef(c.oid), ', ' order by c.conname)
    from pg_constraint c join pg_class t on t.oid = c.conrelid
    where c.contype = 'f' and t.relnamespace = 'cohort'::regnamespace and c.convalidated
    """

  private static func withoutNumbers(_ keys: [String?]) -> String {
    (keys.first ?? nil)?.replacing(#/(^|, )\d+ /#, with: "; ") ?? ""
  }

  /// Rows of about 200 bytes each.
  private static func rows(_ range: Range<Int>) -> String {
    let note = String(repeating: "wide ", count: 30)
    return range.map { number in
      "A-\(number),baseline,2021-03-01,1980,F,1,\(number % 4),0,comirnaty,2021-02-01,3,1,\(note)\(number)"
    }.joined(separator: "\n")
  }

  @Test func `a large import makes the foreign keys again and checks all rows`() async throws {
    let bench = try await ImportBench()
    let before = try await bench.texts(Self.keys)
    #expect(Self.withoutNumbers(before).contains("response_participant_known"))
    let report = try await bench.importing(Self.rows(0..<30_000))
    #expect(report.rows.new == 30_000)
    let after = try await bench.texts(Self.keys)
    #expect(after != before)
    #expect(Self.withoutNumbers(after) == Self.withoutNumbers(before))
    #expect(
      try await bench.texts(
        "select concat_ws(' ', count(*), sum(fatigue), count(distinct participant_id)) from cohort.response")
        == [
          "30000 45000 30000"
        ])
    // Nothing new comes of the same file, and nothing is made again for a few rows.
    try await bench.importing(Self.rows(0..<30_000))
    try await bench.importing(Self.rows(30_000..<30_010))
    #expect(try await bench.texts(Self.keys) == after)
  }

  @Test func `a reader of the tables keeps them from being made again, not from being filled`() async throws {
    let bench = try await ImportBench()
    let before = try await bench.texts(Self.keys)
    var reader = try Connection.connect(FreshDatabase.current.connectionString)
    try reader.execute("begin; select count(*) from cohort.vaccination")
    let report = try await bench.importing(Self.rows(0..<30_000))
    try reader.execute("rollback")
    #expect(report.rows.new == 30_000)
    #expect(try await bench.texts(Self.keys) == before)
  }

  /// Primary keys of the cohort's tables.
  private static let primaryKeys = Self.keys.replacing("contype = 'f'", with: "contype = 'p'")

  @Test func `a first load makes the primary keys again, a later one does not`() async throws {
    let bench = try await ImportBench()
    let before = try await bench.texts(Self.primaryKeys)
    #expect(Self.withoutNumbers(before).contains("response_pkey"))
    try await bench.importing(Self.rows(0..<30_000))
    let after = try await bench.texts(Self.primaryKeys)
    #expect(after != before)
    #expect(Self.withoutNumbers(after) == Self.withoutNumbers(before))
    let foreign = try await bench.texts(Self.keys)
    try await bench.importing(Self.rows(30_000..<60_000))
    #expect(try await bench.texts(Self.primaryKeys) == after)
    #expect(try await bench.texts(Self.keys) != foreign)
    #expect(try await bench.texts("select count(*)::text from cohort.response") == ["60000"])
  }

  @Test func `rows of a first load that share a key are found when the keys are made`() async throws {
    let bench = try await ImportBench()
    let twice = Self.rows(20_000..<20_001).replacing("2021-03-01", with: "2021-03-02")
    let report = try await bench.importing(Self.rows(0..<30_000), twice)
    #expect(report.rows.new == 29_999)
    #expect(report.rows.rejected == 2)
    #expect(report.findings.filter { $0.rule == "repeated-key" }.map(\.line) == [20_002, 30_002])
    #expect(try await bench.texts("select count(*)::text from cohort.response") == ["29999"])
    #expect(Self.withoutNumbers(try await bench.texts(Self.primaryKeys)).contains("response_pkey"))
  }

  @Test func `a first load that fails leaves the keys as they were`() async throws {
    let bench = try await ImportBench()
    let before = try await bench.texts(Self.primaryKeys)
    await #expect(throws: ImportRefusal.self) {
      try await bench.importing(
        Self.rows(0..<30_000), "A-1,baseline,2021-03-01,1980,F,1,77,0,,,,,"
      ) { $0.rejectionLimit = .rows(0) }
    }
    #expect(try await bench.texts(Self.primaryKeys) == before)
    #expect(try await bench.texts("select form from cohort.response").isEmpty)
  }

  @Test func `keys of tables that hold something are not suspended`() async throws {
    let bench = try await ImportBench()
    try await bench.importing(Self.rows(0..<1))
    let before = try await bench.texts(Self.primaryKeys)
    try await bench.cohort.run { connection in
      try connection.transaction { connection in
        try connection.execute("set local role covalux_writer")
        #expect(try connection.query("select intake.suspend_keys()").only()[0] as Bool == false)
        #expect(try connection.query("select intake.suspend_references()").only()[0] as Bool)
        #expect(try connection.query("select intake.suspend_keys()").only()[0] as Bool == false)
        _ = try connection.query("select intake.restore_references()")
      }
    }
    #expect(try await bench.texts(Self.primaryKeys) == before)
    #expect(try await bench.texts("select count(*)::text from cohort.response") == ["1"])
  }

  @Test func `foreign keys cannot be left out, whoever forgets them`() async throws {
    let bench = try await ImportBench()
    let before = try await bench.texts(Self.keys)
    let error = await #expect(throws: PostgresError.self) {
      try await bench.cohort.run { connection in
        try connection.transaction { connection in
          try connection.execute("set local role covalux_writer")
          let isDone: Bool = try connection.query("select intake.suspend_references()").only()[0]
          #expect(isDone)
        }
      }
    }
    #expect(error?.sqlState?.rawValue == "23000")
    #expect(try await bench.texts(Self.keys) == before)
  }

  @Test func `a row that refers to nothing is found when the foreign keys are made again`() async throws {
    let bench = try await ImportBench()
    let error = await #expect(throws: PostgresError.self) {
      try await bench.cohort.run { connection in
        try connection.transaction { connection in
          try connection.execute("set local role covalux_writer")
          _ = try connection.query("select intake.suspend_references()")
          try connection.execute(
            "insert into cohort.response (participant_id, form, event, instance) values (7, 'small', 'baseline', 1)"
          )
          _ = try connection.query("select intake.restore_references()")
        }
      }
    }
    #expect(error?.constraint == "response_participant_known")
    #expect(try await bench.texts("select form from cohort.response").isEmpty)
  }
}
