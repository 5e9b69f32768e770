extension StratifiedTables {
  /// Tests whether the odds ratio is the same in all strata.
  public struct Homogeneity: Sendable, Equatable {
    /// The sum of Breslow and Day.
    ///
    /// Breslow & Day (1980), vol. I, eq. 4.30.
    public let breslowDay: Double
    /// The same corrected for the Mantel–Haenszel estimate not being the most efficient one.
    ///
    /// Tarone (1985), Biometrika 72:91.
    public let tarone: Double
    /// The informative strata less one.
    public let degreesOfFreedom: Int

    /// The probability of as large a sum; 1 without degrees of freedom, as R's `pchisq` has it.
    public func p(_ statistic: KeyPath<Homogeneity, Double>) -> Outcome<Double> {
      guard degreesOfFreedom > 0 else { return .defined(1) }
      return ChiSquaredTest.test(self[keyPath: statistic], degreesOfFreedom: Double(degreesOfFreedom)).map(
        \.p)
    }
  }

  /// The tests of Breslow and Day and of Tarone at the common odds ratio; undefined where that is 0 or infinite.
  public var homogeneity: Outcome<Homogeneity> {
    oddsRatio().value.flatMap { ratio in
      let used = strata.filter(\.isInformative)
      guard ratio > 0, !used.isEmpty else { return .undefined(.zeroCell) }
      var (squares, excess, variance) = (0.0, 0.0, 0.0)
      for stratum in used {
        let fitted = stratum.fitted(oddsRatio: ratio)
        let cells = [
          fitted, stratum.exposed - fitted, stratum.cases - fitted,
          stratum.unexposed - stratum.cases + fitted,
        ]
        let spread = 1 / cells.reduce(0) { $0 + 1 / $1 }
        let distance = stratum.a - fitted
        squares += distance * distance / spread
        excess += distance
        variance += spread
      }
      // With one stratum the fitted cells are the observed ones; what is left is rounding.
      let isAlone = used.count == 1
      return .defined(
        Homogeneity(
          breslowDay: isAlone ? 0 : squares, tarone: isAlone ? 0 : squares - excess * excess / variance,
          degreesOfFreedom: used.count - 1))
    }
  }
}

extension StratifiedTables.Stratum {
  /// The exposed cases that give these margins an odds ratio: the root of a quadratic, in the form that keeps its digits.
  fileprivate func fitted(oddsRatio: Double) -> Double {
    let square = 1 - oddsRatio
    let linear = unexposed - cases + oddsRatio * (exposed + cases)
    let constant = -oddsRatio * exposed * cases
    let root = max(linear * linear - 4 * square * constant, 0).squareRoot()
    return linear >= 0 ? -2 * constant / (linear + root) : (root - linear) / (2 * square)
  }
}
