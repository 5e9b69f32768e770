public import CohortModel
import Postgres

/// What an erasure did, read back from the database after it in the same transaction.
public struct ErasureReceipt: Hashable, Sendable {
  /// Rows of the participant in one table.
  public struct TableCount: Hashable, Sendable {
    /// The table, with its schema.
    public let table: String
    /// Rows that there were.
    public let before: Int
    /// Rows that are left.
    public let left: Int
  }

  /// Number of the participant, under which the audit trail goes on to name the person.
  public let participant: Int64
  /// The tables that can hold something of a participant.
  public let tables: [TableCount]
  /// How many codes of the participant stay refused.
  public let refusedCodes: Int
  /// The releases that held the participant, whose recipients are to be told.
  public let releases: [Release]
  /// The audit trail after the entry about the erasure.
  public let auditHead: AuditHead

  /// True if nothing is left in any table.
  public var isComplete: Bool { tables.allSatisfy { $0.left == 0 } }
}

extension Participants {
  private static let tables = [
    "cohort.participant", "cohort.consent", "cohort.infection", "cohort.vaccination", "cohort.response",
    "cohort.other_version_answer", "intake.crosswalk", "intake.changed_cell", "release.release_participant",
  ]
  private static let identityTable = "identity.person"

  /// Removes everything that is stored of a participant, in all studies.
  ///
  /// The codes stay refused by their keyed hashes, and the audit trail keeps the number alone. What was stored
  /// leaves the disk with the next vacuum and the backups with their time; sealed values need a key besides.
  public func erase(_ code: ParticipantCode, reason: String) throws -> ErasureReceipt {
    try study.change { connection in
      try connection.execute("select pg_advisory_xact_lock_shared(7206512, 3)")
      let number = try connection.lockParticipant(of: code)
      let releases = try Releases.held(number, on: &connection)
      let before = try Self.counts(of: number, on: &connection)
      let codes = try connection.query(
        "select study, code from intake.crosswalk where participant_id = $1", [number]
      ).map { try $0.participantCode() }
      try Self.deleteRows(of: number, on: &connection)
      for code in codes {
        try connection.execute(
          """
          insert into intake.erased_code (study, code_hash) values ($1, decode($2, 'hex')) on conflict do nothing
          """, [code.study, CodeHash.of(study: code.study, code: Array(code.text.utf8), keys: study.keys)])
      }
      let left = try Self.counts(of: number, on: &connection)
      study.note(
        "participant-erase", reason: reason, participant: number,
        AuditDetail().adding("releases", releases.map(\.number)))
      guard let head = try study.appendNotedEvents(on: &connection) else {
        preconditionFailure("an entry was just noted")
      }
      return ErasureReceipt(
        participant: number,
        tables: zip(before, left).map {
          ErasureReceipt.TableCount(table: $0.table, before: $0.count, left: $1.count)
        }, refusedCodes: codes.count, releases: releases, auditHead: head)
    }
  }

  private static func deleteRows(of number: Int64, on connection: inout Connection) throws {
    _ = try asIdentity(&connection) { connection in
      try connection.execute("delete from \(identityTable) where participant_id = $1", [number])
    }
    // The other tables of the cohort go with the participant's row.
    for table in [
      "release.release_participant", "intake.changed_cell", "intake.crosswalk", "cohort.participant",
    ] {
      try connection.execute("delete from \(table) where participant_id = $1", [number])
    }
  }

  private static func counts(
    of number: Int64, on connection: inout Connection
  ) throws -> [(table: String, count: Int)] {
    var counts: [(table: String, count: Int)] = []
    for table in tables { counts.append((table, try count(in: table, of: number, on: &connection))) }
    let identities = try asIdentity(&connection) { connection in
      try count(in: identityTable, of: number, on: &connection)
    }
    return counts + [(identityTable, identities)]
  }

  private static func count(in table: String, of number: Int64, on connection: inout Connection) throws -> Int
  {
    try connection.query("select count(*) from \(table) where participant_id = $1", [number]).only()[0]
  }

  /// Runs a part as the only role that may use the identifiers.
  private static func asIdentity<Value>(
    _ connection: inout Connection, _ body: (inout Connection) throws -> Value
  ) throws -> Value {
    try connection.execute("set local role covalux_identity")
    let value = try body(&connection)
    try connection.execute("set local role covalux_writer")
    return value
  }
}
