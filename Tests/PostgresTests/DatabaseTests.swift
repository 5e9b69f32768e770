import CohortTesting
import Postgres
import Testing

@Suite struct DatabaseTests {
  @Test func `a database lends its connection`() async throws {
    let database = try await Database(connecting: TestServer.shared.connectionString())
    let sum = try await database.transaction { connection in
      try connection.execute("create temporary table target (n integer)")
      try connection.execute("insert into target values (1), (2)")
      return try connection.query("select sum(n)::integer from target").only().value("sum", as: Int.self)
    }
    #expect(sum == 3)
    await database.close()
    await #expect(throws: PostgresError.self) { try await database.run { $0.isInTransaction } }
  }

  @Test func `cancelling a task cancels its statement, and the next caller is not harmed`() async throws {
    let string = try TestServer.shared.connectionString()
    let database = try await Database(connecting: string)
    let process = try await database.run { $0.backendProcess }
    let task = Task {
      try await database.transaction { _ = try $0.execute("select pg_sleep(60)") }
    }
    try await untilAsleep(process, string)
    task.cancel()
    await #expect { try await task.value } throws: { ($0 as? PostgresError)?.kind == .cancelled }
    for _ in 0..<20 {
      #expect(try await database.run { try $0.query("select 1").count } == 1)
    }
  }

  @Test func `a task cancelled beforehand sends nothing`() async throws {
    let database = try await Database(connecting: TestServer.shared.connectionString())
    let task = Task {
      withUnsafeCurrentTask { $0?.cancel() }
      try await database.run { _ = try $0.execute("create table never (n integer)") }
    }
    await #expect { try await task.value } throws: { ($0 as? PostgresError)?.kind == .cancelled }
    #expect(
      try await database.run { try $0.query("select to_regclass('never')::text").only()[0] as String? } == nil
    )
  }

  /// Waits until the server says that the backend sleeps in a statement.
  func untilAsleep(_ process: Int32, _ string: String) async throws {
    let observer = try await Database(connecting: string)
    while try await observer.run({ connection in
      try connection.query(
        "select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'", [process]
      ).isEmpty
    }) {
      await Task.yield()
    }
  }
}
