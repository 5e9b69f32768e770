/// A number that may have separators of thousands: `1.234,5`, `1 234,5`, `1'234.5`.
struct GroupedNumber {
  let value: Double
  /// Whether a comma or a point stands between thousands.
  let isGroupedByMark: Bool

  /// Reads a cell with a decimal mark, exactly or not at all.
  ///
  /// Separators of thousands are the other mark, a space, a no-break space (also narrow or thin) or an apostrophe, all
  /// alike, with three digits behind each.
  init?(_ bytes: [UInt8], _ range: Range<Int>, decimalMark: UInt8) {
    guard range.count <= 64 else { return nil }
    var plain: [UInt8] = []
    plain.reserveCapacity(range.count)
    var separator: Separator?
    var digitsInGroup = 0
    var isFraction = false
    var index = range.lowerBound
    if index < range.upperBound, bytes[index] == 0x2D || bytes[index] == 0x2B {
      plain.append(bytes[index])
      index += 1
    }
    let start = plain.count
    while index < range.upperBound {
      let byte = bytes[index]
      if byte &- 0x30 <= 9 {
        plain.append(byte)
        digitsInGroup += 1
        index += 1
      } else if byte == decimalMark {
        guard !isFraction, separator == nil || digitsInGroup == 3 else { return nil }
        isFraction = true
        plain.append(byte)
        index += 1
      } else if let found = Separator(bytes, index, range.upperBound) {
        // The first group has one to three digits and is not 0, the others have three.
        guard !isFraction, separator == nil || separator == found && digitsInGroup == 3,
          separator != nil || (1...3).contains(digitsInGroup) && plain[start] != 0x30
        else { return nil }
        separator = found
        digitsInGroup = 0
        index += found.width
      } else {
        return nil
      }
    }
    guard isFraction || separator == nil || digitsInGroup == 3,
      let value = NumberReader.number(plain, 0..<plain.count, decimalMark: decimalMark)
    else { return nil }
    self.value = value
    isGroupedByMark = separator == .mark(0x2C) || separator == .mark(0x2E)
  }

  /// Reads a number that is none without separators of thousands, as far as a column may have them.
  ///
  /// - Returns: The value, and what is worth saying of how it was written; nil if the column has no such numbers.
  static func value(
    _ bytes: [UInt8], _ range: Range<Int>, decimalMark: UInt8, grouping: NumberGrouping
  ) -> (value: Double, remark: CellPlan.Fault)? {
    guard grouping != .none else { return nil }
    if let number = GroupedNumber(bytes, range, decimalMark: decimalMark) {
      guard !number.isGroupedByMark || grouping != .spaces else { return nil }
      return (number.value, number.isGroupedByMark && grouping == .given ? .thousands : .none)
    }
    guard grouping == .given,
      let number = GroupedNumber(bytes, range, decimalMark: decimalMark == 0x2C ? 0x2E : 0x2C)
    else { return nil }
    return (number.value, .otherMark)
  }

  private enum Separator: Equatable {
    case mark(UInt8)
    case space
    /// U+00A0
    case noBreakSpace
    /// U+202F and U+2009
    case narrowSpace
    case apostrophe
    /// U+2019
    case quotation

    init?(_ bytes: [UInt8], _ index: Int, _ end: Int) {
      switch bytes[index] {
      case 0x2C, 0x2E: self = .mark(bytes[index])
      case 0x20: self = .space
      case 0x27: self = .apostrophe
      case 0xC2 where index + 1 < end && bytes[index + 1] == 0xA0: self = .noBreakSpace
      case 0xE2 where index + 2 < end && bytes[index + 1] == 0x80:
        switch bytes[index + 2] {
        case 0xAF, 0x89: self = .narrowSpace
        case 0x99: self = .quotation
        default: return nil
        }
      default: return nil
      }
    }

    var width: Int {
      switch self {
      case .mark, .space, .apostrophe: 1
      case .noBreakSpace: 2
      case .narrowSpace, .quotation: 3
      }
    }
  }
}
