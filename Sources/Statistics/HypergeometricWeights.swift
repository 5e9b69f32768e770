/// The relative probabilities of the counts in one cell of a 2 × 2 table whose margins are fixed, at an odds ratio ψ.
///
/// Neighbours differ by a ratio of small numbers, so that sums run outward from the mode and stop where nothing is added:
/// no factorial, no overflow, and a table of a thousand million persons needs some ten thousand terms.
struct HypergeometricWeights {
  let marked: Int
  let unmarked: Int
  let drawn: Int

  /// The smallest count that can be.
  var lowest: Int { max(0, drawn - unmarked) }

  /// The largest.
  var highest: Int { min(marked, drawn) }

  /// The weight of x + 1 over that of x, without ψ; it falls with x.
  func ratio(after x: Int) -> Double {
    let rise = Double(marked - x) * Double(drawn - x)
    return rise / (Double(x + 1) * (Double(unmarked - drawn) + Double(x + 1)))
  }

  /// The weights of x, x + step, x + 2·step … over that of x, summed to the end of the support at ψ = 1.
  func sum(from x: Int, step: Int) -> Double {
    var sum = 1.0
    var term = 1.0
    var position = x
    while step > 0 ? position < highest : position > lowest {
      term *= step > 0 ? ratio(after: position) : 1 / ratio(after: position - 1)
      position += step
      let next = sum + term
      if next == sum { break }
      sum = next
    }
    return sum
  }

  /// The probabilities of a tail at an odds ratio, and the mean.
  struct Tails {
    /// P(X < observed).
    var below = 0.0
    /// P(X = observed).
    var equal = 0.0
    /// P(X > observed).
    var above = 0.0
    /// E(X) − observed.
    var excess = 0.0
  }

  /// What lies on either side of the observed count at an odds ratio ψ.
  func tails(around observed: Int, oddsRatio: Double) -> Tails {
    var tails = Tails()
    let mode = mode(oddsRatio: oddsRatio)
    add(1, at: mode, around: observed, to: &tails)
    var (position, term) = (mode, 1.0)
    while position < highest {
      term *= ratio(after: position) * oddsRatio
      position += 1
      if term < 1e-19 { break }
      add(term, at: position, around: observed, to: &tails)
    }
    (position, term) = (mode, 1.0)
    while position > lowest {
      term /= ratio(after: position - 1) * oddsRatio
      position -= 1
      if term < 1e-19 { break }
      add(term, at: position, around: observed, to: &tails)
    }
    let total = tails.below + tails.equal + tails.above
    return Tails(
      below: tails.below / total, equal: tails.equal / total, above: tails.above / total,
      excess: tails.excess / total)
  }

  private func add(_ term: Double, at position: Int, around observed: Int, to tails: inout Tails) {
    tails.excess += term * Double(position - observed)
    if position < observed {
      tails.below += term
    } else if position == observed {
      tails.equal += term
    } else {
      tails.above += term
    }
  }

  /// The count of the largest weight, by halving: the ratio falls with x.
  private func mode(oddsRatio: Double) -> Int {
    var (low, high) = (lowest, highest)
    while low < high {
      let middle = low + (high - low) / 2
      if ratio(after: middle) * oddsRatio > 1 { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
