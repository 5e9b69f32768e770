import Anonymisation
import CohortModel
import Yams

/// Reads the file of a privacy profile; everything it does not know is an error with its line.
struct PrivacyProfileReader {
  let fileName: String

  static let largestSize = 64 * 1024

  func profile(_ text: String) throws(PrivacyProfileError) -> PrivacyProfile {
    let root = try map(
      try document(text), "the profile",
      known: [
        "profile", "version", "title", "k", "l", "non-disclosing", "suppression", "unknown-diagnosis",
        "small-differences", "quasi-identifiers", "columns",
      ])
    let quasiIdentifiers = try map(
      root.need("quasi-identifiers"), "quasi-identifiers", known: ReleaseColumns.quasiIdentifiers)
    var bounds: [String: [[Int]]] = [:]
    for name in ["age", "doses_before", "months_since_dose"] {
      let fields = try map(quasiIdentifiers.need(name), name, known: ["bounds"])
      bounds[name] = try nestedBounds(fields.need("bounds"), name)
    }
    for name in ["sex", "infected"] { _ = try map(quasiIdentifiers.need(name), name, known: []) }
    let l = try number(root.need("l"), "l", atLeast: 1)
    return PrivacyProfile(
      name: try self.text(root.need("profile"), "profile"),
      version: try number(root.need("version"), "version"),
      title: try self.text(root.need("title"), "title"),
      k: try number(root.need("k"), "k", atLeast: 2), l: l,
      nonDisclosing: try root.optional("non-disclosing").map { node throws(PrivacyProfileError) in
        try nonDisclosing(node, l: l)
      } ?? [],
      suppressionLimit: try share(root.need("suppression")),
      takesUnknownDiagnosisAsNone: try word(root.need("unknown-diagnosis"), ["indeterminate", "none"])
        == "none",
      refusesSmallDifferences: try word(root.need("small-differences"), ["warn", "refuse"]) == "refuse",
      bounds: bounds, periods: try periods(quasiIdentifiers.need("index_period")),
      followUpLevels: try followUpLevels(quasiIdentifiers.need("follow_ups")),
      roles: try roles(root.need("columns")))
  }

