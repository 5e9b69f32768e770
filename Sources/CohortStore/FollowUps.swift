public import CohortModel
import Postgres

/// A follow-up as stored.
public struct FollowUpEntry: Hashable, Sendable {
  /// The form that it was answered in; `direct` if it was entered directly.
  public let form: String
  /// What was answered.
  public let followUp: FollowUp
}

/// Follow-ups, as each form gives them.
public struct FollowUps {
  let study: Study

  /// Stores a follow-up that was entered directly.
  public func insert(_ followUp: FollowUp) throws {
    try study.change { connection in
      let number = try connection.lockAcceptedParticipant(of: followUp.participant)
      try connection.requireKnown(followUp.event, in: .event)
      try connection.requirePast([followUp.completed, followUp.symptomsBegan, followUp.symptomsEnded])
      let row = FollowUpRow(participant: number, form: DirectForm.name, followUp)
      try row.insert(followUp, on: &connection)
      try connection.clearDigests(of: number)
      study.note("follow-up-add", participant: number, row.detail)
    }
  }

  /// The follow-ups of a participant in all forms, by event, form and instance.
  public func list(of code: ParticipantCode) throws -> [FollowUpEntry] {
    try study.run { connection in
      let number = try connection.participantNumber(of: code)
      return try FollowUpRow.entries(of: code, number, on: &connection)
    }
  }

  /// Corrects a follow-up; old values are kept sealed.
  public func correct(
    of code: ParticipantCode, event: String, instance: Int = 1, form: String? = nil, reason: String,
    _ change: (inout FollowUp) throws -> Void
  ) throws {
    let form = form ?? DirectForm.name
    try study.change { connection in
      let number = try connection.lockParticipant(of: code)
      let entries = try FollowUpRow.entries(of: code, number, on: &connection)
      guard
        let before = entries.first(where: {
          $0.form == form && $0.followUp.event == event && $0.followUp.instance == instance
        })?.followUp
      else { throw RegistryError.unknownRow(table: "cohort.response") }
      var followUp = before
      try change(&followUp)
      guard followUp.participant == before.participant, followUp.event == before.event,
        followUp.instance == before.instance
      else { throw RegistryError.keyChanged }
      try connection.requirePast([followUp.completed, followUp.symptomsBegan, followUp.symptomsEnded])
      let row = FollowUpRow(participant: number, form: form, followUp)
      let changed = try row.update(from: before, to: followUp, keys: study.keys, on: &connection)
      guard !changed.isEmpty else { throw RegistryError.nothingChanged }
      try connection.clearDigests(of: number)
      study.note(
        "follow-up-correct", reason: reason, participant: number, row.detail.adding("columns", changed))
    }
  }

  /// Removes a follow-up with all its answers; its values are kept sealed.
  public func remove(
    of code: ParticipantCode, event: String, instance: Int = 1, form: String? = nil, reason: String
  ) throws {
    let form = form ?? DirectForm.name
    try study.change { connection in
      let number = try connection.lockParticipant(of: code)
      let row = FollowUpRow(participant: number, form: form, event: event, instance: instance)
      try row.stored.remove(keys: study.keys, on: &connection)
      try connection.clearDigests(of: number)
      study.note("follow-up-remove", reason: reason, participant: number, row.detail)
    }
  }

  /// Follow-ups whose window includes a day and that are not answered.
  ///
  /// Participants who died, withdrew or refused, or whose day of enrolment is unknown, are not asked.
  public func due(
    on day: StudyDay, in schedule: EventSchedule, of study: String? = nil
  ) throws -> [ExpectedFollowUp] {
    try expected(schedule, of: study, on: day) {
      "p.enrolled + e.day_offset - e.window_before <= \($0) and p.enrolled + e.day_offset + e.window_after >= \($0)"
    }
  }

  /// Follow-ups whose window ended before a day and that are not answered.
  ///
  /// The same participants are left out as for ``due(on:in:of:)``.
  public func overdue(
    on day: StudyDay, in schedule: EventSchedule, of study: String? = nil
  ) throws -> [ExpectedFollowUp] {
    try expected(schedule, of: study, on: day) { "p.enrolled + e.day_offset + e.window_after < \($0)" }
  }

  private func expected(
    _ schedule: EventSchedule, of studyName: String?, on day: StudyDay, where condition: (String) -> String
  ) throws -> [ExpectedFollowUp] {
    let entries = schedule.entries
    return try study.run { connection in
      try connection.query(
        """
        select x.study, x.code, e.event, p.enrolled + e.day_offset as day,
          p.enrolled + e.day_offset - e.window_before as opens, p.enrolled + e.day_offset + e.window_after as closes
        from unnest($1::text[], $2::integer[], $3::integer[], $4::integer[])
            as e (event, day_offset, window_before, window_after)
          cross join cohort.participant p
          join (select distinct on (participant_id) * from intake.crosswalk
              where $6::text is null or study = $6 order by participant_id, study, code) x using (participant_id)
          left join cohort.consent c using (participant_id)
        where \(condition("$5::date")) and p.died is null
          and (c.participant_id is null
            or c.status <> 0 and c.participation_ended is null and c.data_use_ended is null)
          and not exists (
            select from cohort.response r where r.participant_id = p.participant_id and r.event = e.event)
        order by closes, x.study, x.code, e.event
        """,
        [
          entries.map(\.event), entries.map(\.dayOffset), entries.map(\.windowBefore),
          entries.map(\.windowAfter),
          day.description, studyName,
        ]
      ).compactMap { row in
        guard let day = try row.day("day"), let opens = try row.day("opens"),
          let closes = try row.day("closes")
        else { return nil }
        return ExpectedFollowUp(
          participant: try row.participantCode(), event: try row["event"], day: day, window: opens...closes)
      }
    }
  }
}
