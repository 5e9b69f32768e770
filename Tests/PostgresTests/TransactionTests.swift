import Postgres
import Testing

@Suite struct TransactionTests {
  struct ClientFailure: Error {}

  func withTable(_ body: (inout Connection) throws -> Void) throws -> [Int] {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    try body(&connection)
    #expect(connection.isInTransaction == false)
    return try connection.query("select n from target order by n").map { try $0["n"] }
  }

  @Test func `what a transaction did is stored when it returns`() throws {
    let stored = try withTable { connection in
      let count = try connection.transaction { try $0.execute("insert into target values (1), (2)") }
      #expect(count == 2)
    }
    #expect(stored == [1, 2])
  }

  @Test func `what a transaction did is undone when it throws`() throws {
    let stored = try withTable { connection in
      #expect(throws: ClientFailure.self) {
        try connection.transaction { connection in
          try connection.execute("insert into target values (1)")
          throw ClientFailure()
        }
      }
    }
    #expect(stored.isEmpty)
  }

  @Test func `an inner transaction is undone alone`() throws {
    let stored = try withTable { connection in
      try connection.transaction { connection in
        try connection.execute("insert into target values (1)")
        let error = databaseError {
          try connection.transaction { connection in
            try connection.execute("insert into target values (2)")
            _ = try connection.execute("select 1 / 0")
          }
        }
        #expect(error?.sqlState == .divisionByZero)
        _ = try connection.transaction { try $0.execute("insert into target values (3)") }
      }
    }
    #expect(stored == [1, 3])
  }

  @Test func `a transaction with a failed statement cannot be stored though the error was dropped`() throws {
    let stored = try withTable { connection in
      let error = databaseError {
        try connection.transaction { connection in
          try connection.execute("insert into target values (1)")
          _ = try? connection.execute("select 1 / 0")
        }
      }
      #expect(error?.sqlState == .inFailedTransaction)
    }
    #expect(stored.isEmpty)
  }

  @Test func `a transaction that a statement ended is not reported as stored`() throws {
    let stored = try withTable { connection in
      let error = databaseError {
        try connection.transaction { connection in
          _ = try connection.execute("insert into target values (1); rollback")
        }
      }
      #expect(error?.kind == .usage)
    }
    #expect(stored.isEmpty)
  }

  @Test func `a constraint checked at the end refuses the transaction`() throws {
    var connection = try connect()
    try connection.execute(
      """
      create temporary table target
        (n integer constraint target_n_unique unique deferrable initially deferred)
      """
    )
    let error = databaseError {
      try connection.transaction { _ = try $0.execute("insert into target values (1), (1)") }
    }
    #expect(error?.sqlState == .uniqueViolation)
    #expect(error?.constraint == "target_n_unique")
    #expect(try connection.query("select n from target").isEmpty)
  }

  @Test func `options reach the server`() throws {
    var connection = try connect()
    try connection.transaction(isolation: .serializable, readOnly: true, deferrable: true) { connection in
      let level: String = try connection.query("show transaction_isolation").only()[0]
      let deferrable: String = try connection.query("show transaction_deferrable").only()[0]
      #expect(level == "serializable")
      #expect(deferrable == "on")
      let error = databaseError {
        try connection.transaction { _ = try $0.execute("create table nothing (n integer)") }
      }
      #expect(error?.sqlState == .readOnlyTransaction)
    }
  }

  @Test func `a connection that dies at COMMIT leaves the outcome unknown`() throws {
    var connection = try connect()
    try connection.execute(
      """
      create temporary table target (n integer);
      create function pg_temp.die() returns trigger language plpgsql as
        $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(5); return null; end $$;
      create constraint trigger last_word after insert on target deferrable initially deferred
        for each row execute function pg_temp.die();
      """)
    let error = databaseError {
      try connection.transaction { _ = try $0.execute("insert into target values (1)") }
    }
    #expect(error?.kind == .outcomeUnknown)
    #expect(error?.isConnectionLost == true)
    #expect(connection.isClosed == true)
  }
}
