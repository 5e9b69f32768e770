public import CohortModel

/// When the events of a study are due, counted in days from enrolment.
public struct EventSchedule: Hashable, Sendable {
  /// One event of the schedule.
  public struct Entry: Hashable, Sendable {
    /// Identifier as in `Schema/reference/event.csv`, such as `month-6`.
    public var event: String
    /// Days from enrolment to the event.
    public var dayOffset: Int
    /// Days by which a response may be early.
    public var windowBefore: Int
    /// Days by which a response may be late.
    public var windowAfter: Int

    /// Makes an event.
    public init(event: String, dayOffset: Int, windowBefore: Int = 0, windowAfter: Int = 0) {
      self.event = event
      self.dayOffset = dayOffset
      self.windowBefore = windowBefore
      self.windowAfter = windowAfter
    }
  }

  /// The events.
  public var entries: [Entry]

  /// Makes a schedule.
  public init(_ entries: [Entry]) {
    self.entries = entries
  }
}

/// A follow-up that a participant has not answered yet.
public struct ExpectedFollowUp: Hashable, Sendable {
  /// Who is asked.
  public let participant: ParticipantCode
  /// Event of the schedule.
  public let event: String
  /// The day of the event.
  public let day: StudyDay
  /// The first and the last day on which a response counts for it.
  public let window: ClosedRange<StudyDay>
}
