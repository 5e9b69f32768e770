/// The most likely coefficients of a packed design.
struct NewtonMaximum {
  /// Of the packed columns.
  let coefficients: [Double]
  /// The log-likelihood, but for what no coefficient changes.
  let logLikelihood: Double
  let information: SymmetricMatrix
  let cholesky: Cholesky
  let iterations: Int

  /// Above this many rows a sample of them gives the start, so that few passes over all are needed.
  private static let sampledAbove = 40_000

  /// Climbs from the outcomes themselves, or from the maximum of a sample of the rows; `saturated` is the log-likelihood of
  /// a model that predicts every outcome.
  static func find(
    _ design: PackedDesign, _ family: OutcomeFamily, areTrials: Bool, saturated: Double,
    convergence: GeneralisedLinearModel.Convergence
  ) -> Outcome<NewtonMaximum> {
    if design.rows > sampledAbove {
      let step = design.packs / (sampledAbove / 16)
      if let sampled = climb(
        design, family, areTrials: areTrials, saturated: saturated, convergence: convergence,
        step: step, from: nil
      ).value {
        let found = climb(
          design, family, areTrials: areTrials, saturated: saturated, convergence: convergence,
          step: 1, from: sampled.coefficients)
        if found.value != nil { return found }
      }
    }
    return climb(
      design, family, areTrials: areTrials, saturated: saturated, convergence: convergence,
      step: 1, from: nil)
  }

  private static func climb(
    _ design: PackedDesign, _ family: OutcomeFamily, areTrials: Bool, saturated: Double,
    convergence: GeneralisedLinearModel.Convergence, step: Int, from start: [Double]?
  ) -> Outcome<NewtonMaximum> {
    var coefficients: [Double]
    if let start {
      coefficients = start
    } else {
      let first = NewtonPass(starting: design, family, areTrials: areTrials, step: step)
      coefficients = Cholesky(first.information).solve(first.score)
    }
    var pass = NewtonPass(design, family, at: coefficients, step: step)
    if !pass.logLikelihood.isFinite {
      coefficients = coefficients.map { _ in 0 }
      pass = NewtonPass(design, family, at: coefficients, step: step)
    }
    var previous = Double.infinity
    for iteration in 1...200 {
      let cholesky = Cholesky(pass.information)
      let direction = cholesky.solve(pass.score)
      let decrement = zip(direction, pass.score).reduce(0) { $0 + $1.0 * $1.1 }
      guard decrement.isFinite, pass.logLikelihood.isFinite else { return .undefined(.notComputed) }
      // Where rounding is all that is left, another step cannot shrink it.
      let isRounding = decrement < 1e-14 && decrement > previous / 16
      if iteration > 7, !isRounding, Separation(design, family, along: direction).isComplete {
        return .undefined(.separation)
      }
      let enough =
        switch convergence {
        case _ where step > 1: 1e-6  // A sample only has to be near.
        case .full: 1e-18
        case .relativeDeviance(let share): share * (abs(2 * (saturated - pass.logLikelihood)) + 0.1)
        }
      if decrement <= enough || isRounding {
        return .defined(
          NewtonMaximum(
            coefficients: zip(coefficients, direction).map { $0 + $1 },
            logLikelihood: pass.logLikelihood + decrement / 2,
            information: pass.information, cholesky: cholesky, iterations: iteration))
      }
      previous = decrement
      guard let next = advance(design, family, coefficients, direction, pass, step) else {
        return .undefined(.notComputed)
      }
      (coefficients, pass) = next
    }
    return .undefined(.notComputed)
  }

  /// The step, or the half, quarter, … of it that does not lower the likelihood.
  private static func advance(
    _ design: PackedDesign, _ family: OutcomeFamily, _ coefficients: [Double], _ direction: [Double],
    _ pass: NewtonPass, _ step: Int
  ) -> ([Double], NewtonPass)? {
    let slack = 1e-10 * (abs(pass.logLikelihood) + 1)
    var share = 1.0
    for _ in 0..<40 {
      let next = coefficients.indices.map { coefficients[$0] + share * direction[$0] }
      let candidate = NewtonPass(design, family, at: next, step: step)
      if candidate.logLikelihood >= pass.logLikelihood - slack { return (next, candidate) }
      share /= 2
    }
    return nil
  }
}

/// Whether going on along a direction forever makes no outcome less likely, and some ever more likely: then no finite
/// coefficients are the most likely ones (Albert & Anderson 1984, Biometrika 71:1).
struct Separation {
  let isComplete: Bool

  init(_ design: PackedDesign, _ family: OutcomeFamily, along direction: [Double]) {
    var smallest = 0.0
    var largest = 0.0
    for pack in 0..<design.packs {
      var change = SIMD8<Double>.zero
      for column in 0..<design.columns {
        change += direction[column] * design.values[pack * design.columns + column]
      }
      let weight = design.weight(pack)
      let outcome = design.outcome[pack]
      for lane in 0..<8 where weight[lane] > 0 {
        let gain =
          switch (family, outcome[lane]) {
          case (_, 0): -change[lane]
          case (.binomial, 1): change[lane]
          default: -abs(change[lane])
          }
        smallest = min(smallest, gain)
        largest = max(largest, gain)
      }
    }
    isComplete = largest > 0 && smallest >= -1e-6 * largest
  }
}
