public import CohortModel
import Postgres

/// Reports of infections, as each form gives them.
public struct Infections {
  let study: Study

  private static let columns = """
    x.study, x.code, i.form, i.slot, i.onset, i.onset_precision, i.tested, i.tested_precision, i.test, i.status,
    i.severity, i.hospitalised, i.sequenced_variant
    """

  /// Stores a report of an infection that was entered directly.
  public func insert(_ infection: Infection) throws {
    try study.change { connection in
      let number = try connection.lockAcceptedParticipant(of: infection.participant)
      try Self.requireSound(infection, on: &connection)
      try Self.row(number, DirectForm.name, infection.slot).insert(infection.columns, on: &connection)
      try connection.clearDigests(of: number)
      study.note("infection-add", participant: number, Self.detail(DirectForm.name, infection.slot))
    }
  }

  /// The reports about a participant in all forms, by form and slot.
  public func list(of code: ParticipantCode) throws -> [InfectionEpisodes.Report] {
    try study.run { connection in try Self.reports(of: code, on: &connection) }
  }

  /// Corrects a report; old values are kept sealed.
  public func correct(
    of code: ParticipantCode, slot: String, form: String? = nil, reason: String,
    _ change: (inout Infection) throws -> Void
  ) throws {
    let form = form ?? DirectForm.name
    try study.change { connection in
      let number = try connection.lockParticipant(of: code)
      let reports = try Self.reports(of: code, on: &connection)
      guard let before = reports.first(where: { $0.form == form && $0.infection.slot == slot })?.infection
      else {
        throw RegistryError.unknownRow(table: "cohort.infection")
      }
      var infection = before
      try change(&infection)
      guard infection.participant == before.participant, infection.slot == before.slot else {
        throw RegistryError.keyChanged
      }
      try Self.requireSound(infection, on: &connection)
      let changed = try Self.row(number, form, slot).update(
        from: before.columns, to: infection.columns, keys: study.keys, on: &connection)
      guard !changed.isEmpty else { throw RegistryError.nothingChanged }
      try connection.clearDigests(of: number)
      study.note(
        "infection-correct", reason: reason, participant: number,
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
      study.note("infection-remove", reason: reason, participant: number, Self.detail(form, slot))
    }
  }
}

extension Infections {
  private static func reports(
    of code: ParticipantCode, on connection: inout Connection
  ) throws -> [InfectionEpisodes.Report] {
    _ = try connection.participantNumber(of: code)
    return try connection.query(
      """
      select \(columns) from cohort.infection i join intake.crosswalk x using (participant_id)
      where x.study = $1 and x.code = $2 order by i.form, i.slot
      """, [code.study, code.text]
    ).map { row in
      InfectionEpisodes.Report(
        form: try row["form"],
        infection: Infection(
          of: try row.participantCode(), slot: try row["slot"], onset: try row.partialDate("onset"),
          tested: try row.partialDate("tested"), test: Infection.Test(rawValue: try row["test"]),
          status: Infection.Status(rawValue: try row["status"]),
          severity: Infection.Severity(rawValue: try row["severity"]),
          wasHospitalised: try row.answer("hospitalised"), sequencedVariant: try row["sequenced_variant"]))
    }
  }

  private static func requireSound(_ infection: Infection, on connection: inout Connection) throws {
    try connection.requireKnown(infection.sequencedVariant, in: .variant)
    try connection.requirePast([infection.onset?.earliest, infection.tested?.earliest])
  }

  private static func row(_ number: Int64, _ form: String, _ slot: String) -> StoredRow {
    StoredRow(table: "cohort.infection", participant: number, key: [("form", form), ("slot", slot)])
  }

  private static func detail(_ form: String, _ slot: String) -> AuditDetail {
    AuditDetail().adding("form", form).adding("slot", slot)
  }
}
