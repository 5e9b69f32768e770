/// What an expression looks at beyond the cells of its row: a cell of another row of the participant, or what the row
/// is known by.
struct ExpressionReference: Hashable, Sendable {
  /// Which event is looked at.
  enum Event: Hashable, Sendable {
    /// That of the row.
    case own
    /// The event that a file names so.
    case named(String)
    case first
    case last
    case previous
    case next
  }

  /// Which repetition is looked at.
  enum Instance: Hashable, Sendable {
    /// The row's own where it is one of those that are looked at, else the first.
    case unsaid
    case number(Int)
    case current
    case first
    case last
    case previous
    case next
  }

  /// REDCap's words for what a row is known by.
  enum Fact: String, Hashable, Sendable, CaseIterable {
    case eventName = "event-name"
    case eventNumber = "event-number"
    case previousEventName = "previous-event-name"
    case nextEventName = "next-event-name"
    case firstEventName = "first-event-name"
    case lastEventName = "last-event-name"
    case armNumber = "arm-number"
    case recordName = "record-name"
    case currentInstance = "current-instance"
    case previousInstance = "previous-instance"
    case nextInstance = "next-instance"
    case firstInstance = "first-instance"
    case lastInstance = "last-instance"
  }

  var event = Event.own
  var instance = Instance.unsaid
  /// Nil for a cell.
  var fact: Fact?

  /// True if it means something only where the order of the events is known.
  var needsEventOrder: Bool {
    switch event {
    case .first, .last, .previous, .next: return true
    case .own, .named: break
    }
    switch fact {
    case .eventNumber, .previousEventName, .nextEventName, .firstEventName, .lastEventName: return true
    default: return false
    }
  }

  /// True if it means something only where the names of events are known as logic has them.
  var needsEventName: Bool {
    if case .named = event { return true }
    return needsEventOrder || fact == .eventName || fact == .armNumber
  }

  /// What one part of a reference, such as `[previous-event-name]`, says of the event.
  static func event(_ name: String) -> Event {
    switch name.lowercased() {
    case Fact.eventName.rawValue: .own
    case Fact.firstEventName.rawValue: .first
    case Fact.lastEventName.rawValue: .last
    case Fact.previousEventName.rawValue: .previous
    case Fact.nextEventName.rawValue: .next
    default: .named(name)
    }
  }

  /// What the last part of a reference, such as `[2]`, says of the instance; nil if it is none.
  static func instance(_ name: String) -> Instance? {
    switch name.lowercased() {
    case Fact.currentInstance.rawValue: .current
    case Fact.firstInstance.rawValue: .first
    case Fact.lastInstance.rawValue: .last
    case Fact.previousInstance.rawValue: .previous
    case Fact.nextInstance.rawValue: .next
    default: Int(name).flatMap { (1...32_767).contains($0) ? .number($0) : nil }
    }
  }
}
