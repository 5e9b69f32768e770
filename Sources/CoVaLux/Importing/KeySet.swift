/// A set of 64-bit hashes, flat; a hash that is met twice says only that its keys may be equal.
struct KeySet {
  private var slots: [UInt64] = [UInt64](repeating: 0, count: 4096)
  private var count = 0
  private var holdsZero = false

  /// Adds a hash and returns whether it was new.
  mutating func insert(_ hash: UInt64) -> Bool {
    guard hash != 0 else {
      defer { holdsZero = true }
      return !holdsZero
    }
    if count * 2 >= slots.count { grow() }
    let slot = place(of: hash)
    guard slots[slot] == 0 else { return false }
    slots[slot] = hash
    count += 1
    return true
  }

  func contains(_ hash: UInt64) -> Bool {
    hash == 0 ? holdsZero : slots[place(of: hash)] == hash
  }

  private func place(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 && slots[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    for hash in old where hash != 0 { slots[place(of: hash)] = hash }
  }
}
