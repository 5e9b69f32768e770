import CSV
import Crypto
import Reporting

extension PlannedRelease.Table {
  /// The table as a file: UTF-8, commas, line feeds, text safe from being run as a formula.
  func bytes() throws(CSVError) -> [UInt8] {
    var writer = CSVWriter(dialect: Dialect(), isFormulaSafe: true)
    try writer.writeRecord(columns.map(\.name))
    for row in rows {
      for (column, cell) in zip(columns, row) {
        switch column.kind {
        case .integer, .number: writer.writeTyped(cell)
        default: writer.writeText(cell)
        }
      }
      try writer.endRecord()
    }
    return writer.bytes
  }
}

/// A file as it was written.
public struct ReleasedFile: Sendable, Hashable {
  /// Its name within the release.
  public let name: String
  /// Its length.
  public let bytes: Int
  /// SHA-256 of its bytes, in hexadecimal digits.
  public let sha256: String
  /// Data rows, for tables of participants; nil for others.
  public let rows: Int?

  init(name: String, content: [UInt8], rows: Int? = nil) {
    self.name = name
    self.rows = rows
    bytes = content.count
    sha256 = Self.digest(content)
  }

  static func digest(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = SHA256.hash(data: bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }
}

extension JSONValue {
  /// The value on many lines, for people to read.
  func indented(_ depth: Int = 0) -> String {
    let inner = String(repeating: "  ", count: depth + 1)
    let outer = String(repeating: "  ", count: depth)
    func isFlat(_ value: JSONValue) -> Bool {
      switch value {
      case .array(let list): list.isEmpty
      case .object(let members): members.isEmpty
      default: true
      }
    }
    switch self {
    case .array(let values) where !values.isEmpty:
      return "[\n" + values.map { inner + $0.indented(depth + 1) }.joined(separator: ",\n") + "\n\(outer)]"
    case .object(let members) where !members.isEmpty:
      if depth > 1, members.allSatisfy({ isFlat($0.value) }) { return text }
      let lines = members.map { member in
        "\(inner)\(JSONValue.string(member.key).text): \(member.value.indented(depth + 1))"
      }
      return "{\n" + lines.joined(separator: ",\n") + "\n\(outer)}"
    default: return text
    }
  }
}
