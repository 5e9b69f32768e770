extension CoxModel {
  /// The martingale residual of each row that was used, in the order of the data: events less those expected.
  public var martingaleResiduals: Outcome<[Double]> {
    let hazard = CoxHazard(rows, ties, coefficients: scaledEstimates)
    var residuals = [Double](repeating: 0, count: data.times.count)
    for (number, block) in rows.blocks.enumerated() {
      for row in block.rows {
        let entry = hazard.entryBlock(of: row, in: number)
        let expected = hazard.risks.risks[row] * hazard.met(0, by: row, in: number, after: entry)
        residuals[Int(rows.sources[row])] = (rows.isEvent[row] ? 1 : 0) - expected
      }
    }
    return Self.finite(rows.sources.sorted().map { residuals[Int($0)] })
  }

  /// The Schoenfeld residuals (Schoenfeld 1982, Biometrika 69:239): the covariates of each event less their mean over
  /// the risk set; by stratum, then time, then the order of the data.
  ///
  /// Not defined where ties are exact. One row for each event, one number for each column of the model.
  public var schoenfeldResiduals: Outcome<[[Double]]> {
    guard ties != .exact else { return .undefined(.argumentOutOfRange) }
    let hazard = CoxHazard(rows, ties, coefficients: scaledEstimates)
    var residuals: [[Double]] = []
    for stratum in 0..<rows.strataCount {
      for number in rows.blocks.indices.reversed() where rows.blocks[number].stratum == stratum {
        for row in rows.blocks[number].rows where rows.isEvent[row] {
          residuals.append(
            (0..<rows.width).map { column in
              // Constant columns were scaled to 0: so is their residual.
              (rows.x[row * rows.width + column] - hazard.mean(column, in: number)) * rows.scales[column]
            })
        }
      }
    }
    return residuals.joined().allSatisfy(\.isFinite) ? .defined(residuals) : .undefined(.notComputed)
  }

  private static func finite(_ values: [Double]) -> Outcome<[Double]> {
    values.allSatisfy(\.isFinite) ? .defined(values) : .undefined(.notComputed)
  }

  /// A cumulative baseline hazard.
  public struct BaselineHazard: Sendable {
    /// The times at which anybody of the stratum leaves, ascending.
    public let times: [Double]
    /// The cumulative hazard at each.
    public let cumulativeHazard: [Double]
  }

  /// The cumulative hazard of each stratum where all covariates are 0; undefined where the likelihood is monotone.
  public var baselineHazards: Outcome<[BaselineHazard]> {
    if isInfinite.contains(true) { return .undefined(.monotoneLikelihood) }
    let hazard = CoxHazard(rows, ties, coefficients: scaledEstimates)
    // What the common factor and the centring had taken from the predictors.
    let shift = zip(estimates, rows.means).reduce(hazard.risks.logFactor) { $0 + $1.0 * $1.1 }
    let factor = exponential(-shift)
    let hazards = (0..<rows.strataCount).map { stratum in
      let curve = hazard.curve(of: stratum)
      return BaselineHazard(times: curve.map(\.time), cumulativeHazard: curve.map { $0.hazard * factor })
    }
    let isFinite = hazards.allSatisfy { $0.cumulativeHazard.allSatisfy(\.isFinite) }
    return isFinite ? .defined(hazards) : .undefined(.notComputed)
  }
}
