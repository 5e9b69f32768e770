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
    for index in lineStart..<bytes.byteCount where BlockScan.byte(bytes, at: index) & 0xC0 != 0x80 {
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
    var count = 0
    var lineStart: Int?
    var index = 0
    while index + BlockScan.width <= bytes.byteCount {
      if !BlockScan.hasLineBreak(bytes, at: index) {
        previousWasCarriageReturn = false
        index += BlockScan.width
        continue
      }
      let lineFeeds = BlockScan.marks(of: 0x0A, in: bytes, at: index)
      let carriageReturns = BlockScan.marks(of: 0x0D, in: bytes, at: index)
      let afterCarriageReturn = carriageReturns << 1 | (previousWasCarriageReturn ? 1 : 0)
      count += carriageReturns.nonzeroBitCount + (lineFeeds & ~afterCarriageReturn).nonzeroBitCount
      let all = lineFeeds | carriageReturns
      if all != 0 { lineStart = index + BlockScan.width - all.leadingZeroBitCount }
      previousWasCarriageReturn = carriageReturns >> 63 == 1
      index += BlockScan.width
    }
    while index < bytes.byteCount {
      let byte = BlockScan.byte(bytes, at: index)
      index += 1
      if byte == 0x0D || byte == 0x0A {
        if byte == 0x0D || !previousWasCarriageReturn { count += 1 }
        lineStart = index
      }
      previousWasCarriageReturn = byte == 0x0D
    }
    return (count, lineStart)
  }
}
