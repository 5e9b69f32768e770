extension ContingencyTable {
  /// A probability estimated from random tables, with the interval of its chance error.
  public struct SampledP: Sendable, Equatable {
    /// (1 + tables no more probable than the observed one)/(1 + tables drawn), which is never 0.
    public let p: Double
    /// The Wilson interval of the share among the tables drawn.
    public let interval: Interval
  }

  /// Estimates ``fisherP`` where the tables are too many, from random ones with the same margins.
  ///
  /// Persons keep their row and are given the columns in random order, in O(persons) a table. Undefined beyond ten
  /// million persons. The same seed gives the same answer.
  public func sampledFisherP(
    tables: Int = 10_000, seed: UInt64 = 1, confidence: Double = 0.95
  ) -> Outcome<SampledP> {
    guard tables > 0 else { return .undefined(.argumentOutOfRange) }
    guard total > 0 else { return .undefined(.noObservations) }
    guard total <= 1e7 else { return .undefined(.tooManyTables) }
    let counts = rows.map { $0.reduce(0, +) }
    var columns = rows[0].indices.flatMap { column in
      [Int](repeating: column, count: rows.reduce(0) { $0 + $1[column] })
    }
    let width = rows[0].count
    var logFactorials = [0.0]
    for k in 1...columns.count { logFactorials.append(logFactorials[k - 1] + logarithm(Double(k))) }
    let threshold = -rows.joined().reduce(0) { $0 + logFactorials[$1] } + logarithm(onePlus: 1e-7)
    var random = SplitMix(seed: seed)
    var extreme = 0
    var cells = [Int](repeating: 0, count: rows.count * width)
    for _ in 0..<tables {
      columns.shuffle(using: &random)
      for index in cells.indices { cells[index] = 0 }
      var person = 0
      for (row, count) in counts.enumerated() {
        for _ in 0..<count {
          cells[row * width + columns[person]] += 1
          person += 1
        }
      }
      if -cells.reduce(0, { $0 + logFactorials[$1] }) <= threshold { extreme += 1 }
    }
    return Proportion(extreme, of: tables).interval(confidence: confidence).map {
      SampledP(p: Double(extreme + 1) / Double(tables + 1), interval: $0)
    }
  }
}

/// Steele, Lea & Flood (2014): random numbers that are the same everywhere.
struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
