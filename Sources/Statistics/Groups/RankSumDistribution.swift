/// The permutation distribution of the sum of ranks of one group.
///
/// Streitberg & Röhmel (1986): each value in turn is chosen or not, which shifts the counts of sums.
struct RankSumDistribution {
  private let scores: [Int]
  private let chosen: Int
  private let least: Double
  private let unit: Double

  /// - Parameters:
  ///   - scores: The midrank of each distinct value, ascending.
  ///   - multiplicities: How often it occurs.
  ///   - chosen: How many values the group has.
  init(scores: [Double], multiplicities: [Int], chosen: Int) {
    // Midranks are halves of whole numbers; as distances from the least they have the smallest numbers.
    let least = scores.first ?? 0
    let doubled = scores.map { Int((2 * ($0 - least)).rounded()) }
    let divisor = max(doubled.reduce(0) { Self.greatestCommonDivisor($0, $1) }, 1)
    // Beyond this many no count of divisions would be a double, nor would one wait for it.
    let all = multiplicities.reduce(0, +)
    self.scores =
      all <= 1000
      ? zip(doubled, multiplicities).flatMap { [Int](repeating: $0 / divisor, count: $1) } : []
    self.chosen = chosen
    self.least = least
    unit = Double(divisor) / 2
  }

  func probability(atLeastAsFarAs sum: Double) -> Outcome<Double> {
    guard !scores.isEmpty else { return .undefined(.tooManyTables) }
    // The smaller group has fewer divisions to count; its sum lies as far from its mean.
    let size = min(chosen, scores.count - chosen)
    let total = scores.reduce(0, +)
    let width = scores.suffix(size).reduce(0, +) + 1
    guard Double(scores.count) * Double(size) * Double(width) < 3e8 else { return .undefined(.tooManyTables) }
    let ownSum = ((sum - Double(chosen) * least) / unit).rounded()
    let distance = abs(Double(scores.count) * ownSum - Double(chosen) * Double(total))
    let counts = divisions(size, width)
    var (far, all) = (0.0, 0.0)
    for (other, count) in counts.enumerated() where count > 0 {
      all += count
      if abs(Double(scores.count) * Double(other) - Double(size) * Double(total)) >= distance { far += count }
    }
    return .defined(min(1, far / all))
  }

  /// In how many ways `size` of the scores have each sum.
  private func divisions(_ size: Int, _ width: Int) -> [Double] {
    var counts = [Double](repeating: 0, count: (size + 1) * width)
    counts[0] = 1
    var (seen, reach) = (0, 0)
    for score in scores {
      seen += 1
      reach = min(reach + score, width - 1)
      for number in stride(from: min(size, seen), through: 1, by: -1) {
        let (row, before) = (number * width, (number - 1) * width)
        for sum in stride(from: reach, through: score, by: -1) {
          counts[row + sum] += counts[before + sum - score]
        }
      }
    }
    return Array(counts[size * width..<(size + 1) * width])
  }

  private static func greatestCommonDivisor(_ first: Int, _ second: Int) -> Int {
    var (a, b) = (first, second)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
