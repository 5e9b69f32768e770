import CDistributions

/// How two values of the same persons go together; persons who lack one of them are left out.
///
/// Checked against R 4.2 `cor.test`.
public struct Correlation: Sendable {
  private let x: [Double]
  private let y: [Double]

  /// Reads both values of each person; a value that is not finite is missing.
  ///
  /// - Returns: nil for columns of different length.
  public init?(_ first: [Double], _ second: [Double]) {
    guard first.count == second.count else { return nil }
    let complete = first.indices.filter { first[$0].isFinite && second[$0].isFinite }
    x = complete.map { first[$0] }
    y = complete.map { second[$0] }
  }

  /// How many persons have both values.
  public var n: Int { x.count }

  /// Pearson's correlation, with the interval by Fisher's transformation, which needs four persons.
  public func pearson(confidence: Double = 0.95) -> Estimate {
    let value = Self.productMoment(x, y)
    let interval = value.flatMap { r in
      Distribution.normalFactor(confidence: confidence).flatMap { z -> Outcome<Interval> in
        guard n > 3 else { return .undefined(.oneObservation) }
        guard abs(r) < 1 else { return .defined(Interval(lower: r, upper: r)) }
        let half = z / (Double(n) - 3).squareRoot()
        return .defined(
          Interval(lower: cdist_tanh(cdist_atanh(r) - half), upper: cdist_tanh(cdist_atanh(r) + half)))
      }
    }
    return Estimate(value: value, interval: interval)
  }

  /// The two-sided probability of Pearson's correlation without an association, by Student's t.
  public var pearsonP: Outcome<Double> { Self.productMoment(x, y).flatMap(studentP) }

  /// Spearman's correlation: Pearson's of the ranks, equal values sharing their mean rank.
  public var spearman: Outcome<Double> { Self.productMoment(Self.midranks(x), Self.midranks(y)) }

  /// The two-sided probability of Spearman's correlation, by Student's t.
  public var spearmanP: Outcome<Double> { spearman.flatMap(studentP) }

  /// Kendall's τ-b: concordant pairs less discordant ones over the pairs without ties.
  public var kendall: Outcome<Double> { kendallPairs.map(\.tau) }

  /// The two-sided probability of τ, by the normal approximation with the variance that ties leave.
  ///
  /// Kendall (1970), Rank Correlation Methods, 4th ed., ch. 4.
  public var kendallP: Outcome<Double> {
    kendallPairs.flatMap { pairs in
      guard pairs.variance > 0 else { return .undefined(.noVariation) }
      let deviate = pairs.score / pairs.variance.squareRoot()
      return Distribution.normal.cumulative(abs(deviate), tail: .upper).map { min(1, 2 * $0) }
    }
  }
}

extension Correlation {
  private func studentP(_ r: Double) -> Outcome<Double> {
    let degrees = Double(n - 2)
    guard degrees > 0 else { return .undefined(.oneObservation) }
    guard abs(r) < 1 else { return .defined(0) }
    let statistic = degrees.squareRoot() * abs(r) / ((1 - r) * (1 + r)).squareRoot()
    return Distribution.studentT(degreesOfFreedom: degrees).cumulative(statistic, tail: .upper)
      .map { min(1, 2 * $0) }
  }

  private static func productMoment(_ x: [Double], _ y: [Double]) -> Outcome<Double> {
    guard !x.isEmpty else { return .undefined(.noObservations) }
    guard x.count > 1 else { return .undefined(.oneObservation) }
    let (first, second) = (centred(x), centred(y))
    func sum(_ a: [Double], _ b: [Double]) -> Double { compensatedSum(zip(a, b).map { $0 * $1 }) }
    let (xx, yy) = (sum(first, first), sum(second, second))
    guard xx > 0, yy > 0 else { return .undefined(.noVariation) }
    let r = sum(first, second) / (xx.squareRoot() * yy.squareRoot())
    return r.isFinite ? .defined(min(1, max(-1, r))) : .undefined(.notComputed)
  }

