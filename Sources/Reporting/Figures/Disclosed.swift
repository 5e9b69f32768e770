/// A number as a picture may have it: to be shown, hidden for the sake of a person, or not there.
///
/// A hidden number is not held, so that no length, colour, text or description of a picture can tell it.
public enum Disclosed<Number: Sendable & Hashable>: Sendable, Hashable {
  /// A number that everybody may see who sees the picture.
  case shown(Number)
  /// A number that is kept back.
  case hidden
  /// There is no number, such as a share where nobody was asked.
  case absent

  /// The number where it may be seen.
  public var number: Number? {
    if case .shown(let number) = self { number } else { nil }
  }

  /// Whether a number is kept back.
  public var isHidden: Bool { self == .hidden }

  /// The same with another number in the place of a shown one.
  public func map<Other>(_ transform: (Number) -> Other) -> Disclosed<Other> {
    switch self {
    case .shown(let number): .shown(transform(number))
    case .hidden: .hidden
    case .absent: .absent
    }
  }
}

extension Disclosed where Number == DrawnEstimate {
  /// An estimate that may be seen; absent where the value is missing or not finite.
  public init(_ value: Double?, lower: Double?, upper: Double?) {
    self = value.map { $0.isFinite ? .shown(DrawnEstimate($0, lower, upper)) : .absent } ?? .absent
  }
}

/// An estimate with its limits; a limit is nil where it is infinite or not estimable.
public struct DrawnEstimate: Sendable, Hashable {
  /// The point estimate.
  public var value: Double
  /// The lower limit.
  public var lower: Double?
  /// The upper limit.
  public var upper: Double?

  /// Makes an estimate; limits that are not finite become nil.
  ///
  /// - Precondition: the value is finite; `Disclosed.init(_:lower:upper:)` takes any.
  public init(_ value: Double, _ lower: Double?, _ upper: Double?) {
    precondition(value.isFinite, "an estimate that is not finite cannot be drawn")
    self.value = value
    self.lower = lower.flatMap { $0.isFinite ? $0 : nil }
    self.upper = upper.flatMap { $0.isFinite ? $0 : nil }
  }

  /// "0.22 (0.10–0.47)"; a limit that there is none of is "NE", not estimable.
  public func text(_ unit: MeasureUnit, decimals: Int? = nil) -> String {
    func single(_ number: Double?) -> String {
      number.map { Numbers.bare($0, unit, decimals: decimals) } ?? "NE"
    }
    if let lower, let upper {
      return "\(single(value)) (\(Numbers.interval(lower, upper, unit, decimals: decimals)))"
    }
    let joint = (lower ?? 0) < 0 || (upper ?? 0) < 0 ? " to " : "–"
    return "\(single(value)) (\(single(lower))\(joint)\(single(upper)))"
  }
}

/// A count among so many.
public struct CountOf: Sendable, Hashable {
  /// The persons counted.
  public var count: Disclosed<Int>
  /// The persons among whom they were counted.
  public var n: Disclosed<Int>

  /// Makes a count of `n`.
  public init(_ count: Disclosed<Int>, of n: Disclosed<Int>) {
    self.count = count
    self.n = n
  }

  /// Whether a part of it is kept back.
  public var isHidden: Bool { count.isHidden || n.isHidden }

  /// "10/67", with a mark for what is kept back.
  public var text: String {
    switch (count, n) {
    case (.absent, .absent): ""
    case (.absent, _): FigureText.count(n)
    case (_, .absent): FigureText.count(count)
    default: FigureText.count(count) + "/" + FigureText.count(n)
    }
  }
}

extension DisclosedRow {
  /// The count, as a picture may have it.
  public var count: Disclosed<Int> { disclosed(shown.count) }

  /// The persons among whom was counted, as a picture may have it.
  public var n: Disclosed<Int> { disclosed(shown.n) }

  /// The value, as a picture may have it.
  public var value: Disclosed<Double> { disclosed(shown.value.number) }

  /// The value with its limits, as a picture may have it.
  public var estimate: Disclosed<DrawnEstimate> {
    isSuppressed && shown.value.number == nil
      ? .hidden : Disclosed(shown.value.number, lower: shown.lower, upper: shown.upper)
  }

  private func disclosed<Number>(_ number: Number?) -> Disclosed<Number> {
    number.map(Disclosed.shown) ?? (isSuppressed ? .hidden : .absent)
  }
}
