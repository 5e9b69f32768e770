extension CoxFit {
  /// The sandwich of Lin & Wei (1989), J Am Stat Assoc 84:1074: squares of what each cluster moves the coefficients by.
  ///
  /// - Parameters:
  ///   - rows: The rows that were fitted.
  ///   - ties: How ties were handled.
  ///   - clusters: The cluster of each row of the data; each row by itself if nil.
  /// - Returns: The covariance of the scaled coefficients.
  func robustCovariance(_ rows: CoxRows, _ ties: CoxTies, clusters: [Int]?) -> SymmetricMatrix {
    let width = rows.width
    let hazard = CoxHazard(rows, ties, coefficients: coefficients)
    let codes = clusters.map { clusters in CoxRows.number(rows.sources.map { clusters[Int($0)] }) }
    let clusterCount = codes.map { ($0.max() ?? -1) + 1 } ?? rows.count
    var scores = [Double](repeating: 0, count: clusterCount * width)
    for (number, block) in rows.blocks.enumerated() {
      for row in block.rows {
        let entry = hazard.entryBlock(of: row, in: number)
        let cumulative = hazard.met(0, by: row, in: number, after: entry)
        let weight = rows.weights?[row] ?? 1
        let start = (codes?[row] ?? row) * width
        for column in 0..<width {
          let value = rows.x[row * width + column]
          let observed = rows.isEvent[row] ? value - hazard.mean(column, in: number) : 0
          let expected = value * cumulative - hazard.met(1 + column, by: row, in: number, after: entry)
          scores[start + column] += weight * (observed - hazard.risks.risks[row] * expected)
        }
      }
    }
    var sandwich = SymmetricMatrix(dimension: width)
    for cluster in 0..<clusterCount {
      let change = covariance.times(Array(scores[cluster * width..<(cluster + 1) * width]))
      for row in 0..<width {
        for column in 0...row { sandwich[row, column] += change[row] * change[column] }
      }
    }
    return sandwich
  }
}
