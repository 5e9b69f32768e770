/// Writes members of JSON objects as bytes, for `jsonb` columns.
enum JSONText {
  /// The bytes `"name":` of a member.
  static func label(_ name: String) -> [UInt8] {
    let bytes = Array(name.utf8)
    var label: [UInt8] = []
    appendString(bytes, 0..<bytes.count, to: &label)
    label.append(UInt8(ascii: ":"))
    return label
  }

  /// Appends a member by its label, after a comma if the object has members already.
  static func appendMember(
    _ label: [UInt8], _ text: [UInt8], _ range: Range<Int>, to object: inout [UInt8]
  ) {
    if !object.isEmpty { object.append(UInt8(ascii: ",")) }
    object.append(contentsOf: label)
    appendString(text, range, to: &object)
  }

  /// Appends a quoted string; the text is UTF-8 already.
  static func appendString(_ text: [UInt8], _ range: Range<Int>, to object: inout [UInt8]) {
    object.append(UInt8(ascii: "\""))
    // Runs without a byte to escape are appended at once.
    var start = range.lowerBound
    for index in range {
      let byte = text[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      object.append(contentsOf: text[start..<index])
      start = index + 1
      if byte < 0x20 {
        object.append(contentsOf: Array("\\u00".utf8))
        object.append(hexadecimal(byte >> 4))
        object.append(hexadecimal(byte & 15))
      } else {
        object.append(UInt8(ascii: "\\"))
        object.append(byte)
      }
    }
    object.append(contentsOf: text[start..<range.upperBound])
    object.append(UInt8(ascii: "\""))
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 48 + digit : 87 + digit
  }
}