  private func document(_ text: String) throws(PrivacyProfileError) -> Node {
    guard text.utf8.count <= Self.largestSize else { throw problem(0, "the file is larger than 64 KiB") }
    // Aliases multiply what is read, and no profile needs them.
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let code = line.prefix { $0 != "#" }
      if code.contains("&") || code.contains("*") {
        throw problem(index + 1, "anchors and aliases (& and *) are not read here")
      }
    }
    do {
      if let node = try compose(yaml: text) { return node }
    } catch let error as YamlError {
      throw problem(of: error)
    } catch {
      throw problem(0, "the file is not YAML")
    }
    throw problem(0, "the file is empty")
  }

  private func problem(of error: YamlError) -> PrivacyProfileError {
    switch error {
    case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _),
      .composer(_, let text, let mark, _):
      problem(mark.line, "not YAML: \(text)")
    case .duplicatedKeysInMapping(_, let context): problem(context.mark.line, "a key is written twice")
    default: problem(0, "the file is not YAML")
    }
  }

  private func periods(_ node: Node) throws(PrivacyProfileError) -> [PrivacyProfile.Period] {
    let list = try sequence(map(node, "index_period", known: ["periods"]).need("periods"), "periods")
    var periods: [PrivacyProfile.Period] = []
    for item in list {
      let name = try word(item, PrivacyProfile.Period.allCases.map(\.rawValue))
      guard let period = PrivacyProfile.Period(rawValue: name),
        periods.last.map({ Self.place($0) < Self.place(period) }) ?? true
      else { throw problem(item.line, "periods go from short to long, each once") }
      periods.append(period)
    }
    return periods
  }

  private static func place(_ period: PrivacyProfile.Period) -> Int {
    PrivacyProfile.Period.allCases.firstIndex(of: period) ?? 0
  }

  private func followUpLevels(_ node: Node) throws(PrivacyProfileError) -> [FollowUpLevel] {
    let list = try sequence(map(node, "follow_ups", known: ["levels"]).need("levels"), "levels")
    var levels: [FollowUpLevel] = []
    for item in list {
      let fields = try map(item, "a level of follow_ups", known: ["from", "content"])
      let bounds = try ascending(fields.need("from"), "from")
      let contentNode = try fields.need("content")
      let name = try word(contentNode, FollowUpContent.allCases.map(\.rawValue))
      let content = FollowUpContent(rawValue: name) ?? .summary
      if let last = levels.last, !Set(bounds).isSubset(of: last.bounds) || content > last.content {
        throw problem(item.line, "a level has only bounds of the level before, and no more content")
      }
      levels.append(FollowUpLevel(bounds: bounds, content: content))
    }
    return levels
  }

  private func nestedBounds(_ node: Node, _ name: String) throws(PrivacyProfileError) -> [[Int]] {
    var levels: [[Int]] = []
    for item in try sequence(node, "bounds") {
      let bounds = try ascending(item, "bounds of \(name)")
      if let last = levels.last, !Set(bounds).isSubset(of: last) {
        throw problem(item.line, "the bounds of a level must be among those of the level before")
      }
      levels.append(bounds)
    }
    return levels
  }

  private func ascending(_ node: Node, _ name: String) throws(PrivacyProfileError) -> [Int] {
    var numbers: [Int] = []
    for item in try sequence(node, name) {
      let number = try number(item, name, atLeast: 0)
      if let last = numbers.last, last >= number { throw problem(item.line, "\(name) must be ascending") }
      numbers.append(number)
    }
    return numbers
  }

  /// The values of the Long COVID status that disclose nothing; l others must be left, or no class could pass.
  private func nonDisclosing(_ node: Node, l: Int) throws(PrivacyProfileError) -> [String] {
    let values = Classification.Outcome.allCases.map(\.rawValue)
    var named: [String] = []
    for item in try sequence(node, "non-disclosing") {
      let value = try text(item, "a value of long_covid")
      guard values.contains(value) else {
        throw problem(
          item.line, "long_covid has no value \(value); it has \(values.joined(separator: ", "))")
      }
      guard value != Classification.Outcome.yes.rawValue else {
        throw problem(item.line, "yes is what no class may tell of everybody; it is never non-disclosing")
      }
      guard !named.contains(value) else { throw problem(item.line, "\(value) is listed twice") }
      named.append(value)
    }
    guard values.count - named.count >= l else {
      throw problem(
        node.line,
        "l is \(l), and these leave only \(values.count - named.count) of \(values.count) values to differ")
    }
    return named
  }

  private func share(_ node: Node) throws(PrivacyProfileError) -> Fraction {
    guard let share = Fraction(try text(node, "suppression")), share.numerator <= share.denominator else {
      throw problem(node.line, "suppression must be a share such as 0.05 or 1/20")
    }
    return share
  }
}

extension PrivacyProfileReader {
  private func roles(_ node: Node) throws(PrivacyProfileError) -> [ReleaseFile: [String: ColumnRole?]] {
    let files = try map(node, "columns", known: ReleaseFile.allCases.map(\.rawValue))
    var roles: [ReleaseFile: [String: ColumnRole?]] = [:]
    for file in ReleaseFile.allCases {
      let lists = try map(
        files.need(file.rawValue), file.rawValue, known: ColumnRole.allCases.map(\.rawValue) + ["left-out"])
      var ofFile: [String: ColumnRole?] = [:]
      for (key, list) in lists.pairs {
        let role = ColumnRole(rawValue: key)
        for item in try sequence(list, key) {
          let column = try text(item, "a column")
          guard ofFile[column] == nil else { throw problem(item.line, "\(column) has a role already") }
          try check(column, role: role, in: file, line: item.line)
          ofFile.updateValue(role, forKey: column)
        }
      }
      roles[file] = ofFile
    }
    for (file, column) in [(ReleaseFile.followUps, "months_since_index"), (.participants, "follow_ups")]
    where roles[file]?[column] != .some(.quasiIdentifier) {
      throw problem(node.line, "\(column) must be a quasi-identifier: the two files show it together")
    }
    guard roles[.participants]?["long_covid"] == .some(.sensitive) else {
      throw problem(node.line, "long_covid must be sensitive: l is promised for it")
    }
    return roles
  }

