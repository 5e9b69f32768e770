/// Halves of digests, none of them without a bit: 8 bytes a place, open addressing; and which of them have been met.
struct DigestSet {
  private var places: [UInt64]
  private var met = BitSet()
  /// Of sixteen places as many are taken.
  private static let taken = 12

  init(_ halves: [UInt64]) {
    places = [UInt64](repeating: 0, count: halves.count * 16 / Self.taken + 1)
    for half in halves {
      let place = place(of: half)
      places[place] = half
    }
  }

  /// Looks for a half and notes that it was met.
  mutating func find(_ half: UInt64) -> Sighting {
    let place = place(of: half)
    guard places[place] == half else { return .unknown }
    return met.insert(place) ? .first : .again
  }

  func hasMet(_ half: UInt64) -> Bool {
    let place = place(of: half)
    return places[place] == half && met.contains(place)
  }

  private func place(of half: UInt64) -> Int {
    // A digest is spread evenly already.
    var place = Int(truncatingIfNeeded: half.multipliedFullWidth(by: UInt64(places.count)).high)
    let places = places.span
    while places[place] != half && places[place] != 0 {
      place += 1
      if place == places.count { place = 0 }
    }
    return place
  }
}
