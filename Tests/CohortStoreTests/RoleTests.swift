import CohortModel
import CohortStore
import CohortTesting
import Foundation
import Postgres
import Testing

@Suite(.freshDatabase)
struct RoleTests {
  private func refusal(of statement: String, as role: String) throws -> SQLState? {
    var connection = try TestCohort.connect()
    do {
      try connection.transaction { connection in
        try connection.execute("set local role \(role)")
        try connection.execute(statement)
      }
      return nil
    } catch let error as PostgresError {
      return error.sqlState
    }
  }

  @Test(arguments: [
    ("covalux_writer", "update audit.event set reason = ''"),
    ("covalux_writer", "delete from audit.event"),
    ("covalux_writer", "truncate audit.event"),
    ("covalux_writer", "insert into audit.event values (1, '', '', '', '', null, '', sha256(''))"),
    ("covalux_writer", "select from audit.event"),
    ("covalux_writer", "update audit.key_check set value = ''"),
    ("covalux_writer", "select from identity.person"),
    ("covalux_writer", "update intake.batch set reason = ''"),
    ("covalux_writer", "delete from intake.erased_code"),
    ("covalux_writer", "create table cohort.extra (participant_id bigint)"),
    ("covalux_reader", "insert into cohort.participant (participant_id) values (1)"),
    ("covalux_reader", "update cohort.participant set birth_year = 1970"),
    ("covalux_reader", "delete from cohort.response"),
    ("covalux_reader", "select from identity.person"),
    ("covalux_reader", "select from intake.changed_cell"),
    ("covalux_reader", "select from intake.erased_code"),
    ("covalux_reader", "insert into release.release_participant values (1, 1)"),
    ("covalux_auditor", "select from cohort.participant"),
    ("covalux_auditor", "select from identity.person"),
    ("covalux_auditor", "delete from audit.event"),
    ("covalux_identity", "select from cohort.participant"),
    ("covalux_identity", "select from intake.crosswalk"),
  ])
  func `a role may not do more than its work`(role: String, statement: String) throws {
    #expect(try refusal(of: statement, as: role) == .insufficientPrivilege)
  }

  @Test func `nothing can be changed while reading`() async throws {
    try await TestCohort.use { cohort in
      await #expect(throws: RegistryError.readOnly) {
        try await cohort.read { try $0.participants.insert(Participant(code: Example.anna)) }
      }
      let error = await #expect(throws: PostgresError.self) {
        try await cohort.read { study in
          _ = try study.run { try $0.execute("insert into cohort.participant (participant_id) values (1)") }
        }
      }
      #expect(error?.sqlState == .readOnlyTransaction || error?.sqlState == .insufficientPrivilege)
    }
  }

  @Test func `a read is one snapshot, whatever is stored meanwhile`() async throws {
    try await TestCohort.use { cohort in
      let counts = try await cohort.read { study in
        let before = try study.participants.count()
        var connection = try TestCohort.connect()
        try connection.execute(
          """
          insert into cohort.participant (participant_id) values (1);
          insert into intake.crosswalk values ('covalux', 'P1', 1)
          """)
        return [before, try study.participants.count()]
      }
      #expect(counts == [0, 0])
      #expect(try await cohort.read { try $0.participants.count() } == 1)
    }
  }

  @Test func `a study is of no use after the call that lent it, and inside its own call`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { study in
        #expect(throws: RegistryError.notLent) {
          try study.run { _ in try study.participants.count() }
        }
        let count = try study.participants.count()
        #expect(count == 0)
      }
    }
  }

  @Test func `the login role covalux, which inherits nothing, can do all the work`() async throws {
    var connection = try TestCohort.connect()
    try connection.execute(
      "grant covalux_writer, covalux_reader, covalux_identity, covalux_auditor to covalux")
    let url = FreshDatabase.current.connectionString.replacing("user=postgres", with: "user=covalux")
    let directory = FileManager.default.temporaryDirectory.appendingPathComponent("keys-\(UUID().uuidString)")
      .path
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let cohort = try await Cohort.open(url, keyDirectory: directory)
    try await cohort.write { try Example.enrol($0) }
    #expect(try await cohort.read { try $0.participants.count() } == 1)
    let receipt = try await cohort.write { try $0.participants.erase(Example.anna, reason: "asked for it") }
    #expect(receipt.isComplete)
    #expect(try await cohort.verifyAudit().defects.isEmpty)
    await cohort.close()
  }
}
