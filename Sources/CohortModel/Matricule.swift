/// The Luxembourg national identification number of 13 digits, recognised so that it can be kept out.
///
/// Four digits of the year of birth (of registration, where that is unknown), two of the month and two of the day
/// (00 where unknown), three of a sequence, then a Luhn and a Verhoeff digit, each over the first 11 digits:
/// Règlement grand-ducal of 28 November 2013, article 1. It is a direct identifier: no instance of this type
/// exists, so that none can be stored, and no answer holds a digit of it.
public enum Matricule {
  /// What is wrong with a text that is no such number.
  public enum Defect: Hashable, Sendable {
    /// Not 13 digits, apart from spaces and hyphens between them.
    case form
    /// The first eight digits are no date, with month or day 00 allowed.
    case date
    /// The twelfth digit is not the Luhn digit.
    case luhn
    /// The thirteenth digit is not the Verhoeff digit.
    case verhoeff
  }

  /// What is wrong with the text as a matricule; nil if it is one.
  public static func defect(in text: some StringProtocol) -> Defect? {
    var digits: [Int] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39: digits.append(Int(byte) - 0x30)
      case 0x20, 0x2D: continue
      default: return .form
      }
      guard digits.count <= 13 else { return .form }
    }
    guard digits.count == 13 else { return .form }
    return defect(in: digits)
  }

  /// True if the text is a matricule and nothing else.
  public static func isMatricule(_ text: some StringProtocol) -> Bool {
    defect(in: text) == nil
  }

  /// True if a matricule stands anywhere in a free text, with single spaces or hyphens inside it or without.
  ///
  /// Of other numbers with 13 digits that begin like a date, one in a hundred passes both check digits too.
  public static func occurs(in text: some StringProtocol) -> Bool {
    var digits: [Int] = []
    var separators = 0
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39:
        digits.append(Int(byte) - 0x30)
        separators = 0
        if digits.count > 13 { digits.removeFirst() }
        if digits.count == 13, defect(in: digits) == nil { return true }
      case 0x20, 0x2D:
        separators += 1
        if separators > 1 { digits.removeAll(keepingCapacity: true) }
      default:
        digits.removeAll(keepingCapacity: true)
      }
    }
    return false
  }

  private static func defect(in digits: [Int]) -> Defect? {
    let number = { (range: Range<Int>) in digits[range].reduce(0) { $0 * 10 + $1 } }
    let (year, month, day) = (number(0..<4), number(4..<6), number(6..<8))
    // A known day of an unknown month has at most 31 days; year 0 has no calendar.
    guard year > 0, month <= 12, day <= (month == 0 ? 31 : StudyDay.lengthOfMonth(month, year: year)) else {
      return .date
    }
    let body = digits[0..<11]
    guard digits[11] == luhnDigit(of: body) else { return .luhn }
    guard digits[12] == verhoeffDigit(of: body) else { return .verhoeff }
    return nil
  }

  /// Luhn's check digit: every second digit from the right is doubled, and the sum is filled up to tens.
  static func luhnDigit(of digits: some BidirectionalCollection<Int>) -> Int {
    var sum = 0
    for (place, digit) in digits.reversed().enumerated() {
      let doubled = digit * 2
      sum += place.isMultiple(of: 2) ? (doubled > 9 ? doubled - 9 : doubled) : digit
    }
    return (10 - sum % 10) % 10
  }

  /// Verhoeff's check digit over the dihedral group of order 10.
  ///
  /// Verhoeff, "Error Detecting Decimal Codes" (1969).
  static func verhoeffDigit(of digits: some BidirectionalCollection<Int>) -> Int {
    var check = 0
    for (place, digit) in digits.reversed().enumerated() {
      var permuted = digit
      for _ in 0..<((place + 1) % 8) { permuted = permutation[permuted] }
      check = product(check, permuted)
    }
    return (0...9).first { product(check, $0) == 0 } ?? 0
  }

  private static let permutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]

  /// Product in the group: 0–4 rotations, 5–9 reflections of a pentagon.
  private static func product(_ left: Int, _ right: Int) -> Int {
    switch (left < 5, right < 5) {
    case (true, true): (left + right) % 5
    case (true, false): (left + right - 5) % 5 + 5
    case (false, true): (left - 5 - right + 5) % 5 + 5
    case (false, false): (left - right + 5) % 5
    }
  }
}
