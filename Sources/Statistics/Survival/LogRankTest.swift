/// A comparison of survival between groups, within strata if there are several.
///
/// Mantel (1966), Cancer Chemother Rep 50:163; Peto & Peto (1972), J R Stat Soc A 135:185; the family of Harrington &
/// Fleming (1982), Biometrika 69:553. Checked against R 4.2 survival 3.5 `survdiff`. Delayed entry is in the tables.
public struct LogRankTest: Sendable {
  /// How much an event counts by when it happens.
  public enum Weights: Sendable, Hashable {
    /// Every event alike: the log-rank test.
    case equal
    /// By the pooled survival just before: Peto and Peto's test, which looks at early differences.
    case petoPeto
  }

  /// The weighted number of events of each group, over all strata.
  public let observed: [Double]
  /// What it would be if the groups did not differ.
  public let expected: [Double]
  /// The covariance of observed − expected, row by row.
  public let covariance: [Double]
  /// Chi-squared; 0 where fewer than two groups could have had an event, and undefined where groups that had were
  /// never at risk together.
  public let statistic: Outcome<Double>
  /// How many groups could have had an event, less one.
  public let degreesOfFreedom: Int

  /// Compares the groups of one stratum.
  public static func compare(_ tables: RiskTables, weights: Weights = .equal) -> Outcome<LogRankTest> {
    compare(strata: [tables], weights: weights)
  }

  /// Compares the groups within each stratum; each has a table of the same groups.
  public static func compare(strata: [RiskTables], weights: Weights = .equal) -> Outcome<LogRankTest> {
    guard let groups = strata.first?.persons.count else { return .undefined(.noObservations) }
    guard strata.allSatisfy({ $0.persons.count == groups }) else { return .undefined(.lengthsDiffer) }
    guard strata.contains(where: { $0.persons.contains { $0 > 0 } }) else {
      return .undefined(.noObservations)
    }
    let inhabited = (0..<groups).count { group in strata.contains { $0.persons[group] > 0 } }
    guard inhabited > 1 else { return .undefined(.oneGroup) }
    return .defined(LogRankTest(strata, groups, weights))
  }

  private init(_ strata: [RiskTables], _ groups: Int, _ weights: Weights) {
    var observed = [Double](repeating: 0, count: groups)
    var expected = observed
    var covariance = [Double](repeating: 0, count: groups * groups)
    for table in strata {
      var survival = 1.0
      for row in table.times.indices {
        let events = Double((0..<groups).reduce(0) { $0 + table.events[$1][row] })
        guard events > 0 else { continue }
        let total = Double((0..<groups).reduce(0) { $0 + table.atRisk[$1][row] })
        let weight = weights == .equal ? 1 : survival
        let spread = total > 1 ? events * (total - events) / (total - 1) * weight * weight : 0
        for group in 0..<groups {
          let share = Double(table.atRisk[group][row]) / total
          observed[group] += weight * Double(table.events[group][row])
          expected[group] += weight * events * share
          for other in 0..<groups {
            let otherShare = Double(table.atRisk[other][row]) / total
            covariance[group * groups + other] += spread * share * ((group == other ? 1 : 0) - otherShare)
          }
        }
        survival *= (total - events) / total
      }
    }
    self.observed = observed
    self.expected = expected
    self.covariance = covariance
    // One informative group follows from the others.
    let informative = Array((0..<groups).filter { expected[$0] > 0 })
    let free = informative.dropFirst()
    degreesOfFreedom = free.count
    var matrix = SymmetricMatrix(dimension: free.count)
    for (place, row) in free.enumerated() {
      for (other, column) in free.enumerated() { matrix[place, other] = covariance[row * groups + column] }
    }
    let factors = Cholesky(matrix)
    let differences = free.map { observed[$0] - expected[$0] }
    statistic =
      factors.rank < free.count
      ? .undefined(.noVariation)
      : .defined(zip(differences, factors.solve(differences)).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// The comparison as a test; undefined where there is nothing to compare.
  public var test: Outcome<ChiSquaredTest> {
    guard degreesOfFreedom > 0 else { return .undefined(.noEvents) }
    return statistic.flatMap { ChiSquaredTest.test(max($0, 0), degreesOfFreedom: Double(degreesOfFreedom)) }
  }

  /// The test for a trend over groups in order, one degree of freedom (Tarone 1975, Biometrika 62:679).
  ///
  /// - Parameter scores: A score for each group; 1, 2, 3… if nil.
  /// - Returns: The test; undefined where the scores do not tell the groups apart.
  public func trend(scores: [Double]? = nil) -> Outcome<ChiSquaredTest> {
    let groups = observed.count
    let scores = scores ?? (1...groups).map(Double.init)
    guard scores.count == groups else { return .undefined(.lengthsDiffer) }
    guard scores.allSatisfy(\.isFinite) else { return .undefined(.argumentOutOfRange) }
    let difference = (0..<groups).reduce(0) { $0 + scores[$1] * (observed[$1] - expected[$1]) }
    var variance = 0.0
    for row in 0..<groups {
      for column in 0..<groups {
        variance += scores[row] * scores[column] * covariance[row * groups + column]
      }
    }
    guard variance > 0 else { return .undefined(.noVariation) }
    return ChiSquaredTest.test(difference * difference / variance, degreesOfFreedom: 1)
  }
}
