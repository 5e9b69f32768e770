public import CohortModel
import Postgres

/// Reports of doses, as each form gives them.
public struct Vaccinations {
  let study: Study

  private static let columns = """
    x.study, x.code, v.participant_id, v.form, v.slot, v.received, v.product, v.strain, v.given, v.given_precision,
    v.batch
    """

  /// Stores a report of a dose that was entered directly.
  public func insert(_ vaccination: Vaccination) throws {
    try study.change { connection in
      let number = try connection.lockAcceptedParticipant(of: vaccination.participant)
      try Self.requireSound(vaccination, on: &connection)
      try Self.row(number, DirectForm.name, vaccination.slot).insert(
        [ColumnText("received", "1")] + vaccination.columns, on: &connection)
      try connection.clearDigests(of: number)
      study.note("vaccination-add", participant: number, Self.detail(DirectForm.name, vaccination.slot))
    }
  }

  /// The reports about a participant in all forms, by form and slot.
  public func list(of code: ParticipantCode) throws -> [VaccinationCourse.Report] {
    try study.run { connection in try Self.reports(of: code, on: &connection) }
  }

  /// The reports about all participants whose data may be used.
  public func list(limit: Int = 1000, offset: Int = 0) throws -> [VaccinationCourse.Report] {
    try study.run { connection in
      try connection.query(
        """
        select \(Self.columns) from cohort.vaccination v
          join (select distinct on (participant_id) * from intake.crosswalk order by participant_id, study, code) x
            using (participant_id)
          left join cohort.consent using (participant_id)
        where \(SnapshotLoader.mayBeUsed)
        order by x.study, x.code, v.form, v.slot limit $1 offset $2
        """, [limit, offset]
      ).map { try Self.report($0, reported: nil) }
    }
  }

  /// What does not fit together in the reports about a participant.
  public func check(_ code: ParticipantCode) throws -> [VaccinationCourse.Contradiction] {
    VaccinationCourse(try list(of: code)).contradictions
  }

  /// Corrects a report; old values are kept sealed.
  public func correct(
    of code: ParticipantCode, slot: String, form: String? = nil, reason: String,
    _ change: (inout Vaccination) throws -> Void
  ) throws {
    let form = form ?? DirectForm.name
    try study.change { connection in
      let number = try connection.lockParticipant(of: code)
      let reports = try Self.reports(of: code, on: &connection)
      guard let before = reports.first(where: { $0.form == form && $0.vaccination.slot == slot })?.vaccination
      else { throw RegistryError.unknownRow(table: "cohort.vaccination") }
      var vaccination = before
      try change(&vaccination)
      guard vaccination.participant == before.participant, vaccination.slot == before.slot else {
        throw RegistryError.keyChanged
      }
      try Self.requireSound(vaccination, on: &connection)
      let changed = try Self.row(number, form, slot).update(
        from: before.columns, to: vaccination.columns, keys: study.keys, on: &connection)
      guard !changed.isEmpty else { throw RegistryError.nothingChanged }
      try connection.clearDigests(of: number)
      study.note(
        "vaccination-correct", reason: reason, participant: number,
        Self.detail(form, slot).adding("columns", changed))
    }
  }

  /// Removes a report; its values are kept sealed.
  public func remove(of code: ParticipantCode, slot: String, form: String? = nil, reason: String) throws {
    let form = form ?? DirectForm.name
    try study.change { connection in
      let number = try connection.lockParticipant(of: code)
      try Self.row(number, form, slot).remove(keys: study.keys, on: &connection)
      try connection.clearDigests(of: number)
      study.note("vaccination-remove", reason: reason, participant: number, Self.detail(form, slot))
    }
  }
}

extension Vaccinations {
  private static func reports(
    of code: ParticipantCode, on connection: inout Connection
  ) throws -> [VaccinationCourse.Report] {
    let number = try connection.participantNumber(of: code)
    var completed: [String: [StudyDay?]] = [:]
    for row in try connection.query(
      "select form, completed from cohort.response where participant_id = $1", [number])
    {
      completed[try row["form"], default: []].append(try row.day("completed"))
    }
    return try connection.query(
      """
      select \(columns) from cohort.vaccination v join intake.crosswalk x using (participant_id)
      where x.study = $1 and x.code = $2 order by v.form, v.slot
      """, [code.study, code.text]
    ).map { row in
      let form: String = try row["form"]
      return try report(row, reported: DirectForm.lastDay(of: form, completed: completed[form, default: []]))
    }
  }

  private static func report(_ row: Row, reported: StudyDay?) throws -> VaccinationCourse.Report {
    VaccinationCourse.Report(
      form: try row["form"],
      vaccination: Vaccination(
        of: try row.participantCode(), slot: try row["slot"],
        product: try row.value("product", as: String?.self).map { VaccineProduct(rawValue: $0) },
        strain: try row["strain"], on: try row.partialDate("given"), batch: try row["batch"]),
      wasReceived: try row.answer("received"), reported: reported)
  }

  private static func requireSound(_ vaccination: Vaccination, on connection: inout Connection) throws {
    try connection.requireKnown(vaccination.product?.rawValue, in: .vaccine)
    try connection.requireKnown(vaccination.strain, in: .strain)
    try connection.requirePast([vaccination.given?.earliest])
  }

  private static func row(_ number: Int64, _ form: String, _ slot: String) -> StoredRow {
    StoredRow(table: "cohort.vaccination", participant: number, key: [("form", form), ("slot", slot)])
  }

  private static func detail(_ form: String, _ slot: String) -> AuditDetail {
    AuditDetail().adding("form", form).adding("slot", slot)
  }
}
