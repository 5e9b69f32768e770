import Testing

@testable import Anonymisation

@Suite struct FractionTests {
  @Test(arguments: [
    ("0.09", 9, 100), ("0.2", 1, 5), ("1", 1, 1), ("0", 0, 1), ("1/3", 1, 3), ("2/4", 1, 2), ("12.50", 25, 2),
  ])
  func `decimals and quotients are read in lowest terms`(text: String, numerator: Int, denominator: Int) {
    let fraction = Fraction(text)
    #expect(fraction?.numerator == numerator)
    #expect(fraction?.denominator == denominator)
  }

  @Test(arguments: ["", ".", "0.", ".5", "-1", "1/0", "1e3", "1/2/3", "0,2", " 1", "12345678901"])
  func `anything else is not a fraction`(text: String) {
    #expect(Fraction(text) == nil)
  }

  @Test func `a share of a count is rounded down`() {
    // 2 % of the 30,162 rows of the adult data are 603.24 rows.
    #expect(Fraction(2, 100).floor(of: 30_162) == 603)
    #expect(Fraction(1, 3).floor(of: 9) == 3)
    #expect(Fraction(0, 1).floor(of: 9) == 0)
  }
}
