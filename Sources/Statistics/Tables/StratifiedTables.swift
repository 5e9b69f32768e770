/// 2 × 2 tables of several strata, brought together by Mantel and Haenszel.
///
/// Strata of which an arm is empty tell nothing and are left out. Mantel & Haenszel (1959), J Natl Cancer Inst 22:719.
public struct StratifiedTables: Sendable {
  let strata: [Stratum]

  /// One table as doubles: the products of a large cohort's counts do not fit 64 bits.
  struct Stratum: Sendable {
    /// Exposed cases, exposed others, unexposed cases, unexposed others.
    let a, b, c, d: Double

    var n: Double { a + b + c + d }
    var exposed: Double { a + b }
    var unexposed: Double { c + d }
    var cases: Double { a + c }
    /// Whether the tables with these margins differ.
    var isInformative: Bool { n > 1 && exposed > 0 && unexposed > 0 && cases > 0 && cases < n }
  }

  /// Reads the tables of the strata.
  ///
  /// - Returns: nil where counts of a table contradict each other.
  public init?(_ tables: [TwoByTwo]) {
    var strata: [Stratum] = []
    for table in tables {
      switch table.cells {
      case .defined(let cells): strata.append(Stratum(a: cells.a, b: cells.b, c: cells.c, d: cells.d))
      case .undefined(.noObservations): continue
      case .undefined: return nil
      }
    }
    self.strata = strata
  }

  /// How many strata tell something of an association: the others have one table only with their margins.
  public var informativeCount: Int { strata.reduce(0) { $0 + ($1.isInformative ? 1 : 0) } }

  /// The common odds ratio.
  ///
  /// Interval by Robins, Breslow & Greenland (1986), Biometrics 42:311.
  public func oddsRatio(confidence: Double = 0.95) -> Estimate {
    ratio(sum { $0.a * $0.d / $0.n }, sum { $0.b * $0.c / $0.n }, oddsRatioVariance, confidence)
  }

  /// The variance of the logarithm of the common odds ratio.
  public var oddsRatioVariance: Outcome<Double> {
    let (above, below) = (sum { $0.a * $0.d / $0.n }, sum { $0.b * $0.c / $0.n })
    guard above > 0, below > 0 else { return .undefined(strata.isEmpty ? .noObservations : .zeroCell) }
    func agreeing(_ s: Stratum) -> Double { (s.a + s.d) / s.n }
    func crossing(_ s: Stratum) -> Double { (s.b + s.c) / s.n }
    let first = sum { agreeing($0) * $0.a * $0.d / $0.n } / (2 * above * above)
    let middle = sum { agreeing($0) * $0.b * $0.c / $0.n + crossing($0) * $0.a * $0.d / $0.n }
    let last = sum { crossing($0) * $0.b * $0.c / $0.n } / (2 * below * below)
    return .defined(first + middle / (2 * above * below) + last)
  }

  /// The common risk ratio.
  ///
  /// Interval by Greenland & Robins (1985), Biometrics 41:55.
  public func riskRatio(confidence: Double = 0.95) -> Estimate {
    ratio(
      sum { $0.a * $0.unexposed / $0.n }, sum { $0.c * $0.exposed / $0.n }, riskRatioVariance, confidence)
  }

  /// The variance of the logarithm of the common risk ratio.
  public var riskRatioVariance: Outcome<Double> {
    let (above, below) = (sum { $0.a * $0.unexposed / $0.n }, sum { $0.c * $0.exposed / $0.n })
    guard above > 0, below > 0 else { return .undefined(strata.isEmpty ? .noObservations : .zeroCell) }
    let spread = sum { ($0.cases * $0.exposed * $0.unexposed - $0.a * $0.c * $0.n) / ($0.n * $0.n) }
    return .defined(spread / (above * below))
  }

  /// The common risk difference.
  ///
  /// Interval by Sato (1989), Biometrics 45:1323, as Greenland and Robins give it; strata without events count.
  public func riskDifference(confidence: Double = 0.95) -> Estimate {
    let weight = sum { $0.exposed * $0.unexposed / $0.n }
    guard weight > 0 else { return .undefined(.noObservations) }
    let value = sum { ($0.a * $0.unexposed - $0.c * $0.exposed) / $0.n } / weight
    let slope = sum { s in
      let halves = s.exposed * s.unexposed * (s.unexposed - s.exposed) / 2
      return (s.exposed * s.exposed * s.c - s.unexposed * s.unexposed * s.a + halves) / (s.n * s.n)
    }
    let rest = sum { ($0.a * $0.d + $0.c * $0.b) / (2 * $0.n) }
    let variance = (value * slope + rest) / (weight * weight)
    let interval = Distribution.normalFactor(confidence: confidence).flatMap { z -> Outcome<Interval> in
      guard variance >= 0 else { return .undefined(.notComputed) }
      let half = z * variance.squareRoot()
      return .defined(Interval(lower: value - half, upper: value + half))
    }
    return Estimate(value: .defined(value), interval: interval)
  }

  /// The test of Cochran, Mantel and Haenszel that there is no association in any stratum.
  public func test(isCorrected: Bool = false) -> Outcome<ChiSquaredTest> {
    let used = strata.filter(\.isInformative)
    guard !used.isEmpty else { return .undefined(strata.isEmpty ? .noObservations : .noVariation) }
    let distance = abs(used.reduce(0) { $0 + $1.a - $1.exposed * $1.cases / $1.n })
    let variance = used.reduce(0) { sum, s in
      sum + s.exposed / s.n * (s.unexposed / s.n) * s.cases * ((s.n - s.cases) / (s.n - 1))
    }
    let kept = max(0, distance - (isCorrected ? 0.5 : 0))
    return ChiSquaredTest.test(kept * kept / variance, degreesOfFreedom: 1)
  }

  func sum(_ term: (Stratum) -> Double) -> Double { strata.reduce(0) { $0 + term($1) } }

  private func ratio(
    _ above: Double, _ below: Double, _ variance: Outcome<Double>, _ confidence: Double
  ) -> Estimate {
    guard !strata.isEmpty else { return .undefined(.noObservations) }
    guard below > 0 else { return .undefined(.zeroCell) }
    return .onLogScale(above / below, variance.value, confidence)
  }
}
