public import CohortModel
import Postgres

/// Consent of participants and its withdrawal.
public struct ConsentRegister {
  let study: Study

  /// Records consent, or its refusal, in place of what was recorded; what was withdrawn from stays so.
  public func record(_ consent: Consent, of code: ParticipantCode, reason: String? = nil) throws {
    try study.change { connection in
      let number = try Self.lock(code, on: &connection)
      try connection.requirePast([consent.given])
      let before = try Self.consent(of: number, on: &connection)
      var changed = consent.columns.map(\.name)
      if let before {
        changed = try Self.row(number).update(
          from: before.columns, to: consent.columns, keys: study.keys, on: &connection)
        guard !changed.isEmpty else { throw RegistryError.nothingChanged }
      } else {
        try Self.row(number).insert(consent.columns, on: &connection)
      }
      try connection.clearDigests(of: number)
      study.note(
        "consent-record", reason: reason, participant: number, AuditDetail().adding("columns", changed))
    }
  }

  /// What is recorded of a participant's consent; nil if nothing is.
  public func read(_ code: ParticipantCode) throws -> Consent? {
    try study.run { connection in
      try Self.consent(of: connection.participantNumber(of: code), on: &connection)
    }
  }

  /// Ends participation, the use of data or the use of samples from a day on.
  ///
  /// From then on no new data are stored; where the use of data ends, lists, statistics and exports leave the
  /// participant out. What ended earlier keeps its day.
  public func withdraw(
    _ code: ParticipantCode, from switches: Set<Consent.Switch>, asOf day: StudyDay, reason: String
  ) throws {
    try study.change { connection in
      let number = try Self.lock(code, on: &connection)
      try connection.requirePast([day])
      if try Self.consent(of: number, on: &connection) == nil {
        try Self.row(number).insert(Consent(status: nil).columns, on: &connection)
      }
      let before = try Self.consent(of: number, on: &connection)?.ended ?? [:]
      let ending = Consent.Switch.allCases.filter { switches.contains($0) && before[$0] == nil }
      let changed = try Self.row(number).update(
        from: ending.map { ColumnText($0.column, nil) },
        to: ending.map { ColumnText($0.column, day.description) }, keys: study.keys, on: &connection)
      guard !changed.isEmpty else { throw RegistryError.nothingChanged }
      try connection.clearDigests(of: number)
      study.note(
        "participant-withdraw", reason: reason, participant: number, AuditDetail().adding("columns", changed))
    }
  }
}

extension ConsentRegister {
  /// Locks the participant, and keeps a release from being registered meanwhile.
  private static func lock(_ code: ParticipantCode, on connection: inout Connection) throws -> Int64 {
    try connection.execute("select pg_advisory_xact_lock_shared(7206512, 3)")
    return try connection.lockParticipant(of: code)
  }

  private static func row(_ number: Int64) -> StoredRow {
    StoredRow(table: "cohort.consent", participant: number, key: [])
  }

  private static func consent(of number: Int64, on connection: inout Connection) throws -> Consent? {
    guard
      let row = try connection.query(
        """
        select status, given, version, future_use_of_data, future_use_of_samples, re_contact, participation_ended,
          data_use_ended, sample_use_ended
        from cohort.consent where participant_id = $1
        """, [number]
      ).first
    else { return nil }
    var consent = Consent(
      status: Consent.Status(rawValue: try row["status"]), given: try row.day("given"),
      version: try row["version"], allowsFutureUseOfData: try row.answer("future_use_of_data"),
      allowsFutureUseOfSamples: try row.answer("future_use_of_samples"),
      allowsContact: try row.answer("re_contact"))
    for ending in Consent.Switch.allCases { consent.ended[ending] = try row.day(ending.column) }
    return consent
  }
}
