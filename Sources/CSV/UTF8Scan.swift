/// Checks UTF-8 text, plain ASCII eight bytes at a time.
struct UTF8Scan {
  enum Stop: Equatable {
    case end
    /// The text stops in the middle of a character.
    case incomplete
    /// A byte sequence of this length means nothing.
    case invalid(length: Int)
    case nul
  }

  /// Where the scan stopped; everything before is valid text without NUL.
  var index: Int
  var stop: Stop
  /// Characters of more than one byte.
  var multibyteCharacters: Int

  init(_ bytes: RawSpan, from start: Int, to end: Int, isFinal: Bool) {
    var index = start
    var multibyteCharacters = 0
    while true {
      index = BlockScan.endOfPlainASCII(in: bytes, from: index, to: end)
      guard index < end else {
        stop = .end
        break
      }
      guard BlockScan.byte(bytes, at: index) != 0 else {
        stop = .nul
        break
      }
      let length = Self.characterLength(bytes, at: index, to: end)
      guard length > 0 else {
        // Four bytes decide every case; with fewer the answer would depend on where a read ended.
        stop =
          !isFinal && index + 4 > end
          ? .incomplete : .invalid(length: Self.brokenLength(bytes, at: index, to: end))
        break
      }
      multibyteCharacters += 1
      index += length
    }
    self.index = index
    self.multibyteCharacters = multibyteCharacters
  }

  /// The length of the multi-byte character at a place, or 0 where there is none (Unicode, table 3-7).
  private static func characterLength(_ bytes: RawSpan, at index: Int, to end: Int) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch BlockScan.byte(bytes, at: index) {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard index + length <= end, second.contains(BlockScan.byte(bytes, at: index + 1)) else { return 0 }
    for offset in 2..<max(2, length) where BlockScan.byte(bytes, at: index + offset) & 0xC0 != 0x80 {
      return 0
    }
    return length
  }

  /// A byte that means nothing and the continuation bytes after it, four at most.
  private static func brokenLength(_ bytes: RawSpan, at index: Int, to end: Int) -> Int {
    var length = 1
    while length < 4, index + length < end, BlockScan.byte(bytes, at: index + length) & 0xC0 == 0x80 {
      length += 1
    }
    return length
  }
}

/// Copies a few bytes out of a span, for an error.
func copyOfBytes(_ bytes: RawSpan, from start: Int, count: Int) -> [UInt8] {
  (start..<start + count).map { BlockScan.byte(bytes, at: $0) }
}
