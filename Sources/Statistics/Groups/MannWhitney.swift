/// The comparison of two groups by the ranks of their values.
///
/// Mann & Whitney (1947), Ann Math Stat 18:50; checked against R 4.2 `wilcox.test`.
public struct MannWhitney: Sendable {
  private let table: RankTable
  /// How many values the first group has.
  public let firstCount: Int
  /// How many the second has.
  public let secondCount: Int
  /// The pairs in which the value of the first group is larger, equal ones counted by half.
  public let statistic: Double
  /// The variance of the statistic without a difference, given the ties.
  public let variance: Double

  /// Compares the first group of a table with the second; undefined if one of them has no values.
  public static func compare(_ table: RankTable) -> Outcome<MannWhitney> {
    guard table.groupCount == 2 else { return .undefined(.inconsistentCounts) }
    let sizes = table.sizes
    guard sizes[0] > 0, sizes[1] > 0 else { return .undefined(.noObservations) }
    return .defined(MannWhitney(table: table, firstCount: sizes[0], secondCount: sizes[1]))
  }

  /// Compares two groups of values; values that are not finite are missing.
  public static func compare(_ first: [Double], _ second: [Double]) -> Outcome<MannWhitney> {
    compare(RankTable(groups: [first, second]))
  }

  private init(table: RankTable, firstCount: Int, secondCount: Int) {
    self.table = table
    self.firstCount = firstCount
    self.secondCount = secondCount
    let (m, n) = (Double(firstCount), Double(secondCount))
    let all = m + n
    // Ranks from their centre: the sum of plain ranks of large cohorts has few digits left for the difference.
    let centred = zip(table.midranks, table.values.indices).reduce(0) { sum, level in
      sum + Double(table.counts[level.1 * 2]) * (level.0 - (all + 1) / 2)
    }
    statistic = centred + m * n / 2
    variance = m * n / 12 * (all + 1 - table.tieSum / (all * (all - 1)))
  }

  /// Σ t³ − t over the sizes t of ties.
  public var tieSum: Double { table.tieSum }

  /// The probability that a value of the first group exceeds one of the second, ties counted by half.
  public var probabilityOfSuperiority: Double { statistic / (Double(firstCount) * Double(secondCount)) }

  /// The rank-biserial correlation, from −1 to 1.
  public var rankBiserial: Double { 2 * probabilityOfSuperiority - 1 }

  /// The statistic as a standard normal deviate; undefined where all values are equal.
  ///
  /// With the correction its distance from the mean is a half less.
  public func deviate(isCorrected: Bool = false) -> Outcome<Double> {
    guard variance > 0 else { return .undefined(.noVariation) }
    let distance = statistic - Double(firstCount) * Double(secondCount) / 2
    let sign = distance > 0 ? 1.0 : distance < 0 ? -1.0 : 0
    return .defined((distance - (isCorrected ? 0.5 * sign : 0)) / variance.squareRoot())
  }

  /// The two-sided probability by the normal approximation.
  public func p(isCorrected: Bool = false) -> Outcome<Double> {
    deviate(isCorrected: isCorrected).flatMap { deviate in
      Distribution.normal.cumulative(abs(deviate), tail: .upper).map { min(1, 2 * $0) }
    }
  }

  /// The natural logarithm of the uncorrected probability, which is told where that is smaller than any double.
  public var logP: Outcome<Double> {
    deviate().flatMap { deviate in
      Distribution.normal.logCumulative(abs(deviate), tail: .upper).map { min(0, $0 + logarithm(2)) }
    }
  }

  /// The exact two-sided probability over all divisions of the values into groups of these sizes.
  ///
  /// It counts the divisions whose rank sum is at least as far from its mean, with ties or without; undefined beyond some
  /// seconds of work.
  public var exactP: Outcome<Double> {
    RankSumDistribution(scores: table.midranks, multiplicities: table.levelSizes, chosen: firstCount)
      .probability(atLeastAsFarAs: table.rankSums[0])
  }

  /// The median of the differences between a value of the first group and one of the second.
  ///
  /// Hodges & Lehmann (1963), Ann Math Stat 34:598; exact, in O(n) per bit of a double instead of all pairs.
  public var hodgesLehmann: Double {
    PairDifferences(table).median
  }
}
