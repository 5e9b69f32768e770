/// A character encoding that delimited text files are read from and written in.
public enum TextEncoding: String, Hashable, Sendable, CaseIterable {
  case utf8 = "UTF-8"
  case windows1252 = "Windows-1252"
  case latin1 = "ISO-8859-1"
  case utf16LittleEndian = "UTF-16LE"
  case utf16BigEndian = "UTF-16BE"
  case utf32LittleEndian = "UTF-32LE"
  case utf32BigEndian = "UTF-32BE"

  /// Finds an encoding by one of the names people write for it, whatever the case.
  public init?(name: String) {
    switch name.lowercased() {
    case "utf-8", "utf8": self = .utf8
    case "windows-1252", "windows1252", "cp1252", "ansi": self = .windows1252
    case "latin-1", "latin1", "iso-8859-1", "iso8859-1": self = .latin1
    case "utf-16le", "utf16le", "utf-16", "utf16": self = .utf16LittleEndian
    case "utf-16be", "utf16be": self = .utf16BigEndian
    case "utf-32le", "utf32le", "utf-32", "utf32": self = .utf32LittleEndian
    case "utf-32be", "utf32be": self = .utf32BigEndian
    default: return nil
    }
  }

  /// The bytes of this encoding's byte order mark, empty where there is none.
  public var byteOrderMark: [UInt8] {
    switch self {
    case .utf8: [0xEF, 0xBB, 0xBF]
    case .utf16LittleEndian: [0xFF, 0xFE]
    case .utf16BigEndian: [0xFE, 0xFF]
    case .utf32LittleEndian: [0xFF, 0xFE, 0, 0]
    case .utf32BigEndian: [0, 0, 0xFE, 0xFF]
    case .windows1252, .latin1: []
    }
  }
}

extension TextEncoding: CustomStringConvertible {
  /// The name under which the encoding is registered.
  public var description: String { rawValue }
}

extension TextEncoding {
  /// The encodings that have a byte order mark; that of UTF-32 in little endian order begins like that of UTF-16.
  static let marked: [TextEncoding] = [
    .utf8, .utf32LittleEndian, .utf32BigEndian, .utf16LittleEndian, .utf16BigEndian,
  ]

  /// The length that valid UTF-8 text has in this encoding; every position in the original comes from it.
  func byteCount(ofUTF8 bytes: RawSpan) -> Int {
    if self == .utf8 { return bytes.byteCount }
    var characters = 0
    var beyondBasicPlane = 0
    for index in bytes.byteOffsets {
      let byte = bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
      if byte & 0xC0 != 0x80 { characters += 1 }
      if byte >= 0xF0 { beyondBasicPlane += 1 }
    }
    switch self {
    case .utf8, .windows1252, .latin1: return characters
    case .utf16LittleEndian, .utf16BigEndian: return 2 * (characters + beyondBasicPlane)
    case .utf32LittleEndian, .utf32BigEndian: return 4 * characters
    }
  }
}
