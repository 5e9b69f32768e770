/// The relative probabilities of the counts in one cell of a 2 × 2 table whose margins are fixed, at an odds ratio ψ.
///
/// Neighbours differ by a ratio of small numbers, so that sums run outward from the mode and stop where nothing is added:
/// no factorial, no overflow, and a table of a thousand million persons needs some ten thousand terms.
struct HypergeometricWeights {
  let marked: Int
  let unmarked: Int
  let drawn: Int

  /// Whether sums over the counts near the mode end within a second: their spread is what the sums go through.
  var isFeasible: Bool {
    guard min(marked, unmarked, drawn) >= 0, max(marked, unmarked, drawn) < 1 << 60 else { return false }
    let all = Double(marked) + Double(unmarked)
    let share = Double(drawn) / max(all, 1)
    return Double(marked) * share * (1 - share) * Double(unmarked) / max(all, 1) < 1e12
  }

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

    mutating func add(_ weight: Double, at position: Int, around observed: Int) {
      excess += weight * Double(position - observed)
      if position < observed {
        below += weight
      } else if position == observed {
        equal += weight
      } else {
        above += weight
      }
    }

    /// The sums of weights as shares of all.
    var normalised: Tails {
      let total = below + equal + above
      return Tails(below: below / total, equal: equal / total, above: above / total, excess: excess / total)
    }
  }

  /// What lies on either side of the observed count at an odds ratio ψ.
  func tails(around observed: Int, oddsRatio: Double) -> Tails {
    var tails = Tails()
    let mode = mode(oddsRatio: oddsRatio)
    tails.add(1, at: mode, around: observed)
    var (position, term) = (mode, 1.0)
    while position < highest {
      term *= ratio(after: position) * oddsRatio
      position += 1
      if term < 1e-19 { break }
      tails.add(term, at: position, around: observed)
    }
    (position, term) = (mode, 1.0)
    while position > lowest {
      term /= ratio(after: position - 1) * oddsRatio
      position -= 1
      if term < 1e-19 { break }
      tails.add(term, at: position, around: observed)
    }
    return tails.normalised
  }

  /// The probabilities of all counts from the lowest to the highest.
  func normalised(oddsRatio: Double) -> [Double] {
    var weights = [Double](repeating: 0, count: highest - lowest + 1)
    let mode = mode(oddsRatio: oddsRatio)
    weights[mode - lowest] = 1
    for x in stride(from: mode, to: highest, by: 1) {
      weights[x + 1 - lowest] = weights[x - lowest] * ratio(after: x) * oddsRatio
    }
    for x in stride(from: mode, to: lowest, by: -1) {
      weights[x - 1 - lowest] = weights[x - lowest] / (ratio(after: x - 1) * oddsRatio)
    }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// The count of the largest weight, by halving: the ratio falls with x.
  func mode(oddsRatio: Double) -> Int {
    var (low, high) = (lowest, highest)
    while low < high {
      let middle = low + (high - low) / 2
      if ratio(after: middle) * oddsRatio > 1 { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
