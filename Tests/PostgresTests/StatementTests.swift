import CohortTesting
import Postgres
import Synchronization
import Testing

@Suite struct StatementTests {
  @Test func `a unique violation names its constraint and table, and keeps the key apart`() throws {
    var connection = try connect()
    try connection.execute(
      "create temporary table person (code text constraint person_code_unique unique)")
    try connection.execute("insert into person values ($1)", ["canary-5512"])
    let error = databaseError { try connection.execute("insert into person values ($1)", ["canary-5512"]) }
    #expect(error?.sqlState == .uniqueViolation)
    #expect(error?.constraint == "person_code_unique")
    #expect(error?.table == "person")
    #expect(error?.statement == "insert into person values ($1)")
    #expect(error?.sensitive.detail?.contains("canary-5512") == true)
    #expect(error?.description.contains("person_code_unique") == true)
  }

  @Test(arguments: [
    ("select $1::date", SQLState.invalidDateFormat),
    ("select $1::integer", .invalidTextRepresentation),
    ("insert into strict values ($1, 1)", .checkViolation),
    ("do $do$ begin raise exception 'no canary-9034'; end $do$", .raisedException),
  ])
  func `no form of an error shows what the server quotes`(sql: String, state: SQLState) throws {
    var connection = try connect()
    try connection.execute(
      "create temporary table strict (code text, dose integer, constraint dose_positive check (dose > 1))")
    let error = try #require(
      databaseError { try connection.query(sql, sql.contains("$1") ? ["canary-9034"] : []) })
    #expect(error.sqlState == state)
    var dumped = ""
    dump(error, to: &dumped)
    for text in ["\(error)", String(reflecting: error), dumped, "\(error.sensitive)"] {
      #expect(!text.contains("canary"))
    }
    let quoted = [error.sensitive.message, error.sensitive.detail].contains {
      $0?.contains("canary-9034") == true
    }
    #expect(quoted)
  }

  @Test func `a class of codes matches each code of it`() {
    switch SQLState.checkViolation {
    case SQLState.Class.dataException: Issue.record("23514 is no data exception")
    case SQLState.Class.integrityConstraintViolation: break
    default: Issue.record("23514 is an integrity constraint violation")
    }
  }

  @Test func `a script runs whole or not at all, and its error has a position`() throws {
    var connection = try connect()
    let script = "create temporary table first (n integer); select ü_wrong from first; select 1"
    let error = databaseError { try connection.execute(script) }
    #expect(error?.sqlState == .undefinedColumn)
    // "ü_wrong" is the 50th character of the script, counted from 1.
    #expect(error?.position == 50)
    #expect(databaseError { try connection.execute("select * from first") }?.sqlState == .undefinedTable)
  }

  @Test func `the number of rows concerned is returned`() throws {
    var connection = try connect()
    try connection.execute("create temporary table numbers (n integer)")
    #expect(try connection.execute("insert into numbers select generate_series(1, 7)") == 7)
    #expect(try connection.execute("delete from numbers where n > $1", [5]) == 2)
    #expect(
      try connection.query("select n from numbers order by n").map { try $0["n"] as Int } == [1, 2, 3, 4, 5])
  }

  @Test func `a NUL character is refused before it can cut a text short`() throws {
    var connection = try connect()
    #expect(databaseError { try connection.query("select $1", ["a\0b"]) }?.kind == .encoding)
    #expect(databaseError { try connection.execute("select 1\0; select 2") }?.kind == .encoding)
    #expect(try connection.query("select 1").count == 1)
  }

  @Test func `a COPY outside its own calls is refused and the connection stays usable`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    #expect(databaseError { try connection.execute("copy target from stdin") }?.kind == .usage)
    #expect(databaseError { try connection.execute("copy (select 1) to stdout") }?.kind == .usage)
    #expect(databaseError { try connection.copyIn("select 1", from: CopyBuffer()) }?.kind == .usage)
    #expect(databaseError { try connection.copyOut("select 1") { _ in } }?.kind == .usage)
    #expect(try connection.query("select n from target").isEmpty)
  }

  @Test func `notices are dropped unless somebody asks for them`() throws {
    var connection = try connect()
    let warning = "do $$ begin raise warning 'about canary'; end $$"
    try connection.execute(warning)
    let received = Mutex<[Notice]>([])
    try receive(into: received, from: &connection, warning)
    let notices = received.withLock { $0 }
    #expect(notices.count == 1)
    #expect(notices.first?.severity == "WARNING")
    #expect(notices.first?.sensitive.message == "about canary")
  }

  func receive(into received: borrowing Mutex<[Notice]>, from connection: inout Connection, _ sql: String)
    throws
  {
    let box = NoticeBox()
    connection.onNotice { notice in box.notices.withLock { $0.append(notice) } }
    try connection.execute(sql)
    connection.onNotice(nil)
    try connection.execute(sql)
    let notices = box.notices.withLock { $0 }
    received.withLock { $0 = notices }
  }

  final class NoticeBox: Sendable {
    let notices = Mutex<[Notice]>([])
  }

  @Test func `the session has the settings it was given`() throws {
    let path = "pg_catalog, \"o'\u{301}\\x\""
    var settings = ConnectionSettings()
    settings.lockLimit = .milliseconds(1500)
    settings.statementLimit = .seconds(7)
    settings.sessionParameters = [("search_path", path)]
    var connection = try connect(settings)
    func show(_ name: String) throws -> String { try connection.query("show \(name)").only()[0] }
    #expect(try show("lock_timeout") == "1500ms")
    #expect(try show("statement_timeout") == "7s")
    #expect(try show("idle_in_transaction_session_timeout") == "10min")
    #expect(try show("application_name") == "covalux")
    #expect(try show("client_encoding") == "UTF8")
    #expect(try show("search_path") == path)
    #expect(connection.serverVersion >= 130_000)
  }

  @Test func `a lock that another session holds is waited for only so long`() throws {
    let database = try TestServer.shared.createDatabase()
    let string = try TestServer.shared.connectionString(database: database)
    var holder = try Connection.connect(string)
    try holder.execute("create table locked (n integer)")
    try holder.execute("begin; lock table locked")
    var settings = ConnectionSettings()
    settings.lockLimit = .milliseconds(100)
    var waiter = try Connection.connect(string, settings: settings)
    let error = databaseError { try waiter.execute("insert into locked values (1)") }
    #expect(error?.sqlState == .lockNotAvailable)
    #expect(error?.isRetriable == true)
    try holder.execute("rollback")
  }

  @Test(arguments: [
    ("plain", "\"plain\""), ("a\"b", "\"a\"\"b\""), ("\"\u{301}", "\"\"\"\u{301}\""), ("", "\"\""),
  ])
  func `names are quoted so that they stay names`(name: String, quoted: String) {
    #expect(Array(quoteIdentifier(name).utf8) == Array(quoted.utf8))
  }

  @Test func `a refused connection tells why by its code`() throws {
    let server = try TestServer.shared
    let error = databaseError { _ = try Connection.connect(server.connectionString(database: "absent")) }
    #expect(error?.sqlState == .undefinedDatabase)
    let unread = databaseError { _ = try Connection.connect("host=x nonsense=canary") }
    #expect(unread?.kind == .usage)
    #expect(unread?.description.contains("canary") == false)
  }
}