  private static func centred(_ values: [Double]) -> [Double] {
    let mean = compensatedSum(values) / Double(values.count)
    return values.map { $0 - mean }
  }

  private static func midranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    for run in runs(order.map { values[$0] }) {
      for place in run { ranks[order[place]] = Double(run.lowerBound + run.upperBound + 1) / 2 }
    }
    return ranks
  }

  /// The stretches of equal values in a sorted list.
  private static func runs<Value: Equatable>(_ sorted: [Value]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    var start = 0
    for end in sorted.indices.map({ $0 + 1 }) where end == sorted.count || sorted[end] != sorted[start] {
      result.append(start..<end)
      start = end
    }
    return result
  }

  private struct KendallPairs {
    var score, tau, variance: Double
  }

  /// Counts pairs by merging, in O(n log n).
  ///
  /// Knight (1966), J Am Stat Assoc 61:436.
  private var kendallPairs: Outcome<KendallPairs> {
    guard n > 1 else { return .undefined(n == 0 ? .noObservations : .oneObservation) }
    let order = x.indices.sorted { x[$0] != x[$1] ? x[$0] < x[$1] : y[$0] < y[$1] }
    func sizes<Value: Equatable>(_ sorted: [Value]) -> [Double] {
      Self.runs(sorted).map { Double($0.count) }.filter { $0 > 1 }
    }
    let byX = sizes(order.map { x[$0] })
    let byBoth = sizes(order.map { [x[$0], y[$0]] })
    var ordered = order.map { y[$0] }
    let exchanges = Double(Self.sortCountingExchanges(&ordered))
    let byY = sizes(ordered)
    func pairs(_ ties: [Double]) -> Double { ties.reduce(0) { $0 + $1 * ($1 - 1) / 2 } }
    let count = Double(n)
    let all = count * (count - 1) / 2
    let (untiedX, untiedY) = (all - pairs(byX), all - pairs(byY))
    guard untiedX > 0, untiedY > 0 else { return .undefined(.noVariation) }
    let score = all - pairs(byX) - pairs(byY) + pairs(byBoth) - 2 * exchanges
    func sum(_ ties: [Double], _ term: (Double) -> Double) -> Double { ties.reduce(0) { $0 + term($1) } }
    let plain = count * (count - 1) * (2 * count + 5)
    let tied = [byX, byY].reduce(0) { $0 + sum($1) { $0 * ($0 - 1) * (2 * $0 + 5) } }
    let twos = sum(byX) { $0 * ($0 - 1) } * sum(byY) { $0 * ($0 - 1) }
    let threes = sum(byX) { $0 * ($0 - 1) * ($0 - 2) } * sum(byY) { $0 * ($0 - 1) * ($0 - 2) }
    let last = n > 2 ? threes / (9 * count * (count - 1) * (count - 2)) : 0
    return .defined(
      KendallPairs(
        score: score, tau: score / (untiedX.squareRoot() * untiedY.squareRoot()),
        variance: (plain - tied) / 18 + twos / (2 * count * (count - 1)) + last))
  }

  /// Sorts by merging; each step of a value over another counts.
  private static func sortCountingExchanges(_ values: inout [Double]) -> Int {
    var exchanges = 0
    var merged = values
    var width = 1
    while width < values.count {
      for start in stride(from: 0, to: values.count, by: 2 * width) {
        let (middle, end) = (min(start + width, values.count), min(start + 2 * width, values.count))
        var (left, right) = (start, middle)
        for place in start..<end {
          if right >= end || (left < middle && values[left] <= values[right]) {
            merged[place] = values[left]
            left += 1
          } else {
            merged[place] = values[right]
            exchanges += middle - left
            right += 1
          }
        }
      }
      swap(&values, &merged)
      width *= 2
    }
    return exchanges
  }
}
