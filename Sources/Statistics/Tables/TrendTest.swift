/// The test of Cochran and Armitage: whether a share rises or falls with the scores of ordered groups.
///
/// Cochran (1954), Biometrics 10:417; Armitage (1955), Biometrics 11:375. The variance has N, as R's `prop.trend.test` and
/// SAS have; Mantel's has N − 1. Checked against R 4.2.
public struct TrendTest: Sendable, Equatable {
  /// The sum of scores times the excess of cases.
  public let statistic: Double
  /// Its variance.
  public let variance: Double
  /// The statistic over its standard deviation.
  public let deviate: Double
  /// The test of a trend, with one degree of freedom.
  public let trend: ChiSquaredTest
  /// Mantel's linear-by-linear statistic, whose variance has N − 1.
  public let mantelStatistic: Double
  /// The test that all shares are equal, whatever their order.
  public let total: ChiSquaredTest
  /// The probability of as large a departure from the trend; undefined for two groups.
  public let departureP: Outcome<Double>

  /// Tests cases among the persons of each group.
  ///
  /// Undefined where nobody or everybody is a case, or all persons have one score.
  public static func test(cases: [Int], of totals: [Int], scores: [Double]) -> Outcome<TrendTest> {
    guard cases.count == totals.count, cases.count == scores.count,
      zip(cases, totals).allSatisfy({ $0 >= 0 && $0 <= $1 })
    else { return .undefined(.inconsistentCounts) }
    guard scores.allSatisfy(\.isFinite) else { return .undefined(.argumentOutOfRange) }
    let used = totals.indices.filter { totals[$0] > 0 }
    let n = used.map { Double(totals[$0]) }
    let x = used.map { Double(cases[$0]) }
    let (all, events) = (n.reduce(0, +), x.reduce(0, +))
    guard all > 0 else { return .undefined(.noObservations) }
    let share = events / all
    // Scores from their mean: the textbook's difference of sums of squares cancels for scores such as years.
    let mean = zip(n, used).reduce(0) { $0 + $1.0 * scores[$1.1] } / all
    let centred = used.map { scores[$0] - mean }
    let squares = zip(n, centred).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
    let statistic = zip(x, centred).reduce(0) { $0 + $1.0 * $1.1 }
    let variance = share * (1 - share) * squares
    guard variance > 0 else { return .undefined(.noVariation) }
    let chi = statistic * statistic / variance
    let pooled = share * (1 - share)
    let total = zip(x, n).reduce(0) { sum, group in
      let distance = group.0 - group.1 * share
      return sum + distance * distance / (group.1 * pooled)
    }
    let departure = ChiSquaredTest.test(max(total - chi, 0), degreesOfFreedom: Double(used.count - 2)).map(
      \.p)
    return ChiSquaredTest.test(chi, degreesOfFreedom: 1).flatMap { trend in
      ChiSquaredTest.test(total, degreesOfFreedom: Double(used.count - 1)).map {
        TrendTest(
          statistic: statistic, variance: variance, deviate: statistic / variance.squareRoot(), trend: trend,
          mantelStatistic: chi * (all - 1) / all, total: $0, departureP: departure)
      }
    }
  }
}
