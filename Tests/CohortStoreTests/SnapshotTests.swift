import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

@Suite(.freshDatabase)
struct SnapshotTests {
  static let symptoms: [Symptom] = [.fatigue, .dyspnoea, .cough]

  @Test func `a snapshot holds what was stored`() async throws {
    try await TestCohort.use { cohort in
      try await cohort.write { try Example.enrol($0) }
      let snapshot = try await cohort.read { try $0.snapshot(symptoms: Self.symptoms) }
      #expect(snapshot.people.count == 1)
      let person = snapshot.people[0]
      #expect(person.study == "covalux")
      #expect(person.birthYear == 1974)
      #expect(person.sex == .female)
      #expect(person.canton == "LU-ES")
      #expect(person.enrolled == "2021-03-02")
      #expect(snapshot.conditions.contains("diabetes"))
      #expect(snapshot.code(ofCondition: 0, of: 0) == -1)
      #expect(snapshot.infections[snapshot.infections(of: 0)].map(\.infection.onset) == ["2021-01-05"])
      #expect(snapshot.vaccinations[snapshot.vaccinations(of: 0)].map(\.wasReceived) == [true])
      #expect(snapshot.responses(of: 0) == 0..<1)
      #expect(snapshot.responses[0].event == "month-6")
      #expect((0..<3).map { snapshot.code(ofSymptom: $0, inResponse: 0) } == [2, 1, -1])
      #expect(snapshot.responses[0].hasItems == false)
      #expect(snapshot.asOf.hasSuffix("Z"))
      let history = snapshot.history(of: 0)
      #expect(history.followUps.map(\.symptoms) == [[.fatigue: .moderate, .dyspnoea: .mild]])
      #expect(history.course.doses.map(\.given) == ["2021-04-11"])
      #expect(history.infections.episodes.map(\.onset) == ["2021-01-05"])
      // Research does not see codes.
      #expect(history.participant.code.text == String(person.number))
    }
  }

  @Test func `rows are in order by participant, form, event and instance, whatever the order of storing`()
    async throws
  {
    try await TestCohort.use { cohort in
      try await cohort.write { study in
        for code in [Example.anna, Example.ben] {
          try study.participants.insert(Participant(code: code))
        }
        for (code, event, instance) in [
          (Example.ben, "month-6", 1), (Example.anna, "month-6", 2), (Example.ben, "month-12", 1),
          (Example.anna, "month-6", 1), (Example.anna, "baseline", 1),
        ] {
          try study.followUps.insert(
            FollowUp(
              of: code, event: event, instance: instance, on: nil,
              symptoms: instance == 2 ? [.cough: .severe] : [.cough: .absent]))
        }
      }
      let snapshot = try await cohort.read { try $0.snapshot(symptoms: Self.symptoms, items: []) }
      #expect(snapshot.responses.map(\.event) == ["baseline", "month-6", "month-6", "month-12", "month-6"])
      #expect(snapshot.responses.map(\.instance) == [1, 1, 2, 1, 1])
      #expect(snapshot.responses.map(\.person) == [0, 0, 0, 1, 1])
      #expect(snapshot.responses(of: 1) == 3..<5)
      #expect((0..<5).map { snapshot.code(ofSymptom: 2, inResponse: $0) } == [0, 0, 3, 0, 0])
    }
  }

  @Test func `a snapshot of many rows adds up to what the server says`() async throws {
    try await TestCohort.use { cohort in
      var connection = try TestCohort.connect()
      try connection.execute(
        """
        insert into cohort.participant (participant_id, diabetes) select i, i % 2 from generate_series(1, 2000) i;
        insert into intake.crosswalk select 'covalux', 'P' || i, i from generate_series(1, 2000) i;
        insert into cohort.consent (participant_id, data_use_ended)
          select i, '2022-01-01' from generate_series(1, 2000, 10) i;
        insert into cohort.response (participant_id, form, event, instance, completed, phq9_1, eq5d_vas)
          select i, 'follow-up', 'month-' || 3 * m, 1, date '2021-01-01' + m, -4, i % 101
          from generate_series(1, 5) m, generate_series(1, 2000) i order by random();
        update cohort.response
          set fatigue = participant_id % 5, cough = -6, sleep_apnoea = participant_id % 4 - 3
          where participant_id % 3 <> 0;
        """)
      let symptoms = try connection.query("select id from reference.symptom order by id")
        .map { row in Symptom(rawValue: try row[0]) }
      let snapshot = try await cohort.read { try $0.snapshot(symptoms: symptoms) }
      #expect(snapshot.people.count == 1800)
      #expect(snapshot.responses.count == 9000)
      // Every response has the codes that its own participant's number gives.
      let columns = [Symptom.fatigue, .cough, .sleepApnoea].compactMap { snapshot.index(of: $0) }
      let items = ["phq9.1", "eq5d.vas"].compactMap { snapshot.items.firstIndex(of: $0) }
      let diabetes = try #require(snapshot.conditions.firstIndex(of: "diabetes"))
      var wrong = 0
      for (place, response) in snapshot.responses.enumerated() {
        let number = Int8(truncatingIfNeeded: snapshot.people[response.person].number % 5)
        let rest = Int8(truncatingIfNeeded: snapshot.people[response.person].number % 4)
        let isAsked = snapshot.people[response.person].number % 3 != 0
        let codes = columns.map { snapshot.code(ofSymptom: $0, inResponse: place) }
        if codes != (isAsked ? [number, -6, rest - 3] : [-1, -1, -1]) { wrong += 1 }
        if response.hasSymptoms != isAsked { wrong += 1 }
        let answers = items.map { snapshot.code(ofItem: $0, inResponse: place) }
        let scale = Int8(truncatingIfNeeded: snapshot.people[response.person].number % 101)
        if answers != [-4, scale] { wrong += 1 }
        if snapshot.code(ofCondition: diabetes, of: response.person) != rest % 2 { wrong += 1 }
      }
      #expect(wrong == 0)
      #expect((0..<1800).allSatisfy { snapshot.responses(of: $0).count == 5 })
    }
  }
}
