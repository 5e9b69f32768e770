public import CohortModel

/// What became of one cell.
public struct Cell: Sendable {
  /// Whether a cell holds a value, and if not, why.
  public enum State: Hashable, Sendable {
    /// Nothing was written; what is stored stays.
    case blank
    /// A value.
    case value
    /// A reason was written instead of a value.
    case missing(MissingReason)
    /// Nothing was written, and nothing was asked.
    case skipped
  }

  /// What became of the cell; the other properties count only for a value.
  public internal(set) var state = State.blank
  /// How much of a date is known.
  public internal(set) var precision = PartialDate.Precision.day
  /// A code, a whole number, days since 2000-01-01, a year, or the place of an identifier in its vocabulary.
  public internal(set) var int: Int64 = 0
  /// The same as a number; fractions count here only.
  public internal(set) var double: Double = 0
  /// Place in ``Answers/text`` of a text, or of the identifier of a vocabulary.
  public internal(set) var text: Range<Int> = 0..<0

  init() {}

  /// The value that a code is.
  @inline(__always)
  init(code: Int16) {
    state = .value
    int = Int64(code)
    double = Double(code)
  }
}

/// The answers of one row, filled again and again.
public struct Answers: Sendable {
  /// Bytes that ranges refer to, valid UTF-8 within each range.
  public internal(set) var text: [UInt8] = []
  /// The participant's code, trimmed and upper-cased; where rows name parents, the parent's name until it is known.
  public internal(set) var participant: Range<Int> = 0..<0
  /// Place in ``Questionnaire/events``; -1 where there is no event or where it is an open one.
  public internal(set) var event = -1
  /// The event's identifier, also of an open event; empty where there is none.
  public internal(set) var eventText: Range<Int> = 0..<0
  /// 1 for the first response of an event; 0 for the next that is free.
  public var instance: Int16 = 1
  /// What the row is told from others by, where instances are counted; else empty.
  public internal(set) var instanceName: Range<Int> = 0..<0
  /// Slots read from cells, in the order of ``Questionnaire/slots``; empty where the cell was blank.
  public internal(set) var slots: [Range<Int>] = []
  /// One cell for each target, in their order.
  public internal(set) var cells: [Cell] = []

  /// Makes an empty value for `validate` to fill.
  public init() {}

  /// The text at a range; it allocates, so it is not for hot paths.
  public func string(_ range: Range<Int>) -> String {
    String(decoding: text[range], as: UTF8.self)
  }

  /// Puts the participant's code in place of the name of the row's parent.
  public mutating func belong(to code: some Collection<UInt8>) {
    let start = text.count
    text.append(contentsOf: code)
    participant = start..<text.count
  }

  /// Says which instance the row is, where instances are counted.
  public mutating func count(as instance: Int16) {
    self.instance = instance
  }

  mutating func begin(targetCount: Int, slotCount: Int) {
    text.removeAll(keepingCapacity: true)
    participant = 0..<0
    event = -1
    eventText = 0..<0
    instance = 1
    instanceName = 0..<0
    if cells.count != targetCount { cells = Array(repeating: Cell(), count: targetCount) }
    if slots.count != slotCount { slots = Array(repeating: 0..<0, count: slotCount) }
  }

  mutating func append(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    let start = text.count
    text.append(bytes, range)
    return start..<text.count
  }
}

extension [UInt8] {
  /// Appends the bytes of a range; a slice of them would be retained and released.
  @inline(__always)
  mutating func append(_ bytes: [UInt8], _ range: Range<Int>) {
    bytes.withUnsafeBufferPointer { append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }
}
