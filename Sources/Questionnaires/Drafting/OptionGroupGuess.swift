/// Columns of a file that are the options of one question.
struct OptionGroupGuess {
  let question: String
  /// Column's name with `{code}` in the place of the option.
  let template: String
  let members: [(column: Int, option: String)]

  private static let marks = ["___", "#", " | "]
  private static let ticks: Set<String> = [
    "0", "1", "true", "false", "checked", "unchecked", "yes", "no", "y", "n",
  ]

  /// Finds the groups, each of two columns or more that hold ticks or their own option.
  static func all(_ profiles: [ColumnProfile]) -> [OptionGroupGuess] {
    var groups: [String: [(column: Int, option: String)]] = [:]
    var order: [(template: String, question: String)] = []
    for (place, profile) in profiles.enumerated() {
      guard let (template, question, option) = parts(of: profile.name), holdsTicks(profile, option) else {
        continue
      }
      if groups[template] == nil { order.append((template, question)) }
      groups[template, default: []].append((place, option))
    }
    return order.compactMap { template, question in
      guard let members = groups[template], members.count > 1 else { return nil }
      guard Set(members.map { $0.option.lowercased() }).count == members.count else { return nil }
      return OptionGroupGuess(question: question, template: template, members: members)
    }
  }

  private static func parts(of name: String) -> (template: String, question: String, option: String)? {
    if name.hasSuffix("]"), let bracket = name.lastIndex(of: "["), bracket > name.startIndex {
      let option = name[name.index(after: bracket)...].dropLast()
      guard !option.isEmpty else { return nil }
      return ("\(name[...bracket]){code}]", String(name[..<bracket]), String(option))
    }
    // Groups of a form stand before the question: only the last part is an option.
    if let slash = name.lastIndex(of: "/"), slash > name.startIndex, !name.hasSuffix("/"),
      !name.contains("{code}")
    {
      let question = String(name[..<slash])
      return ("\(question)/{code}", question, String(name[name.index(after: slash)...]))
    }
    for mark in marks {
      guard let column = OptionColumn(name, mark: mark), !column.question.contains("{code}") else { continue }
      return ("\(column.question)\(mark){code}", column.question, column.option)
    }
    return nil
  }

  private static func holdsTicks(_ profile: ColumnProfile, _ option: String) -> Bool {
    guard let values = profile.values else { return false }
    return values.keys.allSatisfy { ticks.contains($0) || $0 == option.lowercased() }
  }
}
