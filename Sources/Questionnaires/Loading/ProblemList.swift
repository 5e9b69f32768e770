import Yams

/// Collects the problems of one questionnaire file and reads values from its nodes.
struct ProblemList {
  /// Nobody reads on beyond these; a file of nothing but problems must not take all time.
  static let most = 100

  let fileName: String
  private(set) var problems: [QuestionnaireError.Problem] = []
  private var reported: Set<QuestionnaireError.Problem> = []

  init(fileName: String) {
    self.fileName = fileName
  }

  /// True once further problems are not taken up.
  var isFull: Bool { problems.count >= Self.most }

  mutating func report(_ line: Int, _ message: String) {
    guard !isFull else { return }
    let problem = QuestionnaireError.Problem(fileName: fileName, line: line, message: message)
    // Several readers may look at the same value.
    if reported.insert(problem).inserted { problems.append(problem) }
  }

  /// The pairs of a map with texts as keys.
  mutating func pairs(_ node: Node, _ what: String) -> [(key: String, line: Int, value: Node)] {
    guard case .mapping(let mapping) = node else {
      report(node.line, "\(what) must be a map, not \(node.form)")
      return []
    }
    var pairs: [(key: String, line: Int, value: Node)] = []
    for (key, value) in mapping {
      if let name = key.text {
        pairs.append((name, key.line, value))
      } else {
        report(key.line, "a key of \(what) must be a word, not \(key.form)")
      }
    }
    return pairs
  }

  /// The fields of a map, each of which must be one of `known`.
  mutating func fields(_ node: Node, _ what: String, known: [String]) -> Fields {
    let pairs = pairs(node, what)
    for pair in pairs where !known.contains(pair.key) && !isFull {
      report(
        pair.line, "\(what) has no key \"\(pair.key)\"\(Spelling.suggestion(for: pair.key, among: known))")
    }
    return Fields(pairs.map { ($0.key, $0.value) }, line: node.line)
  }

  /// A text; nil if there is none.
  mutating func text(_ fields: Fields, _ key: String) -> String? {
    guard let node = fields[key] else { return nil }
    guard let text = node.text, !node.isNull else {
      report(node.line, "\(key) must be a text, not \(node.form)")
      return nil
    }
    return text
  }

  /// True or false; `fallback` if the key is absent.
  mutating func flag(_ fields: Fields, _ key: String, default fallback: Bool = false) -> Bool {
    guard let node = fields[key] else { return fallback }
    switch node.text?.lowercased() {
    case "true", "yes": return true
    case "false", "no": return false
    default:
      report(node.line, "\(key) must be true or false")
      return fallback
    }
  }

  /// A whole number; nil if there is none.
  mutating func integer(_ fields: Fields, _ key: String) -> Int? {
    guard let node = fields[key] else { return nil }
    guard let number = node.text.flatMap({ Int($0) }) else {
      report(node.line, "\(key) must be a whole number")
      return nil
    }
    return number
  }

  /// A text or a list of texts.
  mutating func texts(_ node: Node, _ what: String) -> [String] {
    if let text = node.text, !node.isNull { return [text] }
    guard case .sequence(let sequence) = node else {
      report(node.line, "\(what) must be a text or a list of texts, not \(node.form)")
      return []
    }
    return sequence.compactMap { child in
      guard let text = child.text, !child.isNull else {
        report(child.line, "\(what) must be a list of texts, not of \(child.form)s")
        return nil
      }
      return text
    }
  }

  /// A word of a list; nil if there is none or if it is another.
  mutating func word(_ fields: Fields, _ key: String, among words: [String]) -> String? {
    guard let node = fields[key], let text = text(fields, key) else { return nil }
    if words.contains(text) { return text }
    report(
      node.line,
      "\(key) must be one of \(words.joined(separator: ", "))\(Spelling.suggestion(for: text, among: words))")
    return nil
  }

  /// A map of texts to texts; nothing stands for nil.
  mutating func textMap(_ node: Node, _ what: String) -> [(key: String, line: Int, value: String?)] {
    pairs(node, what).compactMap { pair in
      if pair.value.isNull { return (pair.key, pair.line, nil) }
      guard let text = pair.value.text else {
        report(pair.value.line, "\"\(pair.key)\" of \(what) must be a text, not \(pair.value.form)")
        return nil
      }
      return (pair.key, pair.line, text)
    }
  }
}
