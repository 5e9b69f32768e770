/// Text from data, made safe to print on a terminal or in a log.
public enum TerminalText {
  /// Writes control, bidirectional and invisible characters as `\u{…}`, so that they show and do nothing.
  ///
  /// - Parameters:
  ///   - text: any text, such as a label or a column's name from a file.
  ///   - keepsNewlines: whether line feeds stay as they are.
  /// - Returns: text without such characters.
  public static func escaped(_ text: String, keepsNewlines: Bool = false) -> String {
    guard text.unicodeScalars.contains(where: isDangerous) else { return text }
    var safe = ""
    for scalar in text.unicodeScalars {
      if isDangerous(scalar) && !(keepsNewlines && scalar == "\n") {
        safe += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        safe.unicodeScalars.append(scalar)
      }
    }
    return safe
  }

  static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00..<0x20, 0x7F..<0xA0: true  // control characters, escape sequences among them
    case 0x061C, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: true  // direction overrides
    case 0x2028, 0x2029, 0x200B, 0x2060...0x2064, 0xFEFF, 0xFFF9...0xFFFB: true  // unseen breaks and marks
    case 0xE0000...0xE007F: true  // tags
    default: false
    }
  }
}
