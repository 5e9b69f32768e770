/// The differences of all pairs of a value of the first group and one of the second, without writing them down.
struct PairDifferences {
  private let first: [(value: Double, count: Int)]
  private let second: [(value: Double, count: Int)]
  private let pairs: (high: Int, low: UInt)

  init(_ table: RankTable) {
    func levels(_ group: Int) -> [(value: Double, count: Int)] {
      table.values.indices.compactMap { level in
        let count = table.counts[level * 2 + group]
        return count > 0 ? (table.values[level], count) : nil
      }
    }
    (first, second) = (levels(0), levels(1))
    let sizes = table.sizes
    let product = sizes[0].multipliedFullWidth(by: sizes[1])
    pairs = (product.high, product.low)
  }

  /// The middle difference, or the mean of both middle ones.
  var median: Double {
    guard let lowest = first.first, let highest = first.last, let least = second.first,
      let most = second.last,
      pairs.high == 0, pairs.low > 0, pairs.low < UInt(Int.max)
    else { return 0 }
    let count = Int(pairs.low)
    let (bottom, top) = (lowest.value - most.value, highest.value - least.value)
    let lower = ordered((count + 1) / 2, bottom, top)
    return count % 2 == 1 ? lower : lower / 2 + ordered(count / 2 + 1, bottom, top) / 2
  }

  /// The difference of a rank, by halving the doubles between two ends in their order.
  private func ordered(_ rank: Int, _ bottom: Double, _ top: Double) -> Double {
    var (low, high) = (Self.position(bottom), Self.position(top))
    while low < high {
      // The mean of two whole numbers without their sum, which may overflow.
      let middle = (low & high) + ((low ^ high) >> 1)
      if countUpTo(Self.value(middle)) >= rank { high = middle } else { low = middle + 1 }
    }
    return Self.value(low)
  }

  /// How many differences are at most a value.
  ///
  /// Rounded differences rise with one value and fall with the other as true ones do.
  private func countUpTo(_ bound: Double) -> Int {
    var (found, remaining) = (0, 0)
    for level in second { remaining += level.count }
    var next = 0
    for level in first {
      while next < second.count, level.value - second[next].value > bound {
        remaining -= second[next].count
        next += 1
      }
      found += level.count * remaining
    }
    return found
  }

  /// Whole numbers in the order of the doubles.
  private static func position(_ value: Double) -> Int64 {
    let bits = Int64(bitPattern: (value + 0).bitPattern)
    return bits >= 0 ? bits : Int64.min - bits
  }

  private static func value(_ position: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: position >= 0 ? position : Int64.min - position))
  }
}
