/// The share of all cases that would not have occurred if nobody were exposed: negative where exposure protects.
///
/// A statement about causes, only as good as the adjustment of its ratios. Limits are made on the scale of log(1 − share).
public enum AttributableFraction {
  /// From adjusted ratios and the exposure of the cases: Σ pₖ (1 − 1/RRₖ), pₖ being the share of level k among cases.
  ///
  /// Miettinen (1974), Am J Epidemiol 99:325: right where ratios are adjusted, unlike Levin's formula. The error of the
  /// cases' exposure is taken as multinomial, and independent of that of the ratios.
  ///
  /// - Parameters:
  ///   - cases: Cases by level of exposure, the first being the unexposed.
  ///   - logRatios: The logarithms of the ratios to the unexposed, one for each other level.
  ///   - covariance: Their covariance matrix.
  ///   - confidence: The level of the interval.
  /// - Returns: The share; undefined without cases, or where lengths or counts contradict each other.
  public static func adjusted(
    cases: [Int], logRatios: [Double], covariance: SymmetricMatrix, confidence: Double = 0.95
  ) -> Estimate {
    guard cases.count == logRatios.count + 1, covariance.dimension == logRatios.count,
      cases.allSatisfy({ $0 >= 0 })
    else { return .undefined(.inconsistentCounts) }
    guard logRatios.allSatisfy(\.isFinite), covariance.isFinite else { return .undefined(.notFinite) }
    let n = cases.reduce(0) { $0 + Double($1) }
    guard n > 0 else { return .undefined(.noObservations) }
    let shares = cases.dropFirst().map { Double($0) / n }
    let inverses = logRatios.map { exponential(-$0) }
    let fraction = zip(shares, inverses).reduce(0) { $0 + $1.0 * (1 - $1.1) }
    let byRatio = covariance.quadraticForm(zip(shares, inverses).map { $0 * $1 })
    let squares = zip(shares, inverses).reduce(0) { $0 + $1.0 * (1 - $1.1) * (1 - $1.1) }
    let byCases = max(squares - fraction * fraction, 0) / n
    return onLogScale(fraction, variance: (byRatio + byCases) / ((1 - fraction) * (1 - fraction)), confidence)
  }

  /// From one exposure with an adjusted ratio.
  public static func adjusted(
    exposedCases: Int, of cases: Int, ratio: LogRatio, confidence: Double = 0.95
  ) -> Estimate {
    guard exposedCases >= 0, exposedCases <= cases else { return .undefined(.inconsistentCounts) }
    var covariance = SymmetricMatrix(dimension: 1)
    covariance[0, 0] = ratio.standardError * ratio.standardError
    return adjusted(
      cases: [cases - exposedCases, exposedCases], logRatios: [logarithm(ratio.value)],
      covariance: covariance,
      confidence: confidence)
  }

  /// From an unadjusted table of a whole population or a sample of it: 1 − risk of the unexposed / risk of all.
  ///
  /// Walter (1978), Int J Epidemiol 7:175: the delta method with all four cells multinomial.
  public static func crude(_ table: TwoByTwo, confidence: Double = 0.95) -> Estimate {
    switch table.cells {
    case .undefined(let reason): return .undefined(reason)
    case .defined(let cells):
      let n = cells.exposed + cells.unexposed
      let cases = cells.a + cells.c
      guard cases > 0 else { return .undefined(.zeroCell) }
      let fraction = 1 - cells.c / cells.unexposed * n / cases
      guard cells.c > 0 else { return Estimate(value: .defined(fraction), interval: .undefined(.zeroCell)) }
      // The derivatives of log(c) − log(c + d) − log(a + c) by a, c and d.
      let slopes = (-1 / cases, 1 / cells.c - 1 / cells.unexposed - 1 / cases, -1 / cells.unexposed)
      let mean = (cells.a * slopes.0 + cells.c * slopes.1 + cells.d * slopes.2) / n
      let squares =
        cells.a * slopes.0 * slopes.0 + cells.c * slopes.1 * slopes.1 + cells.d * slopes.2 * slopes.2
      return onLogScale(fraction, variance: max(squares - n * mean * mean, 0), confidence)
    }
  }

  private static func onLogScale(_ fraction: Double, variance: Double, _ confidence: Double) -> Estimate {
    guard fraction.isFinite else { return .undefined(.notComputed) }
    guard fraction < 1, variance.isFinite else {
      return Estimate(value: .defined(fraction), interval: .undefined(.notComputed))
    }
    let interval = Distribution.normalFactor(confidence: confidence).map { z in
      let factor = exponential(z * variance.squareRoot())
      return Interval(lower: 1 - (1 - fraction) * factor, upper: 1 - (1 - fraction) / factor)
    }
    return Estimate(value: .defined(fraction), interval: interval)
  }
}
