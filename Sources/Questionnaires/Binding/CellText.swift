/// Work on the bytes of one cell that does not depend on its question.
enum CellText {
  /// What may be wrong with a text.
  enum Fault {
    case none
    case control
    case encoding
  }

  /// The range without white space around it: ASCII, no-break and other Unicode spaces, byte order marks.
  @inline(__always)
  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    guard !range.isEmpty else { return range }
    let first = bytes[range.lowerBound]
    let last = bytes[range.upperBound - 1]
    // Every space that is not ASCII begins with a byte from 0xC2 on and ends with one from 0x80 to 0xBF.
    if first > 0x20 && first < 0xC2 && last > 0x20 && last < 0x7F { return range }
    return trimmedSlowly(bytes, range)
  }

  private static func trimmedSlowly(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var lower = range.lowerBound
    var upper = range.upperBound
    while lower < upper, case let width = space(bytes, at: lower, upTo: upper), width > 0 { lower += width }
    while upper > lower {
      if space(bytes, at: upper - 1, upTo: upper) == 1 {
        upper -= 1
      } else if upper - lower >= 2, space(bytes, at: upper - 2, upTo: upper) == 2 {
        upper -= 2
      } else if upper - lower >= 3, space(bytes, at: upper - 3, upTo: upper) == 3 {
        upper -= 3
      } else {
        break
      }
    }
    return lower..<upper
  }

  /// Whether a cell holds a no-break space or a character that shows as nothing.
  static func holdsUnseen(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    range.contains { index in
      switch bytes[index] {
      // No-break space and soft hyphen.
      case 0xC2: index + 1 < range.upperBound && (bytes[index + 1] == 0xA0 || bytes[index + 1] == 0xAD)
      case 0xE2:
        index + 2 < range.upperBound
          && (bytes[index + 1] == 0x80 && (0x87...0x8F).contains(bytes[index + 2])
            || bytes[index + 1] == 0x80 && (0xA8...0xAF).contains(bytes[index + 2])
            || bytes[index + 1] == 0x81 && (0x9F...0xAF).contains(bytes[index + 2]))
      case 0xEF:
        index + 2 < range.upperBound && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF
      default: false
      }
    }
  }

  /// Whether a cell holds a line break, so that a remark of white space alone is no blank.
  static func hasLineBreak(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    bytes[range].contains { $0 == 0x0A || $0 == 0x0D }
  }

  /// Bytes of the space at a place, 0 if there is none.
  private static func space(_ bytes: [UInt8], at place: Int, upTo end: Int) -> Int {
    let byte = bytes[place]
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return 1 }
    if byte == 0xC2, place + 1 < end {
      return bytes[place + 1] == 0xA0 || bytes[place + 1] == 0x85 ? 2 : 0
    }
    guard byte >= 0xE1, byte <= 0xEF, place + 2 < end else { return 0 }
    switch (byte, bytes[place + 1], bytes[place + 2]) {
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8B), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
      (0xE2, 0x81, 0x9F...0xA0), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
      return 3
    default: return 0
    }
  }

  /// Checks that a text is UTF-8 without control characters; line breaks and tabs pass where `allowsLines`.
  static func fault(of bytes: [UInt8], _ range: Range<Int>, allowsLines: Bool) -> Fault {
    var index = range.lowerBound + plainLength(bytes.span.extracting(range).bytes)
    while index < range.upperBound {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte < 0x20 || byte == 0x7F {
          let isLine = byte == 0x0A || byte == 0x0D || byte == 0x09
          if !(isLine && allowsLines) { return .control }
        }
        index += 1
        continue
      }
      let width = sequenceWidth(bytes, at: index, upTo: range.upperBound)
      if width == 0 { return .encoding }
      // C1 control characters.
      if width == 2 && byte == 0xC2 && bytes[index + 1] < 0xA0 { return .control }
      index += width
    }
    return .none
  }

  /// Bytes at the beginning that are certainly printable ASCII, counted eight by eight.
  private static func plainLength(_ text: RawSpan) -> Int {
    let lowest: UInt64 = 0x0101_0101_0101_0101
    var index = 0
    while index + 8 <= text.byteCount {
      // Within bounds by the condition; a load of eight bytes has no safe form.
      let word = text.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let delete = word ^ (lowest &* 0x7F)
      let odd = word | (word &- lowest &* 0x20) & ~word | (delete &- lowest) & ~delete
      guard odd & (lowest &* 0x80) == 0 else { break }
      index += 8
    }
    return index
  }

  /// Bytes of the well-formed sequence at a place (Unicode, table 3-7), 0 if there is none.
  private static func sequenceWidth(_ bytes: [UInt8], at place: Int, upTo end: Int) -> Int {
    let first = bytes[place]
    let width = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    guard first >= 0xC2, first <= 0xF4, place + width <= end else { return 0 }
    for offset in 1..<width where bytes[place + offset] & 0xC0 != 0x80 { return 0 }
    switch (first, bytes[place + 1]) {
    case (0xE0, ..<0xA0), (0xED, 0xA0...), (0xF0, ..<0x90), (0xF4, 0x90...): return 0
    default: return width
    }
  }

  /// Number of characters of a valid text, as PostgreSQL's `char_length` counts.
  static func characterCount(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    var count = 0
    for index in range where bytes[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
