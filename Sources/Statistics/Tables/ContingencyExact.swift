extension ContingencyTable {
  /// The probability of all tables with these margins that are no more probable than the observed one.
  ///
  /// Freeman & Halton (1951), Biometrika 38:141. The columns are split in two halves; the ways through the first half meet
  /// the sorted ways through the second at what is left of the rows, so that the work is the sum of both instead of their
  /// product. Undefined beyond some seconds of it. Checked against R 4.2 `fisher.test`.
  public var fisherP: Outcome<Double> {
    guard total < 1e18 else { return .undefined(.tooManyTables) }
    let table = withoutEmptyMargins.rows
    let width = table[0].count
    if table.count == 2, width == 2 {
      return FisherTest.test(
        table[0][0], marked: table[0][0] + table[0][1], unmarked: table[1][0] + table[1][1],
        drawn: table[0][0] + table[1][0]
      ).map(\.p)
    }
    guard table.count > 1, width > 1 else { return .defined(1) }
    // What is left of the fewer margins is kept; the more numerous ones are gone through.
    let columns = (0..<width).map { column in table.map { $0[column] } }
    let vectors = table.count <= width ? columns : table
    var search = ExactSearch(vectors)
    return search.run()
  }
}

/// The ways to fill a table column by column.
private struct ExactSearch {
  /// A set of ways with one product of factorials.
  private struct Ways {
    var logWeight: Double
    var count: Double
  }

  private let columnTotals: [Int]
  private let rowTotals: [Int]
  private let logFactorials: [Double]
  private let threshold: Double
  private var budget = 6_000_000

  init(_ columns: [[Int]]) {
    let sorted = columns.sorted { $0.reduce(0, +) < $1.reduce(0, +) }
    columnTotals = sorted.map { $0.reduce(0, +) }
    let rowTotals = columns[0].indices.map { row in columns.reduce(0) { $0 + $1[row] } }
    self.rowTotals = rowTotals
    var sums = [0.0]
    for k in 1...max(1, min(rowTotals.reduce(0, +), 1_000_000)) {
      sums.append(sums[k - 1] + logarithm(Double(k)))
    }
    logFactorials = sums
    threshold =
      sums.count > rowTotals.reduce(0, +)
      ? -columns.joined().reduce(0) { $0 + sums[$1] } + logarithm(onePlus: 1e-7) : 0
  }

