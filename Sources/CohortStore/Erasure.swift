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
    "cohort.other_version_answer", "intake.crosswalk", "intake.changed_cell", "intake.person_merge",
    "intake.person_merge_row", "release.release_participant",
  ]
  private static let identityTables = [
    "identity.person", "identity.likeness", "identity.uncompared", "identity.duplicate",
  ]

  /// Removes everything that is stored of a participant, in all studies.
  ///
  /// The codes stay refused by their keyed hashes, and the audit trail keeps the number alone. What was stored
  /// leaves the disk with the next vacuum and the backups with their time; sealed values need a key besides.
  public func erase(_ code: ParticipantCode, reason: String) throws -> ErasureReceipt {
    try study.change { connection in
      try connection.execute("select pg_advisory_xact_lock_shared(7206512, 3)")
      let number = try connection.lockParticipant(of: code)
      let releases = try Releases.held(number, on: &connection)
      // Those who were merged into the person are the person.
      let numbers = try connection.numbers(ofPerson: number)
      let before = try Self.counts(of: numbers, on: &connection)
      let codes = try connection.query(
        "select study, code from intake.crosswalk where participant_id = $1", [number]
      ).map { try $0.participantCode() }
      try Self.deleteRows(of: numbers, on: &connection)
      for code in codes {
        try connection.execute(
          """
          insert into intake.erased_code (study, code_hash) values ($1, decode($2, 'hex')) on conflict do nothing
          """, [code.study, CodeHash.of(study: code.study, code: Array(code.text.utf8), keys: study.keys)])
      }
      let left = try Self.counts(of: numbers, on: &connection)
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

  private static func deleteRows(of numbers: [Int64], on connection: inout Connection) throws {
    try connection.asIdentity { connection in
      for table in identityTables {
        try connection.execute("delete from \(table) where \(condition(in: table))", [numbers])
      }
    }
    // The other tables of the cohort go with the participant's row, and rows of a merge with the merge.
    for table in [
      "release.release_participant", "intake.person_merge", "intake.changed_cell", "intake.crosswalk",
      "cohort.participant",
    ] {
      try connection.execute("delete from \(table) where \(condition(in: table))", [numbers])
    }
  }

  private static func counts(
    of numbers: [Int64], on connection: inout Connection
  ) throws -> [(table: String, count: Int)] {
    var counts: [(table: String, count: Int)] = []
    for table in tables { counts.append((table, try count(in: table, of: numbers, on: &connection))) }
    try connection.asIdentity { connection in
      for table in identityTables {
        counts.append((table, try count(in: table, of: numbers, on: &connection)))
      }
    }
    return counts
  }

  private static func count(
    in table: String, of numbers: [Int64], on connection: inout Connection
  ) throws -> Int {
    try connection.query("select count(*) from \(table) where \(condition(in: table))", [numbers]).only()[0]
  }

  /// Rows about any of the participants; a pair is about two.
  private static func condition(in table: String) -> String {
    "participant_id = any($1)" + (table == "identity.duplicate" ? " or other_id = any($1)" : "")
  }
}
