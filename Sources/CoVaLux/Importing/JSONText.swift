/// Writes members of JSON objects as bytes, for `jsonb` columns.
enum JSONText {
  /// Appends `"name":"text"`, after a comma if the object has members already.
  static func appendMember(_ name: String, _ text: [UInt8], _ range: Range<Int>, to object: inout [UInt8]) {
    if !object.isEmpty { object.append(UInt8(ascii: ",")) }
    let nameBytes = Array(name.utf8)
    appendString(nameBytes, 0..<nameBytes.count, to: &object)
    object.append(UInt8(ascii: ":"))
    appendString(text, range, to: &object)
  }

  /// Appends a quoted string; the text is UTF-8 already.
  static func appendString(_ text: [UInt8], _ range: Range<Int>, to object: inout [UInt8]) {
    object.append(UInt8(ascii: "\""))
    for index in range {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        object.append(UInt8(ascii: "\\"))
        object.append(byte)
      case 0..<0x20:
        object.append(contentsOf: Array("\\u00".utf8))
        object.append(hexadecimal(byte >> 4))
        object.append(hexadecimal(byte & 15))
      default: object.append(byte)
      }
    }
    object.append(UInt8(ascii: "\""))
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 48 + digit : 87 + digit
  }
}
