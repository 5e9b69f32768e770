public import CohortModel
import Postgres

/// Whether data of a participant may be stored.
public enum ParticipantStanding: String, Hashable, Sendable {
  /// Nothing speaks against it.
  case accepted
  /// Consent was refused.
  case refused
  /// Participation or the use of data has ended.
  case withdrawn
}

/// A participant as stored.
public struct ParticipantEntry: Hashable, Sendable {
  /// Number in the database.
  public let number: Int64
  /// What is known of the person.
  public let participant: Participant
  /// Whether data may be stored.
  public let standing: ParticipantStanding
}

/// Which participants are listed.
public struct ParticipantFilter: Hashable, Sendable {
  /// Those with a code of this study.
  public var study: String?
  /// Those whose code begins so.
  public var codePrefix: String?
  /// Those of a canton.
  public var canton: String?
  /// Those enrolled on this day or later.
  public var enrolledFrom: StudyDay?
  /// Those enrolled on this day or earlier.
  public var enrolledUntil: StudyDay?

  /// Makes a filter that all participants pass.
  public init() {}
}

/// The participants of the cohort.
public struct Participants {
  let study: Study

  private static let columns = """
    x.participant_id, x.study, x.code, p.birth_year, p.age_at_enrolment, p.sex, p.canton, p.enrolled,
    p.died, case when coalesce(c.participation_ended, c.data_use_ended) is not null then 'withdrawn'
      when c.status = 0 then 'refused' else 'accepted' end as standing
    """

  /// Enrols a participant and returns the number.
  ///
  /// - Throws: `PostgresError` with `uniqueViolation` of `intake.crosswalk` if the code is enrolled already.
  @discardableResult
  public func insert(_ participant: Participant) throws -> Int64 {
    try study.change { connection in
      let code = participant.code
      try connection.requireKnown(participant.canton, in: .canton)
      try connection.requirePast([participant.enrolled, participant.died])
      let hash = CodeHash.of(study: code.study, code: Array(code.text.utf8), keys: study.keys)
      let isErased: Bool = try connection.query(
        "select exists (select from intake.erased_code where study = $1 and code_hash = decode($2, 'hex'))",
        [code.study, hash]
      ).only()[0]
      guard !isErased else { throw RegistryError.erasedParticipant }
      let number: Int64 = try connection.query("select nextval('cohort.participant_number')").only()[0]
      try connection.execute(
        "insert into intake.crosswalk (study, code, participant_id) values ($1, $2, $3)",
        [code.study, code.text, number])
      try Self.row(number).insert(participant.columns, on: &connection)
      study.note("participant-add", participant: number, AuditDetail().adding("study", code.study))
      return number
    }
  }

  /// The participant of a code; nil if there is none.
  ///
  /// It is found whatever the consent says, as withdrawal and erasure need it.
  public func find(_ code: ParticipantCode) throws -> ParticipantEntry? {
    try study.run { connection in
      try connection.query(
        """
        select \(Self.columns) from intake.crosswalk x join cohort.participant p using (participant_id)
          left join cohort.consent c using (participant_id)
        where x.study = $1 and x.code = $2
        """, [code.study, code.text]
      ).first.map { try Self.entry($0) }
    }
  }

  /// Participants by study and code, without those whose data may not be used.
  public func list(
    _ filter: ParticipantFilter = ParticipantFilter(), limit: Int = 1000, offset: Int = 0
  ) throws -> [ParticipantEntry] {
    try study.run { connection in
      try connection.query(
        "select \(Self.columns) \(Self.listed) order by x.study, x.code limit $6 offset $7",
        Self.parameters(filter) + [limit, offset]
      ).map { try Self.entry($0) }
    }
  }

  /// How many participants ``list(_:limit:offset:)`` would give without a limit.
  public func count(_ filter: ParticipantFilter = ParticipantFilter()) throws -> Int {
    try study.run { connection in
      try connection.query("select count(*) \(Self.listed)", Self.parameters(filter)).only()[0]
    }
  }

  /// Corrects what is stored of a participant; old values are kept sealed.
  @discardableResult
  public func correct(
    _ code: ParticipantCode, reason: String, _ change: (inout Participant) throws -> Void
  ) throws -> ParticipantEntry {
    try study.change { connection in
      let number = try connection.lockParticipant(of: code)
      let row = try connection.query(
        """
        select \(Self.columns) from intake.crosswalk x join cohort.participant p using (participant_id)
          left join cohort.consent c using (participant_id)
        where x.study = $1 and x.code = $2
        """, [code.study, code.text]
      ).only()
      let before = try Self.entry(row)
      var participant = before.participant
      try change(&participant)
      guard participant.code == before.participant.code else { throw RegistryError.keyChanged }
      try connection.requireKnown(participant.canton, in: .canton)
      try connection.requirePast([participant.enrolled, participant.died])
      let changed = try Self.row(number).update(
        from: before.participant.columns, to: participant.columns, keys: study.keys, on: &connection)
      guard !changed.isEmpty else { throw RegistryError.nothingChanged }
      try connection.clearDigests(of: number)
      study.note(
        "participant-correct", reason: reason, participant: number, AuditDetail().adding("columns", changed))
      return ParticipantEntry(number: number, participant: participant, standing: before.standing)
    }
  }
}

extension Participants {
  private static let listed = """
    from intake.crosswalk x join cohort.participant p using (participant_id)
      left join cohort.consent c using (participant_id)
    where (c.participant_id is null or c.status <> 0 and c.data_use_ended is null)
      and ($1::text is null or x.study = $1) and ($2::text is null or starts_with(x.code, $2))
      and ($3::text is null or p.canton = $3) and ($4::date is null or p.enrolled >= $4)
      and ($5::date is null or p.enrolled <= $5)
    """

  private static func parameters(_ filter: ParticipantFilter) -> [(any PostgresValue)?] {
    [
      filter.study, filter.codePrefix?.uppercased(), filter.canton, filter.enrolledFrom?.description,
      filter.enrolledUntil?.description,
    ]
  }

  private static func row(_ number: Int64) -> StoredRow {
    StoredRow(table: "cohort.participant", participant: number, key: [])
  }

  private static func entry(_ row: Row) throws -> ParticipantEntry {
    var participant = Participant(
      code: try row.participantCode(),
      birthYear: try row["birth_year"], sex: Participant.Sex(rawValue: try row["sex"]),
      enrolled: try row.day("enrolled"), canton: try row["canton"], died: try row.day("died"))
    participant.ageAtEnrolment = try row["age_at_enrolment"]
    return ParticipantEntry(
      number: try row["participant_id"], participant: participant,
      standing: ParticipantStanding(rawValue: try row["standing"]) ?? .accepted)
  }
}
