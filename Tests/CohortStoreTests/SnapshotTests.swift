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

  @Test func `20 000 participants with five follow-ups load in a second`() async throws {
    try await TestCohort.use { cohort in
      var connection = try TestCohort.connect()
      try connection.execute(
        """
        insert into cohort.participant (participant_id, birth_year) select i, 1970 from generate_series(1, 20000) i;
        insert into intake.crosswalk select 'covalux', 'P' || i, i from generate_series(1, 20000) i;
        insert into cohort.infection (participant_id, form, slot, onset)
          select i, 'baseline', '1', date '2021-01-01' from generate_series(1, 20000) i;
        insert into cohort.vaccination (participant_id, form, slot, given)
          select i, 'baseline', d::text, date '2021-01-01' from generate_series(1, 20000) i, generate_series(1, 3) d;
        insert into cohort.response (participant_id, form, event, instance, completed)
          select i, 'follow-up', 'month-' || 3 * m, 1, date '2021-01-01' + m from generate_series(1, 5) m,
            generate_series(1, 20000) i;
        insert into cohort.symptom_report (participant_id, form, event, instance, fatigue)
          select participant_id, form, event, instance, 1 from cohort.response;
        insert into cohort.instrument_answer (participant_id, form, event, instance, eq5d_vas)
          select participant_id, form, event, instance, 80 from cohort.response;
        """)
      let rows = try connection.query("select id from reference.symptom order by id")
      let symptoms = try rows.map { Symptom(rawValue: try $0[0]) }
      let clock = ContinuousClock()
      let start = clock.now
      let snapshot = try await cohort.read { try $0.snapshot(symptoms: symptoms) }
      let duration = clock.now - start
      print("snapshot of \(snapshot.responses.count) responses: \(duration)")
      #expect(snapshot.responses.count == 100_000)
      #expect(snapshot.people.count == 20_000)
      #if !DEBUG
        #expect(duration < .seconds(3))
      #endif
    }
  }
}
