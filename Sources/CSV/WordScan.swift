/// Looks at eight bytes at a time as one integer.
///
/// The zero-byte trick `(x - 0x01…) & ~x & 0x80…` (Warren, Hacker's Delight, 6-1) marks every byte
/// that is zero. A borrow can mark a byte above a true one as well, so whoever uses a mark looks at
/// the byte itself.
enum WordScan {
  static let width = 8

  @inline(__always)
  static func broadcast(_ byte: UInt8) -> UInt64 {
    UInt64(byte) &* 0x0101_0101_0101_0101
  }

  /// Marks in the high bits, of which only those of zero bytes and of bytes above them can be set.
  @inline(__always)
  static func zeroMarks(_ word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Loads eight bytes; the span has to reach that far, which is checked.
  @inline(__always)
  static func load(_ bytes: RawSpan, at offset: Int) -> UInt64 {
    UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inline(__always)
  static func byte(_ bytes: RawSpan, at offset: Int) -> UInt8 {
    bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  /// The first place of a byte, or `end`.
  @inline(__always)
  static func firstIndex(of needle: UInt8, in bytes: RawSpan, from start: Int, to end: Int) -> Int {
    let pattern = broadcast(needle)
    var index = start
    while index + width <= end {
      // The lowest mark is always a true one.
      let marks = zeroMarks(load(bytes, at: index) ^ pattern)
      if marks != 0 { return index + marks.trailingZeroBitCount >> 3 }
      index += width
    }
    while index < end, byte(bytes, at: index) != needle { index += 1 }
    return index
  }

  /// The first byte that is not plain ASCII (a NUL or a byte from 0x80 on), or `end`.
  @inline(__always)
  static func endOfPlainASCII(in bytes: RawSpan, from start: Int, to end: Int) -> Int {
    var index = start
    while index + width <= end {
      let word = load(bytes, at: index)
      if (word & 0x8080_8080_8080_8080) | zeroMarks(word) != 0 { break }
      index += width
    }
    while index < end {
      let found = byte(bytes, at: index)
      if found == 0 || found >= 0x80 { break }
      index += 1
    }
    return index
  }
}
