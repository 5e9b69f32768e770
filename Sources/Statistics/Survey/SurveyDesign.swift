/// How a sample was drawn, and what weight each row carries: strata, clusters and finite populations of the first stage.
///
/// Variances are linearised (Taylor): of the totals that the clusters of a stratum have, the clusters taken as drawn with
/// replacement unless the size of the population is given. A domain, such as one sex, is estimated within the whole
/// design. Lumley (2010), Complex Surveys; checked against R's survey 4.1 (`svydesign`, `svymean`, `svytotal`).
public struct SurveyDesign: Sendable {
  /// The weight of each row after all adjustments.
  public internal(set) var weights: [Double]
  /// Whether the last raking met all its margins; true without one.
  public internal(set) var isSettled = true
  /// The cluster of each row as a position; each row one where there are no clusters.
  let clusters: [Int32]
  let strata: [Int32]
  let stratumOfCluster: [Int32]
  let clustersInStratum: [Int]
  /// Of the stratum's clusters, how many the population has; infinity where not given.
  let population: [Double]
  var adjustments: [Adjustment] = []

  /// What was done to the weights, and what variances must know of it.
  enum Adjustment {
    case postStratified(cells: [Int32], count: Int, before: [Double], after: [Double])
    case raked([Margin])
  }

  struct Margin {
    let cells: [Int32]
    let count: Int
    /// The weights after this margin was met for the last time.
    let after: [Double]
  }

  private init(
    weights: [Double], clusters: [Int32], strata: [Int32], stratumOfCluster: [Int32],
    clustersInStratum: [Int], population: [Double]
  ) {
    self.weights = weights
    self.clusters = clusters
    self.strata = strata
    self.stratumOfCluster = stratumOfCluster
    self.clustersInStratum = clustersInStratum
    self.population = population
  }

  /// Makes a design of as many rows as there are weights.
  ///
  /// The population is given for each row: how many clusters (rows, without clusters) its stratum has in all, or, where no
  /// number is above one, the fraction of them that was drawn. A cluster's name counts within its stratum. Undefined where
  /// lengths differ, a weight is negative or not finite, or more was drawn than there is.
  public static func make(
    weights: [Double], strata: ModelFrame.Grouping? = nil, clusters: ModelFrame.Grouping? = nil,
    population: [Double]? = nil
  ) -> Outcome<SurveyDesign> {
    let rows = weights.count
    guard rows > 0, weights.contains(where: { $0 > 0 }) else { return .undefined(.noObservations) }
    let groupings = [strata, clusters].compactMap { $0?.codes }
    guard groupings.allSatisfy({ $0.count == rows }), population.map({ $0.count == rows }) ?? true else {
      return .undefined(.inconsistentCounts)
    }
    guard weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else { return .undefined(.notFinite) }
    guard groupings.allSatisfy({ $0.allSatisfy { $0 >= 0 } }) else { return .undefined(.argumentOutOfRange) }
    let (stratumCodes, stratumCount) = dense(strata?.codes ?? Array(repeating: 0, count: rows))
    let (clusterCodes, clusterCount) = dense(
      (0..<rows).map { row in
        Int64(stratumCodes[row]) << 32 | Int64(clusters?.codes[row] ?? Int32(truncatingIfNeeded: row))
      })
    var stratumOfCluster: [Int32] = Array(repeating: 0, count: clusterCount)
    for row in 0..<rows { stratumOfCluster[Int(clusterCodes[row])] = stratumCodes[row] }
    var clustersInStratum = Array(repeating: 0, count: stratumCount)
    for stratum in stratumOfCluster { clustersInStratum[Int(stratum)] += 1 }
    var sizes = Array(repeating: Double.infinity, count: stratumCount)
    if let population {
      guard population.allSatisfy({ $0 > 0 }) else { return .undefined(.argumentOutOfRange) }
      let areFractions = population.allSatisfy { $0 <= 1 }
      for row in 0..<rows {
        let stratum = Int(stratumCodes[row])
        let drawn = Double(clustersInStratum[stratum])
        sizes[stratum] = areFractions ? drawn / population[row] : population[row]
        guard sizes[stratum] >= drawn else { return .undefined(.inconsistentCounts) }
      }
    }
    return .defined(
      SurveyDesign(
        weights: weights, clusters: clusterCodes, strata: stratumCodes, stratumOfCluster: stratumOfCluster,
        clustersInStratum: clustersInStratum, population: sizes))
  }

