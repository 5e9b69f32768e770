/// Sorted values that answer for their quantiles.
public struct Quantiles: Sendable {
  /// How a quantile between two values is taken, by the numbers of Hyndman & Fan (1996), Am Stat 50:361.
  public enum Kind: Int, Sendable, Hashable {
    /// The value itself, or the middle of two where np is whole, as SAS and Stata do.
    case two = 2
    /// (n + 1)p, as SPSS and Minitab do.
    case six = 6
    /// (n − 1)p + 1, as R, NumPy and PostgreSQL's `percentile_cont` do; the default.
    case seven = 7
  }

  /// The values in ascending order.
  public let sorted: [Double]
  /// How many were not finite and count as missing.
  public let missing: Int

  /// Sorts the values, in O(n log n).
  public init(_ values: [Double]) {
    sorted = values.filter(\.isFinite).sorted()
    missing = values.count - sorted.count
  }

  /// The quantile for a share p of 0…1.
  public func callAsFunction(_ p: Double, kind: Kind = .seven) -> Outcome<Double> {
    guard p >= 0, p <= 1 else { return .undefined(.argumentOutOfRange) }
    guard !sorted.isEmpty else { return .undefined(.noObservations) }
    let n = Double(sorted.count)
    if kind == .two { return .defined(middleOfSteps(n * p)) }
    let position = kind == .seven ? (n - 1) * p + 1 : min(max((n + 1) * p, 1), n)
    // A position that misses a whole number by rounding alone is that number.
    let nearest = position.rounded()
    let place = abs(position - nearest) < 4 * Double.ulpOfOne * n ? nearest : position
    let below = place.rounded(.down)
    let index = Int(below) - 1
    let fraction = place - below
    if fraction == 0 { return .defined(sorted[index]) }
    return .defined((1 - fraction) * sorted[index] + fraction * sorted[index + 1])
  }

  /// Kind two: the mean of both neighbours where the distribution function is flat at p.
  private func middleOfSteps(_ rank: Double) -> Double {
    // A rank that misses a whole number by rounding alone is that number.
    let nearest = rank.rounded()
    let isWhole = abs(rank - nearest) < 4 * Double.ulpOfOne * max(nearest, 1)
    let below = Int(isWhole ? nearest : rank.rounded(.down))
    let last = sorted.count - 1
    let next = sorted[min(below, last)]
    return isWhole ? (sorted[min(max(below - 1, 0), last)] + next) / 2 : next
  }

  /// The median of the distances from the median, times 1.4826, which makes it σ for normal data.
  public var medianAbsoluteDeviation: Outcome<Double> {
    median.flatMap { median in Quantiles(sorted.map { abs($0 - median) }).median.map { 1.4826 * $0 } }
  }

  /// The median.
  public var median: Outcome<Double> { self(0.5) }

  /// The first and the third quartile.
  public func quartiles(kind: Kind = .seven) -> Outcome<Interval> {
    self(0.25, kind: kind).flatMap { lower in
      self(0.75, kind: kind).map { Interval(lower: lower, upper: $0) }
    }
  }
}
