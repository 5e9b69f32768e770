/// Counts by two characteristics.
public struct ContingencyTable: Sendable, Hashable {
  /// The counts by row and column.
  public let rows: [[Int]]
  private let rowTotals: [Double]
  private let columnTotals: [Double]
  let total: Double

  /// Reads rows of counts.
  ///
  /// - Returns: nil where the rows differ in length, there is no cell, or a count is negative.
  public init?(_ rows: [[Int]]) {
    guard let width = rows.first?.count, width > 0, rows.allSatisfy({ $0.count == width }),
      rows.joined().allSatisfy({ $0 >= 0 })
    else { return nil }
    self.rows = rows
    rowTotals = rows.map { $0.reduce(0) { $0 + Double($1) } }
    columnTotals = (0..<width).map { column in rows.reduce(0) { $0 + Double($1[column]) } }
    total = rowTotals.reduce(0, +)
  }

  /// The table without rows and columns in which nobody is, for which no test is defined.
  public var withoutEmptyMargins: ContingencyTable {
    let columns = columnTotals.indices.filter { columnTotals[$0] > 0 }
    let kept = rows.indices.filter { rowTotals[$0] > 0 }.map { row in columns.map { rows[row][$0] } }
    return ContingencyTable(kept) ?? self
  }

  /// Rows − 1 times columns − 1.
  public var degreesOfFreedom: Int { (rowTotals.count - 1) * (columnTotals.count - 1) }

  /// The counts to be expected without an association, by row and column.
  public var expected: [[Double]] {
    rowTotals.map { row in columnTotals.map { total > 0 ? row * $0 / total : 0 } }
  }

  /// Pearson's test without correction.
  ///
  /// Undefined where a row or a column is empty. Checked against R 4.2 `chisq.test(correct = FALSE)`.
  public var pearson: Outcome<ChiSquaredTest> { pearson(shift: 0) }

  /// Pearson's test with the correction of Yates (1934), which R does not let exceed the smallest difference.
  public var yates: Outcome<ChiSquaredTest> {
    let smallest = cells.map { abs($0.observed - $0.expected) }.min() ?? 0
    return pearson(shift: min(0.5, smallest))
  }

  /// The likelihood ratio test.
  public var likelihoodRatio: Outcome<ChiSquaredTest> {
    hasFullMargins.flatMap { _ in
      let sum = cells.reduce(0) { sum, cell in
        guard cell.observed > 0 else { return sum + cell.expected }
        // The deviance of each cell from its expected count is never negative, so that nothing cancels.
        let excess = (cell.observed - cell.expected) / cell.expected
        return sum + cell.observed * logarithm(onePlus: excess) - (cell.observed - cell.expected)
      }
      return ChiSquaredTest.test(max(2 * sum, 0), degreesOfFreedom: Double(degreesOfFreedom))
    }
  }

  /// Cramér's V, from 0 without an association to 1.
  public var cramersV: Outcome<Double> {
    pearson.map { ($0.statistic / total / Double(min(rowTotals.count, columnTotals.count) - 1)).squareRoot() }
  }

  private var cells: [(observed: Double, expected: Double)] {
    zip(rows.joined(), expected.joined()).map { (observed: Double($0), expected: $1) }
  }

  private var hasFullMargins: Outcome<Void> {
    guard total > 0 else { return .undefined(.noObservations) }
    guard (rowTotals + columnTotals).allSatisfy({ $0 > 0 }) else { return .undefined(.zeroCell) }
    return .defined(())
  }

  private func pearson(shift: Double) -> Outcome<ChiSquaredTest> {
    hasFullMargins.flatMap { _ in
      let sum = cells.reduce(0) { sum, cell in
        let distance = abs(cell.observed - cell.expected) - shift
        return sum + distance * distance / cell.expected
      }
      return ChiSquaredTest.test(sum, degreesOfFreedom: Double(degreesOfFreedom))
    }
  }
}
