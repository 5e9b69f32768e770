/// A log-likelihood, penalised or not, that can be asked at any coefficients, and climbed.
struct LikelihoodSurface {
  struct Point {
    let logLikelihood: Double
    let score: [Double]
    let information: SymmetricMatrix
  }

  struct Summit {
    let coefficients: [Double]
    let logLikelihood: Double
    /// How fast the log-likelihood rises along the constrained direction.
    let slope: Double
  }

  let value: ([Double]) -> Point
  /// Relative pivot under which a column counts as aliased.
  var tolerance = 1e-11

  /// The highest point where the coefficients' product with a direction is a given number.
  ///
  /// Newton's steps with Lagrange's multiplier: d = H⁻¹(g − λc), λ = c'H⁻¹g / c'H⁻¹c.
  func summit(along direction: [Double], at target: Double, from start: [Double]) -> Summit? {
    var coefficients = start
    var point = value(coefficients)
    var cholesky = Cholesky(point.information, tolerance: tolerance)
    let first = Self.scaled(cholesky.solve(direction), direction)
    let gap = target - Self.dot(direction, coefficients)
    coefficients = zip(coefficients, first.vector).map { $0 + $1 * gap }
    point = value(coefficients)
    for _ in 0..<500 {
      cholesky = Cholesky(point.information, tolerance: tolerance)
      let across = Self.scaled(cholesky.solve(direction), direction)
      let free = cholesky.solve(point.score)
      let surplus = Self.dot(direction, free)
      let step = zip(free, across.vector).map { $0 - $1 * surplus }
      let slope = surplus / across.length
      let decrement = Self.dot(step, point.score)
      guard decrement.isFinite, point.logLikelihood.isFinite else { return nil }
      if decrement <= 1e-13 * (abs(point.logLikelihood) + 1) {
        return Summit(coefficients: coefficients, logLikelihood: point.logLikelihood, slope: slope)
      }
      var share = min(1, 5 / (step.map(abs).max() ?? 1))
      while true {
        let next = zip(coefficients, step).map { $0 + share * $1 }
        let candidate = value(next)
        if candidate.logLikelihood > point.logLikelihood - 1e-12 * abs(point.logLikelihood) {
          (coefficients, point) = (next, candidate)
          break
        }
        share /= 2
        if share < 1e-9 { return nil }
      }
    }
    return nil
  }

  /// The interval of values of a linear combination that the likelihood-ratio test does not refuse.
  ///
  /// Each limit is where the signed root of the statistic is z, found by Newton's method within a bracket.
  func interval(
    along direction: [Double], from summit: [Double], logLikelihood: Double, standardError: Double,
    confidence: Double
  ) -> Outcome<Interval> {
    Distribution.normalFactor(confidence: confidence).flatMap { z in
      guard standardError > 0, standardError.isFinite else { return .undefined(.noVariation) }
      let limits = [-1.0, 1.0].map { side in
        limit(along: direction, from: summit, top: logLikelihood, step: side * standardError, z: z)
      }
      guard let lower = limits[0], let upper = limits[1] else { return .undefined(.notComputed) }
      return .defined(Interval(lower: lower, upper: upper))
    }
  }

  private func limit(
    along direction: [Double], from summit: [Double], top: Double, step: Double, z: Double
  ) -> Double? {
    let centre = Self.dot(direction, summit)
    var inner = 0.0
    var outer: Double?
    var distance = z
    var start = summit
    for _ in 0..<100 {
      guard let found = self.summit(along: direction, at: centre + distance * step, from: start) else {
        // Too far to climb from here: nearer the summit it is easier.
        outer = distance
        distance = (inner + distance) / 2
        if distance - inner < 1e-6 * distance { return nil }
        continue
      }
      let root = (2 * max(top - found.logLikelihood, 0)).squareRoot()
      let excess = root - z
      if abs(excess) < 1e-9 * z { return centre + distance * step }
      if excess < 0 {
        inner = distance
        start = found.coefficients
      } else {
        outer = distance
      }
      // The root falls by slope / root for each unit of the combination.
      let rate = root > 0 ? -found.slope * step / root : 0
      var next = rate > 0 ? distance - excess / rate : 2 * distance
      if next <= inner || next >= outer ?? .infinity {
        next = outer.map { (inner + $0) / 2 } ?? 2 * distance
      }
      next = min(next, 4 * distance)
      if abs(next - distance) < 1e-12 * distance { return centre + next * step }
      distance = next
    }
    return nil
  }

  private static func dot(_ first: [Double], _ second: [Double]) -> Double {
    zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
  }

  /// A vector so scaled that its product with the direction is one; `length` is that product before.
  private static func scaled(_ vector: [Double], _ direction: [Double]) -> (vector: [Double], length: Double)
  {
    let length = dot(vector, direction)
    return (vector.map { $0 / length }, length)
  }
}
