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
    let bytes = text.span
    let plain = plainLength(bytes.extracting(range).bytes)
    for index in range.lowerBound + plain..<range.upperBound {
      let byte = bytes[index]
      guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else { continue }
      append(text, start..<index, to: &object)
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
    append(text, start..<range.upperBound, to: &object)
    object.append(UInt8(ascii: "\""))
  }

  /// Bytes at the beginning that certainly need no escape, counted eight by eight.
  private static func plainLength(_ text: RawSpan) -> Int {
    let lowest: UInt64 = 0x0101_0101_0101_0101
    var index = 0
    while index + 8 <= text.byteCount {
      // Within bounds by the condition; a load of eight bytes has no safe form. A byte from 0x80 on is no letter
      // below 0x20 though its lowest seven bits may be.
      let word = text.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
      let quote = word ^ (lowest &* 0x22)
      let backslash = word ^ (lowest &* 0x5C)
      let odd =
        (word &- lowest &* 0x20) & ~word | (quote &- lowest) & ~quote | (backslash &- lowest) & ~backslash
      guard odd & (lowest &* 0x80) == 0 else { break }
      index += 8
    }
    return index
  }

  private static func append(_ text: [UInt8], _ range: Range<Int>, to object: inout [UInt8]) {
    text.withUnsafeBufferPointer { object.append(contentsOf: UnsafeBufferPointer(rebasing: $0[range])) }
  }

  private static func hexadecimal(_ digit: UInt8) -> UInt8 {
    digit < 10 ? 48 + digit : 87 + digit
  }
}