  /// Refuses roles that would publish what must not leave, or promise what is not kept.
  private func check(
    _ column: String, role: ColumnRole?, in file: ReleaseFile, line: Int
  ) throws(PrivacyProfileError) {
    let isPublished = role != nil && role != .identifier
    if isPublished, ReleaseColumns.withheld[file, default: []].contains(column) {
      throw problem(line, "\(column) never leaves by itself; make it an identifier or leave it out")
    }
    if role == .identifier, !ReleaseColumns.withheld[file, default: []].contains(column) {
      throw problem(line, "\(column) is no identifier that the cohort holds")
    }
    let known = ReleaseColumns.quasiIdentifiers + ["months_since_index"]
    if known.contains(column), isPublished, role != .quasiIdentifier {
      throw problem(line, "\(column) may be known from elsewhere: a quasi-identifier, or left out")
    }
    if role == .quasiIdentifier, !known.contains(column) {
      throw problem(line, "\(column) has no levels of generalisation, so it cannot be a quasi-identifier")
    }
  }

  /// The keys of a map with their values.
  struct Fields {
    let reader: PrivacyProfileReader
    let what: String
    let line: Int
    let pairs: [(key: String, value: Node)]

    func need(_ key: String) throws(PrivacyProfileError) -> Node {
      guard let pair = pairs.first(where: { $0.key == key }) else {
        throw reader.problem(line, "\(what) lacks the key \(key)")
      }
      return pair.value
    }

    func optional(_ key: String) -> Node? { pairs.first { $0.key == key }?.value }
  }

  private func map(_ node: Node, _ what: String, known: [String]) throws(PrivacyProfileError) -> Fields {
    guard case .mapping(let mapping) = node else { throw problem(node.line, "\(what) must be a map") }
    var pairs: [(key: String, value: Node)] = []
    for (key, value) in mapping {
      guard let name = key.scalar?.string, known.contains(name) else {
        throw problem(key.line, "\(what) knows only the keys \(known.joined(separator: ", "))")
      }
      pairs.append((name, value))
    }
    return Fields(reader: self, what: what, line: node.line, pairs: pairs)
  }

  private func sequence(_ node: Node, _ what: String) throws(PrivacyProfileError) -> [Node] {
    guard case .sequence(let sequence) = node, !sequence.isEmpty else {
      throw problem(node.line, "\(what) must be a list that is not empty")
    }
    return Array(sequence)
  }

  private func text(_ node: Node, _ what: String) throws(PrivacyProfileError) -> String {
    guard let text = node.scalar?.string, !text.isEmpty else {
      throw problem(node.line, "\(what) must be a text")
    }
    return text
  }

  private func number(
    _ node: Node, _ what: String, atLeast least: Int = 1
  ) throws(PrivacyProfileError) -> Int {
    guard let number = node.scalar.flatMap({ Int($0.string) }), (least...1_000_000).contains(number) else {
      throw problem(node.line, "\(what) must be a whole number, at least \(least)")
    }
    return number
  }

  private func word(_ node: Node, _ words: [String]) throws(PrivacyProfileError) -> String {
    guard let word = node.scalar?.string, words.contains(word) else {
      throw problem(node.line, "expected one of \(words.joined(separator: ", "))")
    }
    return word
  }

  private func problem(_ line: Int, _ message: String) -> PrivacyProfileError {
    PrivacyProfileError(fileName: fileName, line: line, message: message)
  }
}

extension Node {
  fileprivate var line: Int { mark?.line ?? 0 }
}
