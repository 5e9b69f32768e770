public import CohortModel
public import CohortStore
import Postgres

/// Everything that is stored of one participant but the personal identifiers.
public struct ParticipantRecord: Sendable {
  /// What is known of the person.
  public let entry: ParticipantEntry
  /// What the person agreed to and withdrew from; nil if nothing is recorded.
  public let consent: Consent?
  /// Reports of infections by form and slot.
  public let infections: [InfectionEpisodes.Report]
  /// Reports of doses by form and slot.
  public let vaccinations: [VaccinationCourse.Report]
  /// Answered forms by event.
  public let followUps: [FollowUpEntry]
}

extension Cohort {
  /// Reads what is stored of one participant, which is entered into the audit trail before anything is returned.
  ///
  /// - Parameters:
  ///   - code: The participant.
  ///   - reason: Why somebody looks, for the audit trail.
  /// - Returns: What is stored.
  /// - Throws: `RegistryError.unknownParticipant` if there is none.
  public func record(of code: ParticipantCode, reason: String) async throws -> ParticipantRecord {
    let record = try await read { study in
      guard let entry = try study.participants.find(code) else { throw RegistryError.unknownParticipant }
      return ParticipantRecord(
        entry: entry, consent: try study.consent.read(code), infections: try study.infections.list(of: code),
        vaccinations: try study.vaccinations.list(of: code), followUps: try study.followUps.list(of: code))
    }
    let audit = audit
    try await run { connection in
      try connection.transaction { connection in
        try connection.execute("set local role covalux_reader")
        try audit.append(
          "participant-read", reason: reason, participant: record.entry.number, on: &connection)
      }
    }
    return record
  }
}
