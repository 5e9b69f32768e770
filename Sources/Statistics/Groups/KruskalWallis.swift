/// The comparison of several groups by the ranks of their values.
///
/// Kruskal & Wallis (1952), J Am Stat Assoc 47:583; checked against R 4.2 `kruskal.test`.
public struct KruskalWallis: Sendable, Equatable {
  /// The statistic H with its degrees of freedom and probability.
  public let test: ChiSquaredTest
  /// By how much ties shrink the variance of ranks: 1 without ties, by which H is divided.
  public let tieFactor: Double

  /// Compares the groups of a table, of which empty ones are left out; undefined where all values are equal.
  public static func compare(_ table: RankTable) -> Outcome<KruskalWallis> {
    let used = zip(table.sizes, table.rankSums).filter { $0.0 > 0 }
    let n = used.reduce(0) { $0 + Double($1.0) }
    guard !used.isEmpty else { return .undefined(.noObservations) }
    guard used.count > 1 else { return .undefined(.oneGroup) }
    let tieFactor = 1 - table.tieSum / ((n - 1) * n * (n + 1))
    guard tieFactor > 0 else { return .undefined(.noVariation) }
    // From the mean rank: the textbook's 12/(N(N + 1)) Σ R²/n − 3(N + 1) cancels.
    let sum = used.reduce(0) { sum, group in
      let size = Double(group.0)
      let distance = group.1 / size - (n + 1) / 2
      return sum + size * distance * distance
    }
    return ChiSquaredTest.test(
      12 / (n * (n + 1)) * sum / tieFactor, degreesOfFreedom: Double(used.count - 1)
    ).map { KruskalWallis(test: $0, tieFactor: tieFactor) }
  }
}
