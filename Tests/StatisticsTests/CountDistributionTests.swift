import Foundation
import Statistics
import Testing

private func close(_ outcome: Outcome<Double>, _ expected: Double, relative: Double = 1e-13) -> Bool {
  guard let value = outcome.value else { return false }
  return abs(value - expected) <= relative * abs(expected)
}

@Suite struct CountDistributionTests {
  /// Two of four tosses: 6/16; at most two: 11/16.
  @Test func `tosses of a coin by hand`() {
    let tosses = CountDistribution.binomial(n: 4, p: 0.5)
    #expect(close(tosses.probability(of: 2), 0.375))
    #expect(close(tosses.cumulative(2), 0.6875))
    #expect(close(tosses.cumulative(2, tail: .upper), 0.3125))
    #expect(tosses.cumulative(4) == .defined(1) && tosses.cumulative(-1) == .defined(0))
  }

  /// Three cups of four guessed by the lady who tastes tea: 4·4/70, and all four 1/70.
  @Test func `cups of tea by hand`() {
    let cups = CountDistribution.hypergeometric(marked: 4, unmarked: 4, drawn: 4)
    #expect(close(cups.probability(of: 3), 16.0 / 70))
    #expect(close(cups.cumulative(2, tail: .upper), 17.0 / 70))
    #expect(close(cups.cumulative(2), 53.0 / 70))
  }

  @Test func `both tails of any urn add up to one`() {
    for drawn in [1, 7, 30, 59] {
      let urn = CountDistribution.hypergeometric(marked: 25, unmarked: 35, drawn: drawn)
      for k in 0...drawn {
        let both = [Tail.lower, .upper].compactMap { urn.cumulative(k, tail: $0).value }
        #expect(both.count == 2 && abs(both.reduce(0, +) - 1) < 1e-13)
      }
    }
  }

  @Test func `an impossible count or parameter is told`() {
    #expect(CountDistribution.binomial(n: 4, p: 0.5).probability(of: 5) == .defined(0))
    #expect(CountDistribution.binomial(n: 4, p: 1.5).cumulative(2) == .undefined(.argumentOutOfRange))
    #expect(CountDistribution.binomial(n: 4, p: .nan).cumulative(2) == .undefined(.argumentOutOfRange))
    #expect(CountDistribution.poisson(mean: .infinity).cumulative(2) == .undefined(.argumentOutOfRange))
    #expect(
      CountDistribution.hypergeometric(marked: 1, unmarked: 1, drawn: 3).cumulative(1)
        == .undefined(.argumentOutOfRange))
  }
}

@Suite struct LogTailTests {
  // mpmath 1.4, 30 digits.
  @Test func `tails smaller than any double have logarithms`() {
    #expect(close(Distribution.normal.logCumulative(40, tail: .upper), -804.608442013753788))
    #expect(close(Distribution.normal.logCumulative(-40), -804.608442013753788))
    #expect(
      close(
        Distribution.chiSquared(degreesOfFreedom: 3).logCumulative(20000, tail: .upper), -9995.27399758011))
    #expect(close(Distribution.gamma(shape: 500).logCumulative(0.01), -4913.92553149352392))
    #expect(close(Distribution.beta(1000, 2).logCumulative(0.125), -2072.66617558889954))
    #expect(
      close(
        Distribution.studentT(degreesOfFreedom: 10000).logCumulative(100, tail: .upper), -3470.91356288367))
  }

  @Test func `where the tail is a double its logarithm is that`() {
    for x in [-3.0, -0.5, 0, 0.2, 1, 4, 30] {
      for tail in [Tail.lower, .upper] {
        for distribution in [Distribution.normal, .studentT(degreesOfFreedom: 2.5)] {
          let value = distribution.cumulative(x, tail: tail).value ?? .nan
          #expect(close(distribution.logCumulative(x, tail: tail).map(exp), value, relative: 1e-12))
        }
      }
    }
  }

  @Test func `a tail of nothing has no logarithm`() {
    #expect(Distribution.normal.logCumulative(.infinity, tail: .upper) == .undefined(.notComputed))
    #expect(Distribution.normal.logCumulative(.nan).value == nil)
    #expect(Distribution.fisherF(2, 3).logCumulative(-1).value == nil)
  }
}
