/// What a record is, one byte at a time: the specification of `RecordScanner`.
///
/// Tests compare the two on random texts; the detection of the delimiter counts fields with it.
struct RecordStateMachine {
  enum State {
    case recordStart
    /// Like `recordStart`, but a line feed belongs to the line end before it.
    case recordStartAfterCarriageReturn
    case fieldStart
    case unquoted
    case quoted
    /// A quote inside quotes: the closing one, or the first of two.
    case quoteInQuoted
  }

  enum Event: Equatable {
    /// The byte is spelling only.
    case nothing
    /// The byte belongs to the field.
    case fieldByte
    case fieldEnd
    /// The field ends, and the record with it.
    case recordEnd
    case textAfterClosingQuote
  }

  let delimiter: UInt8
  private(set) var state = State.recordStart

  init(delimiter: Delimiter) {
    self.delimiter = delimiter.rawValue
  }

  mutating func step(_ byte: UInt8) -> Event {
    switch state {
    case .recordStart, .recordStartAfterCarriageReturn:
      // A line break here makes a blank line, or is the second half of CRLF.
      if byte == 0x0D || byte == 0x0A {
        state = byte == 0x0D ? .recordStartAfterCarriageReturn : .recordStart
        return .nothing
      }
      state = .fieldStart
      return step(byte)
    case .fieldStart:
      if byte == 0x22 {
        state = .quoted
        return .nothing
      }
      state = .unquoted
      return step(byte)
    case .unquoted:
      return endOfField(byte) ?? .fieldByte
    case .quoted:
      guard byte == 0x22 else { return .fieldByte }
      state = .quoteInQuoted
      return .nothing
    case .quoteInQuoted:
      if byte == 0x22 {
        state = .quoted
        return .fieldByte
      }
      return endOfField(byte) ?? .textAfterClosingQuote
    }
  }

  private mutating func endOfField(_ byte: UInt8) -> Event? {
    switch byte {
    case delimiter:
      state = .fieldStart
      return .fieldEnd
    case 0x0A:
      state = .recordStart
      return .recordEnd
    case 0x0D:
      state = .recordStartAfterCarriageReturn
      return .recordEnd
    default: return nil
    }
  }

  /// Whether a record is open, and whether inside quotes, when the text ends here.
  var isInRecord: Bool {
    switch state {
    case .recordStart, .recordStartAfterCarriageReturn: false
    case .fieldStart, .unquoted, .quoted, .quoteInQuoted: true
    }
  }
}
