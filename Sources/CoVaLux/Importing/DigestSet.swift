/// Halves of digests, none of them without a bit: 8 bytes a place, open addressing.
struct DigestSet {
  private var places: [UInt64]
  /// Of sixteen places as many are taken.
  private static let taken = 12

  init(_ halves: [UInt64]) {
    places = [UInt64](repeating: 0, count: halves.count * 16 / Self.taken + 1)
    for half in halves {
      let place = place(of: half)
      places[place] = half
    }
  }

  func contains(_ half: UInt64) -> Bool {
    places[place(of: half)] == half
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
