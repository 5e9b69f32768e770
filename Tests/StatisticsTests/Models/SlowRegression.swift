@testable import Statistics

/// The obvious way to fit: raw columns, one row at a time, Gauss elimination with pivots; the oracle of the fast one.
struct SlowRegression {
  var coefficients: [Double] = []
  var covariance: [[Double]] = []
  var logLikelihood = 0.0

  /// Rows of covariates, one of them constant if there is to be an intercept; weights count persons.
  init(_ rows: [[Double]], _ outcome: [Double], _ family: OutcomeFamily, weights: [Double], offset: [Double])
  {
    let columns = rows.first?.count ?? 0
    coefficients = Array(repeating: 0, count: columns)
    for _ in 0..<60 {
      var information = Array(repeating: Array(repeating: 0.0, count: columns), count: columns)
      var score = Array(repeating: 0.0, count: columns)
      for row in rows.indices {
        let eta = zip(rows[row], coefficients).reduce(offset[row]) { $0 + $1.0 * $1.1 }
        let mean = family.mean(eta)
        let slope = family.slope(mean)
        let weight = weights[row] * slope * slope / family.variance(mean)
        let residual = weights[row] * slope * (outcome[row] - mean) / family.variance(mean)
        for first in 0..<columns {
          score[first] += residual * rows[row][first]
          for second in 0..<columns {
            information[first][second] += weight * rows[row][first] * rows[row][second]
          }
        }
      }
      covariance = Self.inverse(information)
      // Half steps, so that nothing overshoots.
      for first in 0..<columns {
        coefficients[first] += 0.7 * zip(covariance[first], score).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    for row in rows.indices {
      let eta = zip(rows[row], coefficients).reduce(offset[row]) { $0 + $1.0 * $1.1 }
      logLikelihood += weights[row] * family.logLikelihood(outcome[row], eta: eta, trials: 1)
    }
  }

  static func inverse(_ matrix: [[Double]]) -> [[Double]] {
    let size = matrix.count
    var work = matrix.enumerated().map { row, values in values + (0..<size).map { $0 == row ? 1 : 0 } }
    for column in 0..<size {
      let best = (column..<size).max { abs(work[$0][column]) < abs(work[$1][column]) } ?? column
      work.swapAt(column, best)
      let pivot = work[column][column]
      work[column] = work[column].map { $0 / pivot }
      for row in 0..<size where row != column {
        let factor = work[row][column]
        work[row] = zip(work[row], work[column]).map { $0 - factor * $1 }
      }
    }
    return work.map { Array($0[size...]) }
  }
}

/// Random data for a regression with intercept and the given number of covariates.
struct RandomModel {
  var rows: [[Double]] = []
  var outcome: [Double] = []
  var weights: [Double] = []
  var offset: [Double] = []

  init(_ family: OutcomeFamily, rows count: Int, covariates: Int, seed: UInt64) {
    var random = RandomDoubles(seed: seed)
    let truth = (0...covariates).map { _ in random.normal() * 0.4 }
    for _ in 0..<count {
      let row = [1] + (0..<covariates).map { $0 % 2 == 0 ? random.normal() + 3 : Double(random.below(2)) }
      offset.append(random.normal() * 0.1)
      let eta = zip(row, truth).reduce(offset[offset.count - 1] - 1) { $0 + $1.0 * $1.1 }
      rows.append(row)
      weights.append(Double(1 + random.below(3)))
      if family == .binomial {
        outcome.append(random.next() < family.mean(eta) ? 1 : 0)
      } else {
        // More spread than Poisson: a mean that varies itself.
        let mean = family.mean(min(eta, 3)) * (0.3 + 1.4 * random.next())
        var count = 0.0
        var left = exponential(-mean)
        let share = random.next()
        var sum = left
        while share > sum, count < 200 {
          count += 1
          left *= mean / count
          sum += left
        }
        outcome.append(count)
      }
    }
  }

  func design() -> DesignMatrix? {
    let columns = (1..<(rows.first?.count ?? 1)).map { column in rows.map { $0[column] } }
    return DesignMatrix(
      columns: columns, names: columns.indices.map { "x\($0)" }, intercept: true, rows: rows.count)
  }
}
