import CohortModel
import Postgres

/// The rows of one follow-up: the response and, where there are any, its symptoms and items.
struct FollowUpRows {
  let response: StoredRow
  private let symptoms: StoredRow
  private let items: StoredRow
  /// Names the response for the audit trail.
  let detail: AuditDetail

  init(participant: Int64, form: String, event: String, instance: Int) {
    func row(_ table: String) -> StoredRow {
      StoredRow(
        table: table, participant: participant,
        key: [("form", form), ("event", event), ("instance", instance)])
    }
    response = row("cohort.response")
    symptoms = row("cohort.symptom_report")
    items = row("cohort.instrument_answer")
    detail = AuditDetail().adding("form", form).adding("event", event).adding("instance", instance)
  }

  init(participant: Int64, form: String, _ followUp: FollowUp) {
    self.init(participant: participant, form: form, event: followUp.event, instance: followUp.instance)
  }

  func insertSymptoms(_ followUp: FollowUp, on connection: inout Connection) throws {
    guard !followUp.symptoms.isEmpty else { return }
    try symptoms.insert(try followUp.symptomColumns(Self.knownSymptoms(on: &connection)), on: &connection)
  }

  func insertItems(_ followUp: FollowUp, on connection: inout Connection) throws {
    guard !followUp.items.isEmpty else { return }
    try items.insert(try followUp.itemColumns(), on: &connection)
  }

  /// Stores what differs; returns the names of the columns that changed.
  func update(
    from before: FollowUp, to after: FollowUp, keys: KeyRing, on connection: inout Connection
  ) throws -> [String] {
    var changed = try response.update(from: before.columns, to: after.columns, keys: keys, on: &connection)
    if before.symptoms != after.symptoms {
      let known = try Self.knownSymptoms(on: &connection)
      let columns = try after.symptomColumns(known)
      if try !symptoms.exists(on: &connection) { try symptoms.insert([], on: &connection) }
      changed += try symptoms.update(
        from: try before.symptomColumns(known), to: columns, keys: keys, on: &connection)
    }
    if before.items != after.items {
      let columns = try after.itemColumns()
      if try !items.exists(on: &connection) { try items.insert([], on: &connection) }
      changed += try items.update(from: try before.itemColumns(), to: columns, keys: keys, on: &connection)
    }
    return changed
  }

  func remove(keys: KeyRing, on connection: inout Connection) throws {
    if try symptoms.exists(on: &connection) { try symptoms.remove(keys: keys, on: &connection) }
    if try items.exists(on: &connection) { try items.remove(keys: keys, on: &connection) }
    try response.remove(keys: keys, on: &connection)
  }

  /// The follow-ups of a participant by event, form and instance.
  static func entries(
    of code: ParticipantCode, _ participant: Int64, on connection: inout Connection
  ) throws -> [FollowUpEntry] {
    let known = try knownSymptoms(on: &connection)
    let concepts = ConceptCatalogue(symptoms: []).concepts(of: .instrument)
    let symptomColumns = known.map { "s.\(quoteIdentifier($0.column))" }
    let itemColumns = concepts.map { "a.\(quoteIdentifier($0.column))" }
    let rows = try connection.query(
      """
      select r.form, r.event, r.instance, r.completed, r.infection_slot, r.alternative_diagnosis, r.daily_impact,
        r.symptoms_began, r.symptoms_ended, r.recovered, \((symptomColumns + itemColumns).joined(separator: ", "))
      from cohort.response r left join cohort.symptom_report s using (participant_id, form, event, instance)
        left join cohort.instrument_answer a using (participant_id, form, event, instance)
      where r.participant_id = $1 order by r.event, r.form, r.instance
      """, [participant])
    return try rows.map { row in
      var followUp = FollowUp(
        of: code, event: try row["event"], instance: try row["instance"], on: try row.day("completed"),
        symptoms: [:], hasAlternativeDiagnosis: try row.answer("alternative_diagnosis"))
      let impact: Int16 = try row["daily_impact"]
      followUp.dailyImpact = impact < 0 ? nil : impact
      followUp.symptomsBegan = try row.day("symptoms_began")
      followUp.symptomsEnded = try row.day("symptoms_ended")
      followUp.hasRecovered = try row.answer("recovered")
      followUp.infectionSlot = try row["infection_slot"]
      for symptom in known {
        let code: Int16? = try row[symptom.column]
        if let code, code != MissingReason.notAsked.rawValue {
          followUp.symptoms[symptom] = SymptomState(code: code)
        }
      }
      for concept in concepts {
        let code: Int16? = try row[concept.column]
        if let code, code != MissingReason.notAsked.rawValue { followUp.items[concept.field] = code }
      }
      return FollowUpEntry(form: try row["form"], followUp: followUp)
    }
  }

  private static func knownSymptoms(on connection: inout Connection) throws -> [Symptom] {
    try connection.query("select id from reference.symptom order by id").map { row in
      Symptom(rawValue: try row[0])
    }
  }
}
