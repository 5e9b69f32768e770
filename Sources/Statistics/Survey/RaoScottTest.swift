/// Pearson's test of association in a weighted table, corrected for the design.
///
/// Rao & Scott (1984), Ann Stat 12:46: the statistic over its mean design effect, by an F distribution whose degrees of
/// freedom are Satterthwaite's; checked against R's `svychisq`.
public struct RaoScottTest: Sendable, Equatable {
  /// F.
  public let statistic: Double
  /// The degrees of freedom of the numerator.
  public let numerator: Double
  /// The degrees of freedom of the denominator.
  public let denominator: Double
  /// The probability of a larger F without association.
  public let p: Outcome<Double>
}

extension SurveyDesign {
  /// Tests whether rows and columns of a weighted table are associated.
  ///
  /// Undefined where either has one category, or the design has no degrees of freedom.
  public func raoScott(
    _ rowGroups: ModelFrame.Grouping, _ columnGroups: ModelFrame.Grouping
  ) -> Outcome<RaoScottTest> {
    let (height, width) = (rowGroups.labels.count, columnGroups.labels.count)
    guard rowGroups.codes.count == rows, columnGroups.codes.count == rows,
      rowGroups.codes.allSatisfy({ $0 >= 0 && Int($0) < height }),
      columnGroups.codes.allSatisfy({ $0 >= 0 && Int($0) < width })
    else { return .undefined(.inconsistentCounts) }
    guard height > 1, width > 1, height * width <= 10_000 else { return .undefined(.noVariation) }
    let cellOfRow = weights.indices.map { Int(columnGroups.codes[$0]) * height + Int(rowGroups.codes[$0]) }
    var shares: [Double] = []
    var influences: [[Double]] = []
    for cell in 0..<height * width {
      switch influence(of: cellOfRow.map { $0 == cell ? 1 : 0 }, within: nil) {
      case .defined(let (share, influence)):
        shares.append(share)
        influences.append(influence)
      case .undefined(let reason): return .undefined(reason)
      }
    }
    return covariance(ofSums: influences).flatMap { covariance in
      test(shares, covariance, height, width)
    }
  }

  private func test(
    _ shares: [Double], _ covariance: SymmetricMatrix, _ height: Int, _ width: Int
  ) -> Outcome<RaoScottTest> {
    var rowShares = Array(repeating: 0.0, count: height)
    var columnShares = Array(repeating: 0.0, count: width)
    for cell in shares.indices {
      rowShares[cell % height] += shares[cell]
      columnShares[cell / height] += shares[cell]
    }
    let n = Double(rows)
    var pearson = 0.0
    for cell in shares.indices {
      let expected = rowShares[cell % height] * columnShares[cell / height]
      guard expected > 0 else { return .undefined(.zeroCell) }
      pearson += n * (shares[cell] - expected) * (shares[cell] - expected) / expected
    }
    // Contrasts of interaction, over the cells' shares.
    var contrasts: [[Double]] = []
    for column in 1..<width {
      for row in 1..<height {
        contrasts.append(
          shares.indices.map { cell in
            let inRow = (cell % height == row ? 1 : 0) - 1 / Double(height)
            let inColumn = (cell / height == column ? 1 : 0) - 1 / Double(width)
            return shares[cell] > 0 ? inRow * inColumn / shares[cell] : 0
          })
      }
    }
    var simple = SymmetricMatrix(dimension: contrasts.count)
    for first in contrasts.indices {
      for second in 0...first {
        simple[first, second] = shares.indices.reduce(0) {
          $0 + contrasts[first][$1] * contrasts[second][$1] * shares[$1] / n
        }
      }
    }
    let actual = covariance.transformed(by: contrasts)
    let cholesky = Cholesky(simple)
    guard cholesky.rank == contrasts.count else { return .undefined(.zeroCell) }
    // The columns of the matrix whose eigenvalues are the design effects.
    let effects = contrasts.indices.map { column in
      cholesky.solve(contrasts.indices.map { actual[$0, column] })
    }
    let trace = contrasts.indices.reduce(0) { $0 + effects[$1][$1] }
    var squares = 0.0
    for first in contrasts.indices {
      for second in contrasts.indices { squares += effects[first][second] * effects[second][first] }
    }
    guard trace > 0, squares > 0 else { return .undefined(.noVariation) }
    let spare = Double(stratumOfCluster.count - clustersInStratum.count)
    let numerator = trace * trace / squares
    guard spare > 0 else { return .undefined(.noVariation) }
    return .defined(
      RaoScottTest(
        statistic: pearson / trace, numerator: numerator, denominator: numerator * spare,
        p: Distribution.fisherF(numerator, numerator * spare).cumulative(pearson / trace, tail: .upper)))
  }
}
