@testable import Anonymisation

/// The optimum by trying every node, on labels, with nothing of the search but its definitions.
struct ExhaustiveOracle {
  struct Optimum {
    let levels: [Int]
    let suppressedUnits: Set<Int32>
    let loss: Double
  }

  let rows: [[String]]
  let hierarchies: [Hierarchy]
  let units: [Int32]
  let sensitive: [String]
  let k: Int
  let l: Int
  let nonDisclosing: Set<String>
  let t: Fraction?
  let limit: Int

  func optimum() -> Optimum? {
    var best: (rank: [Double], optimum: Optimum)?
    for levels in nodes(heights: hierarchies.map(\.height)[...]) {
      let labels = rows.map { row in
        zip(row, zip(hierarchies, levels)).map { $1.0.label(for: $0, level: $1.1) ?? "" }
      }
      let removed = suppressed(labels)
      guard removed.count <= limit else { continue }
      let losses = columnLosses(levels, removed: removed)
      // Sorted factors, as the engine documents, so that equal products are equal numbers.
      let product = losses.map { $0 + 1 }.sorted().reduce(1, *)
      let loss = UtilityLoss().score(columnLosses: losses)
      let rank = [product, Double(levels.reduce(0, +))] + levels.map(Double.init)
      if let best, !rank.lexicographicallyPrecedes(best.rank) { continue }
      best = (rank, Optimum(levels: levels, suppressedUnits: removed, loss: loss))
    }
    return best?.optimum
  }

  private func nodes(heights: ArraySlice<Int>) -> [[Int]] {
    guard let first = heights.first else { return [[]] }
    return (0...first).flatMap { level in nodes(heights: heights.dropFirst()).map { [level] + $0 } }
  }

  private func suppressed(_ labels: [[String]]) -> Set<Int32> {
    var removed: Set<Int32> = []
    for isLast in [false, true] {
      while true {
        var failing: Set<Int32> = []
        let kept = rows.indices.filter { !removed.contains(units[$0]) }
        for group in Dictionary(grouping: kept, by: { labels[$0] }).values {
          let people = Set(group.map { units[$0] })
          // A rule that merging can break is applied last, like closeness.
          let isUniform = (isLast || nonDisclosing.isEmpty) && !isDiverse(group)
          let isFar = isLast && (t.map { isFarther(group, than: $0) } ?? false)
          if people.count < k || isUniform || isFar { failing.formUnion(people) }
        }
        if failing.isEmpty { break }
        removed.formUnion(failing)
      }
    }
    return removed
  }

  /// At least l values that disclose something, or each of them with at most one person in l.
  private func isDiverse(_ group: [Int]) -> Bool {
    let people = Set(group.map { units[$0] })
    let values = Set(group.map { sensitive[$0] }).subtracting(nonDisclosing)
    return values.count >= l
      || values.allSatisfy { value in
        Set(group.filter { sensitive[$0] == value }.map { units[$0] }).count * l <= people.count
      }
  }

  /// ½ Σ |q − p| > t, people counted once for each value they have, multiplied out.
  private func isFarther(_ group: [Int], than t: Fraction) -> Bool {
    func counts(_ list: [Int]) -> [String: Int] {
      Dictionary(grouping: list, by: { sensitive[$0] }).mapValues { Set($0.map { units[$0] }).count }
    }
    let (inClass, inTable) = (counts(group), counts(Array(rows.indices)))
    let (classTotal, tableTotal) = (inClass.values.reduce(0, +), inTable.values.reduce(0, +))
    let sum = inTable.reduce(0) { $0 + abs((inClass[$1.key] ?? 0) * tableTotal - $1.value * classTotal) }
    return sum * t.denominator > 2 * t.numerator * classTotal * tableTotal
  }

  private func columnLosses(_ levels: [Int], removed: Set<Int32>) -> [Double] {
    hierarchies.indices.map { column in
      let hierarchy = hierarchies[column]
      var leafSum = 0
      for row in rows.indices {
        if removed.contains(units[row]) {
          leafSum += hierarchy.leafCount
        } else {
          let label = hierarchy.label(for: rows[row][column], level: levels[column])
          leafSum +=
            hierarchy.levels[0].labels.filter {
              hierarchy.label(for: $0, level: levels[column]) == label
            }.count
        }
      }
      return UtilityLoss().columnLoss(leafSum: leafSum, rowCount: rows.count, leafCount: hierarchy.leafCount)
    }
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
