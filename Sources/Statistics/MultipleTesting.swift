/// Probabilities of several tests of one family, raised so that they may be read together.
///
/// The family should be stated before the data are seen. Checked against R 4.2 `p.adjust`.
public enum MultipleTesting: String, Sendable, Hashable, CaseIterable {
  /// Controls the chance of any false finding, whatever the dependence; the default among these.
  ///
  /// Holm (1979), Scand J Stat 6:65.
  case holm
  /// The same for independent or positively dependent tests, and never weaker.
  ///
  /// Hochberg (1988), Biometrika 75:800.
  case hochberg
  /// Each p times their number.
  case bonferroni
  /// Controls the share of false ones among findings, for independent or positively dependent tests.
  ///
  /// Benjamini & Hochberg (1995), J R Stat Soc B 57:289.
  case benjaminiHochberg = "benjamini-hochberg"
  /// The same whatever the dependence.
  ///
  /// Benjamini & Yekutieli (2001), Ann Stat 29:1165.
  case benjaminiYekutieli = "benjamini-yekutieli"

  /// The adjusted probabilities in the order given; tests without a probability do not count.
  public func adjust(_ values: [Outcome<Double>]) -> [Outcome<Double>] {
    let tested = values.indices.compactMap { index in
      values[index].value.flatMap { $0 >= 0 && $0 <= 1 ? (index: index, p: $0) : nil }
    }
    var adjusted = values.map { value in
      value.flatMap { _ in Outcome<Double>.undefined(.argumentOutOfRange) }
    }
    for (index, p) in steps(tested.sorted { $0.p < $1.p }) { adjusted[index] = .defined(p) }
    return adjusted
  }

  private func steps(_ ascending: [(index: Int, p: Double)]) -> [(Int, Double)] {
    let n = Double(ascending.count)
    let raised = ascending.enumerated().map { rank, test in test.p * factor(Double(rank + 1), n) }
    var result: [(Int, Double)] = []
    if self == .holm || self == .bonferroni {
      var largest = 0.0
      for (test, p) in zip(ascending, raised) {
        largest = max(largest, p)
        result.append((test.index, min(1, largest)))
      }
    } else {
      var smallest = 1.0
      for (test, p) in zip(ascending, raised).reversed() {
        smallest = min(smallest, p)
        result.append((test.index, smallest))
      }
    }
    return result
  }

  private func factor(_ rank: Double, _ n: Double) -> Double {
    switch self {
    case .holm, .hochberg: n - rank + 1
    case .bonferroni: n
    case .benjaminiHochberg: n / rank
    case .benjaminiYekutieli: n / rank * (1...max(1, Int(n))).reduce(0) { $0 + 1 / Double($1) }
    }
  }
}
