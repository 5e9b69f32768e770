import Anonymisation
import CohortModel
import CohortStore
import CohortTesting
import Foundation
import Postgres
import Testing

@testable import CoVaLux

@Suite(.freshDatabase)
struct CohortExportTests {
  /// A cohort of 80 people with an infection, a dose and two follow-ups.
  private func cohort(in folder: ExportScratch) async throws -> Cohort {
    let cohort = try await Cohort.open(
      FreshDatabase.current.connectionString, keyDirectory: folder.path + "/keys")
    try await cohort.write { study in
      for number in 0..<80 {
        let code = try ParticipantCode("CANARY-\(1000 + number)")
        let month = number % 2 == 0 ? "2021-03-02" : "2021-08-09"
        let index = try #require(StudyDay(iso: month))
        try study.participants.insert(
          Participant(
            code: code, birthYear: 1970 + number % 3, sex: number % 4 < 2 ? .female : .male, enrolled: index))
        try study.infections.insert(Infection(of: code, tested: PartialDate(index)))
        try study.vaccinations.insert(Vaccination(of: code, dose: 1, product: .comirnaty, on: "2021-02-01"))
        for event in [3, 6] {
          let state: SymptomState = number % 3 == 0 ? .moderate : .absent
          try study.followUps.insert(
            FollowUp(
              of: code, month: event, on: index.adding(months: event).adding(days: 2),
              symptoms: [.fatigue: state, .cough: .absent], hasAlternativeDiagnosis: false))
        }
      }
    }
    return cohort
  }

  private func profile() throws -> PrivacyProfile { try PrivacyProfile.named("public-use") }

  @Test func `a release is published, registered and in the audit trail`() async throws {
    let folder = try ExportScratch()
    let cohort = try await cohort(in: folder)
    let report = try await cohort.export(
      to: folder.path + "/release", under: try profile(), purpose: "an atlas of recovery")
    #expect(report.participants + report.suppressedParticipants == 80)
    #expect(report.smallestClass >= 12)
    #expect((report.riskAfter.highest?.value ?? 1) <= 1.0 / 12)
    #expect(report.release == 1)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path + "/release").sorted() == [
        "codebook.csv", "codebook.html", "datapackage.json", "followups.csv", "manifest.json",
        "participants.csv",
      ])
    let releases = try await cohort.read { try $0.releases.list() }
    #expect(releases.first?.manifestSHA256 == report.manifestSHA256)
    #expect(releases.first?.participants == Int64(report.participants))
    let event = try #require(try await cohort.auditEvents(limit: 1).first)
    #expect(event.kind == "release" && event.reason == "an atlas of recovery")
    let manifest = try folder.text("release/manifest.json")
    #expect(manifest.contains("\"purpose\": \"an atlas of recovery\""))
    // The head before the release: the entry of the release is the next one.
    #expect(
      manifest.contains("\"count\": \(event.sequence - 1)")
        || manifest.contains("{\"count\":\(event.sequence - 1),"))
    await cohort.close()
  }

  @Test func `who withdrew is in no later release, and no code is in any`() async throws {
    let folder = try ExportScratch()
    let cohort = try await cohort(in: folder)
    _ = try await cohort.export(to: folder.path + "/first", under: try profile(), purpose: "first")
    let withdrawn = try ParticipantCode("CANARY-1000")
    try await cohort.write { study in
      try study.consent.withdraw(
        withdrawn, from: [.useOfData], asOf: "2022-01-01", reason: "asked to")
    }
    let second = try await cohort.export(to: folder.path + "/second", under: try profile(), purpose: "second")
    #expect(second.participants + second.suppressedParticipants == 79)
    #expect(second.warnings.count == 1)
    for name in ["first", "second"] {
      for file in try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/\(name)") {
        #expect(!(try folder.text("\(name)/\(file)")).contains("CANARY"))
      }
    }
    let held = try await cohort.read { try $0.releases.recall(withdrawn) }
    #expect(!held.contains { $0.number == second.release })
    await cohort.close()
  }

  @Test func `a purpose that is empty and a folder that exists are refused before anything is read`()
    async throws
  {
    let folder = try ExportScratch()
    let cohort = try await cohort(in: folder)
    await #expect(throws: ExportRefusal.self) {
      try await cohort.export(to: folder.path + "/release", under: try profile(), purpose: " ")
    }
    await #expect(throws: DirectoryError.self) {
      try await cohort.export(to: folder.path, under: try profile(), purpose: "x")
    }
    let releases = try await cohort.read { try $0.releases.list() }
    #expect(releases.isEmpty)
    await cohort.close()
  }

  @Test func `a release that cannot be registered is taken away again`() async throws {
    let folder = try ExportScratch()
    let cohort = try await cohort(in: folder)
    var superuser = try Connection.connect(FreshDatabase.current.connectionString)
    // Fails at the commit, when the folder has its name already.
    try superuser.execute(
      """
      create function refuse() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$
      """)
    try superuser.execute(
      """
      create constraint trigger late after insert on release.release deferrable initially deferred
      for each row execute function refuse()
      """)
    await #expect(throws: PostgresError.self) {
      try await cohort.export(to: folder.path + "/release", under: try profile(), purpose: "x")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["keys"])
    superuser.close()
    await cohort.close()
  }
}
