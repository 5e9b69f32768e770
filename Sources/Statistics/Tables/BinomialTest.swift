/// The exact test of a share against an expected one.
public struct BinomialTest: Sendable, Equatable {
  /// Two-sided: all counts that are no more probable than the observed one, by R's margin of 1e-7.
  public let p: Double
  /// Twice the smaller tail with half of the observed count, at most 1.
  public let midP: Double

  /// Tests a count among n tries.
  ///
  /// Checked against R 4.2 `binom.test`.
  public static func test(_ count: Int, of n: Int, expected: Double) -> Outcome<BinomialTest> {
    guard n >= 0, count >= 0, count <= n else { return .undefined(.inconsistentCounts) }
    guard n < 1 << 60 else { return .undefined(.argumentOutOfRange) }
    guard expected >= 0, expected <= 1 else { return .undefined(.argumentOutOfRange) }
    let tries = CountDistribution.binomial(n: n, p: expected)
    return tries.logProbability(of: count).flatMap { point in
      tries.cumulative(count - 1).flatMap { below in
        tries.cumulative(count, tail: .upper).flatMap { above in
          let half = exponential(point) / 2
          return twoSided(count, n, expected, tries, point, below: below, above: above).map {
            BinomialTest(p: min(1, $0), midP: min(1, 2 * min(below + half, above + half)))
          }
        }
      }
    }
  }

  private static func twoSided(
    _ count: Int, _ n: Int, _ expected: Double, _ tries: CountDistribution, _ point: Double, below: Double,
    above: Double
  ) -> Outcome<Double> {
    let mean = Double(n) * expected
    if Double(count) == mean { return .defined(1) }
    let threshold = point + logarithm(onePlus: 1e-7)
    func isExtreme(_ other: Int) -> Bool { (tries.logProbability(of: other).value ?? 0) <= threshold }
    if Double(count) < mean {
      // Beyond the mean probabilities fall: the first extreme count there.
      var (inside, outside) = (Int(mean.rounded(.up)) - 1, n + 1)
      while outside - inside > 1 {
        let middle = inside + (outside - inside) / 2
        if isExtreme(middle) { outside = middle } else { inside = middle }
      }
      let near = below + exponential(point)
      return outside > n ? .defined(near) : tries.cumulative(outside - 1, tail: .upper).map { near + $0 }
    }
    var (inside, outside) = (Int(mean.rounded(.down)) + 1, -1)
    while inside - outside > 1 {
      let middle = outside + (inside - outside) / 2
      if isExtreme(middle) { outside = middle } else { inside = middle }
    }
    let near = above + exponential(point)
    return outside < 0 ? .defined(near) : tries.cumulative(outside).map { near + $0 }
  }
}
