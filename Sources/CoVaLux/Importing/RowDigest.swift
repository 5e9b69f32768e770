import CohortModel
import Questionnaires

/// A 128-bit digest of a row's typed values, by which an unchanged row of a file is recognised.
///
/// Two lanes of multiply-and-fold over 64-bit words, as in wyhash. It guards against coincidence (2^-128), not
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

  mutating func add(_ bytes: [UInt8], in range: Range<Int>) {
    add(UInt64(truncatingIfNeeded: range.count))
    var index = range.lowerBound
    while index < range.upperBound {
      var word: UInt64 = 0
      let end = min(index + 8, range.upperBound)
      while index < end {
        word = word << 8 | UInt64(bytes[index])
        index += 1
      }
      add(word)
    }
  }

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
  init?(bytes: Span<UInt8>) {
    guard bytes.count == 16 else { return nil }
    var words: (UInt64, UInt64) = (0, 0)
    for index in 0..<8 {
      words.0 = words.0 << 8 | UInt64(bytes[index])
      words.1 = words.1 << 8 | UInt64(bytes[index + 8])
    }
    self.init(high: words.0, low: words.1)
  }

  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right | 1)
    return product.high ^ product.low
  }
}
