import CohortModel
import Postgres

extension Connection {
  /// The number of the participant of a code.
  mutating func participantNumber(of code: ParticipantCode) throws -> Int64 {
    let rows = try query(
      "select participant_id from intake.crosswalk where study = $1 and code = $2", [code.study, code.text])
    guard let row = rows.first else { throw RegistryError.unknownParticipant }
    return try row[0]
  }

  /// The number of the participant of a code, whom nobody else changes until the transaction ends.
  mutating func lockParticipant(of code: ParticipantCode) throws -> Int64 {
    let number = try participantNumber(of: code)
    // A second statement, as what was waited for is not yet visible to the first.
    let rows = try query(
      "select participant_id from cohort.participant where participant_id = $1 for no key update", [number])
    guard !rows.isEmpty else { throw RegistryError.unknownParticipant }
    return number
  }

  /// The number of a participant of whom new data may be stored, whom nobody else changes meanwhile.
  mutating func lockAcceptedParticipant(of code: ParticipantCode) throws -> Int64 {
    let number = try lockParticipant(of: code)
    switch try standing(of: number) {
    case .accepted: return number
    case .refused: throw RegistryError.consentRefused
    case .withdrawn: throw RegistryError.withdrawn
    }
  }

  /// Whether data of a participant may be stored.
  mutating func standing(of participant: Int64) throws -> ParticipantStanding {
    let rows = try query(
      """
      select status = 0 as is_refused, coalesce(participation_ended, data_use_ended) is not null as has_withdrawn
      from cohort.consent where participant_id = $1
      """, [participant])
    guard let row = rows.first else { return .accepted }
    if try row.value("has_withdrawn", as: Bool.self) { return .withdrawn }
    return try row.value("is_refused", as: Bool.self) ? .refused : .accepted
  }

  /// The number of a participant, and those of the participants who were merged into the person.
  mutating func numbers(ofPerson number: Int64) throws -> [Int64] {
    try query(
      """
      with recursive person (participant_id) as (
        select $1::bigint union select m.absorbed_id from intake.person_merge m join person using (participant_id))
      select participant_id from person order by participant_id
      """, [number]
    ).map { try $0[0] }
  }

  /// Forgets what imports remember of a participant's rows, so that they compare them again.
  mutating func clearDigests(of participant: Int64) throws {
    try execute(
      "update cohort.response set digest = null where participant_id = $1 and digest is not null",
      [participant])
  }

  /// Throws unless a vocabulary has an identifier; nil is no identifier.
  mutating func requireKnown(_ identifier: String?, in vocabulary: Vocabulary.Name) throws {
    guard let identifier else { return }
    let table =
      switch vocabulary {
      case .vaccine: "vaccine"
      case .strain: "vaccine_strain"
      case .variant: "variant_period"
      case .canton: "canton"
      case .event: "event"
      }
    let isKnown: Bool = try query(
      "select exists (select from reference.\(table) where id = $1)", [identifier]
    ).only()[0]
    guard isKnown else { throw RegistryError.unknownIdentifier(vocabulary) }
  }

  /// Throws if a day lies in the future, wherever on earth one is.
  mutating func requirePast(_ days: [StudyDay?]) throws {
    guard let latest = days.compactMap({ $0 }).max() else { return }
    let isPast: Bool = try query(
      "select $1::date <= (clock_timestamp() at time zone 'UTC')::date + 1", [latest.description]
    ).only()[0]
    guard isPast else { throw RegistryError.dateInFuture }
  }
}
