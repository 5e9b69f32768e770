import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct PersonMergeTests {
  private static let fields = People.fields("Müller", "Anna", "1974-02-03")

  /// Anna twice: with a dose, an infection and a follow-up under one code, and another follow-up under the other.
  private func enrolTwice(in cohort: Cohort) async throws {
    let keys = cohort.keys
    try await cohort.write { study in
      try Example.enrol(study)
      let anna = try #require(try study.participants.find(Example.anna)).number
      let ben = try study.participants.insert(
        Participant(code: Example.ben, canton: "LU-ES", died: "2023-05-05"))
      try study.followUps.insert(
        FollowUp(of: Example.ben, month: 12, on: "2022-03-01", symptoms: [.fatigue: .mild]))
      try study.run { connection in
        try People.identify(anna, Self.fields, keys, on: &connection)
        try People.identify(
          ben, People.fields("Mueller", "Anna", "1974-02-03", matricule: "1"), keys, on: &connection)
      }
    }
  }

  private func merge(
    _ cohort: Cohort, preferring: ParticipantCode? = nil, keeping: ParticipantCode = Example.anna,
    absorbing: ParticipantCode = Example.ben
  ) async throws -> PersonMerge {
    try await cohort.write { study in
      try study.duplicates.merge(
        keeping: keeping, absorbing: absorbing, preferring: preferring, reason: "enrolled twice")
    }
  }

  private func undo(_ cohort: Cohort, addedTo: ParticipantCode? = nil) async throws {
    try await cohort.write { study in
      try study.duplicates.undoMerge(Example.ben, Example.anna, addedTo: addedTo, reason: "two persons")
    }
  }

  @Test func `both codes lead to one participant with the rows of both`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      let preview = try await cohort.write {
        try $0.duplicates.previewMerge(keeping: Example.anna, absorbing: Example.ben)
      }
      let before = try People.contents()
      let outcome = try await merge(cohort)
      #expect(preview == outcome)
      #expect(try People.contents() != before)
      #expect(outcome.conflicts.isEmpty)
      #expect(outcome.movedRows.map(PersonMerge.words) == ["cohort.response (1)"])
      #expect(outcome.filledCells.map(PersonMerge.words) == ["cohort.participant.died (1)"])
      #expect(outcome.differingIdentifiers == ["family-name"])
      let (anna, ben) = try await cohort.read {
        (try $0.participants.find(Example.anna), try $0.participants.find(Example.ben))
      }
      #expect(anna?.number == ben?.number)
      #expect(anna?.participant.birthYear == 1974)
      #expect(anna?.participant.died == "2023-05-05")
      #expect(try await cohort.read { try $0.followUps.list(of: Example.ben) }.count == 2)
      #expect(try await cohort.auditKinds().last == "participant-merge")
      await #expect(throws: PersonMergeRefusal.samePerson) { _ = try await merge(cohort) }
    }
  }

  @Test func `a preview changes nothing`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      let before = try People.contents()
      _ = try await cohort.write {
        try $0.duplicates.previewMerge(keeping: Example.anna, absorbing: Example.ben)
      }
      #expect(try People.contents() == before)
    }
  }

  @Test func `taking a merge back restores every row`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      _ = try await People.waiting(in: cohort)
      let before = try People.contents()
      _ = try await merge(cohort)
      #expect(try await People.waiting(in: cohort).isEmpty)
      try await undo(cohort)
      #expect(try await People.waiting(in: cohort).count == 1)
      #expect(try People.contents() == before)
      #expect(try await cohort.verifyAudit().defects.isEmpty)
      await #expect(throws: PersonMergeRefusal.notMerged) { try await undo(cohort) }
    }
  }

  @Test func `different cells stop a merge unless somebody says whose count`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      try await cohort.write { study in
        try study.participants.correct(Example.ben, reason: "x") { $0.birthYear = 1975 }
        try study.vaccinations.insert(
          Vaccination(of: Example.ben, dose: 1, product: .spikevax, on: "2021-04-11"))
      }
      let before = try People.contents()
      let conflicts = [
        PersonMerge.Count(table: "cohort.participant", column: "birth_year", count: 1),
        PersonMerge.Count(table: "cohort.vaccination", column: "product", count: 1),
      ]
      do {
        _ = try await merge(cohort)
        Issue.record("merged")
      } catch let refusal as PersonMergeRefusal {
        #expect(refusal == .conflicts(conflicts))
        #expect(refusal.description.contains("cohort.participant.birth_year (1)"))
        #expect(!refusal.description.contains("1975") && !refusal.description.contains("spikevax"))
      }
      #expect(try People.contents() == before)
      let outcome = try await merge(cohort, preferring: Example.ben)
      #expect(outcome.conflicts == conflicts)
      let merged = try await cohort.read { try $0.participants.find(Example.anna) }
      #expect(merged?.participant.birthYear == 1975)
      #expect(
        try await cohort.read { try $0.vaccinations.list(of: Example.anna) }.map(\.vaccination.product) == [
          .spikevax
        ])
      try await undo(cohort)
      _ = try await People.waiting(in: cohort)
      #expect(try await cohort.read { try $0.participants.find(Example.anna) }?.participant.birthYear == 1974)
      #expect(
        try await cohort.read { try $0.vaccinations.list(of: Example.ben) }.map(\.vaccination.product) == [
          .spikevax
        ])
    }
  }

  @Test func `consent never becomes wider`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      try await cohort.write { study in
        try study.consent.record(
          Consent(status: .given, given: "2021-03-01", allowsFutureUseOfData: true, allowsContact: true),
          of: Example.anna)
        try study.consent.record(
          Consent(status: .given, given: "2022-03-01", allowsFutureUseOfData: false), of: Example.ben)
        try study.consent.withdraw(Example.ben, from: [.useOfData], asOf: "2022-06-01", reason: "letter")
      }
      let before = try People.contents()
      let outcome = try await merge(cohort)
      #expect(outcome.standing == .withdrawn)
      let consent = try #require(try await cohort.read { try $0.consent.read(Example.anna) })
      #expect(consent.status == .given)
      #expect(consent.given == "2022-03-01")
      #expect(consent.allowsFutureUseOfData == false)
      #expect(consent.allowsContact == nil)
      #expect(consent.ended == [.useOfData: "2022-06-01"])
      try await undo(cohort)
      #expect(Set(try People.contents()).symmetricDifference(before) == [])
    }
  }

  @Test func `a record without consent narrows what the other allows`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      try await cohort.write {
        try $0.consent.record(Consent(status: .given, allowsFutureUseOfData: true), of: Example.ben)
      }
      let before = try People.contents()
      _ = try await merge(cohort)
      let consent = try #require(try await cohort.read { try $0.consent.read(Example.anna) })
      #expect(consent.status == .given)
      #expect(consent.allowsFutureUseOfData == nil)
      try await undo(cohort)
      #expect(try People.contents() == before)
    }
  }

  @Test func `who withdrew while merged has withdrawn under both codes`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      _ = try await merge(cohort)
      try await cohort.write {
        try $0.consent.withdraw(Example.anna, from: [.participation], asOf: "2023-01-01", reason: "letter")
      }
      try await undo(cohort)
      for code in [Example.anna, Example.ben] {
        #expect(try await cohort.read { try $0.participants.find(code) }?.standing == .withdrawn)
      }
    }
  }

  @Test func `a merge is not taken back where its cells were changed since, others stay changed`()
    async throws
  {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      _ = try await merge(cohort)
      try await cohort.write { study in
        try study.participants.correct(Example.anna, reason: "x") { $0.canton = "LU-LU" }
      }
      // Whom the merge gave nothing: the canton was the same in both.
      try await undo(cohort)
      #expect(try await cohort.read { try $0.participants.find(Example.anna) }?.participant.canton == "LU-LU")
      #expect(try await cohort.read { try $0.participants.find(Example.ben) }?.participant.canton == "LU-ES")
      _ = try await merge(cohort, preferring: Example.anna)
      try await cohort.write { study in
        try study.participants.correct(Example.anna, reason: "x") { $0.died = "2023-05-06" }
      }
      let before = try People.contents()
      await #expect(
        throws: PersonMergeRefusal.changedSince([.init(table: "cohort.participant", column: "died", count: 1)]
        )
      ) { try await undo(cohort) }
      #expect(try People.contents() == before)
    }
  }

  @Test func `rows that were added since need an owner`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      _ = try await merge(cohort)
      try await cohort.write {
        try $0.followUps.insert(FollowUp(of: Example.ben, month: 24, on: "2023-03-01", symptoms: [:]))
      }
      await #expect(
        throws: PersonMergeRefusal.addedSince([.init(table: "cohort.response", column: nil, count: 1)])
      ) { try await undo(cohort) }
      try await undo(cohort, addedTo: Example.ben)
      #expect(try await cohort.read { try $0.followUps.list(of: Example.anna) }.count == 1)
      #expect(try await cohort.read { try $0.followUps.list(of: Example.ben) }.count == 2)
    }
  }

  @Test func `merges are taken back in the order in which they were made`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      let third = Example.code("LUX-3")
      try await cohort.write { try $0.participants.insert(Participant(code: third, sex: .female)) }
      let before = try People.contents()
      _ = try await merge(cohort)
      _ = try await merge(cohort, keeping: third, absorbing: Example.anna)
      #expect(
        Set(
          try await cohort.read { study in
            try [Example.anna, Example.ben, third].map { try study.participants.find($0)?.number }
          }
        ).count == 1)
      await #expect(throws: PersonMergeRefusal.laterMerge) { try await undo(cohort) }
      try await cohort.write {
        try $0.duplicates.undoMerge(third, Example.ben, addedTo: nil, reason: "two persons")
      }
      try await undo(cohort)
      #expect(try People.contents() == before)
    }
  }

  @Test func `erasing a merged person leaves nothing of either, and refuses both codes`() async throws {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      try await cohort.write {
        try $0.participants.correct(Example.ben, reason: "x") { $0.died = "2023-05-07" }
      }
      let outcome = try await merge(cohort)
      let receipt = try await cohort.write { try $0.participants.erase(Example.anna, reason: "request") }
      #expect(receipt.isComplete)
      #expect(receipt.refusedCodes == 2)
      #expect(try People.contents().allSatisfy { $0.hasPrefix("intake.erased_code") })
      #expect(receipt.tables.first { $0.table == "intake.changed_cell" }?.before == 1)
      #expect(outcome.absorbed != receipt.participant)
      for code in [Example.anna, Example.ben] {
        await #expect(throws: RegistryError.erasedParticipant) {
          try await cohort.write { try $0.participants.insert(Participant(code: code)) }
        }
      }
    }
  }

  @Test func `releases of either are recalled, and those of the merged person for both afterwards`()
    async throws
  {
    try await TestCohort.use { cohort in
      try await enrolTwice(in: cohort)
      let ben = try #require(try await cohort.read { try $0.participants.find(Example.ben) }).number
      func release(_ number: Int64) async throws -> Int64 {
        try await cohort.write { study in
          try study.releases.register(
            ReleaseDeclaration(
              profile: "public-use", purpose: "x", manifest: "{}", participants: [number], suppressed: 0,
              k: 12,
              highestRisk: 0.08)
          ).number
        }
      }
      let first = try await release(ben)
      let outcome = try await merge(cohort)
      #expect(try await cohort.read { try $0.releases.recall(Example.anna) }.map(\.number) == [first])
      let second = try await release(outcome.kept)
      try await undo(cohort)
      #expect(try await cohort.read { try $0.releases.recall(Example.anna) }.map(\.number) == [second])
      #expect(try await cohort.read { try $0.releases.recall(Example.ben) }.map(\.number) == [first, second])
    }
  }
}
