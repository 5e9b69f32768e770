import Yams

/// The keys of one map of a questionnaire file.
struct Fields {
  private let values: [String: Node]
  /// Keys in the order of the file.
  let names: [String]
  let line: Int

  init(_ pairs: [(key: String, value: Node)], line: Int) {
    names = pairs.map(\.key)
    values = Dictionary(pairs.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
    self.line = line
  }

  subscript(name: String) -> Node? { values[name] }

  /// These fields but one.
  func without(_ key: String) -> Fields {
    Fields(names.compactMap { name in name == key ? nil : values[name].map { (name, $0) } }, line: line)
  }

  /// These fields, and those of `keys` that only `others` has.
  func inheriting(_ keys: [String], from others: Fields) -> Fields {
    let inherited = keys.filter { values[$0] == nil }.compactMap { key in others[key].map { (key, $0) } }
    return Fields(names.compactMap { name in values[name].map { (name, $0) } } + inherited, line: line)
  }
}

extension Node {
  /// Line of the file, 0 if it is unknown.
  var line: Int { mark?.line ?? 0 }

  /// The text of a scalar; nil for lists and maps.
  var text: String? { scalar?.string }

  /// True for an unquoted `null`, `~` or nothing.
  var isNull: Bool {
    guard let scalar, scalar.style == .plain || scalar.style == .any else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
  }

  /// What the node is, for messages.
  var form: String {
    switch self {
    case .scalar: isNull ? "nothing" : "a value"
    case .mapping: "a map"
    case .sequence: "a list"
    case .alias: "an alias"
    }
  }
}
