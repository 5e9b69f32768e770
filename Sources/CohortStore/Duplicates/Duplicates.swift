public import CohortModel
import Postgres

/// Pairs of participants who may be one person, and what was decided about them.
///
/// Nothing is ever merged by itself: a search proposes, somebody decides, and a decision can be taken back.
public struct Duplicates {
  let study: Study

  /// Holds records that changed since the last search against all others; returns how many pairs wait then.
  @discardableResult
  public func search() throws -> Int {
    try study.change { connection in
      try connection.asIdentity { connection in
        let isWaiting: Bool = try connection.query("select exists (select from identity.uncompared)").only()[
          0]
        if isWaiting {
          for statement in DuplicateStatements.forgetStalePairs { try connection.execute(statement) }
          try connection.execute(DuplicateStatements.search)
          try connection.execute("delete from identity.uncompared")
        }
        return try connection.query(
          "select count(*) from identity.duplicate d where \(DuplicateStatements.isOpen)"
        ).only()[0]
      }
    }
  }

  /// The pairs that wait for a decision, the likeliest first; or all of them, also those that were decided.
  public func list(all: Bool = false, limit: Int = 1000) throws -> [DuplicatePair] {
    try study.change { connection in
      try Self.pairs(where: all ? "true" : DuplicateStatements.isOpen, limit: limit, on: &connection)
    }
  }

  /// The pair of two codes as far as a search found it or something was decided; nil otherwise.
  public func pair(_ first: ParticipantCode, _ second: ParticipantCode) throws -> DuplicatePair? {
    try study.change { connection in
      let numbers = [
        try connection.participantNumber(of: first), try connection.participantNumber(of: second),
      ].sorted()
      return try Self.pairs(
        where: "d.participant_id = \(numbers[0]) and d.other_id = \(numbers[1])", limit: 1, on: &connection
      ).first
    }
  }

  /// Remembers that two codes are two persons; the pair is not shown again unless the facts change.
  public func keepApart(_ first: ParticipantCode, _ second: ParticipantCode, reason: String) throws {
    try study.change { connection in
      let numbers = [
        try connection.participantNumber(of: first), try connection.participantNumber(of: second),
      ].sorted()
      guard numbers[0] != numbers[1] else { throw PersonMergeRefusal.samePerson }
      try Self.remember(.different, of: numbers, reason: reason, on: &connection)
      study.note(
        "duplicate-different", reason: reason, participant: numbers[0],
        AuditDetail().adding("other", numbers[1]))
    }
  }

  /// Forgets what was decided about two codes that are two participants, so that the pair waits again.
  ///
  /// - Returns: False if nothing had been decided.
  public func forgetDecision(_ first: ParticipantCode, _ second: ParticipantCode, reason: String) throws
    -> Bool
  {
    try study.change { connection in
      let numbers = [
        try connection.participantNumber(of: first), try connection.participantNumber(of: second),
      ].sorted()
      guard try Self.forget(numbers, on: &connection) else { return false }
      study.note(
        "duplicate-undecided", reason: reason, participant: numbers[0],
        AuditDetail().adding("other", numbers[1]))
      return true
    }
  }
}

extension Duplicates {
  /// Stores a decision about a pair, which need not have been found by a search.
  static func remember(
    _ decision: DuplicatePair.Decision, of numbers: [Int64], reason: String, on connection: inout Connection
  ) throws {
    try connection.asIdentity { connection in
      try connection.execute(
        """
        insert into identity.duplicate as d (participant_id, other_id, score, reasons, facts, decision, decision_reason,
          decided_at, decided_facts)
        select $1, $2, 0, '{}', f.facts, $3, $4, clock_timestamp(), f.facts from (
          select \(DuplicateStatements.facts) as facts from (values (1)) one
            left join identity.likeness a on a.participant_id = $1
            left join identity.likeness b on b.participant_id = $2) f
        on conflict (participant_id, other_id) do update
          set facts = excluded.facts, decision = $3, decision_reason = $4, decided_at = excluded.decided_at,
            decided_facts = excluded.facts
        """, [numbers[0], numbers[1], decision.rawValue, reason])
    }
  }

  /// Takes a decision away; pairs that no search found go with it.
  ///
  /// Returns false if there was none.
  static func forget(_ numbers: [Int64], on connection: inout Connection) throws -> Bool {
    try connection.asIdentity { connection in
      try connection.execute(
        "delete from identity.duplicate where participant_id = $1 and other_id = $2 and score = 0",
        [numbers[0], numbers[1]])
        + connection.execute(
          """
          update identity.duplicate set decision = null, decision_reason = null, decided_at = null, decided_facts = null
          where participant_id = $1 and other_id = $2 and decision is not null
          """, [numbers[0], numbers[1]]) > 0
    }
  }

  private static func pairs(
    where condition: String, limit: Int, on connection: inout Connection
  ) throws -> [DuplicatePair] {
    let rows = try connection.asIdentity { connection in
      try connection.query(
        """
        select d.participant_id, d.other_id, d.score, d.reasons, d.decision,
          to_char(d.found_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as found_at,
          to_char(d.decided_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as decided_at,
          \(DuplicateStatements.isOpen) as is_open
        from identity.duplicate d where \(condition) order by d.score desc, d.participant_id, d.other_id limit $1
        """, [limit])
    }
    var numbers: Set<Int64> = []
    for row in rows {
      numbers.insert(try row["participant_id"])
      numbers.insert(try row["other_id"])
    }
    let sides = try sides(of: Array(numbers), on: &connection)
    return try rows.compactMap { row in
      // Of a pair that was merged one participant is gone.
      guard let first = sides[try row["participant_id"]], let second = sides[try row["other_id"]] else {
        return nil
      }
      return DuplicatePair(
        first: first, second: second, score: try row["score"], reasons: try row["reasons"],
        foundAt: try row["found_at"],
        decision: try row.value("decision", as: String?.self).flatMap {
          DuplicatePair.Decision(rawValue: $0)
        },
        decidedAt: try row["decided_at"], isOpen: try row["is_open"])
    }
  }

  private static func sides(
    of numbers: [Int64], on connection: inout Connection
  ) throws -> [Int64: DuplicatePair.Side] {
    var codes: [Int64: [ParticipantCode]] = [:]
    for row in try connection.query(
      "select participant_id, study, code from intake.crosswalk where participant_id = any($1) order by study, code",
      [numbers])
    {
      codes[try row["participant_id"], default: []].append(try row.participantCode())
    }
    var sides: [Int64: DuplicatePair.Side] = [:]
    for (number, codes) in codes {
      sides[number] = DuplicatePair.Side(
        number: number, codes: codes, standing: try connection.standing(of: number))
    }
    return sides
  }
}

extension Connection {
  /// Runs a part as the only role that may use identifiers.
  @discardableResult
  mutating func asIdentity<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
    try execute("set local role covalux_identity")
    let value = try body(&self)
    try execute("set local role covalux_writer")
    return value
  }
}
