/// Intervals that hold the values whose score test is not significant: they keep their level for rare outcomes too.
extension TwoByTwo {
  /// Which variance the score test of a comparison has.
  public enum ScoreVariance: Sendable, Hashable {
    /// With N/(N − 1): Miettinen & Nurminen (1985), Stat Med 4:213; the default.
    case miettinenNurminen
    /// Without it: Mee for the difference, Koopman for the ratio, Cornfield for the odds ratio.
    case plain
  }

  /// The score interval of the risk difference.
  ///
  /// The restricted maximum is searched for rather than written in closed form, whose cubic loses digits near its double
  /// roots. Checked against 40 digits of mpmath.
  public func riskDifferenceScore(
    _ variance: ScoreVariance = .miettinenNurminen, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    scoreInterval(variance, confidence) { cells, factor in
      let difference = cells.a / cells.exposed - cells.c / cells.unexposed
      func isInside(_ candidate: Double) -> Bool {
        let base = cells.restrictedRisk(difference: candidate)
        let shifted = base + candidate
        let spread = shifted * (1 - shifted) / cells.exposed + base * (1 - base) / cells.unexposed
        let distance = difference - candidate
        return distance * distance < factor * max(spread, 0)
      }
      return Interval(
        lower: difference <= -1 ? -1 : boundary(from: difference, to: -1, where: isInside),
        upper: difference >= 1 ? 1 : boundary(from: difference, to: 1, where: isInside))
    }
  }

  /// The score interval of the risk ratio; its upper limit is infinite where no unexposed person is a case.
  ///
  /// Koopman (1984), Biometrics 40:513.
  public func riskRatioScore(
    _ variance: ScoreVariance = .miettinenNurminen, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    scoreInterval(variance, confidence) { cells, factor in
      let (first, second) = (cells.a / cells.exposed, cells.c / cells.unexposed)
      return Self.logScaleInterval(
        estimate: first / second, isZero: cells.a == 0, isInfinite: cells.c == 0
      ) { ratio in
        let base = cells.restrictedRisk(ratio: ratio)
        let raised = min(ratio * base, 1)
        let spread =
          raised * (1 - raised) / cells.exposed + ratio * ratio * base * max(1 - base, 0) / cells.unexposed
        let distance = first - ratio * second
        return distance * distance < factor * spread
      }
    }
  }

  /// The score interval of the odds ratio; unlimited to one side where a cell is zero.
  public func oddsRatioScore(
    _ variance: ScoreVariance = .miettinenNurminen, confidence: Double = 0.95
  ) -> Outcome<Interval> {
    scoreInterval(variance, confidence) { cells, factor in
      let isZero = cells.a == 0 || cells.d == 0
      let isInfinite = cells.b == 0 || cells.c == 0
      return Self.logScaleInterval(
        estimate: (cells.a / cells.b) * (cells.d / cells.c), isZero: isZero, isInfinite: isInfinite
      ) { ratio in
        // Risks near 1 keep their digits in their complements, which the mirrored table gives.
        let base = cells.restrictedRisk(oddsRatio: ratio)
        let rest = cells.mirrored.restrictedRisk(oddsRatio: 1 / ratio)
        let (raised, raisedRest) = (ratio * base / (rest + ratio * base), rest / (rest + ratio * base))
        let firstSpread = cells.exposed * raised * raisedRest
        let secondSpread = cells.unexposed * base * rest
        let spread = firstSpread * secondSpread / (firstSpread + secondSpread)
        let distance = raised < 0.5 ? cells.a - cells.exposed * raised : cells.exposed * raisedRest - cells.b
        return distance * distance < factor * spread
      }
    }
  }

  /// The interval of the risk difference from the Wilson intervals of both risks.
  ///
  /// Newcombe (1998), Stat Med 17:873, method 10.
  public func riskDifferenceNewcombe(confidence: Double = 0.95) -> Outcome<Interval> {
    let first = Proportion(exposedCases, of: exposed)
    let second = Proportion(unexposedCases, of: unexposed)
    return first.estimate(confidence: confidence).pair { p, own in
      second.estimate(confidence: confidence).pair { q, other in
        func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
        return .defined(
          Interval(
            lower: p - q - length(p - own.lower, other.upper - q),
            upper: p - q + length(own.upper - p, q - other.lower)))
      }
    }
  }

  private func scoreInterval(
    _ variance: ScoreVariance, _ confidence: Double, _ search: (Cells, Double) -> Interval
  ) -> Outcome<Interval> {
    cells.flatMap { cells in
      Distribution.normalFactor(confidence: confidence).map { z in
        let n = cells.exposed + cells.unexposed
        return search(cells, variance == .plain ? z * z : z * z * n / (n - 1))
      }
    }
  }

  /// Searches both limits of a ratio on the logarithmic scale.
  private static func logScaleInterval(
    estimate: Double, isZero: Bool, isInfinite: Bool, isInside: (Double) -> Bool
  ) -> Interval {
    // Beyond e^±150 squares of ratios times counts would leave the doubles.
    let (least, most) = (-150.0, 150.0)
    let start = isZero || isInfinite ? 0 : logarithm(estimate)
    func limit(from start: Double, to end: Double) -> Double {
      exponential(boundary(from: start, to: end) { isInside(exponential($0)) })
    }
    return Interval(
      lower: isZero ? 0 : limit(from: isInfinite ? most : start, to: least),
      upper: isInfinite ? .infinity : limit(from: isZero ? least : start, to: most))
  }
}

extension TwoByTwo.Cells {
  /// Cases and others exchanged.
  fileprivate var mirrored: Self { Self(a: b, b: a, c: d, d: c) }

  /// The most likely risk of the unexposed if the exposed have a risk higher by the difference.
  ///
  /// The slope of the log-likelihood falls with the risk; where it has no root the maximum lies at an end.
  fileprivate func restrictedRisk(difference: Double) -> Double {
    let (low, high) = (max(0, -difference), min(1, 1 - difference))
    return boundary(from: low, to: high) { base in
      let shifted = base + difference
      var slope = 0.0
      if a > 0 { slope += a / shifted }
      if b > 0 { slope -= b / (1 - shifted) }
      if c > 0 { slope += c / base }
      if d > 0 { slope -= d / (1 - base) }
      return slope > 0
    }
  }

  /// The same if the exposed have a risk that is a multiple: the smaller root of a quadratic.
  fileprivate func restrictedRisk(ratio: Double) -> Double {
    let product = 4 * (exposed + unexposed) * ratio * (a + c)
    let sum = ratio * (exposed + c) + a + unexposed
    return 2 * (a + c) / (sum + max(sum * sum - product, 0).squareRoot())
  }

  /// The same if the exposed have odds that are a multiple.
  fileprivate func restrictedRisk(oddsRatio: Double) -> Double {
    let cases = a + c
    let square = unexposed * (oddsRatio - 1)
    let linear = oddsRatio * exposed + unexposed - cases * (oddsRatio - 1)
    let root = max(linear * linear + 4 * square * cases, 0).squareRoot()
    return linear >= 0 ? 2 * cases / (linear + root) : (root - linear) / (2 * square)
  }
}

extension Estimate {
  /// Computes on with value and interval, where both are defined.
  fileprivate func pair<Other>(_ transform: (Double, Interval) -> Outcome<Other>) -> Outcome<Other> {
    value.flatMap { value in interval.flatMap { transform(value, $0) } }
  }
}
