/// The stored responses of one form with their digests: 16 bytes a place, open addressing.
struct ResponseIndex {
  /// What is stored under a key.
  enum Stored {
    case nothing
    /// A response whose digest is unknown, because something other than a file changed it since.
    case response
    /// A response with half of its digest: that two texts for one response share it by chance is as good as
    /// impossible, and half the memory is read per row.
    case digest(UInt64)
  }

  private struct Place {
    var key: UInt64
    var digest: UInt64
  }

  private var places: [Place]
  private(set) var count = 0
  /// Places whose key a row of the file has, and those of them where the row may be another than is stored.
  private var met = BitSet()
  private var moved = BitSet()
  /// No packed key has every bit set: participants' numbers stay below 2^34.
  private static let empty = UInt64.max
  /// Of sixteen places at most as many are taken.
  private static let mostTaken = 12

  init(minimumCapacity: Int = 1024) {
    let size = max(1024, minimumCapacity) * 16 / Self.mostTaken + 1
    places = [Place](repeating: Place(key: Self.empty, digest: 0), count: size)
  }

  /// The highest number of an event or an instance that a key has room for.
  static let highestPart = 0x7FFF

  /// Packs a key without loss: 34 bits of participant, 15 of event, 15 of instance.
  static func key(participant: Int64, event: Int, instance: Int) -> UInt64 {
    UInt64(truncatingIfNeeded: participant) << 30 | UInt64(event & highestPart) << 15
      | UInt64(instance & highestPart)
  }

  subscript(key: UInt64) -> Stored {
    let found = places[place(of: key)]
    guard found.key == key else { return .nothing }
    return found.digest == 0 ? .response : .digest(found.digest)
  }

  /// Notes a stored response; nil is an unknown digest.
  mutating func insert(_ key: UInt64, _ digest: RowDigest?) {
    if count * 16 >= places.count * Self.mostTaken { grow() }
    let place = place(of: key)
    if places[place].key != key { count += 1 }
    places[place] = Place(key: key, digest: digest?.half ?? 0)
  }

  /// Notes that a row of the file has a stored key; `isSame` if the row is known to be stored as it is.
  ///
  /// Returns ``Sighting/unknown`` if the file has had the key before and the rows may differ. Nothing is inserted
  /// afterwards.
  mutating func meet(_ key: UInt64, isSame: Bool) -> Sighting {
    let place = place(of: key)
    let isFirst = met.insert(place)
    if isFirst && isSame { return .first }
    let hasMoved = isSame ? moved.contains(place) : !moved.insert(place)
    if isFirst { return .first }
    return isSame && !hasMoved ? .again : .unknown
  }

  /// Notes rows that were met before there was an index, by half of their digest.
  mutating func meet(where isMet: (UInt64) -> Bool) {
    for place in places.indices where places[place].key != Self.empty && isMet(places[place].digest) {
      _ = met.insert(place)
    }
  }

  /// Calls a closure with the participant, event, instance and half of the digest of every response.
  func forEach(_ body: (Int64, Int, Int, UInt64?) -> Void) {
    for place in places where place.key != Self.empty {
      body(
        Int64(place.key >> 30), Int(truncatingIfNeeded: place.key >> 15) & Self.highestPart,
        Int(truncatingIfNeeded: place.key) & Self.highestPart,
        place.digest == 0 ? nil : place.digest)
    }
  }

  private func place(of key: UInt64) -> Int {
    // The highest bits of the product depend on every bit of the key.
    let spread = key &* 0x9E37_79B9_7F4A_7C15
    var place = Int(truncatingIfNeeded: spread.multipliedFullWidth(by: UInt64(places.count)).high)
    let places = places.span
    while places[place].key != key && places[place].key != Self.empty {
      place += 1
      if place == places.count { place = 0 }
    }
    return place
  }

  private mutating func grow() {
    let old = places
    places = [Place](repeating: Place(key: Self.empty, digest: 0), count: old.count + old.count / 2)
    for entry in old where entry.key != Self.empty {
      let place = place(of: entry.key)
      places[place] = entry
    }
  }
}
