/// How REDCap names the column of one option of a checkbox question.
enum CheckboxName {
  /// `field___code`, the code in lower case and every character outside `[a-z0-9_]` as `_`.
  static func column(field: String, code: String) -> String {
    field + "___" + option(code)
  }

  /// The code as it stands in a column's name: `-99` is `_99`.
  static func option(_ code: String) -> String {
    let bytes = code.lowercased().utf8.map { byte -> UInt8 in
      let isPlain = byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
      // One underscore for one character, whatever its bytes.
      return isPlain ? byte : byte & 0xC0 == 0x80 ? 0 : 0x5F
    }
    return String(decoding: bytes.filter { $0 != 0 }, as: UTF8.self)
  }
}
