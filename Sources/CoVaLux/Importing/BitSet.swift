/// Small numbers, a bit each.
struct BitSet {
  private var words: [UInt64] = []

  /// Adds a number and returns whether it was new.
  mutating func insert(_ number: Int) -> Bool {
    let (word, bit) = (number >> 6, UInt64(1) << UInt64(number & 63))
    if word >= words.count {
      words += repeatElement(0, count: max(word + 1, words.count * 2) - words.count)
    }
    guard words[word] & bit == 0 else { return false }
    words[word] |= bit
    return true
  }

  func contains(_ number: Int) -> Bool {
    let word = number >> 6
    return word < words.count && words[word] & 1 << UInt64(number & 63) != 0
  }
}
