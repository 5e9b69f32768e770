/// Small table from the bytes of a cell to a number, ASCII letters in any case.
///
/// One-byte cells, which most codes are, take one look at an array; the others an open-addressed hash.
struct CodeTable: Sendable {
  private var single = [Int32](repeating: -1, count: 256)
  private var places: [Int32] = [-1]
  private var keys: [UInt8] = []
  private var starts: [Int32] = [0]
  private var values: [Int32] = []
  /// For each byte, whether a key of several bytes begins with it in any case.
  private var beginnings = [Bool](repeating: false, count: 256)

  /// Number of entries.
  var count: Int { values.count }

  /// Adds a key with a value of 0 or above; the first of two equal keys stays.
  mutating func insert(_ key: String, _ value: Int32) {
    let bytes = Array(key.utf8).map(Self.folded)
    guard self[bytes, 0..<bytes.count] == nil else { return }
    if bytes.count == 1 {
      single[Int(bytes[0])] = value
      if bytes[0] >= 0x61, bytes[0] <= 0x7A { single[Int(bytes[0]) - 0x20] = value }
    }
    if bytes.count > 1 {
      beginnings[Int(bytes[0])] = true
      if bytes[0] >= 0x61, bytes[0] <= 0x7A { beginnings[Int(bytes[0]) - 0x20] = true }
    }
    keys += bytes
    starts.append(Int32(keys.count))
    values.append(value)
    if values.count * 2 > places.count { grow() } else { place(values.count - 1) }
  }

  /// The value of a cell; nil if there is none.
  subscript(bytes: [UInt8], range: Range<Int>) -> Int? {
    if range.count == 1 {
      let value = single[Int(bytes[range.lowerBound])]
      return value >= 0 ? Int(value) : nil
    }
    // Most numbers and dates are known by their first byte not to be missing tokens.
    guard !range.isEmpty, beginnings[Int(bytes[range.lowerBound])] else { return nil }
    var place = Self.hash(bytes, range) & (places.count - 1)
    while case let entry = Int(places[place]), entry >= 0 {
      if matches(entry, bytes, range) { return Int(values[entry]) }
      place = (place + 1) & (places.count - 1)
    }
    return nil
  }

  private func matches(_ entry: Int, _ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    let start = Int(starts[entry])
    guard Int(starts[entry + 1]) - start == range.count else { return false }
    let key = keys.span.extracting(start..<start + range.count)
    let cell = bytes.span.extracting(range)
    for offset in key.indices where key[offset] != Self.folded(cell[offset]) { return false }
    return true
  }

  private mutating func grow() {
    places = Array(repeating: -1, count: max(8, places.count * 4))
    for entry in values.indices { place(entry) }
  }

  private mutating func place(_ entry: Int) {
    let range = Int(starts[entry])..<Int(starts[entry + 1])
    var place = Self.hash(keys, range) & (places.count - 1)
    while places[place] >= 0 { place = (place + 1) & (places.count - 1) }
    places[place] = Int32(entry)
  }

  /// Of length, first, middle and last byte, which tell the few keys of a question apart.
  private static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
    guard !range.isEmpty else { return 0 }
    let first = UInt32(folded(bytes[range.lowerBound]))
    let middle = UInt32(folded(bytes[range.lowerBound + range.count / 2]))
    let last = UInt32(folded(bytes[range.upperBound - 1]))
    let word = first | middle << 8 | last << 16 | UInt32(truncatingIfNeeded: range.count) << 24
    let hash = word &* 0x9E37_79B1
    return Int(hash >> 16)
  }

  @inline(__always)
  private static func folded(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte + 0x20 : byte
  }
}
