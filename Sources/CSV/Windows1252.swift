/// The Windows-1252 code page, which differs from ISO 8859-1 in 0x80…0x9F only.
enum Windows1252 {
  /// Unicode scalars of 0x80…0x9F; zero for the five bytes that mean nothing.
  private static let upperControls: [UInt16] = [
    0x20AC, 0x0000, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x0000, 0x017D, 0x0000,
    0x0000, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x0000, 0x017E, 0x0178,
  ]

  /// The scalar of a byte, or `nil` for the five undefined ones.
  static func scalar(_ byte: UInt8) -> UInt16? {
    guard (0x80...0x9F).contains(byte) else { return UInt16(byte) }
    let scalar = upperControls[Int(byte) - 0x80]
    return scalar == 0 ? nil : scalar
  }

  /// The byte of a scalar, or `nil` where the code page lacks it.
  static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    switch scalar.value {
    case 0..<0x80, 0xA0...0xFF: return UInt8(scalar.value)
    case 0x80..<0xA0: return nil
    default:
      guard let index = upperControls.firstIndex(where: { UInt32($0) == scalar.value }) else { return nil }
      return UInt8(0x80 + index)
    }
  }

  /// Whether a byte is one of the five that mean nothing.
  static func isUndefined(_ byte: UInt8) -> Bool {
    scalar(byte) == nil
  }

  /// Whether a byte is a letter beyond ASCII.
  static func isLetter(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xD7, 0xF7: false
    case 0xC0...0xFF, 0x8A, 0x8C, 0x8E, 0x9A, 0x9C, 0x9E, 0x9F: true
    default: false
    }
  }

  /// Whether a byte is a sign that European prose and forms really use: €, „, …, quotation marks,
  /// dashes, no-break space, §, «, °, ±, ², ³, µ, ·, º, ª, », ½.
  static func isCommonSign(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x80, 0x84, 0x85, 0x91...0x97: true
    case 0xA0, 0xA7, 0xAA, 0xAB, 0xB0...0xB3, 0xB5, 0xB7, 0xBA, 0xBB, 0xBD: true
    default: false
    }
  }
}
