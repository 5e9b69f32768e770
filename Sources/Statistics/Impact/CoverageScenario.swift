/// What vaccination of another share of the population would have done, everything else being as it was.
///
/// Cases of a group are its persons × the risk of an unvaccinated one × (1 − coverage × effectiveness). Nobody is protected
/// by others' vaccination here; who is vaccinated does not change who is infected.
public struct CoverageScenario: Sendable {
  /// Persons of one kind, such as an age group.
  public struct Group: Sendable {
    /// How many persons are at risk.
    public let persons: Double
    /// The risk of an unvaccinated one.
    public let unvaccinatedRisk: Double
    /// The standard error of that risk.
    public let riskError: Double
    /// The share that is vaccinated.
    public let coverage: Double
    /// The share that would be.
    public let scenario: Double

    /// Makes a group.
    public init(
      persons: Double, unvaccinatedRisk: Double, riskError: Double, coverage: Double, scenario: Double
    ) {
      self.persons = persons
      self.unvaccinatedRisk = unvaccinatedRisk
      self.riskError = riskError
      self.coverage = coverage
      self.scenario = scenario
    }

    fileprivate var isPossible: Bool {
      persons >= 0 && persons.isFinite && 0...1 ~= unvaccinatedRisk && riskError >= 0 && riskError.isFinite
        && 0...1 ~= coverage && 0...1 ~= scenario
    }
  }

  /// The groups.
  public let groups: [Group]
  /// The risk of the vaccinated over that of the unvaccinated.
  public let ratio: LogRatio

  /// Makes a scenario of groups that do not overlap.
  public init(groups: [Group], ratio: LogRatio) {
    self.groups = groups
    self.ratio = ratio
  }

  /// The risk of an unvaccinated person where that of all is known: risk / (1 − coverage × effectiveness).
  public static func unvaccinatedRisk(ofAll risk: Double, coverage: Double, ratio: LogRatio) -> Outcome<
    Double
  > {
    guard 0...1 ~= risk, 0...1 ~= coverage else { return .undefined(.argumentOutOfRange) }
    let unvaccinated = risk / (1 - coverage * (1 - ratio.value))
    return unvaccinated <= 1 ? .defined(unvaccinated) : .undefined(.inconsistentCounts)
  }

  /// The cases with today's coverage, by the delta method on the log scale.
  public func cases(confidence: Double = 0.95) -> Estimate {
    guard groups.allSatisfy(\.isPossible) else { return .undefined(.argumentOutOfRange) }
    guard !groups.isEmpty else { return .undefined(.noObservations) }
    var cases = 0.0
    var slope = 0.0
    var variance = 0.0
    for group in groups {
      let persons = group.persons * (1 - group.coverage * (1 - ratio.value))
      cases += persons * group.unvaccinatedRisk
      slope += group.persons * group.coverage * group.unvaccinatedRisk * ratio.value
      variance += persons * persons * group.riskError * group.riskError
    }
    variance += slope * slope * ratio.standardError * ratio.standardError
    guard cases.isFinite, variance.isFinite else { return .undefined(.notComputed) }
    guard cases > 0 else { return Estimate(value: .defined(0), interval: .undefined(.zeroCell)) }
    return .onLogScale(cases, variance / (cases * cases), confidence)
  }

  /// The cases fewer than today; negative where coverage would fall, or vaccination harms.
  public func casesAverted(confidence: Double = 0.95) -> Estimate {
    let weights = groups.map { $0.persons * ($0.scenario - $0.coverage) }
    return averted(weights, confidence)
  }

  /// The cases fewer than if nobody were vaccinated.
  public func casesAvertedByCoverage(confidence: Double = 0.95) -> Estimate {
    averted(groups.map { $0.persons * $0.coverage }, confidence)
  }

  /// Σ persons × risk, times the effectiveness.
  private func averted(_ weights: [Double], _ confidence: Double) -> Estimate {
    guard groups.allSatisfy(\.isPossible) else { return .undefined(.argumentOutOfRange) }
    guard !groups.isEmpty else { return .undefined(.noObservations) }
    guard let z = Distribution.normalFactor(confidence: confidence).value else {
      return .undefined(.argumentOutOfRange)
    }
    let sum = zip(weights, groups).reduce(0) { $0 + $1.0 * $1.1.unvaccinatedRisk }
    let variance = zip(weights, groups).reduce(0) {
      $0 + $1.0 * $1.0 * $1.1.riskError * $1.1.riskError
    }
    let half = z * variance.squareRoot()
    return Margin(value: sum, lower: sum - half, upper: sum + half).times(ratio.reduction(z))
  }
}
