import CohortModel
import Postgres

/// The row of one follow-up: the response with its symptoms and items.
struct FollowUpRow {
  let stored: StoredRow
  /// Names the response for the audit trail.
  let detail: AuditDetail

  init(participant: Int64, form: String, event: String, instance: Int) {
    stored = StoredRow(
      table: "cohort.response", participant: participant,
      key: [("form", form), ("event", event), ("instance", instance)])
    detail = AuditDetail().adding("form", form).adding("event", event).adding("instance", instance)
  }

  init(participant: Int64, form: String, _ followUp: FollowUp) {
    self.init(participant: participant, form: form, event: followUp.event, instance: followUp.instance)
  }

  func insert(_ followUp: FollowUp, on connection: inout Connection) throws {
    try stored.insert(try Self.columns(of: followUp, on: &connection), on: &connection)
  }

  /// Stores what differs; returns the names of the columns that changed.
  func update(
    from before: FollowUp, to after: FollowUp, keys: KeyRing, on connection: inout Connection
  ) throws -> [String] {
    try stored.update(
      from: try Self.columns(of: before, on: &connection), to: try Self.columns(of: after, on: &connection),
      keys: keys, on: &connection)
  }

  /// The follow-ups of a participant by event, form and instance.
  static func entries(
    of code: ParticipantCode, _ participant: Int64, on connection: inout Connection
  ) throws -> [FollowUpEntry] {
    let known = try knownSymptoms(on: &connection)
    let concepts = ConceptCatalogue(symptoms: []).concepts(of: .instrument)
    let columns = known.map(\.column) + concepts.map(\.column)
    let rows = try connection.query(
      """
      select form, event, instance, completed, infection_slot, alternative_diagnosis, daily_impact, symptoms_began,
        symptoms_ended, recovered, \(columns.map { quoteIdentifier($0) }.joined(separator: ", "))
      from cohort.response where participant_id = $1 order by event, form, instance
      """, [participant])
    return try rows.map { row in
      var followUp = FollowUp(
        of: code, event: try row["event"], instance: try row["instance"], on: try row.day("completed"),
        symptoms: [:], hasAlternativeDiagnosis: try row.answer("alternative_diagnosis"))
      let impact = try row.code("daily_impact")
      followUp.dailyImpact = impact < 0 ? nil : impact
      followUp.symptomsBegan = try row.day("symptoms_began")
      followUp.symptomsEnded = try row.day("symptoms_ended")
      followUp.hasRecovered = try row.answer("recovered")
      followUp.infectionSlot = try row["infection_slot"]
      for symptom in known {
        let code = try row.code(symptom.column)
        if code != MissingReason.notAsked.rawValue {
          followUp.symptoms[symptom] = SymptomState(code: code)
        }
      }
      for concept in concepts {
        let code = try row.code(concept.column)
        if code != MissingReason.notAsked.rawValue { followUp.items[concept.field] = code }
      }
      return FollowUpEntry(form: try row["form"], followUp: followUp)
    }
  }

  private static func columns(
    of followUp: FollowUp, on connection: inout Connection
  ) throws -> [ColumnText] {
    try followUp.columns + followUp.symptomColumns(knownSymptoms(on: &connection)) + followUp.itemColumns()
  }

  private static func knownSymptoms(on connection: inout Connection) throws -> [Symptom] {
    try connection.query("select id from reference.symptom order by id").map { row in
      Symptom(rawValue: try row[0])
    }
  }
}
