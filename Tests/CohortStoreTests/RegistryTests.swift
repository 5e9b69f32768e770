import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct RegistryTests {
  private func digests() throws -> Int {
    var connection = try TestCohort.connect()
    return try connection.query("select count(*) from cohort.response where digest is not null").only()[0]
  }

  /// An imported response with the digest of its row.
  private func importResponse() throws {
    var connection = try TestCohort.connect()
    try connection.execute(
      """
      insert into cohort.response (participant_id, form, event, instance, completed, digest)
      select participant_id, 'monthly', 'month-3', 1, '2021-06-05', '00112233-4455-6677-8899-aabbccddeeff'
      from cohort.participant
      on conflict (participant_id, form, event, instance) do update set digest = excluded.digest
      """)
  }

  @Test func `a participant is found and listed as inserted`() async throws {
    try await TestCohort.use { cohort in
      let number = try await cohort.write { try $0.participants.insert(Example.participant) }
      let found = try #require(try await cohort.read { try $0.participants.find(Example.anna) })
      #expect(found.participant == Example.participant)
      #expect(found.number == number)
      #expect(found.standing == .accepted)
      #expect(try await cohort.read { try $0.participants.find(Example.ben) } == nil)
      #expect(try await cohort.read { try $0.participants.list() } == [found])
    }
  }

  @Test func `participants are listed by study, canton, enrolment and the beginning of the code`()
    async throws
  {
    try await TestCohort.use { cohort in
      try await cohort.write { study in
        try study.participants.insert(Example.participant)
        try study.participants.insert(Participant(code: Example.ben, enrolled: "2021-04-01", canton: "LU-DI"))
        try study.participants.insert(Participant(code: try ParticipantCode("X1", study: "other")))
      }
      func codes(_ change: (inout ParticipantFilter) -> Void) async throws -> [String] {
        var filter = ParticipantFilter()
        change(&filter)
        return try await cohort.read { [filter] in try $0.participants.list(filter) }.map(
          \.participant.code.text)
      }
      #expect(try await codes { _ in } == ["LUX-000417", "LUX-000418", "X1"])
      #expect(try await codes { $0.study = "other" } == ["X1"])
      #expect(try await codes { $0.canton = "LU-DI" } == ["LUX-000418"])
      #expect(try await codes { $0.enrolledFrom = "2021-03-03" } == ["LUX-000418"])
      #expect(try await codes { $0.enrolledUntil = "2021-03-02" } == ["LUX-000417"])
      #expect(try await codes { $0.codePrefix = "lux-" } == ["LUX-000417", "LUX-000418"])
      let page = try await cohort.read { try $0.participants.list(limit: 1, offset: 1) }
      #expect(page.map(\.participant.code) == [Example.ben])
    }
  }

  @Test func `a correction stores what differs, keeps the old value sealed and clears the digest`()
    async throws
  {
    try await TestCohort.use { cohort in
      let number = try await cohort.write { try $0.participants.insert(Example.participant) }
      try importResponse()
      #expect(try digests() == 1)
      try await cohort.write { study in
        try study.participants.correct(Example.anna, reason: "typo") {
          $0.birthYear = 1947
          $0.sex = nil
        }
      }
      #expect(try digests() == 0)
      let found = try await cohort.read { try $0.participants.find(Example.anna) }
      #expect(found?.participant.birthYear == 1947)
      #expect(found?.participant.sex == nil)
      #expect(found?.participant.canton == "LU-ES")
      let event = try #require(try await cohort.auditEvents(limit: 1).first)
      #expect(event.kind == "participant-correct")
      #expect(event.reason == "typo")
      #expect(event.detail == #"{"columns":["birth_year","sex"]}"#)
      var connection = try TestCohort.connect()
      let cells = try connection.query(
        "select column_name, row_key, sealed from intake.changed_cell where participant_id = $1 order by 1",
        [number])
      #expect(try cells.map { row -> String in try row["column_name"] } == ["birth_year", "sex"])
      let change = try ChangedCell(
        sealed: cells[0]["sealed"], with: cohort.keys, table: "cohort.participant", rowKey: "",
        column: "birth_year",
        participant: number)
      #expect(change.old == "1974")
      #expect(change.new == "1947")
      let sealed: [UInt8] = try cells[0]["sealed"]
      #expect(throws: (any Error).self) {
        try ChangedCell(
          sealed: sealed, with: cohort.keys, table: "cohort.participant", rowKey: "", column: "birth_year",
          participant: number + 1)
      }
    }
  }

  @Test func `a correction keeps the reason for a missing answer that it does not touch`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Example.participant) }
      var connection = try TestCohort.connect()
      try connection.execute("update cohort.participant set sex = -4")
      try await cohort.write {
        try $0.participants.correct(Example.anna, reason: "typo") { $0.birthYear = 1947 }
      }
      let sex: Int = try connection.query("select sex from cohort.participant").only()[0]
      #expect(sex == -4)
    }
  }

  @Test func `doses of all forms are listed, corrected and removed`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      try importResponse()
      var connection = try TestCohort.connect()
      try connection.execute(
        """
        insert into cohort.vaccination (participant_id, form, slot, received, product, given)
        select participant_id, 'monthly', '1', 1, 'spikevax', '2021-04-11' from cohort.participant
        """)
      let reports = try await cohort.read { try $0.vaccinations.list(of: Example.anna) }
      #expect(reports.map(\.form) == ["direct", "monthly"])
      #expect(reports.map(\.reported) == [nil, "2021-06-05"])
      #expect(
        try await cohort.read { try $0.vaccinations.check(Example.anna) }
          == [.dateWithSeveralProducts(slots: ["1"], forms: ["direct", "monthly"])])
      try await cohort.write { study in
        try study.vaccinations.correct(
          of: Example.anna, slot: "1", form: "monthly", reason: "vaccination card"
        ) {
          $0.product = .comirnaty
        }
      }
      #expect(try await cohort.read { try $0.vaccinations.check(Example.anna) }.isEmpty)
      try await cohort.write {
        try $0.vaccinations.remove(of: Example.anna, slot: "1", reason: "entered twice")
      }
      #expect(try await cohort.read { try $0.vaccinations.list() }.map(\.form) == ["monthly"])
      #expect(try digests() == 0)
      let events = try await cohort.auditEvents(limit: 2)
      #expect(events.map(\.kind) == ["vaccination-remove", "vaccination-correct"])
      #expect(events.map(\.detail).last == #"{"form":"monthly","slot":"1","columns":["product"]}"#)
      let sealed: Int = try connection.query(
        "select count(*) from intake.changed_cell where row_key = 'direct/1' and column_name = 'given'"
      ).only()[0]
      #expect(sealed == 1)
      await #expect(throws: RegistryError.unknownRow(table: "cohort.vaccination")) {
        try await cohort.write { try $0.vaccinations.remove(of: Example.anna, slot: "1", reason: "again") }
      }
    }
  }

  @Test func `infections are listed, corrected and removed`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      try await cohort.write { study in
        try study.infections.correct(of: Example.anna, slot: "1", reason: "laboratory") {
          $0.tested = PartialDate("2021-01-01", precision: .month)
          $0.test = .pcr
        }
      }
      let report = try #require(try await cohort.read { try $0.infections.list(of: Example.anna) }.first)
      #expect(report.infection.tested == PartialDate("2021-01-01", precision: .month))
      #expect(report.infection.test == .pcr)
      #expect(report.infection.severity == .mild)
      try await cohort.write {
        try $0.infections.remove(of: Example.anna, slot: "1", reason: "another person's")
      }
      #expect(try await cohort.read { try $0.infections.list(of: Example.anna) }.isEmpty)
      let kinds = try await cohort.auditKinds()
      #expect(kinds.suffix(2) == ["infection-correct", "infection-remove"])
    }
  }

  @Test func `a follow-up is stored whole, corrected and removed`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Example.participant) }
      var followUp = FollowUp(
        of: Example.anna, month: 3, on: "2021-06-01",
        symptoms: [.fatigue: .severe, .cough: .absent, .brainFog: .missing(.refused)],
        hasAlternativeDiagnosis: false)
      followUp.dailyImpact = 2
      followUp.symptomsBegan = "2021-03-01"
      followUp.hasRecovered = false
      followUp.infectionSlot = "1"
      followUp.items = ["phq9.1": 3, "eq5d.vas": 70, "fss.2": -4]
      try await cohort.write { [followUp] in try $0.followUps.insert(followUp) }
      let stored = try #require(try await cohort.read { try $0.followUps.list(of: Example.anna) }.first)
      #expect(stored.form == "direct")
      #expect(stored.followUp == followUp)
      let snapshot = try await cohort.read { try $0.snapshot(symptoms: [.fatigue, .cough, .brainFog]) }
      #expect(snapshot.followUp(0).symptoms == followUp.symptoms)
      #expect(snapshot.followUp(0).items == followUp.items)
      try await cohort.write { study in
        try study.followUps.correct(of: Example.anna, event: "month-3", reason: "second entry") {
          $0.symptoms[.cough] = .mild
          $0.symptoms[.dyspnoea] = .present
          $0.items["gad7.1"] = 1
          $0.completed = "2021-06-02"
        }
      }
      let corrected = try #require(
        try await cohort.read { try $0.followUps.list(of: Example.anna) }.first?.followUp)
      #expect(corrected.symptoms[.cough] == .mild)
      #expect(corrected.symptoms[.dyspnoea] == .present)
      #expect(corrected.symptoms[.brainFog] == .missing(.refused))
      #expect(corrected.items["gad7.1"] == 1)
      #expect(corrected.completed == "2021-06-02")
      let event = try #require(try await cohort.auditEvents(limit: 1).first)
      #expect(event.detail.contains(#""columns":["completed","cough","dyspnoea","gad7_1"]"#))
      try await cohort.write {
        try $0.followUps.remove(of: Example.anna, event: "month-3", reason: "wrong person")
      }
      #expect(try await cohort.read { try $0.followUps.list(of: Example.anna) }.isEmpty)
    }
  }

  @Test func `what a vocabulary or the model does not know is refused, and so is the future`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Example.participant) }
      let anna = Example.anna
      func refusal(_ body: @Sendable (Study) throws -> Void) async -> RegistryError? {
        await #expect(throws: RegistryError.self) { try await cohort.write(body) }
      }
      let product = VaccineProduct(rawValue: "lemonade")
      #expect(
        await refusal {
          try $0.vaccinations.insert(Vaccination(of: anna, dose: 1, product: product, on: nil))
        }
          == .unknownIdentifier(.vaccine))
      #expect(
        await refusal {
          try $0.vaccinations.insert(
            Vaccination(of: anna, dose: 1, product: .comirnaty, strain: "omega", on: nil))
        } == .unknownIdentifier(.strain))
      #expect(
        await refusal { try $0.infections.insert(Infection(of: anna).with(variant: "x")) }
          == .unknownIdentifier(.variant))
      #expect(
        await refusal { try $0.participants.insert(Participant(code: Example.ben, canton: "FR-57")) }
          == .unknownIdentifier(.canton))
      #expect(
        await refusal { try $0.followUps.insert(FollowUp(of: anna, month: 77, on: nil, symptoms: [:])) }
          == .unknownIdentifier(.event))
      #expect(
        await refusal {
          try $0.followUps.insert(
            FollowUp(of: anna, month: 3, on: nil, symptoms: [Symptom(rawValue: "wings"): .mild]))
        } == .unknownSymptom)
      #expect(
        await refusal { study in
          var followUp = FollowUp(of: anna, month: 3, on: nil, symptoms: [:])
          followUp.items = ["phq9.1": 4]
          try study.followUps.insert(followUp)
        } == .codeOutOfRange(concept: "instrument.phq9.1"))
      #expect(
        await refusal {
          try $0.vaccinations.insert(Vaccination(of: Example.ben, dose: 1, product: nil, on: nil))
        }
          == .unknownParticipant)
      #expect(
        await refusal {
          try $0.vaccinations.insert(Vaccination(of: anna, dose: 1, product: nil, on: "2999-01-01"))
        }
          == .dateInFuture)
      #expect(
        await refusal { try $0.participants.correct(anna, reason: "none") { _ in } } == .nothingChanged)
      #expect(
        await refusal { try $0.participants.correct(anna, reason: "none") { $0.code = Example.ben } }
          == .keyChanged)
      #expect(try await cohort.auditKinds() == ["participant-add"])
    }
  }

  @Test func `batches are listed with their findings`() async throws {
    try await TestCohort.use { cohort in
      var connection = try TestCohort.connect()
      try connection.execute(
        """
        insert into reference.questionnaire (name, version, sha256, definition) values ('monthly', 2, '\\x00', '');
        insert into intake.batch (started_at, study, form, questionnaire_id, vocabulary_digest, file_name, file_sha256,
          file_bytes, rows_read, rows_new, rows_changed, rows_same, rows_rejected, reason)
        values (now(), 'covalux', 'monthly', 1, '\\x00', 'month3.csv', '\\xabcd', 99, 10, 5, 2, 2, 1, 'first');
        insert into intake.finding values (1, 'format', 'warning', 'q2', 7, 4), (1, 'range', 'error', 'q1', 1, 3)
        """)
      let batch = try #require(try await cohort.read { try $0.batches.list() }.first)
      #expect(batch.questionnaire == "monthly")
      #expect(batch.questionnaireVersion == 2)
      #expect(batch.fileSHA256 == "abcd")
      #expect(
        [batch.rowsRead, batch.rowsNew, batch.rowsChanged, batch.rowsSame, batch.rowsRejected] == [
          10, 5, 2, 2, 1,
        ])
      let shown = try await cohort.read { try $0.batches.show(batch.number) }
      #expect(shown.batch == batch)
      #expect(shown.findings.map(\.rule) == ["range", "format"])
      #expect(shown.findings.map(\.occurrences) == [1, 7])
      await #expect(throws: RegistryError.unknownNumber) { try await cohort.read { try $0.batches.show(2) } }
    }
  }
}

extension Infection {
  fileprivate func with(variant: String) -> Infection {
    var infection = self
    infection.sequencedVariant = variant
    return infection
  }
}