  mutating func run() -> Outcome<Double> {
    let total = rowTotals.reduce(0, +)
    guard logFactorials.count > total else { return .undefined(.tooManyTables) }
    let middle = columnTotals.count / 2
    var first: [[Int]: [Int: Ways]] = [rowTotals.sorted(): [0: Ways(logWeight: 0, count: 1)]]
    for column in columnTotals[..<middle] {
      guard let next = fill(first, column) else { return .undefined(.tooManyTables) }
      first = next
    }
    // All tables together have the weight n!/(∏ rows! · ∏ columns!).
    let whole =
      logFactorials[total] - (rowTotals + columnTotals).reduce(0) { $0 + logFactorials[$1] }
    let right = Array(columnTotals[middle...])
    // Of three columns left, the first is filled apart: the ways through the last two are the same for many of its fillings.
    let isSplit = right.count == 3 && rowTotals.count > 3
    let last = isSplit ? Array(right.dropFirst()) : right
    var completions: [[Int]: Completions] = [:]
    var p = 0.0
    for (rest, ways) in first.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let before = Completions(Array(ways.values))
      let start = [rest: [0: Ways(logWeight: 0, count: 1)]]
      guard let steps = isSplit ? fill(start, right[0]) : start else { return .undefined(.tooManyTables) }
      for (after, between) in steps.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        if completions[after] == nil {
          completions[after] = complete(after, last).map { Completions($0) }
        }
        guard let behind = completions[after] else { return .undefined(.tooManyTables) }
        for step in between.sorted(by: { $0.key < $1.key }).map(\.value) {
          let sum = before.weight(with: behind, upTo: threshold - step.logWeight, budget: &budget)
          guard budget > 0 else { return .undefined(.tooManyTables) }
          p += step.count * sum * exponential(step.logWeight + before.largest + behind.largest - whole)
        }
      }
    }
    return .defined(min(1, p))
  }

  /// Ways in ascending order with the sums of their weights, which are relative to the largest.
  private struct Completions {
    let largest: Double
    private let logWeights: [Double]
    private let weights: [Double]
    private let sums: [Double]

    init(_ ways: [Ways]) {
      let sorted = ways.sorted { $0.logWeight < $1.logWeight }
      let largest = sorted.last?.logWeight ?? 0
      let weights = sorted.map { $0.count * exponential($0.logWeight - largest) }
      var sums = [0.0]
      for weight in weights { sums.append(sums[sums.count - 1] + weight) }
      self.largest = largest
      self.weights = weights
      self.sums = sums
      logWeights = sorted.map(\.logWeight)
    }

    /// The weight of all pairs, one of either, whose product is at most a bound: one rises as the other falls.
    func weight(with other: Completions, upTo bound: Double, budget: inout Int) -> Double {
      guard let least = other.logWeights.first else { return 0 }
      // Up to here each pair counts, and from there on none does.
      let whole = logWeights.partitionIndex { $0 + other.largest > bound }
      var sum = sums[whole] * (other.sums.last ?? 0)
      var taken = other.logWeights.count
      for place in whole..<logWeights.count {
        if logWeights[place] + least > bound { break }
        while taken > 0, logWeights[place] + other.logWeights[taken - 1] > bound {
          taken -= 1
          budget -= 1
        }
        sum += weights[place] * other.sums[taken]
        budget -= 1
      }
      return sum
    }
  }

  /// The ways after one more column, by what is left of the rows in ascending order; nil beyond the budget.
  private mutating func fill(_ nodes: [[Int]: [Int: Ways]], _ column: Int) -> [[Int]: [Int: Ways]]? {
    var next: [[Int]: [Int: Ways]] = [:]
    // In a fixed order: which of some sums that differ by rounding stands for them must not change from run to run.
    for (rest, ways) in nodes.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let ordered = ways.sorted { $0.key < $1.key }.map(\.value)
      guard let fillings = fillings(rest, column) else { return nil }
      for (after, logWeight) in fillings {
        budget -= ways.count
        guard budget > 0 else { return nil }
        for way in ordered {
          let sum = way.logWeight + logWeight
          next[after, default: [:]][Self.key(sum), default: Ways(logWeight: sum, count: 0)].count += way.count
        }
      }
    }
    return next
  }

  /// The ways to fill all columns with what is left of the rows; the last column takes what remains.
  private mutating func complete(_ rest: [Int], _ columns: [Int]) -> [Ways]? {
    var nodes: [[Int]: [Int: Ways]] = [rest: [0: Ways(logWeight: 0, count: 1)]]
    for column in columns.dropLast() {
      guard let next = fill(nodes, column) else { return nil }
      nodes = next
    }
    return nodes.flatMap { last, ways in
      let own = last.reduce(0) { $0 + logFactorials[$1] }
      return ways.values.map { Ways(logWeight: $0.logWeight - own, count: $0.count) }
    }
  }

  /// Each way to put a column's persons into rows that hold no more than `rest`, as what it leaves; nil beyond the budget.
  private mutating func fillings(_ rest: [Int], _ column: Int) -> [([Int], Double)]? {
    guard Self.countOfFillings(rest, column) < Double(budget) else { return nil }
    var result: [([Int], Double)] = []
    var left = rest
    let room = rest.indices.map { rest[($0 + 1)...].reduce(0, +) }
    func place(_ row: Int, _ remaining: Int, _ logWeight: Double) {
      if row == rest.count - 1 {
        left[row] = rest[row] - remaining
        result.append((left.sorted(), logWeight - logFactorials[remaining]))
        return
      }
      for x in max(0, remaining - room[row])...min(rest[row], remaining) {
        left[row] = rest[row] - x
        place(row + 1, remaining - x, logWeight - logFactorials[x])
      }
    }
    place(0, column, 0)
    budget -= result.count
    return result
  }

  /// How many fillings there are, so that none is begun in vain.
  private static func countOfFillings(_ rest: [Int], _ column: Int) -> Double {
    var ways = [Double](repeating: 0, count: column + 1)
    ways[0] = 1
    for room in rest {
      var sums = [0.0]
      for count in ways { sums.append(sums[sums.count - 1] + count) }
      for total in ways.indices { ways[total] = sums[total + 1] - sums[max(0, total - room)] }
    }
    return ways[column]
  }

  /// Weights that differ by rounding alone are one.
  private static func key(_ logWeight: Double) -> Int { Int((logWeight * 1e9).rounded()) }
}

extension Array {
  /// The first index of a sorted array for which the condition holds.
  fileprivate func partitionIndex(where holds: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
