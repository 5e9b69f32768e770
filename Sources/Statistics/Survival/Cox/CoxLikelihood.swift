/// The logarithm of the partial likelihood at given coefficients, with its first and second derivatives.
struct CoxLikelihood {
  private(set) var value = 0.0
  private(set) var score: [Double]
  /// Minus the second derivatives.
  private(set) var information: SymmetricMatrix

  init(_ rows: CoxRows, _ ties: CoxTies, coefficients: [Double]) {
    let width = rows.width
    information = SymmetricMatrix(dimension: width)
    let risks = CoxRisks(rows, coefficients: coefficients)
    // What those with the event bring: their own covariates and predictors.
    let events = rows.eventSums
    score = events.columns
    value = events.offset - risks.logFactor * events.weight
    for column in 0..<width { value += coefficients[column] * events.columns[column] }
    if ties == .exact {
      addExactTies(rows, risks)
    } else {
      addRiskSets(rows, ties, risks)
    }
  }

  private mutating func addRiskSets(_ rows: CoxRows, _ ties: CoxTies, _ risks: CoxRisks) {
    let width = rows.width
    var value = value
    var score = score
    var information = information
    rows.forEachRiskSet(risks) { number, moments in
      let block = rows.blocks[number]
      let sums = CoxTieSums(ties, moments, events: block.events)
      let weight = block.eventWeight / Double(block.events)
      value -= weight * sums.logarithms
      for row in 0..<width {
        score[row] -= weight * sums.mean(row, moments)
        for column in 0...row {
          information[row, column] += weight * sums.covariance(row, column, moments)
        }
      }
    }
    (self.value, self.score, self.information) = (value, score, information)
  }

  /// Gail, Lubin & Rubinstein (1981), Biometrika 68:703: the sum over all sets of d at risk by recursion.
  private mutating func addExactTies(_ rows: CoxRows, _ risks: CoxRisks) {
    var start = 0
    for (number, block) in rows.blocks.enumerated() {
      if number > 0, rows.blocks[number - 1].stratum != block.stratum { start = block.rows.lowerBound }
      guard block.events > 0 else { continue }
      var sets = CoxSubsets(width: rows.width, size: block.events)
      for row in start..<block.rows.upperBound where rows.entries.map({ $0[row] < block.time }) ?? true {
        sets.add(risks.risks[row], rows.x, row * rows.width)
      }
      value -= sets.logOfTotal
      for row in 0..<rows.width {
        score[row] -= sets.mean(row)
        for column in 0...row { information[row, column] += sets.covariance(row, column) }
      }
    }
  }
}
