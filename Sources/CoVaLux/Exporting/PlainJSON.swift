import Reporting

/// Reads JSON of our own making back, for checking what was written.
struct PlainJSON {
  private var scalars: [Unicode.Scalar]
  private var place = 0

  /// The value of a text; nil if it is not JSON.
  static func value(_ bytes: [UInt8]) -> JSONValue? {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var reader = PlainJSON(scalars: Array(text.unicodeScalars))
    guard let value = reader.value(depth: 0) else { return nil }
    reader.skipBlanks()
    return reader.place == reader.scalars.count ? value : nil
  }

  private mutating func skipBlanks() {
    while place < scalars.count, [" ", "\n", "\t", "\r"].contains(scalars[place]) { place += 1 }
  }

  private mutating func take(_ wanted: Unicode.Scalar) -> Bool {
    skipBlanks()
    guard place < scalars.count, scalars[place] == wanted else { return false }
    place += 1
    return true
  }

  private mutating func value(depth: Int) -> JSONValue? {
    guard depth < 32 else { return nil }
    if take("{") { return object(depth) }
    if take("[") { return array(depth) }
    if take("\"") { return string().map(JSONValue.string) }
    var word = ""
    while place < scalars.count, ![",", "]", "}", " ", "\n"].contains(scalars[place]) {
      word.unicodeScalars.append(scalars[place])
      place += 1
    }
    switch word {
    case "null": return .null
    case "true": return .bool(true)
    case "false": return .bool(false)
    default: return Self.number(word)
    }
  }

  private static func number(_ word: String) -> JSONValue? {
    // The standard library also reads names and hexadecimal digits, and stops at a NUL.
    guard word.utf8.allSatisfy({ $0 &- 0x30 <= 9 || "+-.eE".utf8.contains($0) }) else { return nil }
    if let integer = Int(word), word != "-0" { return .integer(integer) }
    return Double(word).flatMap { $0.isFinite ? .number($0) : nil }
  }

  private mutating func object(_ depth: Int) -> JSONValue? {
    var members: [JSONValue.Member] = []
    if take("}") { return .object([]) }
    repeat {
      guard take("\""), let key = string(), take(":"), let value = value(depth: depth + 1) else { return nil }
      members.append(.init(key, value))
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func array(_ depth: Int) -> JSONValue? {
    var values: [JSONValue] = []
    if take("]") { return .array([]) }
    repeat {
      guard let value = value(depth: depth + 1) else { return nil }
      values.append(value)
    } while take(",")
    return take("]") ? .array(values) : nil
  }

  private mutating func string() -> String? {
    var text = ""
    while place < scalars.count {
      let scalar = scalars[place]
      place += 1
      if scalar == "\"" { return text }
      guard scalar == "\\" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      guard place < scalars.count else { return nil }
      let escape = scalars[place]
      place += 1
      switch escape {
      case "n": text += "\n"
      case "t": text += "\t"
      case "r": text += "\r"
      case "u":
        guard place + 4 <= scalars.count else { return nil }
        let digits = String(String.UnicodeScalarView(scalars[place..<place + 4]))
        place += 4
        guard let code = UInt32(digits, radix: 16), let decoded = Unicode.Scalar(code) else { return nil }
        text.unicodeScalars.append(decoded)
      default: text.unicodeScalars.append(escape)
      }
    }
    return nil
  }
}

extension JSONValue {
  /// The value of a key; nil if there is none.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  /// The elements of a list; none for anything else.
  var elements: [JSONValue] {
    if case .array(let values) = self { values } else { [] }
  }

  var asText: String? {
    if case .string(let text) = self { text } else { nil }
  }

  var asInteger: Int? {
    if case .integer(let integer) = self { integer } else { nil }
  }
}
