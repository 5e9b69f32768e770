/// Counts lines and characters over UTF-8 text that comes in pieces.
struct PositionTracker {
  private(set) var line: Int
  /// Characters between the beginning of the line and here.
  private(set) var charactersInLine = 0
  /// Bytes between the beginning of the line and here.
  private(set) var bytesInLine = 0
  private var previousWasCarriageReturn = false

  init(line: Int = 1) {
    self.line = line
  }

  mutating func advance(over bytes: RawSpan) {
    let breaks = Self.lineBreaks(in: bytes, after: &previousWasCarriageReturn)
    line += breaks.count
    if breaks.lineStart != nil {
      charactersInLine = 0
      bytesInLine = 0
    }
    let lineStart = breaks.lineStart ?? 0
    bytesInLine += bytes.byteCount - lineStart
    for index in lineStart..<bytes.byteCount where WordScan.byte(bytes, at: index) & 0xC0 != 0x80 {
      charactersInLine += 1
    }
  }

  func position(byteOffset: Int) -> CSVError.Position {
    CSVError.Position(line: line, column: charactersInLine + 1, byteOffset: byteOffset)
  }

  /// Counts CR, LF and CRLF as one line break each, and finds where the last line begins.
  static func lineBreaks(
    in bytes: RawSpan, after previousWasCarriageReturn: inout Bool
  ) -> (count: Int, lineStart: Int?) {
    let lineFeeds = WordScan.broadcast(0x0A)
    let carriageReturns = WordScan.broadcast(0x0D)
    var count = 0
    var lineStart: Int?
    var index = 0
    while index < bytes.byteCount {
      if index + WordScan.width <= bytes.byteCount {
        let word = WordScan.load(bytes, at: index)
        if WordScan.zeroMarks(word ^ lineFeeds) | WordScan.zeroMarks(word ^ carriageReturns) == 0 {
          previousWasCarriageReturn = false
          index += WordScan.width
          continue
        }
      }
      let end = min(index + WordScan.width, bytes.byteCount)
      while index < end {
        let byte = WordScan.byte(bytes, at: index)
        index += 1
        if byte == 0x0D || byte == 0x0A {
          if byte == 0x0D || !previousWasCarriageReturn { count += 1 }
          lineStart = index
        }
        previousWasCarriageReturn = byte == 0x0D
      }
    }
    return (count, lineStart)
  }
}
