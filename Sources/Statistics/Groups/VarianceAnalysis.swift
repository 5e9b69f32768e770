/// The comparison of the means of several groups.
///
/// Values that are not finite are missing, and groups without values are left out.
public struct VarianceAnalysis: Sendable {
  /// A ratio of variances with its probability.
  public struct FTest: Sendable, Equatable {
    /// The ratio.
    public let statistic: Double
    /// The degrees of freedom above.
    public let degreesAbove: Double
    /// The degrees of freedom below.
    public let degreesBelow: Double
    /// The probability of a ratio at least as large.
    public let p: Double

    fileprivate static func test(_ statistic: Double, _ above: Double, _ below: Double) -> Outcome<FTest> {
      guard statistic.isFinite else { return .undefined(.noVariation) }
      return Distribution.fisherF(above, below).cumulative(statistic, tail: .upper).map {
        FTest(statistic: statistic, degreesAbove: above, degreesBelow: below, p: $0)
      }
    }
  }

  private struct Group {
    var n, mean, squares: Double

    var variance: Double { squares / (n - 1) }
  }

  private let groups: [Group]
  /// The sum of squares between the groups.
  public let squaresBetween: Double
  /// The sum of squares within them.
  public let squaresWithin: Double

  /// Reads the values of each group.
  ///
  /// - Returns: undefined for fewer than two groups with values, or if no group has two values.
  public static func of(_ groups: [[Double]]) -> Outcome<VarianceAnalysis> {
    let described = groups.map { values in values.filter(\.isFinite) }.filter { !$0.isEmpty }.map(describe)
    guard !described.isEmpty else { return .undefined(.noObservations) }
    guard described.count > 1 else { return .undefined(.oneGroup) }
    let analysis = VarianceAnalysis(groups: described)
    guard analysis.degreesWithin > 0 else { return .undefined(.oneObservation) }
    guard analysis.squaresWithin.isFinite, analysis.squaresBetween.isFinite else {
      return .undefined(.notComputed)
    }
    return .defined(analysis)
  }

  private init(groups: [Group]) {
    self.groups = groups
    let n = groups.reduce(0) { $0 + $1.n }
    let grand = compensatedSum(groups.map { $0.n * $0.mean }) / n
    squaresBetween = compensatedSum(groups.map { $0.n * ($0.mean - grand) * ($0.mean - grand) })
    squaresWithin = compensatedSum(groups.map(\.squares))
  }

  /// The sum of squares is freed of what rounding left in the mean, as in ``Description``.
  private static func describe(_ values: [Double]) -> Group {
    let n = Double(values.count)
    let first = compensatedSum(values) / n
    let mean = first + compensatedSum(values.map { $0 - first }) / n
    let rest = compensatedSum(values.map { $0 - mean })
    let squares = compensatedSum(values.map { ($0 - mean) * ($0 - mean) })
    return Group(n: n, mean: mean + rest / n, squares: max(squares - rest * rest / n, 0))
  }

  /// The groups less one.
  public var degreesBetween: Double { Double(groups.count - 1) }

  /// The values less the groups.
  public var degreesWithin: Double { groups.reduce(0) { $0 + $1.n - 1 } }

  /// The share of the squares that lies between the groups.
  public var etaSquared: Outcome<Double> {
    let all = squaresBetween + squaresWithin
    return all > 0 ? .defined(squaresBetween / all) : .undefined(.noVariation)
  }

  /// The classic test, which takes the variances for equal; checked against R 4.2 `aov`.
  public var classic: Outcome<FTest> {
    guard squaresWithin > 0 else { return .undefined(.noVariation) }
    return FTest.test(
      (squaresBetween / degreesBetween) / (squaresWithin / degreesWithin), degreesBetween, degreesWithin)
  }

  /// Welch's test, which does not; undefined where a group has no variation.
  ///
  /// Welch (1951), Biometrika 38:330; checked against R 4.2 `oneway.test`.
  public var welch: Outcome<FTest> {
    guard groups.allSatisfy({ $0.n > 1 }) else { return .undefined(.oneObservation) }
    guard groups.allSatisfy({ $0.variance > 0 }) else { return .undefined(.noVariation) }
    let k = Double(groups.count)
    let weights = groups.map { $0.n / $0.variance }
    let total = weights.reduce(0, +)
    let mean = zip(weights, groups).reduce(0) { $0 + $1.0 * $1.1.mean } / total
    let spread =
      zip(weights, groups).reduce(0) { sum, group in
        let rest = 1 - group.0 / total
        return sum + rest * rest / (group.1.n - 1)
      } / (k * k - 1)
    let between = zip(weights, groups).reduce(0) { sum, group in
      sum + group.0 * (group.1.mean - mean) * (group.1.mean - mean)
    }
    return FTest.test(between / ((k - 1) * (1 + 2 * (k - 2) * spread)), k - 1, 1 / (3 * spread))
  }

  /// Bartlett's test that the variances are equal; sensitive to values that are not normal.
  ///
  /// Bartlett (1937), Proc R Soc A 160:268; checked against R 4.2 `bartlett.test`.
  public var bartlett: Outcome<ChiSquaredTest> {
    guard groups.allSatisfy({ $0.n > 1 }) else { return .undefined(.oneObservation) }
    guard groups.allSatisfy({ $0.variance > 0 }) else { return .undefined(.noVariation) }
    let common = squaresWithin / degreesWithin
    // Σ (n − 1) log(common/variance) as logarithms of ratios near 1, which do not cancel.
    let sum = groups.reduce(0) { sum, group in
      sum - (group.n - 1) * logarithm(onePlus: (group.variance - common) / common)
    }
    let inverse = groups.reduce(0) { $0 + 1 / ($1.n - 1) } - 1 / degreesWithin
    return ChiSquaredTest.test(
      max(sum, 0) / (1 + inverse / (3 * degreesBetween)), degreesOfFreedom: degreesBetween)
  }
}
