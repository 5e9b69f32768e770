/// Cases among the exposed and among the unexposed.
public struct TwoByTwo: Sendable, Hashable {
  /// Cases among the exposed.
  public let exposedCases: Int
  /// All exposed persons.
  public let exposed: Int
  /// Cases among the unexposed.
  public let unexposedCases: Int
  /// All unexposed persons.
  public let unexposed: Int

  /// Makes a table of cases and persons.
  public init(exposedCases: Int, of exposed: Int, unexposedCases: Int, of unexposed: Int) {
    self.exposedCases = exposedCases
    self.exposed = exposed
    self.unexposedCases = unexposedCases
    self.unexposed = unexposed
  }

  /// The risk of the exposed.
  public var exposedRisk: Outcome<Double> { cells.map { $0.a / $0.exposed } }

  /// The risk of the unexposed.
  public var unexposedRisk: Outcome<Double> { cells.map { $0.c / $0.unexposed } }

  /// The risk of the exposed over that of the unexposed.
  ///
  /// Interval by Katz et al. (1978), Biometrics 34:469; undefined where an arm has no cases.
  public func riskRatio(confidence: Double = 0.95) -> Estimate {
    estimate { Self.katz($0, confidence) }
  }

  /// The risk ratio with a half added to each cell, for tables with zeros: biased towards 1.
  public func riskRatioHaldane(confidence: Double = 0.95) -> Estimate {
    withHalves { Self.katz($0, confidence) }
  }

  /// The odds of the exposed over those of the unexposed.
  ///
  /// Interval by Woolf (1955), Ann Hum Genet 19:251; undefined where any cell is zero.
  public func oddsRatio(confidence: Double = 0.95) -> Estimate {
    estimate { Self.woolf($0, confidence) }
  }

  /// The odds ratio with a half added to each cell, for tables with zeros: biased towards 1.
  public func oddsRatioHaldane(confidence: Double = 0.95) -> Estimate {
    withHalves { Self.woolf($0, confidence) }
  }

  private static func katz(_ cells: Cells, _ confidence: Double) -> Estimate {
    guard cells.c > 0 else { return .undefined(.zeroCell) }
    let ratio = (cells.a / cells.exposed) / (cells.c / cells.unexposed)
    let variance = 1 / cells.a - 1 / cells.exposed + 1 / cells.c - 1 / cells.unexposed
    return .onLogScale(ratio, cells.a > 0 ? variance : nil, confidence)
  }

  private static func woolf(_ cells: Cells, _ confidence: Double) -> Estimate {
    guard cells.b > 0, cells.c > 0 else { return .undefined(.zeroCell) }
    let ratio = (cells.a / cells.b) * (cells.d / cells.c)
    let variance = 1 / cells.a + 1 / cells.b + 1 / cells.c + 1 / cells.d
    return .onLogScale(ratio, cells.a > 0 && cells.d > 0 ? variance : nil, confidence)
  }

  /// The risk of the exposed minus that of the unexposed; interval by Wald.
  public func riskDifference(confidence: Double = 0.95) -> Estimate {
    estimate { cells in
      let (first, second) = (cells.a / cells.exposed, cells.c / cells.unexposed)
      let variance = first * (1 - first) / cells.exposed + second * (1 - second) / cells.unexposed
      let difference = first - second
      let interval = Distribution.normalFactor(confidence: confidence).map { z in
        let half = z * variance.squareRoot()
        return Interval(lower: difference - half, upper: difference + half)
      }
      return Estimate(value: .defined(difference), interval: interval)
    }
  }
}

extension TwoByTwo {
  /// The cells as doubles: their products do not fit 64 bits for large cohorts.
  struct Cells {
    /// Exposed cases, exposed others, unexposed cases, unexposed others.
    var a, b, c, d: Double

    var exposed: Double { a + b }
    var unexposed: Double { c + d }
  }

  /// The cells, if the counts are consistent and neither arm is empty.
  var cells: Outcome<Cells> {
    let isConsistent =
      exposedCases >= 0 && exposedCases <= exposed && unexposedCases >= 0 && unexposedCases <= unexposed
    guard isConsistent else { return .undefined(.inconsistentCounts) }
    guard exposed > 0, unexposed > 0 else { return .undefined(.noObservations) }
    return .defined(
      Cells(
        a: Double(exposedCases), b: Double(exposed - exposedCases), c: Double(unexposedCases),
        d: Double(unexposed - unexposedCases)))
  }

  private func estimate(_ formula: (Cells) -> Estimate) -> Estimate {
    switch cells {
    case .defined(let cells): formula(cells)
    case .undefined(let reason): .undefined(reason)
    }
  }

  /// The table with a half added to each cell.
  ///
  /// Haldane (1956), Ann Hum Genet 20:309.
  private func withHalves(_ formula: (Cells) -> Estimate) -> Estimate {
    estimate { formula(Cells(a: $0.a + 0.5, b: $0.b + 0.5, c: $0.c + 0.5, d: $0.d + 0.5)) }
  }
}

extension Estimate {
  /// Neither value nor interval is defined.
  static func undefined(_ reason: Undefined) -> Estimate {
    Estimate(value: .undefined(reason), interval: .undefined(reason))
  }

  /// A ratio whose logarithm has the given variance; without one there is no interval.
  static func onLogScale(_ ratio: Double, _ variance: Double?, _ confidence: Double) -> Estimate {
    guard let variance else { return Estimate(value: .defined(ratio), interval: .undefined(.zeroCell)) }
    let interval = Distribution.normalFactor(confidence: confidence).map { z in
      let factor = exponential(z * max(variance, 0).squareRoot())
      return Interval(lower: ratio / factor, upper: ratio * factor)
    }
    return Estimate(value: .defined(ratio), interval: interval)
  }
}
