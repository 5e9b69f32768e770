/// The character between the fields of a record.
public enum Delimiter: UInt8, Hashable, Sendable, CaseIterable {
  case comma = 0x2C
  case semicolon = 0x3B
  case tab = 0x09
  case pipe = 0x7C
  case caret = 0x5E

  /// Finds a delimiter by the character itself or by its English name.
  public init?(name: String) {
    switch name.lowercased() {
    case ",", "comma": self = .comma
    case ";", "semicolon": self = .semicolon
    case "\t", "\\t", "tab": self = .tab
    case "|", "pipe": self = .pipe
    case "^", "caret": self = .caret
    default: return nil
    }
  }

  /// Those looked for in a file; the caret only where there is none of them.
  static let detectable: [Delimiter] = [.comma, .semicolon, .tab, .pipe]
}

extension Delimiter: CustomStringConvertible {
  /// The character in quotes, or the word `tab`.
  public var description: String {
    self == .tab ? "tab" : "'\(Character(Unicode.Scalar(rawValue)))'"
  }
}
