/// The apostrophe that keeps a spreadsheet from running a text cell as a formula.
///
/// A cell needs it that begins, after quotes and invisible or blank characters, with one of
/// `= + - @ |`, a tab, a line break, or the full-width form of such a sign (OWASP, CSV injection).
/// Apostrophes count as quotes, so that adding and removing the prefix are inverse to each other.
public enum FormulaPrefix {
  /// The prefix itself.
  public static let byte: UInt8 = 0x27

  /// Whether a text cell has to be written with the prefix.
  public static func isNeeded(for text: Span<UInt8>) -> Bool {
    var index = 0
    while index < text.count {
      let (scalar, length) = Self.scalar(in: text, at: index)
      if dangerous.contains(scalar) { return true }
      guard skipped.contains(scalar) else { return false }
      index += length
    }
    return false
  }

  /// Whether a cell carries the prefix, which reading it back removes.
  public static func isPresent(in text: Span<UInt8>) -> Bool {
    text.count > 1 && text[0] == byte && isNeeded(for: text.extracting(1..<text.count))
  }

  private static let dangerous: [UInt32] = [
    0x3D, 0x2B, 0x2D, 0x40, 0x7C, 0x09, 0x0D, 0x0A,
    0xFF1D, 0xFF0B, 0xFF0D, 0xFF20, 0xFF5C,
  ]

  /// Space, quotes, no-break and other blanks, zero-width characters, byte order mark.
  private static let skipped: [UInt32] = [
    0x20, 0x22, 0x27, 0xA0, 0xAD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2000, 0x2001, 0x2002, 0x2003, 0x2004,
    0x2005, 0x2006, 0x2007, 0x2008, 0x2009, 0x200A, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x202F, 0x205F,
    0x2060, 0x3000, 0xFEFF,
  ]

  /// The scalar at a place of valid UTF-8.
  private static func scalar(in text: Span<UInt8>, at index: Int) -> (UInt32, Int) {
    let first = UInt32(text[index])
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 1, index + length <= text.count else { return (first, 1) }
    var scalar = first & (0xFF >> UInt32(length + 1))
    for offset in 1..<length { scalar = scalar << 6 | UInt32(text[index + offset] & 0x3F) }
    return (scalar, length)
  }
}
