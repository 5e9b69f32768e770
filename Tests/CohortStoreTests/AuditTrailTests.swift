import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct AuditTrailTests {
  /// Stores ten participants, changes the trail as a superuser whom no trigger stops, and verifies it.
  private func verify(
    against noted: Bool = false, after tampering: String
  ) async throws -> [AuditTrail.Defect] {
    var defects: [AuditTrail.Defect] = []
    try await TestCohort.use { cohort in
      for number in 1...10 {
        try await cohort.write { try $0.participants.insert(Participant(code: Example.code("P\(number)"))) }
      }
      let head = try await cohort.verifyAudit().head
      #expect(head.count == 10)
      var connection = try TestCohort.connect()
      try connection.execute("set session_replication_role = replica; \(tampering)")
      defects = try await cohort.verifyAudit(against: noted ? head : nil).defects
    }
    return defects
  }

  @Test func `an untouched trail is whole and holds the head noted before`() async throws {
    #expect(try await verify(against: true, after: "select").isEmpty)
  }

  @Test(arguments: [
    "reason = 'another'", "participant_id = 77", "actor = 'somebody'", "at = '2020-01-01T00:00:00.000000Z'",
    "kind = 'import'", #"detail = '{}'"#,
  ])
  func `an altered entry is found`(change: String) async throws {
    #expect(try await verify(after: "update audit.event set \(change) where sequence = 4") == [.altered(4)])
  }

  @Test func `a hash made without the key is found`() async throws {
    let tampering = "update audit.event set hash = sha256('guess'::bytea) where sequence = 4"
    #expect(try await verify(after: tampering) == [.altered(4), .altered(5)])
  }

  @Test func `a deleted entry is found`() async throws {
    #expect(try await verify(after: "delete from audit.event where sequence = 4") == [.gap(before: 5)])
  }

  @Test func `swapped entries are found`() async throws {
    let tampering = """
      update audit.event set sequence = 100 where sequence = 4; update audit.event set sequence = 4 where sequence = 5;
      update audit.event set sequence = 5 where sequence = 100
      """
    #expect(try await verify(after: tampering).contains(.altered(4)))
  }

  @Test func `a truncated tail is found with a head noted elsewhere`() async throws {
    let tampering = "delete from audit.event where sequence > 7"
    #expect(try await verify(against: true, after: tampering) == [.headMissing(expected: 10, found: 7)])
  }

  @Test func `a truncated tail is not found without a head noted elsewhere`() async throws {
    #expect(try await verify(after: "delete from audit.event where sequence > 7").isEmpty)
  }

  @Test func `an entry names the database's user, the system's user, the program and the reason`()
    async throws
  {
    try await TestCohort.use { cohort in
      try await cohort.write(reason: "paper form of 2 March") {
        try $0.participants.insert(Participant(code: Example.anna))
      }
      let event = try #require(try await cohort.auditEvents(limit: 1, about: Example.anna).first)
      #expect(event.reason == "paper form of 2 March")
      #expect(event.actor.hasPrefix("postgres "))
      #expect(event.actor.hasSuffix(" covalux/\(Cohort.version)"))
      #expect(event.at.hasSuffix("Z"))
      #expect(event.detail == #"{"study":"covalux"}"#)
    }
  }

  @Test func `an entry cannot be updated, deleted or truncated even by the owner`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Participant(code: Example.anna)) }
      var connection = try TestCohort.connect()
      for statement in [
        "update audit.event set reason = ''", "delete from audit.event", "truncate audit.event",
      ] {
        let error = #expect(throws: PostgresError.self) {
          try connection.transaction { connection in
            try connection.execute("set local role covalux_owner")
            try connection.execute(statement)
          }
        }
        #expect(error?.sqlState == .insufficientPrivilege)
      }
    }
  }

  @Test func `what is rolled back leaves no entry`() async throws {
    struct Stop: Error {}
    try await TestCohort.use { cohort in
      await #expect(throws: Stop.self) {
        try await cohort.write { study in
          try study.participants.insert(Participant(code: Example.anna))
          throw Stop()
        }
      }
      // An error that is caught inside undoes its own call alone.
      try await cohort.write { study in
        try study.participants.insert(Participant(code: Example.anna))
        #expect(throws: PostgresError.self) { try study.participants.insert(Participant(code: Example.anna)) }
        try study.participants.insert(Participant(code: Example.ben))
      }
      #expect(try await cohort.auditKinds() == ["participant-add", "participant-add"])
    }
  }
}
