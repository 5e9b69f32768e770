/// Which columns are missing together, and how often.
public struct MissingPatterns: Sendable, Equatable {
  /// Persons who lack the same columns.
  public struct Pattern: Sendable, Hashable {
    /// Which columns are missing, in their order.
    public let isMissing: [Bool]
    /// How many persons lack exactly these.
    public let count: Int
  }

  /// How many persons there are.
  public let n: Int
  /// How many values each column lacks.
  public let missingByColumn: [Int]
  /// How many persons lack nothing.
  public let completeCases: Int
  /// The patterns by falling count, then with columns that are there before columns that are missing.
  public let patterns: [Pattern]

  /// Counts what is missing: one list a column, with one flag a person.
  ///
  /// - Returns: nil for columns of different length.
  public init?(_ columns: [[Bool]]) {
    let n = columns.first?.count ?? 0
    guard columns.allSatisfy({ $0.count == n }) else { return nil }
    var counts: [[Bool]: Int] = [:]
    for row in 0..<n { counts[columns.map { $0[row] }, default: 0] += 1 }
    self.n = n
    missingByColumn = columns.map { column in column.reduce(0) { $0 + ($1 ? 1 : 0) } }
    completeCases = counts[columns.map { _ in false }] ?? 0
    patterns = counts.map { Pattern(isMissing: $0.key, count: $0.value) }.sorted { first, second in
      guard first.count == second.count else { return first.count > second.count }
      return first.isMissing.lexicographicallyPrecedes(second.isMissing) { !$0 && $1 }
    }
  }

  /// How many values are missing in all.
  public var missingValues: Int { missingByColumn.reduce(0, +) }

  /// The share of persons who lack each column; undefined without persons.
  public var missingShares: [Outcome<Double>] { missingByColumn.map { Proportion($0, of: n).value } }
}
