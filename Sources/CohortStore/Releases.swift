public import CohortModel
import Crypto
import Postgres

/// Data sets that left the house, and who was in them.
public struct Releases {
  let study: Study

  private static let columns = """
    r.release_id, to_char(r.released_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as released_at, r.profile,
    r.purpose, encode(r.manifest_sha256, 'hex') as manifest_sha256, r.participants, r.suppressed, r.k, r.highest_risk
    """

  /// Registers a release, in the transaction after which it may leave the house.
  ///
  /// - Throws: ``RegistryError/dataUseEnded(participants:)`` if participants have withdrawn or were erased since
  ///   the release was computed.
  public func register(_ declaration: ReleaseDeclaration) throws -> Release {
    try study.change { connection in
      // Withdrawals wait until the release is registered, or it waits for them and then counts them.
      try connection.execute("select pg_advisory_xact_lock(7206512, 3)")
      let usable: Int = try connection.query(
        """
        select count(*) from cohort.participant p left join cohort.consent using (participant_id)
        where p.participant_id = any($1) and \(SnapshotLoader.mayBeUsed)
        """, [declaration.participants]
      ).only()[0]
      let wanted = Set(declaration.participants)
      guard usable == wanted.count else {
        throw RegistryError.dataUseEnded(participants: wanted.count - usable)
      }
      let digest = Hexadecimal.text(Array(SHA256.hash(data: Array(declaration.manifest.utf8))))
      let number: Int64 = try connection.query(
        """
        insert into release.release (profile, purpose, manifest_sha256, manifest, participants, suppressed, k,
          highest_risk)
        values ($1, $2, decode($3, 'hex'), $4::jsonb, $5, $6, $7, $8) returning release_id
        """,
        [
          declaration.profile, declaration.purpose, digest, declaration.manifest, wanted.count,
          declaration.suppressed, declaration.k, declaration.highestRisk,
        ]
      ).only()[0]
      try Self.insertParts(of: declaration, wanted, number, on: &connection)
      study.note(
        "release",
        AuditDetail().adding("release", number).adding("profile", declaration.profile)
          .adding("purpose", declaration.purpose).adding("manifest_sha256", digest)
          .adding("participants", wanted.count))
      return try Self.release(
        connection.query("select \(Self.columns) from release.release r where release_id = $1", [number])
          .only())
    }
  }

  /// All releases, newest first.
  public func list() throws -> [Release] {
    try study.run { connection in
      try connection.query("select \(Self.columns) from release.release r order by r.release_id desc")
        .map { try Self.release($0) }
    }
  }

  /// The manifest of a release, as JSON text in the database's form.
  public func manifest(_ number: Int64) throws -> String {
    try study.run { connection in
      let rows = try connection.query(
        "select manifest::text from release.release where release_id = $1", [number])
      guard let row = rows.first else { throw RegistryError.unknownNumber }
      return try row[0]
    }
  }

  /// The releases that held a participant, oldest first.
  public func recall(_ code: ParticipantCode) throws -> [Release] {
    try study.run { connection in
      try Self.held(connection.participantNumber(of: code), on: &connection)
    }
  }

  static func held(_ participant: Int64, on connection: inout Connection) throws -> [Release] {
    // Of several who were merged into one, a release may have held any.
    try connection.query(
      """
      select \(columns) from release.release r
      where release_id in (select release_id from release.release_participant where participant_id = any($1))
      order by r.release_id
      """, [connection.numbers(ofPerson: participant)]
    ).map { try release($0) }
  }
}

extension Releases {
  private static func insertParts(
    of declaration: ReleaseDeclaration, _ participants: Set<Int64>, _ number: Int64,
    on connection: inout Connection
  ) throws {
    try connection.copyIn(
      "copy release.release_participant (participant_id, release_id) from stdin (format binary)"
    ) { writer in
      for participant in participants.sorted() {
        try writer.writeRow(fieldCount: 2) { row in
          row.append(int64: participant)
          row.append(int64: number)
        }
      }
    }
    for column in declaration.columns {
      try connection.execute(
        "insert into release.column_class (release_id, file_name, column_name, role) values ($1, $2, $3, $4)",
        [number, column.file, column.name, column.role.rawValue])
    }
    try connection.copyIn(
      "copy release.published_count (release_id, file_name, class_key, participants) from stdin (format binary)"
    ) { writer in
      for count in declaration.counts {
        try writer.writeRow(fieldCount: 4) { row in
          row.append(int64: number)
          row.append(text: count.file)
          row.append(text: count.classKey)
          row.append(int64: Int64(count.participants))
        }
      }
    }
  }

  private static func release(_ row: Row) throws -> Release {
    Release(
      number: try row["release_id"], releasedAt: try row["released_at"], profile: try row["profile"],
      purpose: try row["purpose"], manifestSHA256: try row["manifest_sha256"],
      participants: try row["participants"], suppressed: try row["suppressed"], k: try row["k"],
      highestRisk: try row["highest_risk"])
  }
}
