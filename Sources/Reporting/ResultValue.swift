/// A number of a result table, or the reason that there is none.
public enum ResultValue: Sendable, Hashable {
  /// A finite number.
  case number(Double)
  /// The measure is not defined for these data; the reason is a short clause, such as "nobody was asked".
  case undefined(String)
  /// The row has a count only.
  case none

  /// Wraps a number; one that is not finite becomes undefined.
  public init(_ number: Double) {
    self = number.isFinite ? .number(number) : .undefined("not a finite number")
  }

  /// Wraps a number that may be missing for a reason.
  public init(_ number: Double?, otherwise reason: String) {
    if let number { self.init(number) } else { self = .undefined(reason) }
  }

  /// The number, if there is one.
  public var number: Double? {
    if case .number(let number) = self { number } else { nil }
  }
}

extension ResultValue: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
  /// Wraps a whole literal.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }

  /// Wraps a literal.
  public init(floatLiteral value: Double) { self.init(value) }
}

/// The unit of a measure, in words; it also decides how a number is printed.
public struct MeasureUnit: RawRepresentable, Sendable, Hashable {
  /// The word in machine output.
  public let rawValue: String

  /// Makes a unit of a word.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A share between 0 and 1, printed as a percentage.
  public static let proportion = MeasureUnit(rawValue: "proportion")
  /// A difference of two shares, printed in percentage points.
  public static let proportionDifference = MeasureUnit(rawValue: "proportion-difference")
  /// A number of persons.
  public static let persons = MeasureUnit(rawValue: "persons")
  /// A ratio of risks, odds or rates, printed with two decimals.
  public static let ratio = MeasureUnit(rawValue: "ratio")
  /// A probability under a null hypothesis, printed by the rules of the journals.
  public static let probability = MeasureUnit(rawValue: "probability")
  /// A pure number such as kappa or a standardised difference, printed with two decimals.
  public static let coefficient = MeasureUnit(rawValue: "coefficient")
  /// Points of a score.
  public static let points = MeasureUnit(rawValue: "points")
  /// Days.
  public static let days = MeasureUnit(rawValue: "days")
  /// Years.
  public static let years = MeasureUnit(rawValue: "years")
}

/// What the two limits beside a value are.
public enum IntervalKind: String, Sendable, Hashable {
  /// A confidence interval at 95 %.
  case confidence = "95 % CI"
  /// The first and third quartile.
  case quartiles = "Q1–Q3"
  /// The smallest and the largest value: single persons, never shown to the public.
  case range = "range"
}
