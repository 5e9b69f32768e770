/// An exact number not below zero, so that a limit such as 0.09 is met or missed without rounding.
public struct Fraction: Sendable, Hashable {
  /// The number above the line.
  public let numerator: Int
  /// The number below the line, above zero.
  public let denominator: Int

  /// Makes a fraction in its lowest terms.
  public init(_ numerator: Int, _ denominator: Int) {
    precondition(numerator >= 0 && denominator > 0, "a fraction is not below zero")
    var (larger, smaller) = (denominator, numerator)
    while smaller != 0 { (larger, smaller) = (smaller, larger % smaller) }
    self.numerator = numerator / larger
    self.denominator = denominator / larger
  }

  /// Reads a decimal number such as `0.09`, or a quotient such as `1/3`; nil for anything else.
  ///
  /// At most nine digits are read on either side, so that products stay exact.
  public init?(_ text: some StringProtocol) {
    let quotient = text.split(separator: "/", omittingEmptySubsequences: false)
    if quotient.count == 2 {
      guard let numerator = Self.digits(quotient[0]), let denominator = Self.digits(quotient[1]),
        denominator > 0
      else { return nil }
      self.init(numerator, denominator)
      return
    }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let whole = Self.digits(parts[0]) else { return nil }
    guard parts.count == 2 else {
      self.init(whole, 1)
      return
    }
    guard let decimals = Self.digits(parts[1]) else { return nil }
    let scale = parts[1].reduce(1) { product, _ in product * 10 }
    self.init(whole * scale + decimals, scale)
  }

  /// The nearest floating-point number.
  public var value: Double { Double(numerator) / Double(denominator) }

  /// The largest whole number not above this share of `count`.
  public func floor(of count: Int) -> Int {
    denominator.dividingFullWidth(numerator.multipliedFullWidth(by: count)).quotient
  }

  private static func digits(_ text: some StringProtocol) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}
