/// An adjusted ratio of risks, rates, odds or hazards with the standard error of its logarithm.
public struct LogRatio: Sendable, Equatable {
  /// The ratio.
  public let value: Double
  /// The standard error of its natural logarithm.
  public let standardError: Double

  /// Makes a ratio; nil where it is not positive or a number is not finite.
  public init?(_ value: Double, standardErrorOfLogarithm standardError: Double) {
    guard value > 0, value.isFinite, standardError >= 0, standardError.isFinite else { return nil }
    self.value = value
    self.standardError = standardError
  }

  /// What is left of the ratio to no effect: 1 − ratio, with the limits exchanged.
  func reduction(_ z: Double) -> Margin {
    let factor = exponential(z * standardError)
    return Margin(value: 1 - value, lower: 1 - value * factor, upper: 1 - value / factor)
  }
}

extension Coefficients {
  /// e to one coefficient with its standard error; undefined where the coefficient is.
  public func logRatio(of column: Int) -> Outcome<LogRatio> {
    guard values.indices.contains(column) else { return .undefined(.argumentOutOfRange) }
    return values[column].flatMap { value in
      standardErrors[column].flatMap { error in
        LogRatio(exponential(value), standardErrorOfLogarithm: error).map { .defined($0) }
          ?? .undefined(.notComputed)
      }
    }
  }
}

/// A number with its limits, from which those of a product are made.
struct Margin {
  let value: Double
  let lower: Double
  let upper: Double

  /// The product of two independent estimates: each limit as far off as both margins together on that side.
  ///
  /// The method of variance estimates recovery, Zou & Donner (2008), Stat Med 27:1693.
  func times(_ other: Margin) -> Estimate {
    let value = self.value * other.value
    func distance(_ limit: Double, _ factor: Double) -> Double { (self.value - limit) * factor }
    func otherDistance(_ limit: Double, _ factor: Double) -> Double { (other.value - limit) * factor }
    let isPositive = other.value >= 0
    let isOwnPositive = self.value >= 0
    let down = distance(isPositive ? lower : upper, other.value)
    let otherDown = otherDistance(isOwnPositive ? other.lower : other.upper, self.value)
    let up = distance(isPositive ? upper : lower, other.value)
    let otherUp = otherDistance(isOwnPositive ? other.upper : other.lower, self.value)
    let low = value - (down * down + otherDown * otherDown).squareRoot()
    let high = value + (up * up + otherUp * otherUp).squareRoot()
    guard low.isFinite, high.isFinite else { return .undefined(.notComputed) }
    return Estimate(value: .defined(value), interval: .defined(Interval(lower: low, upper: high)))
  }
}
