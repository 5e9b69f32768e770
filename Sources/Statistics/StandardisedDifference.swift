/// The difference of two groups in units of their spread, for Table 1.
///
/// Austin (2009), Stat Med 28:3083; several categories by Yang & Dalton (2012), SAS Global Forum 335.
/// Without spread it is 0 for equal groups and undefined (infinite) otherwise.
public enum StandardisedDifference {
  /// The difference of two means over the root of the mean variance.
  public static func continuous(_ first: Description, _ second: Description) -> Outcome<Double> {
    continuous((first.mean, first.standardDeviation), (second.mean, second.standardDeviation))
  }

  /// The same of weighted values, for the balance that weights bring.
  public static func continuous(_ first: WeightedDescription, _ second: WeightedDescription) -> Outcome<
    Double
  > {
    continuous((first.mean, first.standardDeviation), (second.mean, second.standardDeviation))
  }

  private static func continuous(
    _ first: (Outcome<Double>, Outcome<Double>), _ second: (Outcome<Double>, Outcome<Double>)
  ) -> Outcome<Double> {
    first.0.flatMap { firstMean in
      second.0.flatMap { secondMean in
        first.1.flatMap { firstSpread in
          second.1.flatMap { secondSpread in
            let variance = (firstSpread * firstSpread + secondSpread * secondSpread) / 2
            return ratio(firstMean - secondMean, variance)
          }
        }
      }
    }
  }

  /// The difference of two means over the deviation pooled by degrees of freedom: Cohen's d.
  public static func cohen(_ first: Description, _ second: Description) -> Outcome<Double> {
    let (firstDegrees, secondDegrees) = (Double(first.n) - 1, Double(second.n) - 1)
    return first.mean.flatMap { firstMean in
      second.mean.flatMap { secondMean in
        first.standardDeviation.flatMap { firstSpread in
          second.standardDeviation.flatMap { secondSpread in
            let (first, second) = (firstSpread * firstSpread, secondSpread * secondSpread)
            let variance = (firstDegrees * first + secondDegrees * second) / (firstDegrees + secondDegrees)
            return ratio(firstMean - secondMean, variance)
          }
        }
      }
    }
  }

  /// The difference of two shares over the root of the mean of p(1 − p).
  public static func binary(_ first: Double, _ second: Double) -> Outcome<Double> {
    guard (0...1).contains(first), (0...1).contains(second) else { return .undefined(.argumentOutOfRange) }
    return ratio(first - second, (first * (1 - first) + second * (1 - second)) / 2)
  }

  /// The Mahalanobis distance of two distributions over the same categories; never negative.
  ///
  /// Categories that are empty in both groups are left out, as a generalised inverse would.
  public static func multinomial(_ first: [Int], _ second: [Int]) -> Outcome<Double> {
    multinomial(weights: first.map { Double($0) }, second.map { Double($0) })
  }

  /// The same of the sums of weights by category.
  public static func multinomial(weights first: [Double], _ second: [Double]) -> Outcome<Double> {
    guard first.count == second.count, (first + second).allSatisfy({ $0 >= 0 && $0.isFinite }) else {
      return .undefined(.inconsistentCounts)
    }
    let used = first.indices.filter { first[$0] > 0 || second[$0] > 0 }
    let (firstTotal, secondTotal) = (first.reduce(0, +), second.reduce(0, +))
    guard firstTotal > 0, secondTotal > 0 else { return .undefined(.noObservations) }
    // The matrix is singular exactly if no category has persons of both groups.
    guard used.contains(where: { first[$0] > 0 && second[$0] > 0 }) else { return .undefined(.noVariation) }
    let p = used.dropFirst().map { first[$0] / firstTotal }
    let q = used.dropFirst().map { second[$0] / secondTotal }
    var matrix = p.indices.map { row in
      p.indices.map { column in
        let diagonal = row == column ? p[row] + q[row] : 0
        return (diagonal - p[row] * p[column] - q[row] * q[column]) / 2
      }
    }
    let difference = p.indices.map { p[$0] - q[$0] }
    guard let solution = solve(&matrix, difference) else { return .undefined(.noVariation) }
    let square = p.indices.reduce(0) { $0 + difference[$1] * solution[$1] }
    return .defined(max(square, 0).squareRoot())
  }

  private static func ratio(_ difference: Double, _ variance: Double) -> Outcome<Double> {
    if variance > 0 { return .defined(difference / variance.squareRoot()) }
    return difference == 0 ? .defined(0) : .undefined(.noVariation)
  }

  /// Gaussian elimination with partial pivoting; nil for a singular matrix.
  private static func solve(_ matrix: inout [[Double]], _ right: [Double]) -> [Double]? {
    var right = right
    for step in right.indices {
      let candidates = right.indices.dropFirst(step)
      guard let pivot = candidates.max(by: { abs(matrix[$0][step]) < abs(matrix[$1][step]) }),
        abs(matrix[pivot][step]) > 0
      else { return nil }
      matrix.swapAt(step, pivot)
      right.swapAt(step, pivot)
      for row in candidates.dropFirst() {
        let factor = matrix[row][step] / matrix[step][step]
        for column in step..<right.count { matrix[row][column] -= factor * matrix[step][column] }
        right[row] -= factor * right[step]
      }
    }
    for step in right.indices.reversed() {
      for column in right.indices.dropFirst(step + 1) { right[step] -= matrix[step][column] * right[column] }
      right[step] /= matrix[step][step]
    }
    return right
  }
}
