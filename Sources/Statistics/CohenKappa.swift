/// Agreement of two ratings beyond chance.
///
/// Cohen (1960), Educ Psychol Meas 20:37; standard errors by Fleiss, Cohen & Everitt (1969), Psychol Bull 72:323.
public struct CohenKappa: Sendable {
  /// How disagreements between ordered categories are weighted.
  public enum Weights: Sendable {
    /// Every disagreement counts fully.
    case none
    /// By the distance of the categories.
    case linear
    /// By its square.
    case quadratic
  }

  private let shares: [[Double]]
  private let rowShares: [Double]
  private let columnShares: [Double]
  private let n: Double

  /// Reads a square table of counts: first rating by row, second by column.
  ///
  /// - Returns: nil where the table is not square, is empty, or holds a negative count.
  public init?(_ table: [[Int]]) {
    let isSquare = !table.isEmpty && table.allSatisfy { $0.count == table.count }
    guard isSquare, table.joined().allSatisfy({ $0 >= 0 }) else { return nil }
    let n = table.joined().reduce(0) { $0 + Double($1) }
    guard n > 0 else { return nil }
    self.n = n
    let shares = table.map { row in row.map { Double($0) / n } }
    self.shares = shares
    rowShares = shares.map { $0.reduce(0, +) }
    columnShares = table.indices.map { column in shares.reduce(0) { $0 + $1[column] } }
  }

  /// The share of equal ratings.
  public var observedAgreement: Double {
    shares.indices.reduce(0) { $0 + shares[$1][$1] }
  }

  /// The share of equal ratings to be expected by chance.
  public var expectedAgreement: Double {
    shares.indices.reduce(0) { $0 + rowShares[$1] * columnShares[$1] }
  }

  /// Kappa; undefined where chance alone gives perfect agreement.
  public func value(weights: Weights = .none) -> Outcome<Double> {
    var observed = 0.0
    var expected = 0.0
    for row in shares.indices {
      for column in shares.indices {
        let weight = self.weight(weights, row, column)
        observed += weight * shares[row][column]
        expected += weight * rowShares[row] * columnShares[column]
      }
    }
    guard 1 - expected > 1e-12 else { return .undefined(.agreementByChance) }
    return .defined((observed - expected) / (1 - expected))
  }

  /// The large-sample standard error of the unweighted kappa.
  public var standardError: Outcome<Double> {
    let chance = expectedAgreement
    return value().map { kappa in
      var agreeing = 0.0
      var disagreeing = 0.0
      for row in shares.indices {
        for column in shares.indices {
          if row == column {
            let part = 1 - (rowShares[row] + columnShares[row]) * (1 - kappa)
            agreeing += shares[row][row] * part * part
          } else {
            let part = columnShares[row] + rowShares[column]
            disagreeing += shares[row][column] * part * part
          }
        }
      }
      let correction = kappa - chance * (1 - kappa)
      let variance = agreeing + (1 - kappa) * (1 - kappa) * disagreeing - correction * correction
      return max(variance, 0).squareRoot() / ((1 - chance) * n.squareRoot())
    }
  }

  /// The standard error if there were no agreement beyond chance, for the test of it.
  public var standardErrorUnderChance: Outcome<Double> {
    let chance = expectedAgreement
    return value().map { _ in
      let sum = shares.indices.reduce(0) {
        $0 + rowShares[$1] * columnShares[$1] * (rowShares[$1] + columnShares[$1])
      }
      return max(chance + chance * chance - sum, 0).squareRoot() / ((1 - chance) * n.squareRoot())
    }
  }

  /// Kappa over its standard error without agreement beyond chance, a standard normal deviate.
  public var deviate: Outcome<Double> {
    value().flatMap { kappa in
      standardErrorUnderChance.flatMap { $0 > 0 ? .defined(kappa / $0) : .undefined(.noVariation) }
    }
  }

  /// Kappa with its confidence interval.
  public func estimate(confidence: Double = 0.95) -> Estimate {
    let interval = value().flatMap { kappa in
      standardError.flatMap { error in
        Distribution.normalFactor(confidence: confidence).map {
          Interval(lower: kappa - $0 * error, upper: kappa + $0 * error)
        }
      }
    }
    return Estimate(value: value(), interval: interval)
  }

  private func weight(_ weights: Weights, _ row: Int, _ column: Int) -> Double {
    if row == column { return 1 }
    let distance = Double(abs(row - column)) / Double(shares.count - 1)
    return switch weights {
    case .none: 0
    case .linear: 1 - distance
    case .quadratic: 1 - distance * distance
    }
  }
}
