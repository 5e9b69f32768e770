public import CohortModel
import CohortSchema
public import CohortStore

extension EventSchedule {
  /// Events of the reference schedule by name, those without a day left out.
  ///
  /// - Parameter events: Names such as `month-6`, in any order.
  /// - Returns: The schedule of these events.
  /// - Throws: `RegistryError.unknownIdentifier` if the schedule has no day for one of them.
  public static func reference(_ events: some Collection<String>) throws -> EventSchedule {
    var entries: [Entry] = []
    for record in try ReferenceTable(named: "event").records {
      guard let event = record["id"], events.contains(event),
        let offset = record["day_offset"].flatMap({ Int($0) })
      else { continue }
      entries.append(
        Entry(
          event: event, dayOffset: offset, windowBefore: record["window_before"].flatMap { Int($0) } ?? 0,
          windowAfter: record["window_after"].flatMap { Int($0) } ?? 0))
    }
    guard entries.count == Set(events).count else { throw RegistryError.unknownIdentifier(.event) }
    return EventSchedule(entries)
  }
}

extension Study {
  /// The scheduled events that participants of a study have answered so far, without those of days.
  ///
  /// A cohort that has none yet is asked at months 3, 6 and 12.
  func usedEvents(of name: String?) throws -> [String] {
    let events = try run { connection in
      try connection.query(
        """
        select distinct r.event from cohort.response r join reference.event e on e.id = r.event
        where e.month is not null
          and ($1::text is null
            or exists (select from intake.crosswalk x where x.participant_id = r.participant_id and x.study = $1))
        """, [name]
      ).map { try $0.value("event", as: String.self) }
    }
    return events.isEmpty ? ["month-3", "month-6", "month-12"] : events
  }
}

extension Cohort {
  /// Whether follow-ups are listed that may be answered now, or those that were missed.
  public enum FollowUpTiming: Sendable {
    case due
    case overdue
  }

  /// Follow-ups that participants have not answered, by the end of their windows.
  ///
  /// - Parameters:
  ///   - timing: Those due or those overdue.
  ///   - day: The day to look at; today by the server's clock if nil.
  ///   - events: Events to look at; if empty, those that the study has used so far.
  ///   - study: The only study; nil takes all.
  /// - Returns: Who is to be asked for what, and until when.
  /// - Throws: `RegistryError.unknownIdentifier` if the schedule has no day for an event.
  public func expectedFollowUps(
    _ timing: FollowUpTiming, on day: StudyDay? = nil, events: [String] = [], of study: String? = nil
  ) async throws -> [ExpectedFollowUp] {
    let today = if let day { day } else { try await today() }
    return try await read { lent in
      let schedule = try EventSchedule.reference(events.isEmpty ? try lent.usedEvents(of: study) : events)
      return switch timing {
      case .due: try lent.followUps.due(on: today, in: schedule, of: study)
      case .overdue: try lent.followUps.overdue(on: today, in: schedule, of: study)
      }
    }
  }
}
