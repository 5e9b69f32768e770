/// The internal consistency of the items of a scale.
///
/// Cronbach (1951), Psychometrika 16:297. Persons who lack an item are left out. Checked against R 4.2, psych 2.2.9.
public struct CronbachAlpha: Sendable {
  /// How many persons answered all items.
  public let n: Int
  private let covariances: [[Double]]

  /// Reads the items: one column each, with one value a person; a value that is not finite is missing.
  ///
  /// - Returns: undefined for columns of different length, fewer than two items or two complete persons.
  public static func of(_ items: [[Double]]) -> Outcome<CronbachAlpha> {
    guard let first = items.first, items.allSatisfy({ $0.count == first.count }) else {
      return .undefined(.lengthsDiffer)
    }
    guard items.count > 1 else { return .undefined(.inconsistentCounts) }
    let complete = first.indices.filter { row in items.allSatisfy { $0[row].isFinite } }
    guard !complete.isEmpty else { return .undefined(.noObservations) }
    guard complete.count > 1 else { return .undefined(.oneObservation) }
    let centred = items.map { item -> [Double] in
      let values = complete.map { item[$0] }
      let mean = compensatedSum(values) / Double(values.count)
      return values.map { $0 - mean }
    }
    let covariances = centred.map { x in
      centred.map { y in compensatedSum(zip(x, y).map { $0 * $1 }) / Double(complete.count - 1) }
    }
    guard covariances.joined().allSatisfy(\.isFinite) else { return .undefined(.notComputed) }
    return .defined(CronbachAlpha(n: complete.count, covariances: covariances))
  }

  /// Alpha; undefined where the sum of the items does not vary.
  public var alpha: Outcome<Double> { alpha(of: Array(covariances.indices)) }

  /// Alpha of the items brought to one variance, from their mean correlation.
  public var standardised: Outcome<Double> {
    guard covariances.indices.allSatisfy({ covariances[$0][$0] > 0 }) else { return .undefined(.noVariation) }
    let k = Double(covariances.count)
    var sum = 0.0
    for i in covariances.indices {
      for j in 0..<i { sum += covariances[i][j] / (covariances[i][i] * covariances[j][j]).squareRoot() }
    }
    let mean = sum / (k * (k - 1) / 2)
    let below = 1 + (k - 1) * mean
    return below > 0 ? .defined(k * mean / below) : .undefined(.noVariation)
  }

  /// Alpha without each of the items in turn; undefined for two.
  public var alphaIfDropped: [Outcome<Double>] {
    covariances.indices.map { dropped in alpha(of: covariances.indices.filter { $0 != dropped }) }
  }

  /// The correlation of each item with the sum of the others.
  public var itemRestCorrelations: [Outcome<Double>] {
    covariances.indices.map { item in
      let others = covariances.indices.filter { $0 != item }
      let shared = others.reduce(0) { $0 + covariances[item][$1] }
      let variance = covariances[item][item] * total(others)
      return variance > 0 ? .defined(shared / variance.squareRoot()) : .undefined(.noVariation)
    }
  }

  private func alpha(of items: [Int]) -> Outcome<Double> {
    guard items.count > 1 else { return .undefined(.inconsistentCounts) }
    let own = items.reduce(0) { $0 + covariances[$1][$1] }
    let all = total(items)
    guard all > 0 else { return .undefined(.noVariation) }
    let k = Double(items.count)
    return .defined(k / (k - 1) * (1 - own / all))
  }

  /// The variance of the sum of the items.
  private func total(_ items: [Int]) -> Double {
    items.reduce(0) { sum, row in items.reduce(sum) { $0 + covariances[row][$1] } }
  }
}
