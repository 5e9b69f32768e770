import CSV
import CohortModel
import Questionnaires

/// A 128-bit digest of a row, by which an unchanged row of a file is recognised.
///
/// Stored is that of the row's text, so that an unchanged row need not even be read; one bit of it says whether there
/// was anything to say about the row, which has then to be said again. A row that is written differently and means
/// the same is compared with what is stored and found to change nothing.
///
/// Two lanes of multiply-and-fold over pairs of 64-bit words, as in wyhash. It guards against coincidence (2^-128), not
/// against a forger: who can write the file can change the row openly.
struct RowDigest: Hashable {
  private(set) var high: UInt64
  private(set) var low: UInt64

  /// Starts a digest; rows of different questionnaire versions never share one.
  init(seed: UInt64) {
    high = 0x9E37_79B9_7F4A_7C15 ^ seed
    low = 0xD6E8_FEB8_6659_FD93 &+ seed
  }

  init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }

  mutating func add(_ word: UInt64) {
    high = Self.fold(high ^ word, 0xA076_1D64_78BD_642F)
    low = Self.fold(low &+ word, 0xE703_7ED1_A0B4_28DB ^ high)
  }

  /// Adds two words at once, each of which meets the other in both lanes.
  mutating func add(_ first: UInt64, _ second: UInt64) {
    let before = high
    high = Self.fold(high ^ first, 0xA076_1D64_78BD_642F ^ second)
    low = Self.fold(low &+ second, 0xE703_7ED1_A0B4_28DB ^ first ^ before)
  }

  mutating func add(_ bytes: [UInt8], in range: Range<Int>) {
    _ = addSeekingQuote(bytes, in: range)
  }

  /// Adds bytes and returns whether a quote is among them.
  private mutating func addSeekingQuote(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
    add(UInt64(truncatingIfNeeded: range.count))
    let span = bytes.span.extracting(range).bytes
    var digest = self
    var quotes: UInt64 = 0
    var index = 0
    // Within bounds by the conditions; a load of eight bytes has no safe form.
    while index + 16 <= span.byteCount {
      let first = UInt64(bigEndian: span.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      let second = UInt64(bigEndian: span.unsafeLoadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
      digest.add(first, second)
      quotes |= Self.zeros(in: first ^ 0x2222_2222_2222_2222) | Self.zeros(in: second ^ 0x2222_2222_2222_2222)
      index += 16
    }
    if index + 8 <= span.byteCount {
      let word = UInt64(bigEndian: span.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
      digest.add(word)
      quotes |= Self.zeros(in: word ^ 0x2222_2222_2222_2222)
      index += 8
    }
    if index < span.byteCount {
      var word: UInt64 = 0
      while index < span.byteCount {
        word = word << 8 | UInt64(span.unsafeLoad(fromByteOffset: index, as: UInt8.self))
        index += 1
      }
      digest.add(word)
      quotes |= Self.zeros(in: word ^ 0x2222_2222_2222_2222)
    }
    self = digest
    return quotes != 0
  }

  /// Not zero exactly if a byte of the word is zero (Mycroft 1987).
  private static func zeros(in word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }

  /// Adds the text of a row: its bytes with delimiters and quotes, and where its fields end.
  ///
  /// Without a quote the text alone says where, as the seed knows the delimiter.
  mutating func add(_ record: borrowing Record) {
    guard record.count > 0 else { return }
    let end = record.range(of: record.count - 1).upperBound
    guard addSeekingQuote(record.bytes, in: 0..<end) else { return }
    var shape: UInt64 = 0
    for field in 0..<record.count {
      shape =
        shape &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(truncatingIfNeeded: record.range(of: field).upperBound)
    }
    add(shape)
  }

  /// The digest of a row about which there was something to say, or nothing.
  func marked(hasFindings: Bool) -> RowDigest {
    RowDigest(high: high, low: hasFindings ? low | 1 : low & ~1)
  }

  /// Half of the bits, which is what is kept in memory of stored rows; the lowest is the mark.
  var half: UInt64 { low ^ (high & ~1) }

  /// Adds every answer of a row, with its state.
  mutating func add(_ answers: borrowing Answers) {
    for index in answers.cells.indices {
      let cell = answers.cells[index]
      switch cell.state {
      case .blank: add(1)
      case .skipped: add(2)
      case .missing(let reason): add(UInt64(truncatingIfNeeded: 16 - Int(reason.rawValue)))
      case .value:
        add(UInt64(truncatingIfNeeded: cell.int) &+ UInt64(truncatingIfNeeded: cell.precision.rawValue) << 60)
        add(cell.double.bitPattern)
        if !cell.text.isEmpty { add(answers.text, in: cell.text) }
      }
    }
    for slot in answers.slots { add(answers.text, in: slot) }
  }

  /// Writes the digest as 16 bytes, most significant first.
  func write(to bytes: inout [UInt8]) {
    for index in 0..<8 {
      bytes[index] = UInt8(truncatingIfNeeded: high >> UInt64(56 - index * 8))
      bytes[index + 8] = UInt8(truncatingIfNeeded: low >> UInt64(56 - index * 8))
    }
  }

  /// Reads 16 bytes; nil if there are not exactly as many.
  init?(bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 16 else { return nil }
    self.init(
      high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right | 1)
    return product.high ^ product.low
  }
}
