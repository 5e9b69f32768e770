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

  /// The four lanes of 64 bytes, behind a single check of the bounds.
  @inline(__always)
  private static func lanes(_ bytes: RawSpan, at offset: Int) -> (Lane, Lane, Lane, Lane) {
    let block = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: SIMD64<UInt8>.self)
    return unsafeBitCast(block, to: (Lane, Lane, Lane, Lane).self)
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

  @inline(__always)
  private static func gathered(_ first: Lane, _ second: Lane, _ third: Lane, _ fourth: Lane) -> UInt64 {
    gathered(first) | gathered(second) << 16 | gathered(third) << 32 | gathered(fourth) << 48
  }

  /// Marks what divides text into fields and records among 64 bytes.
  @inline(__always)
  static func structure(_ bytes: RawSpan, at offset: Int, delimiter: UInt8) -> StructureIndex.Marks {
    let (first, second, third, fourth) = lanes(bytes, at: offset)
    let delimiters = Lane(repeating: delimiter)
    let quotes = Lane(repeating: Dialect.quote)
    var structure = StructureIndex.Marks()
    structure.delimiters = gathered(
      selected(first .== delimiters), selected(second .== delimiters), selected(third .== delimiters),
      selected(fourth .== delimiters))
    let firstQuotes = selected(first .== quotes)
    let secondQuotes = selected(second .== quotes)
    let thirdQuotes = selected(third .== quotes)
    let fourthQuotes = selected(fourth .== quotes)
    // Most blocks have none, and most have no line break.
    if isAny(firstQuotes | secondQuotes | thirdQuotes | fourthQuotes) {
      structure.quotes = gathered(firstQuotes, secondQuotes, thirdQuotes, fourthQuotes)
    }
    let firstBreaks = selected(isLineBreak(first))
    let secondBreaks = selected(isLineBreak(second))
    let thirdBreaks = selected(isLineBreak(third))
    let fourthBreaks = selected(isLineBreak(fourth))
    if isAny(firstBreaks | secondBreaks | thirdBreaks | fourthBreaks) {
      structure.breaks = gathered(firstBreaks, secondBreaks, thirdBreaks, fourthBreaks)
    }
    return structure
  }

  @inline(__always)
  private static func isLineBreak(_ lane: Lane) -> SIMDMask<SIMD16<Int8>> {
    (lane .== Lane(repeating: 0x0A)) .| (lane .== Lane(repeating: 0x0D))
  }

  /// Whether 64 bytes hold a line feed or a carriage return.
  @inline(__always)
  static func hasLineBreak(_ bytes: RawSpan, at offset: Int) -> Bool {
    let (first, second, third, fourth) = lanes(bytes, at: offset)
    return isAny(
      unsafeBitCast(
        isLineBreak(first) .| isLineBreak(second) .| isLineBreak(third) .| isLineBreak(fourth), to: Lane.self)
    )
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
    while index + width <= end {
      let (first, second, third, fourth) = lanes(bytes, at: index)
      let firstFound = selected(isNotPlain(first))
      let secondFound = selected(isNotPlain(second))
      let thirdFound = selected(isNotPlain(third))
      let fourthFound = selected(isNotPlain(fourth))
      if isAny(firstFound | secondFound | thirdFound | fourthFound) {
        let marks = gathered(firstFound, secondFound, thirdFound, fourthFound)
        return index + marks.trailingZeroBitCount
      }
      index += width
    }
    while index + laneWidth <= end {
      let found = selected(isNotPlain(lane(bytes, at: index)))
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

  @inline(__always)
  private static func isNotPlain(_ lane: Lane) -> SIMDMask<SIMD16<Int8>> {
    // As signed numbers, bytes from 0x80 on are negative.
    unsafeBitCast(lane, to: SIMD16<Int8>.self) .<= SIMD16<Int8>()
  }
}
