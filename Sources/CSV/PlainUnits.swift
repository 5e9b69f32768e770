/// Runs of plain ASCII without NUL in UTF-16, which is most of any table, four characters at a time.
enum PlainUnits {
  private static let width = 8

  /// Where a run ends that begins at a place, or before: only whole fours of characters are looked at.
  static func end(in bytes: RawSpan, from start: Int, isBigEndian: Bool) -> Int {
    var index = start
    while index + width <= bytes.byteCount {
      let units = units(bytes, at: index, isBigEndian)
      let isHigh = units & 0xFF80_FF80_FF80_FF80
      // Borrows reach other units only from one that is zero.
      let isZero = (units &- 0x0001_0001_0001_0001) & 0x8000_8000_8000_8000
      guard isHigh | isZero == 0 else { break }
      index += width
    }
    return index
  }

  /// Appends a run, a byte for each character.
  static func append(
    _ bytes: RawSpan, from start: Int, to end: Int, isBigEndian: Bool, to output: inout [UInt8]
  ) {
    var place = output.count
    output.append(contentsOf: repeatElement(0, count: (end - start) / 2))
    var text = output.mutableSpan
    var target = text.mutableBytes
    var index = start
    while index < end {
      let units = units(bytes, at: index, isBigEndian)
      let pairs = (units | units >> 8) & 0x0000_FFFF_0000_FFFF
      let characters = UInt32(truncatingIfNeeded: pairs | pairs >> 16)
      target.storeBytes(of: characters.littleEndian, toByteOffset: place, as: UInt32.self)
      place += width / 2
      index += width
    }
  }

  /// Four units, the first in the lowest bits.
  @inline(__always)
  private static func units(_ bytes: RawSpan, at index: Int, _ isBigEndian: Bool) -> UInt64 {
    let word = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
    guard isBigEndian else { return word }
    return word >> 8 & 0x00FF_00FF_00FF_00FF | (word & 0x00FF_00FF_00FF_00FF) << 8
  }
}
