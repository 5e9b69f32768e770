import CohortModel
import CohortStore
import CohortTesting
import Postgres
import Testing

/// Random pairs of participants, written by SQL, as no registry stores all that a row can hold.
@Suite(.freshDatabase)
struct PersonMergePropertyTests {
  struct Generator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }

    mutating func pick(_ texts: String...) -> String { texts.randomElement(using: &self) ?? "null" }
  }

  private static func statements(_ number: Int64, _ random: inout Generator) -> [String] {
    var statements = [
      """
      update cohort.participant set birth_year = \(random.pick("null", "1974", "1975")),
        sex = \(random.pick("-1", "-2", "0", "1")), canton = \(random.pick("null", "'LU-ES'", "'LU-LU'")),
        enrolled = \(random.pick("null", "'2021-03-02'", "'2021-09-09'")),
        age_at_enrolment = \(random.pick("null", "9", "10")), weight_kg = \(random.pick("null", "70.1", "0.3")),
        asthma = \(random.pick("-1", "-4", "0", "1")) where participant_id = \(number)
      """
    ]
    if Bool.random(using: &random) {
      statements.append(
        """
        insert into cohort.consent (participant_id, status, given, version, future_use_of_data, re_contact,
          data_use_ended) values (\(number), \(random.pick("-1", "0", "1", "2")), \(random.pick("null", "'2021-03-02'",
          "'2022-03-02'")), \(random.pick("null", "'v1'", "'v2'")), \(random.pick("-1", "0", "1")),
          \(random.pick("-1", "0", "1")), \(random.pick("null", "null", "'2023-01-01'", "'2023-02-01'")))
        """)
    }
    for slot in ["1", "2", "last"] where Bool.random(using: &random) {
      statements.append(
        """
        insert into cohort.vaccination (participant_id, form, slot, product, given, given_precision) values (\(number),
          'f', '\(slot)', \(random.pick("null", "'comirnaty'", "'spikevax'")), \(random.pick("null", "'2021-05-01'")),
          \(random.pick("0", "1")))
        """)
      statements.append(
        """
        insert into cohort.infection (participant_id, form, slot, onset, severity) values (\(number), 'f', '\(slot)',
          \(random.pick("null", "'2021-01-01'", "'2021-01-02'")), \(random.pick("-1", "0", "2")))
        """)
    }
    for event in ["m6", "m/12", "m\"18"] where Bool.random(using: &random) {
      let digest = random.pick("null", "'00000000-0000-0000-0000-00000000000\(number % 10)'")
      statements.append(
        """
        insert into cohort.response (participant_id, form, event, instance, completed, fatigue, cough, digest,
          questionnaire_id, coded, numbers, texts, reasons) select \(number), 'f', '\(event)', 1,
          \(random.pick("null", "'2021-10-01'")), \(random.pick("-1", "-2", "0", "3")), \(random.pick("-1", "1")), \(digest),
          q.id, case when q.id is not null then '{1,-2}'::smallint[] end,
          case when q.id is not null then array[null, 0.1, 'NaN']::double precision[] end,
          \(random.pick("null", "'{\"a\":\"x\"}'")), \(random.pick("null", "'{\"b\":-4}'"))
        from (values (\(random.pick("null::integer", "7", "7")))) q (id)
        """)
      if Bool.random(using: &random) {
        statements.append(
          """
          insert into cohort.other_version_answer (participant_id, form, event, instance, questionnaire_id, coded)
          values (\(number), 'f', '\(event)', 1, 8, \(random.pick("'{1}'", "'{2}'")))
          """)
      }
    }
    return statements
  }

  private func rank(_ permission: Bool?) -> Int { permission.map { $0 ? 2 : 0 } ?? 1 }

  @Test(arguments: 1...40 as ClosedRange<UInt64>)
  func `merging and taking it back is as if nothing had been`(seed: UInt64) async throws {
    var random = Generator(state: seed)
    try await TestCohort.use { cohort in
      let fields = [
        People.fields("Müller", "Anna", "1974-02-03"), People.fields("Muller", "Ana", "1974-03-02"), [:],
      ]
      let numbers = [
        try await People.enrol(Example.anna, fields[Int(random.next() % 3)], in: cohort),
        try await People.enrol(Example.ben, fields[Int(random.next() % 3)], in: cohort),
      ]
      var connection = try TestCohort.connect()
      for number in numbers {
        for statement in Self.statements(number, &random) { try connection.execute(statement) }
      }
      _ = try await People.waiting(in: cohort)
      let before = try People.contents()
      let consents = try await cohort.read { study in
        (try study.consent.read(Example.anna), try study.consent.read(Example.ben))
      }
      let preferred = random.pick("a", "b") == "a" ? Example.anna : Example.ben
      let keepsAnna = Bool.random(using: &random)
      let outcome = try await cohort.write { study in
        try study.duplicates.merge(
          keeping: keepsAnna ? Example.anna : Example.ben, absorbing: keepsAnna ? Example.ben : Example.anna,
          preferring: preferred, reason: "x")
      }
      #expect(outcome.kept == numbers[keepsAnna ? 0 : 1])
      try await expectNarrowed(consents.0, consents.1, cohort)
      try expectNothingLost(before, outcome, &connection)
      try await cohort.write { study in
        try study.duplicates.undoMerge(Example.anna, Example.ben, addedTo: nil, reason: "y")
      }
      _ = try await People.waiting(in: cohort)
      let after = try People.contents()
      #expect(Set(after).symmetricDifference(before) == [])
      #expect(after.count == before.count)
      connection.close()
    }
  }

  /// Neither record allows less than the merged one.
  private func expectNarrowed(_ left: Consent?, _ right: Consent?, _ cohort: Cohort) async throws {
    let merged = try await cohort.read { try $0.consent.read(Example.anna) }
    #expect((merged == nil) == (left == nil && right == nil))
    guard let merged else { return }
    for consent in [left, right] {
      #expect(rank(merged.allowsFutureUseOfData) <= rank(consent?.allowsFutureUseOfData))
      #expect(rank(merged.allowsContact) <= rank(consent?.allowsContact))
      if consent?.status == .refused { #expect(merged.status == .refused) }
      for (ending, day) in consent?.ended ?? [:] { #expect(merged.ended[ending].map { $0 <= day } == true) }
    }
  }

  /// Every row of the one is there as it was or under a key of the other, and no cell is emptied.
  private func expectNothingLost(
    _ before: [String], _ outcome: PersonMerge, _ connection: inout Connection
  ) throws {
    func rows(_ table: String) -> Int { before.count { $0.hasPrefix("\(table) ") } }
    for table in ["cohort.response", "cohort.vaccination", "cohort.infection", "cohort.other_version_answer"]
    {
      let combined = outcome.combinedRows.first { $0.table == table }?.count ?? 0
      let stored: Int = try connection.query("select count(*) from \(table)").only()[0]
      #expect(stored == rows(table) - combined)
    }
    let merged: Int = try connection.query(
      """
      select num_nonnulls(birth_year, canton, enrolled, age_at_enrolment, weight_kg) + (sex >= 0)::integer
        + (asthma >= 0)::integer from cohort.participant
      """
    ).only()[0]
    let people = before.filter { $0.hasPrefix("cohort.participant ") }
    let columns = ["birth_year", "canton", "enrolled", "age_at_enrolment", "weight_kg", "sex", "asthma"]
    let said = columns.count { column in
      people.contains { !$0.contains("\"\(column)\": null") && !$0.contains("\"\(column)\": -") }
    }
    #expect(merged == said)
  }
}