  /// Numbers the distinct codes from zero in the order in which they come.
  private static func dense(_ codes: [some FixedWidthInteger]) -> ([Int32], Int) {
    var places: [Int64: Int32] = [:]
    let dense = codes.map { code -> Int32 in
      let key = Int64(code)
      if let place = places[key] { return place }
      let place = Int32(places.count)
      places[key] = place
      return place
    }
    return (dense, places.count)
  }

  /// How many rows there are.
  public var rows: Int { weights.count }

  /// Clusters less strata, among rows that weigh anything.
  public var degreesOfFreedom: Int {
    var hasCluster = stratumOfCluster.map { _ in false }
    var hasStratum = clustersInStratum.map { _ in false }
    for row in weights.indices where weights[row] != 0 {
      hasCluster[Int(clusters[row])] = true
      hasStratum[Int(strata[row])] = true
    }
    return hasCluster.count(where: \.self) - hasStratum.count(where: \.self)
  }

  /// The sum of the weights.
  public var sumOfWeights: Double { compensatedSum(weights) }

  /// By how much unequal weights multiply the variance: n Σw² / (Σw)² (Kish 1965).
  public var kishDesignEffect: Double {
    let sum = sumOfWeights
    return Double(rows) * compensatedSum(weights.map { $0 * $0 }) / (sum * sum)
  }

  /// How many rows of equal weight would tell as much.
  public var effectiveSize: Double { Double(rows) / kishDesignEffect }

  /// Variances and covariances of sums of influences, one column of `rows` numbers each.
  ///
  /// Undefined where a stratum has only one cluster, unless that is all of its population.
  func covariance(ofSums influences: [[Double]]) -> Outcome<SymmetricMatrix> {
    let columns = influences.map(adjusted)
    let count = columns.count
    var totals = Array(repeating: 0.0, count: stratumOfCluster.count * count)
    for column in 0..<count {
      for row in weights.indices { totals[Int(clusters[row]) * count + column] += columns[column][row] }
    }
    var means = Array(repeating: 0.0, count: clustersInStratum.count * count)
    for (cluster, stratum) in stratumOfCluster.enumerated() {
      for column in 0..<count {
        means[Int(stratum) * count + column] +=
          totals[cluster * count + column] / Double(clustersInStratum[Int(stratum)])
      }
    }
    var result = SymmetricMatrix(dimension: count)
    for (cluster, stratum) in stratumOfCluster.enumerated() {
      let drawn = Double(clustersInStratum[Int(stratum)])
      let size = population[Int(stratum)]
      let share = size == .infinity ? 1 : (size - drawn) / size
      guard share >= 1e-7 else { continue }
      guard drawn > 1 else { return .undefined(.singleCluster) }
      let factor = share * drawn / (drawn - 1)
      for first in 0..<count {
        let deviation = totals[cluster * count + first] - means[Int(stratum) * count + first]
        for second in 0...first {
          result[first, second] +=
            factor * deviation * (totals[cluster * count + second] - means[Int(stratum) * count + second])
        }
      }
    }
    return result.isFinite ? .defined(result) : .undefined(.notComputed)
  }

  /// The influences less what the adjustments of the weights explain of them.
  private func adjusted(_ influence: [Double]) -> [Double] {
    var values = influence
    for adjustment in adjustments {
      switch adjustment {
      case .postStratified(let cells, let count, let before, let after):
        var sums = Array(repeating: 0.0, count: count)
        var sizes = sums
        for row in values.indices where after[row] > 0 {
          sums[Int(cells[row])] += values[row] * before[row] / after[row]
          sizes[Int(cells[row])] += before[row]
        }
        for row in values.indices where after[row] > 0 {
          values[row] -= sums[Int(cells[row])] / sizes[Int(cells[row])] * after[row]
        }
      case .raked(let margins):
        // Ten rounds, as R's survey makes them.
        for _ in 0..<10 {
          for margin in margins { margin.removeMeans(of: &values) }
        }
      }
    }
    return values
  }
}

extension SurveyDesign.Margin {
  fileprivate func removeMeans(of values: inout [Double]) {
    var sums = Array(repeating: 0.0, count: count)
    var sizes = sums
    for row in values.indices where after[row] > 0 {
      sums[Int(cells[row])] += values[row] / after[row]
      sizes[Int(cells[row])] += 1
    }
    for row in values.indices where after[row] > 0 {
      values[row] -= after[row] * sums[Int(cells[row])] / sizes[Int(cells[row])]
    }
  }
}
