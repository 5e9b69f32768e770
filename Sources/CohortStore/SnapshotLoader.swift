public import CohortModel
import Postgres

/// Reads a ``CohortSnapshot`` in a few set-based queries.
struct SnapshotLoader {
  private let symptoms: [Symptom]
  private let items: [String]
  private let conditions: [String]
  private var people: [CohortSnapshot.Person] = []
  private var indexes: [Int64: Int] = [:]
  private var conditionCodes: [Int8] = []
  private var names = NameTable()

  /// Whether the data of a participant may be used; `consent` is a row of `cohort.consent` or none.
  static let mayBeUsed =
    "(consent.participant_id is null or consent.status <> 0 and consent.data_use_ended is null)"

  init(symptoms: [Symptom], items: [String]) {
    self.symptoms = symptoms
    self.items = items
    conditions = ConceptCatalogue(symptoms: []).concepts(of: .participant)
      .filter { $0.kind == .coded(.noYes) }.map(\.field)
  }

  mutating func load(on connection: inout Connection) throws -> CohortSnapshot {
    let asOf: String = try connection.query(
      "select to_char(transaction_timestamp() at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    ).only()[0]
    try loadPeople(on: &connection)
    var loader = ResponseLoader(
      people: indexes, symptoms: symptoms.map(\.column), items: items.map { Self.column($0) }, names: names)
    let responses = try loader.load(on: &connection)
    let (infections, infectionStarts) = try loadInfections(on: &connection)
    let (vaccinations, vaccinationStarts) = try loadVaccinations(
      responses.rows, responses.starts, on: &connection)
    return CohortSnapshot(
      asOf: asOf, symptoms: symptoms, items: items, conditions: conditions, people: people,
      infections: infections, vaccinations: vaccinations, responses: responses.rows,
      conditionCodes: conditionCodes, symptomCodes: responses.symptomCodes, itemCodes: responses.itemCodes,
      infectionStarts: infectionStarts, vaccinationStarts: vaccinationStarts, responseStarts: responses.starts
    )
  }

  private mutating func loadPeople(on connection: inout Connection) throws {
    let columns = conditions.map { "p.\(Self.column($0))" }.joined(separator: ", ")
    var names = names
    var people: [CohortSnapshot.Person] = []
    var codes: [Int8] = []
    let count = conditions.count
    try connection.forEachRow(
      copying: """
        select p.participant_id, study.study, p.birth_year, p.age_at_enrolment, p.sex, p.canton, p.enrolled, p.died,
          consent.participation_ended, p.education, p.smoking, p.height_cm, p.weight_kg, \(columns)
        from cohort.participant p left join cohort.consent using (participant_id)
          left join (select participant_id, min(study) as study from intake.crosswalk group by participant_id) study
            using (participant_id)
        where \(Self.mayBeUsed) order by p.participant_id
        """
    ) { row in
      let number = try row.int64() ?? 0
      let study = try row.name(&names) ?? ParticipantCode.defaultStudy
      let birthYear = try row.int16().map(Int.init)
      let age = try row.int16().map(Int.init)
      let sex = try row.int16().flatMap(Participant.Sex.init)
      let canton = try row.name(&names)
      let enrolled = try row.day()
      let died = try row.day()
      var participant = Participant(
        code: try ParticipantCode(String(number), study: study), birthYear: birthYear, sex: sex,
        enrolled: enrolled, canton: canton, died: died)
      participant.ageAtEnrolment = age
      people.append(
        CohortSnapshot.Person(
          number: number, study: study, birthYear: birthYear, ageAtEnrolment: age, sex: sex, canton: canton,
          enrolled: enrolled, died: died, participationEnded: try row.day(), education: try row.code(),
          smoking: try row.code(), heightCentimetres: try row.double(), weightKilograms: try row.double(),
          participant: participant))
      for _ in 0..<count { codes.append(Int8(truncatingIfNeeded: try row.code())) }
    }
    self.names = names
    self.people = people
    conditionCodes = codes
    indexes = Dictionary(uniqueKeysWithValues: people.enumerated().map { ($0.element.number, $0.offset) })
  }

  private mutating func loadInfections(
    on connection: inout Connection
  ) throws -> ([InfectionEpisodes.Report], [Int]) {
    var names = names
    var rows: [InfectionEpisodes.Report] = []
    var keys: [RowOrder.Key] = []
    let (people, indexes) = (people, indexes)
    try connection.forEachRow(
      copying: """
        select i.participant_id, i.form, i.slot, i.onset, i.onset_precision, i.tested, i.tested_precision, i.test,
          i.status, i.severity, i.hospitalised, i.sequenced_variant
        from cohort.infection i left join cohort.consent using (participant_id) where \(Self.mayBeUsed)
        """
    ) { row in
      guard let person = indexes[try row.int64() ?? 0] else { return }
      let key = RowOrder.Key(
        person: Int32(person), form: try row.number(&names), place: try row.number(&names), instance: 0)
      let (form, slot) = (names.texts[Int(key.form)], names.texts[Int(key.place)])
      let infection = Infection(
        of: people[person].participant.code, slot: slot, onset: try row.partialDate(),
        tested: try row.partialDate(), test: Infection.Test(rawValue: try row.code()),
        status: Infection.Status(rawValue: try row.code()),
        severity: Infection.Severity(rawValue: try row.code()),
        wasHospitalised: CohortSnapshot.answer(try row.code()), sequencedVariant: try row.name(&names))
      keys.append(key)
      rows.append(InfectionEpisodes.Report(form: form, infection: infection))
    }
    self.names = names
    let order = RowOrder(keys, personCount: people.count, names: names)
    return (order.indexes.map { rows[$0] }, order.starts)
  }

  private mutating func loadVaccinations(
    _ responses: [CohortSnapshot.Response], _ responseStarts: [Int], on connection: inout Connection
  ) throws -> ([VaccinationCourse.Report], [Int]) {
    var names = names
    var rows: [VaccinationCourse.Report] = []
    var keys: [RowOrder.Key] = []
    let (people, indexes) = (people, indexes)
    try connection.forEachRow(
      copying: """
        select v.participant_id, v.form, v.slot, v.received, v.product, v.strain, v.given, v.given_precision, v.batch
        from cohort.vaccination v left join cohort.consent using (participant_id) where \(Self.mayBeUsed)
        """
    ) { row in
      guard let person = indexes[try row.int64() ?? 0] else { return }
      let key = RowOrder.Key(
        person: Int32(person), form: try row.number(&names), place: try row.number(&names), instance: 0)
      let (form, slot) = (names.texts[Int(key.form)], names.texts[Int(key.place)])
      let received = try row.code()
      let product = try row.name(&names).map { VaccineProduct(rawValue: $0) }
      let strain = try row.name(&names)
      let vaccination = Vaccination(
        of: people[person].participant.code, slot: slot, product: product, strain: strain,
        on: try row.partialDate(), batch: try row.text())
      let answered = responses[responseStarts[person]..<responseStarts[person + 1]].filter { $0.form == form }
      keys.append(key)
      rows.append(
        VaccinationCourse.Report(
          form: form, vaccination: vaccination, wasReceived: CohortSnapshot.answer(received),
          reported: DirectForm.lastDay(of: form, completed: answered.map(\.completed))))
    }
    self.names = names
    let order = RowOrder(keys, personCount: people.count, names: names)
    return (order.indexes.map { rows[$0] }, order.starts)
  }

  static func column(_ name: String) -> String {
    String(name.map { $0 == "-" || $0 == "." ? "_" : $0 })
  }
}

extension Study {
  /// Reads everything that statistics and exports ask about the participants whose data may be used.
  ///
  /// - Parameters:
  ///   - symptoms: The symptoms to read, such as those of the vocabulary in the order of their columns.
  ///   - items: The items of instruments to read, such as `phq9.1`; nil reads all.
  /// - Returns: The snapshot, as of the beginning of the transaction.
  /// - Throws: `PostgresError` if the database has no such symptom or item.
  public func snapshot(symptoms: [Symptom], items: [String]? = nil) throws -> CohortSnapshot {
    let all = ConceptCatalogue(symptoms: []).concepts(of: .instrument).map(\.field)
    var loader = SnapshotLoader(symptoms: symptoms, items: items ?? all)
    return try run { connection in try loader.load(on: &connection) }
  }
}
