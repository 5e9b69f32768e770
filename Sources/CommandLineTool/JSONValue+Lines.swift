import Reporting

extension JSONValue {
  /// The members as indented lines for people, without what is null.
  var textLines: [String] { lines(indent: "") }

  private func lines(indent: String) -> [String] {
    guard case .object(let members) = self else { return [indent + shown] }
    let width = (members.map(\.key.count).max() ?? 0) + 2
    return members.flatMap { member -> [String] in
      let name = member.key.replacing("_", with: " ")
      switch member.value {
      case .null: return []
      case .object(let inner):
        return inner.isEmpty ? [] : [indent + name] + member.value.lines(indent: indent + "  ")
      case .array(let values):
        return values.enumerated().flatMap { index, value in
          ["\(indent)\(name) \(index + 1) of \(values.count)"] + value.lines(indent: indent + "  ")
        }
      case _ where member.key == "schema": return []
      default: return [indent + name.padding(to: width) + member.value.shown]
      }
    }
  }

  private var shown: String {
    switch self {
    case .string(let text): TerminalText.escaped(text)
    case .bool(let answer): answer ? "yes" : "no"
    default: text
    }
  }
}
