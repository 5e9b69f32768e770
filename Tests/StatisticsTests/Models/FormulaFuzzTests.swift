import Statistics
import Testing

@Suite struct FormulaFuzzTests {
  @Test func `no row of signs and words stops the program`() {
    let words = [
      "y", "x", "s", "g", "w", "~", "+", "-", "*", "/", "^", ":", "(", ")", ",", "=", "==", "1", "0", "2",
      "1e300",
      "log", "factor", "I", "offset", "strata", "cluster", "relevel", "'a'", ".", "%in%", "%%", "<", "cbind",
      "Surv",
      "1e", "c", "ref", "levels", "TRUE", "scale",
    ]
    let operands = [
      "x", "s", "g", "w", "factor(w)", "log(x)", "I(x^2)", "I(x > 2)", "offset(z)", "strata(s)", "cluster(g)",
      "1", "0",
      "2", "(x + s)", "(x * g)", "sqrt(-x)", "1/x", "relevel(g, ref = 'c')", "scale(z)", "I(1e300 * x)",
      "log(x - 1)",
    ]
    var random = RandomDoubles(seed: 77)
    var read = 0
    for _ in 0..<3_000 {
      var text = random.next() < 0.8 ? "y ~ " : ""
      for place in 0..<1 + random.below(9) {
        // Mostly operands and signs in turn, so that many can be read.
        let choice =
          random.next() < 0.1
          ? words : place % 2 == 0 ? operands : ["+", "+", "*", ":", "-", "/", "%in%", "^"]
        text += choice[random.below(choice.count)]
        if random.next() < 0.7 { text += " " }
      }
      guard let formula = try? ModelFormula(text),
        let frame = try? ModelFrame(formula, DesignMatrixTests.data)
      else { continue }
      read += 1
      // What can be read can be fitted or refused.
      if let model = GeneralisedLinearModel(frame, family: .binomial) { _ = model.fit() }
      if let model = GeneralisedLinearModel(frame, family: .poisson) {
        _ = model.fit().value?.robustCovariance()
      }
      if let model = ConditionalLogisticRegression(frame) { _ = model.fit() }
    }
    #expect(read > 500, "\(read)")
  }
}
