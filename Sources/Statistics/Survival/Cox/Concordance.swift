/// How often, of two rows of which one is known to have had the event earlier, the model gave that one the higher risk.
///
/// Harrell et al (1982), JAMA 247:2543; ties of the risk count a half. Standard error by the infinitesimal jackknife
/// (Therneau & Watson 2017). Checked against R 4.2 survival 3.5 `concordance`.
public struct Concordance: Sendable, Hashable {
  /// The share of pairs in agreement.
  public let value: Double
  /// Its standard error.
  public let standardError: Double
}

extension CoxModel {
  /// The concordance of the model's predictors with what happened, in O(n log n).
  public var concordance: Outcome<Concordance> {
    if eventCount == 0 { return .undefined(.noEvents) }
    var pairs = ConcordancePairs(rows, ranks: ranksOfPredictors)
    pairs.count()
    guard pairs.total > 0 else { return .undefined(.noVariation) }
    let value = pairs.agreeing / pairs.total
    let codes = data.clusters.map { clusters in CoxRows.number(rows.sources.map { clusters[Int($0)] }) }
    var changes = [Double](repeating: 0, count: codes.map { ($0.max() ?? -1) + 1 } ?? rows.count)
    for row in 0..<rows.count {
      let weight = rows.weights?[row] ?? 1
      changes[codes?[row] ?? row] += weight * (pairs.agreement[row] - value * pairs.pairs[row]) / pairs.total
    }
    let variance = changes.reduce(0) { $0 + $1 * $1 }
    guard value.isFinite, variance.isFinite else { return .undefined(.notComputed) }
    return .defined(Concordance(value: value, standardError: variance.squareRoot()))
  }

  /// The place of each row's predictor among the distinct predictors, by the covariates as they were given.
  private var ranksOfPredictors: [Int] {
    let predictors = (0..<rows.count).map { row in
      let source = Int(rows.sources[row])
      var predictor = rows.offset?[row] ?? 0
      for column in 0..<rows.width where !isAliased[column] {
        predictor += data.design.values[column * data.design.rows + source] * estimates[column]
      }
      return predictor
    }
    let order = predictors.indices.sorted { predictors[$0] < predictors[$1] }
    var ranks = [Int](repeating: 0, count: rows.count)
    for (place, row) in order.enumerated() where place > 0 {
      let previous = order[place - 1]
      ranks[row] = ranks[previous] + (predictors[row] > predictors[previous] ? 1 : 0)
    }
    return ranks
  }
}

/// Counts the pairs of rows that can be compared, once from the earlier row of each and once from the later.
private struct ConcordancePairs {
  let rows: CoxRows
  let ranks: [Int]
  /// For each row, the weight of its pairs in agreement, ties counting a half.
  private(set) var agreement: [Double]
  /// For each row, the weight of its pairs.
  private(set) var pairs: [Double]
  private(set) var agreeing = 0.0
  private(set) var total = 0.0

  init(_ rows: CoxRows, ranks: [Int]) {
    self.rows = rows
    self.ranks = ranks
    agreement = [Double](repeating: 0, count: rows.count)
    pairs = agreement
  }

  mutating func count() {
    var start = 0
    for number in rows.blocks.indices {
      let isLast =
        number + 1 == rows.blocks.count || rows.blocks[number + 1].stratum != rows.blocks[number].stratum
      guard isLast else { continue }
      countFromEvents(start...number)
      countFromLaterRows(start...number)
      start = number + 1
    }
  }

  private func weight(_ row: Int) -> Double { rows.weights?[row] ?? 1 }

  /// Each event against those who are still at risk after it: higher risk than theirs agrees.
  private mutating func countFromEvents(_ blocks: ClosedRange<Int>) {
    var atRisk = RankedWeights(count: (ranks.max() ?? 0) + 1)
    var entering = rows.blocks[blocks.lowerBound].rows.lowerBound
    let end = rows.blocks[blocks.upperBound].rows.upperBound
    for number in blocks {
      let block = rows.blocks[number]
      for row in block.rows where !rows.isEvent[row] { atRisk.add(weight(row), at: ranks[row]) }
      if let entries = rows.entries {
        while entering < end, entries[Int(rows.byEntry[entering])] >= block.time {
          let row = Int(rows.byEntry[entering])
          atRisk.add(-weight(row), at: ranks[row])
          entering += 1
        }
      }
      for row in block.rows where rows.isEvent[row] {
        let below = atRisk.sum(below: ranks[row])
        let equal = atRisk.sum(below: ranks[row] + 1) - below
        agreement[row] += below + equal / 2
        pairs[row] += atRisk.total
        agreeing += weight(row) * (below + equal / 2)
        total += weight(row) * atRisk.total
      }
      for row in block.rows where rows.isEvent[row] { atRisk.add(weight(row), at: ranks[row]) }
    }
  }

  /// Each row against the events while it was at risk: lower risk than theirs agrees.
  private mutating func countFromLaterRows(_ blocks: ClosedRange<Int>) {
    var events = RankedWeights(count: (ranks.max() ?? 0) + 1)
    let start = rows.blocks[blocks.lowerBound].rows.lowerBound
    var entering = rows.blocks[blocks.upperBound].rows.upperBound - 1
    for number in blocks.reversed() {
      let block = rows.blocks[number]
      if let entries = rows.entries {
        while entering >= start, entries[Int(rows.byEntry[entering])] < block.time {
          count(Int(rows.byEntry[entering]), events, sign: -1)
          entering -= 1
        }
      }
      for row in block.rows where rows.isEvent[row] { count(row, events, sign: 1) }
      for row in block.rows where rows.isEvent[row] { events.add(weight(row), at: ranks[row]) }
      for row in block.rows where !rows.isEvent[row] { count(row, events, sign: 1) }
    }
  }

  private mutating func count(_ row: Int, _ events: RankedWeights, sign: Double) {
    let through = events.sum(below: ranks[row] + 1)
    let equal = through - events.sum(below: ranks[row])
    agreement[row] += sign * (events.total - through + equal / 2)
    pairs[row] += sign * events.total
  }
}

/// Weights by rank, whose sums below a rank cost O(log n) (Fenwick 1994, Softw Pract Exper 24:327).
private struct RankedWeights {
  private var sums: [Double]
  private(set) var total = 0.0

  init(count: Int) { sums = [Double](repeating: 0, count: count + 1) }

  mutating func add(_ weight: Double, at rank: Int) {
    total += weight
    var place = rank + 1
    while place < sums.count {
      sums[place] += weight
      place += place & -place
    }
  }

  func sum(below rank: Int) -> Double {
    var sum = 0.0
    var place = rank
    while place > 0 {
      sum += sums[place]
      place -= place & -place
    }
    return sum
  }
}
