/// How much of the quasi-identifiers' detail a generalisation loses, from 0 to 1.
///
/// Iyengar (2002) in the form of ARX 3.9.2, the measure "Loss": a value generalised to a label
/// that stands for s of the column's d categories has the share s / d, a suppressed one the share 1.
/// Over n rows a column's loss is (S − n/d) / (n − n/d), S being the sum of the shares.
/// Category counts are integers, so a loss does not depend on the order of the rows.
public struct UtilityLoss: Sendable, Hashable {
  /// How the columns' losses become one number.
  public enum Aggregate: String, Sendable, CaseIterable {
    /// The geometric mean of 1 + loss, less 1.
    case geometricMean = "geometric-mean"
    /// The arithmetic mean.
    case arithmeticMean = "arithmetic-mean"
  }

  /// The aggregate.
  public let aggregate: Aggregate

  /// Makes the measure.
  public init(aggregate: Aggregate = .geometricMean) {
    self.aggregate = aggregate
  }

  /// The loss of one column.
  ///
  /// - Parameters:
  ///   - leafSum: the sum over all rows of the categories under the row's label; `leafCount` for a
  ///     suppressed row.
  ///   - rowCount: the number of rows.
  ///   - leafCount: the number of categories of the column's hierarchy.
  /// - Returns: from 0 (as it was) to 1 (one label for all); 0 for a hierarchy of one category.
  public func columnLoss(leafSum: Int, rowCount: Int, leafCount: Int) -> Double {
    guard rowCount > 0, leafCount > 1 else { return 0 }
    return Double(leafSum - rowCount) / Double(rowCount * (leafCount - 1))
  }

  /// The loss of all columns together.
  public func score(columnLosses: [Double]) -> Double {
    var terms = columnLosses.map(term)
    return terms.withUnsafeMutableBufferPointer { score(rank: rank($0), columnCount: $0.count) }
  }

  func term(_ columnLoss: Double) -> Double {
    aggregate == .geometricMean ? columnLoss + 1 : columnLoss
  }

  /// A number that orders generalisations as the score does, exactly monotone in every term.
  ///
  /// Terms are combined from small to large: the same terms in other columns give the same rank.
  func rank(_ terms: UnsafeMutableBufferPointer<Double>) -> Double {
    for index in terms.indices.dropFirst() {
      var position = index
      while position > 0, terms[position] < terms[position - 1] {
        terms.swapAt(position, position - 1)
        position -= 1
      }
    }
    return aggregate == .geometricMean ? terms.reduce(1, *) : terms.reduce(0, +)
  }

  func score(rank: Double, columnCount: Int) -> Double {
    guard columnCount > 0 else { return 0 }
    return switch aggregate {
    case .geometricMean: Self.root(of: rank, degree: columnCount) - 1
    case .arithmeticMean: rank / Double(columnCount)
    }
  }

  /// The root of a number from 1 to 2ⁿ, by Newton's method from above.
  private static func root(of number: Double, degree: Int) -> Double {
    var root = 2.0
    while true {
      var power = 1.0
      for _ in 1..<max(degree, 1) { power *= root }
      let next = (Double(degree - 1) * root + number / power) / Double(degree)
      if next >= root { return max(1, root) }
      root = next
    }
  }
}
