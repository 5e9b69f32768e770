public import Postgres

/// The number of entries of the audit trail and the hash of the last one, to be kept outside the database.
public struct AuditHead: Hashable, Sendable {
  /// Number of entries.
  public let count: Int64
  /// Hash of the last entry, in hexadecimal digits.
  public let hash: String
}

/// One entry of the audit trail; never a health value.
public struct AuditEvent: Sendable {
  /// Number of the entry, from 1 without gaps.
  public let sequence: Int64
  /// The server's time in UTC, ISO 8601 with microseconds.
  public let at: String
  /// Who did it: the database's user, the system's user and the program.
  public let actor: String
  /// What was done, such as `import` or `participant-withdraw`.
  public let kind: String
  /// Why.
  public let reason: String
  /// The participant concerned, by number; nil if none in particular.
  public let participant: Int64?
  /// Facts about it as a JSON object, without values of participants.
  public let detail: String
  /// Links this entry to all before it.
  public let hash: [UInt8]

  /// The bytes that the chain is made over; lengths keep fields apart.
  var canonical: [UInt8] {
    let fields = [
      String(sequence), at, actor, kind, reason, participant.map(String.init) ?? "-", detail,
    ]
    return fields.flatMap { Array("\($0.utf8.count):\($0)\n".utf8) }
  }
}

/// Appends to the audit trail and checks that it is whole.
public struct AuditTrail: Sendable {
  /// A place where the chain is broken.
  public enum Defect: Hashable, Sendable {
    /// Entries are missing before this one.
    case gap(before: Int64)
    /// The entry is not what was appended.
    case altered(Int64)
    /// The trail ends before the head that was noted elsewhere, or differs there.
    case headMissing(expected: Int64, found: Int64)
  }

  private let keys: KeyRing
  private let programActor: String

  /// Makes a trail that chains with the keys of an installation and names who acts.
  public init(keys: KeyRing, actor: String) {
    self.keys = keys
    programActor = actor
  }

  /// Appends an entry in the connection's transaction; others wait to append until it ends.
  ///
  /// - Parameters:
  ///   - kind: What was done, such as `import`.
  ///   - reason: Why.
  ///   - participant: The participant concerned, by number.
  ///   - detail: A JSON object of facts that are no participant's values.
  ///   - connection: The connection, in a transaction of a role that may append.
  /// - Returns: The head after the entry.
  /// - Throws: `PostgresError` if the entry cannot be stored.
  @discardableResult
  public func append(
    _ kind: String, reason: String, participant: Int64? = nil, detail: String = "{}",
    on connection: inout Connection
  ) throws -> AuditHead {
    let head = try connection.query(
      "select next_sequence, encode(previous_hash, 'hex') as previous_hash, at, session_user::text as login from audit.head()"
    ).only()
    let previous: String = try head["previous_hash"]
    let event = AuditEvent(
      sequence: try head["next_sequence"], at: try head["at"],
      actor: "\(try head.value("login", as: String.self)) \(programActor)", kind: kind, reason: reason,
      participant: participant, detail: detail, hash: [])
    let hash = Hexadecimal.text(keys.authenticationCode(of: Array(previous.utf8) + event.canonical, .chain))
    try connection.query(
      "select audit.append($1, $2, $3, $4, $5, $6, $7, decode($8, 'hex'))",
      [
        event.sequence, event.at, event.actor, event.kind, event.reason, event.participant, event.detail,
        hash,
      ])
    return AuditHead(count: event.sequence, hash: hash)
  }

  /// The last entries, newest first, or those about one participant.
  public func events(
    limit: Int, participant: Int64? = nil, on connection: inout Connection
  ) throws -> [AuditEvent] {
    try connection.query(
      """
      select sequence, at, actor, kind, reason, participant_id, detail, encode(hash, 'hex') as hash
      from audit.event where $2::bigint is null or participant_id = $2 order by sequence desc limit $1
      """, [limit, participant]
    ).map { try Self.event($0) }
  }

  /// Checks the whole chain, and that it holds a head noted elsewhere; returns the head and every defect.
  public func verify(
    against noted: AuditHead? = nil, on connection: inout Connection
  ) throws -> (head: AuditHead, defects: [Defect]) {
    var previous = String(repeating: "0", count: 64)
    var count: Int64 = 0
    var defects: [Defect] = []
    var hashOfNoted = noted?.count == 0 ? previous : nil
    while true {
      let page = try connection.query(
        """
        select sequence, at, actor, kind, reason, participant_id, detail, encode(hash, 'hex') as hash
        from audit.event where sequence > $1 order by sequence limit 5000
        """, [count])
      guard !page.isEmpty else { break }
      for row in page {
        let event = try Self.event(row)
        let expected = keys.authenticationCode(of: Array(previous.utf8) + event.canonical, .chain)
        if event.sequence != count + 1 {
          // What the entry was chained to is gone, so nothing more can be said of it.
          defects.append(.gap(before: event.sequence))
        } else if expected != event.hash {
          defects.append(.altered(event.sequence))
        }
        previous = Hexadecimal.text(event.hash)
        count = event.sequence
        if count == noted?.count { hashOfNoted = previous }
      }
    }
    if let noted, hashOfNoted != noted.hash {
      defects.append(.headMissing(expected: noted.count, found: count))
    }
    return (AuditHead(count: count, hash: previous), defects)
  }

  private static func event(_ row: Row) throws -> AuditEvent {
    AuditEvent(
      sequence: try row["sequence"], at: try row["at"], actor: try row["actor"], kind: try row["kind"],
      reason: try row["reason"], participant: try row["participant_id"], detail: try row["detail"],
      hash: Hexadecimal.bytes(try row["hash"]))
  }
}
