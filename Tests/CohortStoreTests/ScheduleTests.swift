import CohortModel
import CohortStore
import CohortTesting
import Testing

@Suite(.freshDatabase)
struct ScheduleTests {
  // Enrolled on 2021-03-02: month 3 lies on 2021-06-01 (91 days), its window from 05-17 to 06-16.
  static let schedule = EventSchedule([
    EventSchedule.Entry(event: "month-3", dayOffset: 91, windowBefore: 15, windowAfter: 15),
    EventSchedule.Entry(event: "month-6", dayOffset: 183, windowBefore: 15, windowAfter: 14),
  ])

  private func events(due day: StudyDay, _ cohort: Cohort) async throws -> (due: [String], overdue: [String])
  {
    try await cohort.read { study in
      (
        try study.followUps.due(on: day, in: Self.schedule).map { "\($0.participant) \($0.event)" },
        try study.followUps.overdue(on: day, in: Self.schedule).map { "\($0.participant) \($0.event)" }
      )
    }
  }

  @Test func `a follow-up is due inside its window and overdue after it, until it is answered`() async throws
  {
    try await TestCohort.use { cohort in
      try await cohort.write { try $0.participants.insert(Example.participant) }
      for (day, due, overdue) in [
        ("2021-05-16", [], []), ("2021-05-17", ["LUX-000417 month-3"], []),
        ("2021-06-16", ["LUX-000417 month-3"], []),
        ("2021-06-17", [], ["LUX-000417 month-3"]),
        ("2021-09-01", ["LUX-000417 month-6"], ["LUX-000417 month-3"]),
      ] as [(String, [String], [String])] {
        let found = try await events(due: StudyDay(stringLiteral: day), cohort)
        #expect(found.due == due)
        #expect(found.overdue == overdue)
      }
      let expected = try #require(
        try await cohort.read { try $0.followUps.due(on: "2021-06-01", in: Self.schedule) }.first)
      #expect(expected.day == "2021-06-01")
      #expect(expected.window == "2021-05-17"..."2021-06-16")
      try await cohort.write {
        try $0.followUps.insert(FollowUp(of: Example.anna, month: 3, on: "2021-06-01", symptoms: [:]))
      }
      #expect(try await events(due: "2021-06-01", cohort).due.isEmpty)
      #expect(try await events(due: "2021-07-01", cohort).overdue.isEmpty)
    }
  }

  @Test func `whoever died, withdrew, refused or has no day of enrolment is not asked`() async throws {
    try await TestCohort.use { cohort in
      let codes = (1...5).map { Example.code("P\($0)") }
      try await cohort.write { study in
        for code in codes.prefix(4) {
          try study.participants.insert(Participant(code: code, enrolled: "2021-03-02"))
        }
        try study.participants.insert(Participant(code: codes[4]))
        try study.participants.correct(codes[0], reason: "register") { $0.died = "2021-05-01" }
        try study.consent.withdraw(codes[1], from: [.participation], asOf: "2021-05-01", reason: "letter")
        try study.consent.record(Consent(status: .refused), of: codes[2])
      }
      #expect(try await events(due: "2021-06-01", cohort).due == ["P4 month-3"])
      #expect(try await events(due: "2021-07-01", cohort).overdue == ["P4 month-3"])
    }
  }
}
