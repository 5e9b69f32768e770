/// Follows the quotes of a record through blocks of 64 bytes, as bits.
struct QuoteBits {
  /// The bytes right after a closing quote, and after the first of two quotes.
  private(set) var afterClosing: UInt64 = 0
  /// The second of two quotes that stand for one.
  private(set) var doubled: UInt64 = 0
  /// Line breaks inside quotes.
  private(set) var innerBreaks: UInt64 = 0

  /// All ones where a quote is open when the next block begins.
  private var open: UInt64 = 0
  /// The lowest bit where the last byte was a closing quote.
  private var closedBefore: UInt64 = 0
  /// Where in the next block a field begins without a delimiter before it in that block.
  private var begins: UInt64

  /// Begins with a record at a byte of the first block.
  init(beginningAt bit: UInt64) {
    begins = 1 << bit
  }

  /// Whether a quote is open.
  var isOpen: Bool { open != 0 }

  /// Takes the marks of the next block and leaves those outside quotes.
  ///
  /// Returns whether all quotes up to the record's end stand where they should: an opening one where a field
  /// begins, and after a closing one the end of the field or a second quote.
  @inline(__always)
  mutating func advance(
    over quotes: UInt64, _ delimiters: inout UInt64, _ breaks: inout UInt64, textBits: UInt64
  ) -> Bool {
    if quotes | open | closedBefore == 0 {
      begins = delimiters >> 63
      afterClosing = 0
      doubled = 0
      innerBreaks = 0
      return true
    }
    let inside = Self.parity(quotes) ^ open
    let outerBreaks = breaks & ~inside
    // Up to the first line break outside quotes, which ends the record; all bits if there is none.
    let record = outerBreaks ^ (outerBreaks &- 1)
    let opening = quotes & inside & record
    let closing = quotes & ~inside & record
    delimiters &= ~inside
    innerBreaks = breaks & inside & record
    breaks = outerBreaks
    afterClosing = closing << 1 | closedBefore
    doubled = opening & afterClosing
    let ends = delimiters | breaks
    let wrong = opening & ~(ends << 1 | begins | afterClosing) | afterClosing & ~(ends | opening)
    open = 0 &- inside >> 63
    closedBefore = closing >> 63
    begins = ends >> 63
    return wrong & record & textBits == 0
  }

  /// Each bit tells whether the bits up to it are odd in number.
  @inline(__always)
  private static func parity(_ bits: UInt64) -> UInt64 {
    var parity = bits ^ bits << 1
    parity ^= parity << 2
    parity ^= parity << 4
    parity ^= parity << 8
    parity ^= parity << 16
    return parity ^ parity << 32
  }
}
