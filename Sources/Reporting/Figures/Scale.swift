#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// From numbers to places on a picture: the one function for the axis, the marks and the table under it.
struct Scale {
  enum Kind {
    case linear, logarithmic
  }

  let kind: Kind
  /// The numbers at the two ends.
  let domain: (lower: Double, upper: Double)
  /// The places of the two ends; the first is the greater on an upward axis.
  let range: (start: Double, end: Double)

  /// A scale over numbers; an empty domain is widened.
  init(
    _ lower: Double, _ upper: Double, from start: Double, to end: Double, kind: Kind = .linear
  ) {
    self.kind = kind
    let least = kind == .logarithmic ? max(lower, 1e-9) : lower
    domain = (least, upper > least ? upper : least + (kind == .logarithmic ? least : 1))
    range = (start, end)
  }

  /// The place of a number, which may lie beyond the ends.
  func callAsFunction(_ number: Double) -> Double {
    let share: Double
    switch kind {
    case .linear: share = (number - domain.lower) / (domain.upper - domain.lower)
    case .logarithmic:
      share = (log(max(number, 1e-12)) - log(domain.lower)) / (log(domain.upper) - log(domain.lower))
    }
    return range.start + share * (range.end - range.start)
  }

  /// The place of a number, or of the end that it lies beyond.
  func clamped(_ number: Double) -> Double {
    self(min(max(number, domain.lower), domain.upper))
  }
}

/// Numbers at which an axis is marked.
enum Ticks {
  /// Steps of 1, 2 or 5 times a power of ten, at most so many of them.
  static func linear(_ lower: Double, _ upper: Double, atMost count: Int) -> [Double] {
    guard upper > lower, count > 0 else { return [lower] }
    var power = pow(10, floor(log10((upper - lower) / Double(count)))) / 10
    while true {
      for factor in [1.0, 2, 5] {
        let ticks = multiples(of: power * factor, lower, upper)
        if ticks.count <= count { return ticks }
      }
      power *= 10
    }
  }

  /// Days from 0 in steps that people think in: weeks, months of 30 days, quarters, years.
  static func days(to end: Double, atMost count: Int) -> [Double] {
    let steps: [Double] = [1, 2, 7, 14, 28, 30, 60, 90, 180, 365, 730, 1825, 3650]
    for step in steps where end / step + 1 <= Double(count) && (step < 28 || end >= step * 2) {
      return multiples(of: step, 0, end)
    }
    return linear(0, end, atMost: count)
  }

  /// Powers of ten with their doubles and fives: 0.1, 0.2, 0.5, 1, 2, 5, 10.
  static func logarithmic(_ lower: Double, _ upper: Double) -> [Double] {
    var ticks: [Double] = []
    for exponent in -9...9 {
      for factor in [1.0, 2, 5] {
        // A quotient of whole numbers is the double nearest to 0.2; a product with 0.1 is not.
        let power = pow(10, Double(abs(exponent)))
        let tick = exponent < 0 ? factor / power : factor * power
        if tick >= lower * 0.999_999 && tick <= upper * 1.000_001 { ticks.append(tick) }
      }
    }
    return ticks
  }

  /// An axis of ratios that holds the estimates, and their limits as far as `reach`.
  static func ratioDomain(_ estimates: [DrawnEstimate], reach: ClosedRange<Double> = 0.1...10) -> (
    Double, Double
  ) {
    var (lower, upper) = (0.5, 2.0)
    for estimate in estimates {
      for limit in [estimate.lower, estimate.upper].compactMap({ $0 }) where reach.contains(limit) {
        (lower, upper) = (min(lower, limit), max(upper, limit))
      }
      if estimate.lower.map({ $0 < reach.lowerBound }) ?? true { lower = min(lower, reach.lowerBound) }
      if estimate.upper.map({ $0 > reach.upperBound }) ?? true { upper = max(upper, reach.upperBound) }
      if estimate.value > 0 { (lower, upper) = (min(lower, estimate.value), max(upper, estimate.value)) }
    }
    let all = logarithmic(1e-9, 1e9)
    return (
      all.last { $0 <= lower * 1.000_001 } ?? lower, all.first { $0 >= upper * 0.999_999 } ?? upper
    )
  }

  /// A tick's label: as many decimals as the ticks need.
  static func label(_ tick: Double, among ticks: [Double]) -> String {
    var decimals = 0
    while decimals < 6 && ticks.contains(where: { abs($0 - rounded($0, decimals)) > 1e-9 }) { decimals += 1 }
    if decimals == 0 { return Numbers.grouped(Int(tick.rounded())) }
    return Numbers.fixed(tick, decimals: decimals)
  }

  /// A label for a scale of ratios: no zeros that say nothing.
  static func ratioLabel(_ tick: Double) -> String {
    tick >= 1 ? Numbers.grouped(Int(tick.rounded())) : Numbers.shortest(tick)
  }

  private static func rounded(_ number: Double, _ decimals: Int) -> Double {
    let power = pow(10, Double(decimals))
    return (number * power).rounded() / power
  }

  private static func multiples(of step: Double, _ lower: Double, _ upper: Double) -> [Double] {
    var ticks: [Double] = []
    var index = (lower / step - 1e-9).rounded(.up)
    while index * step <= upper + step * 1e-9 {
      ticks.append(index * step)
      index += 1
    }
    return ticks
  }
}
