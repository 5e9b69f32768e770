import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct ReadmeTests {
  @Test func `a participant, a dose and a follow-up are registered, and a second enrolment is refused`()
    async throws
  {
    try await TestCohort.use { cohort in
      let anna = try ParticipantCode("LUX-000417")
      try await cohort.write { study in
        try study.participants.insert(
          Participant(code: anna, birthYear: 1974, sex: .female, enrolled: "2021-03-02"))
        try study.vaccinations.insert(Vaccination(of: anna, dose: 1, product: .comirnaty, on: "2021-04-11"))
        try study.followUps.insert(
          FollowUp(of: anna, month: 6, on: "2021-10-09", symptoms: [.fatigue: .moderate, .dyspnoea: .mild]))
      }
      var isRefused = false
      do {
        try await cohort.write { try $0.participants.insert(Participant(code: anna, birthYear: 1974)) }
      } catch let error as PostgresError where error.sqlState == .uniqueViolation {
        isRefused = true
        #expect(error.constraint == "crosswalk_pkey")
        #expect(error.schema == "intake")
      }
      #expect(isRefused)
      let kinds = try await cohort.auditKinds()
      #expect(kinds == ["participant-add", "vaccination-add", "follow-up-add"])
    }
  }
}
