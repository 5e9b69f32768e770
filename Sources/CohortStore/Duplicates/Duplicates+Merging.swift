public import CohortModel
import Postgres

extension Duplicates {
  /// Thrown to roll back a merge that was only to be looked at.
  private struct Preview: Error {
    let outcome: PersonMerge
  }

  /// What merging two codes would do; nothing is changed.
  public func previewMerge(
    keeping kept: ParticipantCode, absorbing absorbed: ParticipantCode
  ) throws -> PersonMerge {
    do {
      return try study.change { connection in
        // With somebody preferred nothing is refused, and conflicts are counted all the same.
        throw Preview(
          outcome: try merge(kept, absorbed, preferring: kept, reason: "preview", on: &connection))
      }
    } catch let preview as Preview {
      return preview.outcome
    }
  }

  /// Makes the participants of two codes one: the first keeps the number and gets all of the other's codes and rows.
  ///
  /// - Parameters:
  ///   - kept: A code of the participant who stays.
  ///   - absorbed: A code of the participant whose rows move.
  ///   - preferred: The code whose cells count where both say something different; nil refuses then.
  ///   - reason: Why, for the audit trail.
  /// - Returns: What was done.
  /// - Throws: ``PersonMergeRefusal``.
  public func merge(
    keeping kept: ParticipantCode, absorbing absorbed: ParticipantCode,
    preferring preferred: ParticipantCode?,
    reason: String
  ) throws -> PersonMerge {
    try study.change { connection in
      let outcome = try merge(kept, absorbed, preferring: preferred, reason: reason, on: &connection)
      try Self.remember(
        .same, of: [outcome.kept, outcome.absorbed].sorted(), reason: reason, on: &connection)
      study.note(
        "participant-merge", reason: reason, participant: outcome.kept,
        AuditDetail().adding("absorbed", outcome.absorbed)
          .adding("moved", (outcome.movedRows + outcome.combinedRows).map(PersonMerge.words))
          .adding("settled", (outcome.settledCells + outcome.conflicts).map(PersonMerge.words))
          .adding("preferred", preferred == nil ? "" : preferred == kept ? "kept" : "absorbed"))
      return outcome
    }
  }

  /// Takes the merge of two codes back: both get what they had.
  ///
  /// - Parameters:
  ///   - first: A code of either participant.
  ///   - second: A code of the other one.
  ///   - addedTo: The code whose rows those are that were added since; nil refuses where there are any.
  ///   - reason: Why, for the audit trail.
  /// - Throws: ``PersonMergeRefusal``.
  public func undoMerge(
    _ first: ParticipantCode, _ second: ParticipantCode, addedTo: ParticipantCode?, reason: String
  ) throws {
    try study.change { connection in
      try connection.execute("select pg_advisory_xact_lock_shared(7206512, 3)")
      let number = try connection.lockParticipant(of: first)
      guard try connection.participantNumber(of: second) == number else { throw PersonMergeRefusal.notMerged }
      let found = try connection.query(
        """
        with recursive person (participant_id) as (
          select $1::bigint
          union select m.absorbed_id from intake.person_merge m join person using (participant_id))
        select m.merge_id, m.participant_id, m.absorbed_id, code.fate = 'moved' as is_first_moved,
          m.participant_id = $1 and not exists (select from intake.person_merge l
            where l.participant_id = m.participant_id and l.merge_id > m.merge_id) as is_last
        from intake.person_merge m join person using (participant_id)
          join intake.person_merge_row code using (participant_id, merge_id)
          join intake.person_merge_row other using (participant_id, merge_id)
        where code.table_name = '\(MergedRow.codes)' and code.row_key = jsonb_build_array($2::text, $3::text)::text
          and other.table_name = '\(MergedRow.codes)' and other.row_key = jsonb_build_array($4::text, $5::text)::text
          and code.fate <> other.fate
        """, [number, first.study, first.text, second.study, second.text])
      guard let row = found.first else { throw PersonMergeRefusal.notMerged }
      guard try row.value("is_last", as: Bool.self) else { throw PersonMergeRefusal.laterMerge }
      let absorbed: Int64 = try row["absorbed_id"]
      let movedCode = try row.value("is_first_moved", as: Bool.self) ? first : second
      let owner: CellGroup.Side? = try addedTo.map { code in
        guard code == first || code == second else { throw PersonMergeRefusal.notMerged }
        return code == movedCode ? .absorbed : .kept
      }
      var separation = PersonSeparation(
        merge: try row["merge_id"], kept: number, absorbed: absorbed, addedTo: owner, keys: study.keys)
      try separation.run(on: &connection)
      _ = try Self.forget([number, absorbed].sorted(), on: &connection)
      study.note(
        "participant-separate", reason: reason, participant: number,
        AuditDetail().adding("separated", absorbed)
          .adding("added_to", owner == nil ? "" : owner == .kept ? "kept" : "separated"))
    }
  }

  private func merge(
    _ kept: ParticipantCode, _ absorbed: ParticipantCode, preferring preferred: ParticipantCode?,
    reason: String,
    on connection: inout Connection
  ) throws -> PersonMerge {
    // No release of either meanwhile.
    try connection.execute("select pg_advisory_xact_lock_shared(7206512, 3)")
    let numbers = (
      kept: try connection.participantNumber(of: kept),
      absorbed: try connection.participantNumber(of: absorbed)
    )
    guard numbers.kept != numbers.absorbed else { throw PersonMergeRefusal.samePerson }
    // In one order whoever asks, so that two who merge the same pair wait and do not lock each other out.
    for code in numbers.kept < numbers.absorbed ? [kept, absorbed] : [absorbed, kept] {
      let locked = try connection.lockParticipant(of: code)
      guard locked == numbers.kept || locked == numbers.absorbed else {
        throw RegistryError.unknownParticipant
      }
    }
    var merging = PersonMerging(
      kept: numbers.kept, absorbed: numbers.absorbed,
      preferred: preferred.map { $0 == absorbed ? .absorbed : .kept }, reason: reason, keys: study.keys)
    return try merging.run(on: &connection)
  }
}
