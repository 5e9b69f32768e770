/// Persons followed by day, each in a state that may change, such as the number of doses received.
///
/// A person is at risk from the day after entry through the day of exit, on which an event may happen. A change takes
/// effect on its day: to count a dose only from the 14th day after it, give that day.
public struct StateHistory: Sendable {
  /// A change of one person's state.
  public struct Change: Sendable, Hashable {
    /// The place of the person in the columns.
    public var person: Int32
    /// The first day in the new state.
    public var day: Int32
    /// The new state, from 0.
    public var state: UInt8

    /// Makes a change.
    public init(person: Int32, day: Int32, state: UInt8) {
      self.person = person
      self.day = day
      self.state = state
    }
  }

  /// A stretch of days of one person in one state: after `start` through `end`.
  public struct Spell: Sendable, Hashable {
    /// The place of the person in the columns.
    public let person: Int
    /// The day before the first.
    public let start: Int32
    /// The last day.
    public let end: Int32
    /// The state on all of these days.
    public let state: UInt8
    /// Whether the event happens on the last day.
    public let hasEvent: Bool
  }

  private let entries: [Int32]
  private let exits: [Int32]
  private let events: [Bool]
  private let firstStates: [UInt8]?
  private let changes: [Change]
  /// How many persons are left out: a day is `RiskTables.missingDay`, or the entry is not before the exit.
  public let missing: Int

  /// Reads the columns.
  ///
  /// - Parameters:
  ///   - entries: The day after which each person is at risk.
  ///   - exits: The last day of each person.
  ///   - events: Whether the person has the event on that day.
  ///   - firstStates: The state of each person on entry; 0 if nil.
  ///   - changes: What changes later, in any order; what lies before the entry changes the state on entry, and of
  ///     several changes on one day the last given counts.
  /// - Returns: Undefined where columns differ in length or a change is of nobody.
  public static func make(
    entries: [Int32], exits: [Int32], events: [Bool], firstStates: [UInt8]? = nil, changes: [Change]
  ) -> Outcome<StateHistory> {
    let count = entries.count
    guard exits.count == count, events.count == count, firstStates?.count ?? count == count else {
      return .undefined(.lengthsDiffer)
    }
    guard changes.allSatisfy({ $0.person >= 0 && $0.person < count }) else {
      return .undefined(.argumentOutOfRange)
    }
    return .defined(StateHistory(entries, exits, events, firstStates, changes))
  }

  private init(
    _ entries: [Int32], _ exits: [Int32], _ events: [Bool], _ firstStates: [UInt8]?, _ changes: [Change]
  ) {
    self.entries = entries
    self.exits = exits
    self.events = events
    self.firstStates = firstStates
    let isSorted = zip(changes, changes.dropFirst()).allSatisfy { Self.order($0, $1) <= 0 }
    // Swift's sort is stable, so the last of a day stays last.
    self.changes = isSorted ? changes : changes.sorted { Self.order($0, $1) < 0 }
    missing = entries.indices.count { !Self.isFollowed(entries[$0], exits[$0]) }
  }

  private static func order(_ first: Change, _ second: Change) -> Int {
    if first.person != second.person { return first.person < second.person ? -1 : 1 }
    return first.day == second.day ? 0 : first.day < second.day ? -1 : 1
  }

  private static func isFollowed(_ entry: Int32, _ exit: Int32) -> Bool {
    entry != RiskTables.missingDay && entry < exit
  }

  /// The spells of all persons, in the order of persons and days: rows of a Cox model whose covariates change.
  public var spells: [Spell] {
    var spells: [Spell] = []
    spells.reserveCapacity(entries.count + changes.count)
    forEachSpell { spells.append($0) }
    return spells
  }

  /// The first and the last day on which anybody is at risk; nil if nobody is.
  var days: ClosedRange<Int>? {
    var first = Int.max
    var last = Int.min
    for person in entries.indices where Self.isFollowed(entries[person], exits[person]) {
      first = min(first, Int(entries[person]) + 1)
      last = max(last, Int(exits[person]))
    }
    return first <= last ? first...last : nil
  }

  /// Goes through the spells.
  func forEachSpell(_ body: (Spell) -> Void) {
    var next = 0
    for person in entries.indices {
      let (entry, exit) = (entries[person], exits[person])
      var state = firstStates?[person] ?? 0
      var start = entry
      let isFollowed = Self.isFollowed(entry, exit)
      while next < changes.count, Int(changes[next].person) == person {
        let change = changes[next]
        next += 1
        if isFollowed, change.day > start &+ 1, change.day > start, change.day <= exit, change.state != state
        {
          body(Spell(person: person, start: start, end: change.day - 1, state: state, hasEvent: false))
          start = change.day - 1
        }
        if change.day <= exit { state = change.state }
      }
      if isFollowed {
        body(Spell(person: person, start: start, end: exit, state: state, hasEvent: events[person]))
      }
    }
  }
}
