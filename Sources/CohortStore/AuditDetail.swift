/// Facts for an entry of the audit trail as a JSON object: keys, names and counts, never a participant's value.
struct AuditDetail {
  private var members: [String] = []

  var text: String { "{" + members.joined(separator: ",") + "}" }

  func adding(_ name: String, _ value: String) -> AuditDetail {
    adding(name, json: Self.quoted(value))
  }

  func adding(_ name: String, _ value: some BinaryInteger) -> AuditDetail {
    adding(name, json: String(value))
  }

  func adding(_ name: String, _ values: [String]) -> AuditDetail {
    adding(name, json: "[" + values.map(Self.quoted).joined(separator: ",") + "]")
  }

  func adding(_ name: String, _ values: [Int64]) -> AuditDetail {
    adding(name, json: "[" + values.map(String.init).joined(separator: ",") + "]")
  }

  private func adding(_ name: String, json: String) -> AuditDetail {
    var detail = self
    detail.members.append("\(Self.quoted(name)):\(json)")
    return detail
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted.unicodeScalars.append("\\")
        quoted.unicodeScalars.append(scalar)
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
