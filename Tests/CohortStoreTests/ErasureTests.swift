import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct ErasureTests {
  /// Cells of all tables in which a text occurs, as `schema.table`.
  private func tables(holding text: String) throws -> [String] {
    var connection = try TestCohort.connect()
    let tables = try connection.query(
      """
      select table_schema || '.' || table_name from information_schema.tables
      where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1
      """
    ).map { row -> String in try row[0] }
    #expect(tables.count > 20)
    return try tables.filter { table in
      try connection.query(
        "select exists (select from \(table) t where strpos(t::text, $1) > 0)", [text]
      ).only()[0]
    }
  }

  @Test func `nothing is left but the number, and the receipt says so`() async throws {
    try await TestCohort.use { cohort in
      let canary = Example.code("CANARY-4711")
      let number = try await cohort.write { study in
        let number = try study.participants.insert(
          Participant(code: canary, birthYear: 1931, enrolled: "2021-03-02"))
        try study.participants.insert(Example.participant)
        try study.vaccinations.insert(
          Vaccination(of: canary, dose: 1, product: .comirnaty, on: "2021-04-11", batch: "CANARYBATCH"))
        try study.infections.insert(Infection(of: canary, slot: "1", onset: "2021-01-05"))
        var followUp = FollowUp(of: canary, month: 3, on: "2021-06-01", symptoms: [.fatigue: .severe])
        followUp.items = ["pcfs": 4]
        try study.followUps.insert(followUp)
        try study.consent.record(Consent(status: .given, version: "CANARYVERSION"), of: canary)
        try study.participants.correct(canary, reason: "typo") { $0.birthYear = 1932 }
        return number
      }
      var connection = try TestCohort.connect()
      try connection.execute(
        "insert into intake.crosswalk values ('other', 'CANARY-OTHER', $1)", [number])
      try connection.transaction { connection in
        try connection.execute("set local role covalux_identity")
        try IdentityRegister(keys: cohort.keys).merge(
          ["family-name": "Canary", "matricule": "1931010100000"], participant: number, on: &connection)
      }
      let release = try await cohort.write { study in
        try study.releases.register(
          ReleaseDeclaration(
            profile: "public-use", purpose: "teaching", manifest: #"{"files": []}"#,
            participants: [number, number + 1],
            suppressed: 3, k: 12, highestRisk: 1.0 / 12,
            columns: [.init(file: "participants.csv", name: "sex", role: .quasiIdentifier)],
            counts: [.init(file: "participants.csv", classKey: "female", participants: 12)]))
      }
      #expect(try tables(holding: "CANARY") == ["cohort.consent", "cohort.vaccination", "intake.crosswalk"])

      let receipt = try await cohort.write { try $0.participants.erase(canary, reason: "request of 3 March") }

      #expect(try tables(holding: "CANARY").isEmpty)
      #expect(receipt.participant == number)
      #expect(receipt.isComplete)
      #expect(receipt.releases == [release])
      #expect(receipt.refusedCodes == 2)
      let before = Dictionary(uniqueKeysWithValues: receipt.tables.map { ($0.table, $0.before) })
      #expect(before["cohort.participant"] == 1)
      #expect(before["cohort.response"] == 1)
      #expect(before["identity.person"] == 1)
      #expect(before["intake.changed_cell"] == 1)
      #expect(before["release.release_participant"] == 1)
      #expect(receipt.tables.allSatisfy { $0.left == 0 })
      let events = try await cohort.auditEvents(limit: 1)
      #expect(events.map(\.kind) == ["participant-erase"])
      #expect(events.map(\.participant) == [number])
      #expect(receipt.auditHead.count == events.first?.sequence)
      #expect(try await cohort.verifyAudit(against: receipt.auditHead).defects.isEmpty)
      // Nobody else is touched.
      #expect(try await cohort.read { try $0.releases.recall(Example.anna) } == [release])
      #expect(try await cohort.read { try $0.participants.count() } == 1)
    }
  }

  @Test func `every table that names a participant is counted in the receipt`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Example.participant) }
      let receipt = try await cohort.write { try $0.participants.erase(Example.anna, reason: "request") }
      var connection = try TestCohort.connect()
      let tables = try connection.query(
        """
        select table_schema || '.' || table_name from information_schema.columns
          join information_schema.tables using (table_catalog, table_schema, table_name)
        where table_type = 'BASE TABLE' and column_name = 'participant_id' and table_schema <> 'audit' order by 1
        """
      ).map { row -> String in try row[0] }
      #expect(receipt.tables.map(\.table).sorted() == tables)
    }
  }

  @Test func `the code of an erased participant stays refused, under any spelling`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Example.participant) }
      _ = try await cohort.write { try $0.participants.erase(Example.anna, reason: "request") }
      await #expect(throws: RegistryError.erasedParticipant) {
        try await cohort.write { try $0.participants.insert(Participant(code: Example.code(" lux-000417 "))) }
      }
      await #expect(throws: RegistryError.unknownParticipant) {
        try await cohort.write { try $0.participants.erase(Example.anna, reason: "again") }
      }
      // The same code in another study is another person.
      try await cohort.write {
        try $0.participants.insert(Participant(code: try ParticipantCode("LUX-000417", study: "other")))
      }
    }
  }

  @Test func `an erasure that is rolled back erases nothing`() async throws {
    struct Stop: Error {}
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      await #expect(throws: Stop.self) {
        try await cohort.write { study in
          _ = try study.participants.erase(Example.anna, reason: "request")
          throw Stop()
        }
      }
      #expect(try await cohort.read { try $0.vaccinations.list(of: Example.anna) }.count == 1)
      #expect(try await cohort.auditKinds().contains("participant-erase") == false)
    }
  }

  @Test func `releases are registered with digest and parts, and recalled by participant`() async throws {
    try await TestCohort.use { cohort in
      let number = try await cohort.write { try $0.participants.insert(Example.participant) }
      // SHA-256 of the two bytes {}, from sha256sum.
      let digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
      let release = try await cohort.write { study in
        try study.releases.register(
          ReleaseDeclaration(
            profile: "public-use", purpose: "teaching", manifest: "{}", participants: [number], suppressed: 0,
            k: 12,
            highestRisk: 0.083))
      }
      #expect(release.manifestSHA256 == digest)
      #expect(release.participants == 1)
      #expect(try await cohort.read { try $0.releases.list() } == [release])
      #expect(try await cohort.read { try $0.releases.manifest(release.number) } == "{}")
      #expect(try await cohort.read { try $0.releases.recall(Example.anna) } == [release])
      let event = try #require(try await cohort.auditEvents(limit: 1).first)
      #expect(event.kind == "release")
      #expect(event.detail.contains(digest))
    }
  }
}
