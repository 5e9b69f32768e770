/// A type whose arrays PostgreSQL stores in one column.
public protocol PostgresArrayElement: Sendable {
  /// The text of an array of such elements.
  static func postgresText(of elements: [Self]) -> String

  /// Reads the text of an array; returns `nil` where it does not fit.
  static func elements(ofPostgresText text: String) -> [Self]?
}

extension Array: PostgresDecodable, PostgresValue where Element: PostgresArrayElement {
  /// The array's text.
  public var postgresText: String { Element.postgresText(of: self) }

  /// Reads the array's text.
  public init?(postgresText: String) {
    guard let elements = Element.elements(ofPostgresText: postgresText) else { return nil }
    self = elements
  }
}

extension PostgresArrayElement where Self: PostgresValue {
  /// The elements between braces, each in double quotes.
  public static func postgresText(of elements: [Self]) -> String {
    ArrayText.write(elements.map(\.postgresText))
  }

  /// Reads elements none of which is NULL.
  public static func elements(ofPostgresText text: String) -> [Self]? {
    guard let fields = ArrayText.read(text) else { return nil }
    var elements: [Self] = []
    elements.reserveCapacity(fields.count)
    for field in fields {
      guard let field, let element = Self(postgresText: field) else { return nil }
      elements.append(element)
    }
    return elements
  }
}

extension Optional: PostgresArrayElement where Wrapped: PostgresValue {
  /// The elements between braces, where `nil` is NULL.
  public static func postgresText(of elements: [Self]) -> String {
    ArrayText.write(elements.map { $0?.postgresText })
  }

  /// Reads elements, NULL among them.
  public static func elements(ofPostgresText text: String) -> [Self]? {
    guard let fields = ArrayText.read(text) else { return nil }
    var elements: [Self] = []
    elements.reserveCapacity(fields.count)
    for field in fields {
      guard let field else {
        elements.append(nil)
        continue
      }
      guard let element = Wrapped(postgresText: field) else { return nil }
      elements.append(element)
    }
    return elements
  }
}

extension Bool: PostgresArrayElement {}
extension Int16: PostgresArrayElement {}
extension Int32: PostgresArrayElement {}
extension Int64: PostgresArrayElement {}
extension Int: PostgresArrayElement {}
extension Double: PostgresArrayElement {}
extension String: PostgresArrayElement {}
extension DateDays: PostgresArrayElement {}

/// Bytes are not an array of numbers but the type `bytea`.
extension UInt8: PostgresArrayElement {
  /// The bytes as `\x` and hexadecimal digits.
  public static func postgresText(of elements: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text = Array("\\x".utf8)
    text.reserveCapacity(2 + 2 * elements.count)
    for byte in elements {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Reads `\x` and hexadecimal digits.
  public static func elements(ofPostgresText text: String) -> [UInt8]? {
    let digits = text.utf8.dropFirst(2)
    guard text.hasPrefix("\\x"), digits.count.isMultiple(of: 2) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(digits.count / 2)
    var high: UInt8?
    for digit in digits {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue.map(UInt8.init) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }
}

/// The text of one-dimensional arrays: `{1,NULL,"a \"b\""}`.
enum ArrayText {
  static func write(_ elements: [String?]) -> String {
    let fields = elements.map { element in
      guard let element else { return "NULL" }
      return "\"" + escaping(element, quote: "\"") + "\""
    }
    return "{" + fields.joined(separator: ",") + "}"
  }

  static func read(_ text: String) -> [String?]? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 2, bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}") else {
      return nil
    }
    var fields: [String?] = []
    if bytes.count == 2 { return fields }
    var field: [UInt8] = []
    var isQuoted = false
    var wasQuoted = false
    var isEscaped = false
    for byte in bytes[1..<bytes.count - 1] + [UInt8(ascii: ",")] {
      if isEscaped {
        field.append(byte)
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
        wasQuoted = true
      } else if isQuoted {
        field.append(byte)
      } else if byte == UInt8(ascii: ",") {
        let value = String(decoding: field, as: UTF8.self)
        fields.append(!wasQuoted && value == "NULL" ? nil : value)
        field.removeAll(keepingCapacity: true)
        wasQuoted = false
      } else if byte == UInt8(ascii: "{") {
        // Nested arrays have no type here.
        return nil
      } else {
        field.append(byte)
      }
    }
    return isQuoted || isEscaped ? nil : fields
  }
}

/// Puts a backslash before each quote and backslash of a text.
///
/// It goes by scalars: as a character, a quote that an accent follows would not be a quote.
func escaping(_ text: String, quote: Unicode.Scalar) -> String {
  var escaped = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    if scalar == quote || scalar == "\\" { escaped.append("\\") }
    escaped.append(scalar)
  }
  return String(escaped)
}
