/// The stored responses of one form with their digests: 24 bytes a place, open addressing.
struct ResponseIndex {
  /// What is stored under a key.
  enum Stored {
    case nothing
    /// A response whose digest is unknown, because something other than a file changed it since.
    case response
    case digest(RowDigest)
  }

  private var keys: [UInt64]
  private var digests: [RowDigest]
  private var mask: Int
  private(set) var count = 0
  /// No packed key has every bit set: participants' numbers stay below 2^40.
  private static let empty = UInt64.max

  init(minimumCapacity: Int = 1024) {
    var size = 2048
    while size * 3 < minimumCapacity * 4 { size *= 2 }
    keys = [UInt64](repeating: Self.empty, count: size)
    digests = [RowDigest](repeating: RowDigest(high: 0, low: 0), count: size)
    mask = size - 1
  }

  /// Packs a key without loss: 40 bits of participant, 12 of event, 12 of instance.
  static func key(participant: Int64, event: Int, instance: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: participant) << 24 | UInt64(event & 0xFFF) << 12 | UInt64(instance & 0xFFF)
  }

  subscript(key: UInt64) -> Stored {
    let slot = place(of: key)
    guard keys[slot] == key else { return .nothing }
    let digest = digests[slot]
    return digest.high == 0 && digest.low == 0 ? .response : .digest(digest)
  }

  /// Notes a stored response; nil is an unknown digest.
  mutating func insert(_ key: UInt64, _ digest: RowDigest?) {
    if count * 4 >= keys.count * 3 { grow() }
    let slot = place(of: key)
    if keys[slot] != key { count += 1 }
    keys[slot] = key
    digests[slot] = digest ?? RowDigest(high: 0, low: 0)
  }

  /// Calls a closure with the participant, event, instance and digest of every response.
  func forEach(_ body: (Int64, Int, Int, RowDigest?) -> Void) {
    for (slot, key) in keys.enumerated() where key != Self.empty {
      let digest = digests[slot]
      body(
        Int64(key >> 24), Int(key >> 12 & 0xFFF), Int(key & 0xFFF),
        digest.high == 0 && digest.low == 0 ? nil : digest)
    }
  }

  private func place(of key: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[slot] != Self.empty && keys[slot] != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let oldKeys = keys
    let oldDigests = digests
    keys = [UInt64](repeating: Self.empty, count: oldKeys.count * 2)
    digests = [RowDigest](repeating: RowDigest(high: 0, low: 0), count: keys.count)
    mask = keys.count - 1
    for (index, key) in oldKeys.enumerated() where key != Self.empty {
      let slot = place(of: key)
      keys[slot] = key
      digests[slot] = oldDigests[index]
    }
  }
}
