/// Looks at many bytes at a time and says by the bits of an integer where some of them stand.
///
/// Sixteen bytes are compared at once; each that matches leaves its bit in a vector of bits, and one
/// multiplication gathers those of eight bytes. This is portable Swift; it is twice as fast here as the
/// same with eight bytes in an integer. Loads are checked against the span's bounds.
enum BlockScan {
  typealias Lane = SIMD16<UInt8>

  /// The bytes that one integer of marks stands for.
  static let width = 64
  private static let laneWidth = 16

  @inline(__always)
  static func byte(_ bytes: RawSpan, at offset: Int) -> UInt8 {
    bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  @inline(__always)
  static func lane(_ bytes: RawSpan, at offset: Int) -> Lane {
    bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Lane.self)
  }

  /// One bit of each byte that matches, another bit in each of eight neighbours.
  ///
  /// A mask's lanes are all ones or all zeros, so it can be read as a vector; selecting by it
  /// through `replacing(with:where:)` costs three times as much.
  @inline(__always)
  private static func selected(_ mask: SIMDMask<SIMD16<Int8>>) -> Lane {
    unsafeBitCast(mask, to: Lane.self) & Lane(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
  }

  /// Whether any byte of a lane is not zero.
  @inline(__always)
  private static func isAny(_ lane: Lane) -> Bool {
    let halves = unsafeBitCast(lane, to: SIMD2<UInt64>.self)
    return halves[0] | halves[1] != 0
  }

  /// The lowest bit stands for the first byte of the lane.
  @inline(__always)
  private static func gathered(_ lane: Lane) -> UInt64 {
    let halves = unsafeBitCast(lane, to: SIMD2<UInt64>.self)
    // Every byte holds another bit, so their sum in the highest byte is their union.
    let first = (UInt64(littleEndian: halves[0]) &* 0x0101_0101_0101_0101) >> 56
    let second = (UInt64(littleEndian: halves[1]) &* 0x0101_0101_0101_0101) >> 56
    return first | second << 8
  }

  /// Marks delimiters, quotes and line breaks among 64 bytes, and says whether there are others than
  /// delimiters among them.
  @inline(__always)
  static func structure(
    _ bytes: RawSpan, at offset: Int, delimiter: UInt8, hasQuoteOrLineBreak: inout Bool
  ) -> UInt64 {
    let delimiters = Lane(repeating: delimiter)
    let quotes = Lane(repeating: 0x22)
    let lineFeeds = Lane(repeating: 0x0A)
    let carriageReturns = Lane(repeating: 0x0D)
    var marks: UInt64 = 0
    var others = Lane()
    var part = 0
    while part < width {
      let lane = lane(bytes, at: offset + part)
      let isOther = (lane .== quotes) .| (lane .== lineFeeds) .| (lane .== carriageReturns)
      others = others | selected(isOther)
      let all = selected((lane .== delimiters) .| isOther)
      marks |= gathered(all) << UInt64(truncatingIfNeeded: part)
      part += laneWidth
    }
    hasQuoteOrLineBreak = isAny(others)
    return marks
  }

  /// Marks one byte value among 64 bytes.
  @inline(__always)
  static func marks(of needle: UInt8, in bytes: RawSpan, at offset: Int) -> UInt64 {
    let needles = Lane(repeating: needle)
    var marks: UInt64 = 0
    var part = 0
    while part < width {
      let found = selected(lane(bytes, at: offset + part) .== needles)
      marks |= gathered(found) << UInt64(truncatingIfNeeded: part)
      part += laneWidth
    }
    return marks
  }

  /// The first place of a byte, or `end`.
  @inline(__always)
  static func firstIndex(of needle: UInt8, in bytes: RawSpan, from start: Int, to end: Int) -> Int {
    var index = start
    while index + laneWidth <= end {
      let found = selected(lane(bytes, at: index) .== Lane(repeating: needle))
      if isAny(found) { return index + gathered(found).trailingZeroBitCount }
      index += laneWidth
    }
    while index < end, byte(bytes, at: index) != needle { index += 1 }
    return index
  }

  /// The first byte that is not plain ASCII (a NUL or a byte from 0x80 on), or `end`.
  @inline(__always)
  static func endOfPlainASCII(in bytes: RawSpan, from start: Int, to end: Int) -> Int {
    var index = start
    while index + laneWidth <= end {
      // Lowered by one, a NUL is the greatest byte of all.
      let found = selected((lane(bytes, at: index) &- 1) .>= Lane(repeating: 0x7F))
      if isAny(found) { return index + gathered(found).trailingZeroBitCount }
      index += laneWidth
    }
    while index < end {
      let found = byte(bytes, at: index)
      if found == 0 || found >= 0x80 { break }
      index += 1
    }
    return index
  }
}
