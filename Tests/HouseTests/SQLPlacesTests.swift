import Testing

@Suite struct SQLPlacesTests {
  private static let statementRooms: Set<String> = ["CohortStore", "CohortSchema", "CoVaLux", "Postgres"]
  private static let tableRooms: Set<String> = ["CohortStore", "CohortSchema", "CoVaLux"]

  @Test func `statements are written only where the database is spoken to`() {
    for (file, swift) in Repository.sourceTexts where !Self.statementRooms.contains(file.module) {
      for literal in swift.literals {
        #expect(!Self.isStatement(literal.text), "\(file.path):\(literal.line)")
      }
    }
  }

  @Test func `the rooms of the database do hold statements`() {
    for room in Self.statementRooms {
      let literals = Repository.sourceTexts.filter { $0.file.module == room }.flatMap(\.swift.literals)
      #expect(literals.contains { Self.isStatement($0.text) }, "\(room)")
    }
  }

  @Test func `our tables are named only above the connection to the server`() {
    #expect(SchemaFilesTests.tables.contains("cohort.response"))
    for (file, swift) in Repository.sourceTexts where !Self.tableRooms.contains(file.module) {
      for literal in swift.literals {
        let words = Self.words(of: literal.text)
        #expect(SchemaFilesTests.tables.isDisjoint(with: words), "\(file.path):\(literal.line)")
      }
    }
  }

  @Test(arguments: [
    ("select a, b from t where c = $1", true), ("\n  select\n  count(*)\n  from t", true),
    ("select pg_advisory_lock(1)", true), ("update t set a = 1", true), ("insert into t values (1)", true),
    ("copy t (a) from stdin (format binary)", true), ("create temporary table t as", true),
    ("Select the columns that you want from the file", false), ("select a file", false),
    ("update the questionnaire", false), ("copy the file", false), ("", false),
  ])
  func `a statement is told from a sentence`(text: String, isStatement: Bool) {
    #expect(Self.isStatement(text) == isStatement)
  }

  /// Whether a text begins like a statement and goes on like one; SQL of this project is in lower case.
  private static func isStatement(_ text: String) -> Bool {
    let words = words(of: text)
    guard let verb = words.first, let companions = companions[verb] else { return false }
    let rest = words.dropFirst()
    if verb == "select", text.contains("("), text.contains(")") { return true }
    return rest.contains { companions.contains($0) }
  }

  private static let companions: [String: Set<String>] = [
    "select": ["from"], "with": ["select"], "insert": ["into"], "update": ["set"], "delete": ["from"],
    "copy": ["stdin", "stdout"], "truncate": ["cohort", "table"], "grant": ["to"], "set": ["role"],
    "create": ["table", "role", "schema", "database", "index", "view", "temporary", "function"],
    "alter": ["table", "role", "database"], "drop": ["table", "role", "schema", "database", "index"],
  ]

  private static func words(of text: String) -> [String] {
    text.split { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "." }.map(String.init)
  }
}
