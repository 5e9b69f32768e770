import Testing

@Suite struct SchemaFilesTests {
  static let migrations = Repository.files(in: "Schema/migrations", extensions: ["sql"])

  @Test func `migrations are numbered without gaps`() {
    #expect(!Self.migrations.isEmpty)
    for (place, migration) in Self.migrations.enumerated() {
      let digits = migration.name.prefix { $0 != "_" }
      #expect(digits.count == 4 && Int(digits) == place + 1, "\(migration.path)")
      let words = migration.stem.dropFirst(5)
      #expect(
        !words.isEmpty && words.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" }, "\(migration.path)"
      )
    }
  }

  @Test func `a response has a column per symptom of the vocabulary, in its order`() throws {
    let lines = try Repository.text("Schema/reference/symptom.csv").split(separator: "\n").dropFirst()
    let symptoms = lines.compactMap { $0.split(separator: ",").first }.map {
      String($0.map { $0 == "-" ? "_" : $0 })
    }
    #expect(symptoms.count >= 25)
    let columns = Self.columns(of: "cohort.response")
    let first = try #require(columns.firstIndex(of: symptoms[0]))
    #expect(columns[first...].prefix(symptoms.count) == symptoms[...])
  }

  @Test func `every table of the cohort is led by the participant`() {
    for table in Self.tables where table.hasPrefix("cohort.") {
      #expect(Self.columns(of: table).first == "participant_id", "\(table)")
    }
  }

  @Test func `the reading of columns is right for a small table`() {
    let sql = """
      -- create table cohort.other (
      create table cohort.small (
        participant_id bigint not null,
        a smallint not null default -1 constraint small_a_coded
          check (a between -6 and 3),
        b text references reference.canton,
        constraint small_pkey primary key (participant_id)
      );
      alter table cohort.small add column c date;
      """
    #expect(Self.columns(of: "cohort.small", in: sql) == ["participant_id", "a", "b", "c"])
  }

  /// Qualified names of all tables that migrations make.
  static let tables: Set<String> = Set(
    migrations.flatMap { migration in
      migration.text.split(separator: "\n").compactMap { line in
        line.hasPrefix("create table ") ? String(line.dropFirst(13).prefix { $0 != " " && $0 != "(" }) : nil
      }
    })

  static func columns(of table: String) -> [String] {
    columns(of: table, in: migrations.map(\.text).joined(separator: "\n"))
  }

  /// Names of a table's columns, also of those that later migrations add.
  static func columns(of table: String, in sql: String) -> [String] {
    var columns: [String] = []
    var isInside = false
    for line in sql.split(separator: "\n") {
      let addition = "alter table \(table) add column "
      if line.hasPrefix(addition) {
        columns.append(String(line.dropFirst(addition.count).prefix { $0 != " " }))
      }
      if line.hasPrefix("create table \(table) (") {
        isInside = true
      } else if line.hasPrefix(")") {
        isInside = false
      } else if isInside, line.hasPrefix("  "), !line.hasPrefix("   "), !line.hasPrefix("  constraint ") {
        columns.append(String(line.dropFirst(2).prefix { $0 != " " }))
      }
    }
    return columns
  }
}
