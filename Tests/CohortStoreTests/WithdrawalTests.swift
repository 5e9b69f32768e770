import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct WithdrawalTests {
  @Test func `consent is recorded and read back, and its switches are set by withdrawal alone`() async throws
  {
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      #expect(try await cohort.read { try $0.consent.read(Example.anna) } == nil)
      let consent = Consent(
        status: .given, given: "2021-03-01", version: "4.1", allowsFutureUseOfData: true, allowsContact: false
      )
      try await cohort.write { try $0.consent.record(consent, of: Example.anna) }
      #expect(try await cohort.read { try $0.consent.read(Example.anna) } == consent)
      try await cohort.write {
        try $0.consent.withdraw(
          Example.anna, from: [.participation, .useOfSamples], asOf: "2022-01-15",
          reason: "letter of 14 January")
      }
      let read = try #require(try await cohort.read { try $0.consent.read(Example.anna) })
      #expect(read.ended == [.participation: "2022-01-15", .useOfSamples: "2022-01-15"])
      #expect(read.version == "4.1")
      let event = try #require(try await cohort.auditEvents(limit: 1).first)
      #expect(event.kind == "participant-withdraw")
      #expect(event.reason == "letter of 14 January")
      #expect(event.detail == #"{"columns":["participation_ended","sample_use_ended"]}"#)
    }
  }

  @Test(arguments: [Consent.Switch.participation, .useOfData])
  func `new data are refused after withdrawal, corrections are not`(ending: Consent.Switch) async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      try await cohort.write {
        try $0.consent.withdraw(Example.anna, from: [ending], asOf: "2022-01-15", reason: "letter")
      }
      let dose = Vaccination(of: Example.anna, dose: 2, product: .comirnaty, on: "2021-05-11")
      await #expect(throws: RegistryError.withdrawn) {
        try await cohort.write { try $0.vaccinations.insert(dose) }
      }
      await #expect(throws: RegistryError.withdrawn) {
        try await cohort.write { try $0.infections.insert(Infection(of: Example.anna, slot: "2")) }
      }
      await #expect(throws: RegistryError.withdrawn) {
        try await cohort.write {
          try $0.followUps.insert(FollowUp(of: Example.anna, month: 12, on: nil, symptoms: [:]))
        }
      }
      try await cohort.write {
        try $0.participants.correct(Example.anna, reason: "asked for it") { $0.birthYear = 1975 }
      }
    }
  }

  @Test func `withdrawal from the use of samples alone changes nothing else`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      try await cohort.write { study in
        try study.consent.withdraw(Example.anna, from: [.useOfSamples], asOf: "2022-01-15", reason: "letter")
        try study.vaccinations.insert(Vaccination(of: Example.anna, dose: 2, product: nil, on: "2021-05-11"))
      }
      #expect(try await cohort.read { try $0.participants.count() } == 1)
    }
  }

  @Test func `lists and snapshots leave out whoever ended the use of data or refused`() async throws {
    try await TestCohort.use { cohort in
      let carl = Example.code("LUX-000419")
      try await cohort.write { study in
        try Example.enrol(study)
        try study.participants.insert(Participant(code: Example.ben))
        try study.participants.insert(Participant(code: carl))
        try study.consent.record(Consent(status: .refused), of: Example.ben)
        try study.consent.withdraw(carl, from: [.participation], asOf: "2022-01-15", reason: "letter")
      }
      func people() async throws -> [[String]] {
        [
          try await cohort.read { try $0.participants.list() }.map(\.participant.code.text),
          try await cohort.read { try $0.snapshot(symptoms: [.fatigue]) }.people.map { String($0.number) },
        ]
      }
      // Whoever only gives no more data stays in.
      #expect(try await people() == [["LUX-000417", "LUX-000419"], ["1", "3"]])
      try await cohort.write {
        try $0.consent.withdraw(Example.anna, from: [.useOfData], asOf: "2022-01-15", reason: "letter")
      }
      #expect(try await people() == [["LUX-000419"], ["3"]])
      let snapshot = try await cohort.read { try $0.snapshot(symptoms: [.fatigue]) }
      #expect(snapshot.infections.isEmpty)
      #expect(snapshot.vaccinations.isEmpty)
      #expect(snapshot.responses.isEmpty)
      #expect(try await cohort.read { try $0.vaccinations.list() }.isEmpty)
      #expect(snapshot.people[0].participationEnded == "2022-01-15")
      #expect(try await cohort.read { try $0.participants.find(Example.anna) }?.standing == .withdrawn)
      #expect(try await cohort.read { try $0.participants.find(Example.ben) }?.standing == .refused)
      await #expect(throws: RegistryError.consentRefused) {
        try await cohort.write { try $0.infections.insert(Infection(of: Example.ben)) }
      }
    }
  }

  @Test func `what ended earlier keeps its day, and no day lies in the future`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { study in
        try Example.enrol(study)
        try study.consent.withdraw(Example.anna, from: [.participation], asOf: "2022-01-15", reason: "letter")
        try study.consent.withdraw(
          Example.anna, from: [.participation, .useOfData], asOf: "2022-02-20", reason: "second letter")
      }
      #expect(
        try await cohort.read { try $0.consent.read(Example.anna) }?.ended
          == [.participation: "2022-01-15", .useOfData: "2022-02-20"])
      await #expect(throws: RegistryError.dateInFuture) {
        try await cohort.write {
          try $0.consent.withdraw(Example.anna, from: [.useOfSamples], asOf: "2999-01-01", reason: "letter")
        }
      }
    }
  }

  @Test func `a release with a participant who withdrew meanwhile is not registered`() async throws {
    try await TestCohort.use { cohort in
      let number = try await cohort.write { try $0.participants.insert(Example.participant) }
      let declaration = ReleaseDeclaration(
        profile: "public-use", purpose: "teaching", manifest: #"{"files":[]}"#, participants: [number],
        suppressed: 0,
        k: 12, highestRisk: 0.08)
      try await cohort.write {
        try $0.consent.withdraw(Example.anna, from: [.useOfData], asOf: "2022-01-15", reason: "letter")
      }
      await #expect(throws: RegistryError.dataUseEnded(participants: 1)) {
        try await cohort.write { try $0.releases.register(declaration) }
      }
      #expect(try await cohort.read { try $0.releases.list() }.isEmpty)
    }
  }
}
