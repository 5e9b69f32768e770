/// Sorted values that answer for their quantiles.
public struct Quantiles: Sendable {
  /// How a quantile between two values is taken, by the numbers of Hyndman & Fan (1996), Am Stat 50:361.
  public enum Kind: Int, Sendable, Hashable {
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

  /// The median.
  public var median: Outcome<Double> { self(0.5) }

  /// The first and the third quartile.
  public func quartiles(kind: Kind = .seven) -> Outcome<Interval> {
    self(0.25, kind: kind).flatMap { lower in
      self(0.75, kind: kind).map { Interval(lower: lower, upper: $0) }
    }
  }
}
