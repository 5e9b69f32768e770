import CohortModel
import Yams

/// What a questionnaire says about cells of all columns.
struct CellDefaults {
  var missing: [Write.Coding] = []
  var blankReason = MissingReason.notAnswered
  var decimalMark = UInt8(ascii: ".")
  var patterns: [DatePattern] = []
  /// Texts that stand for yes and for no.
  var yes = ["yes", "1", "true"]
  var no = ["no", "0", "false"]
}

extension QuestionnaireLoader {
  mutating func readDefaults(_ fields: Fields) {
    if let node = fields["missing"] {
      let tokens = missingTokens(node)
      defaults.missing = tokens.codings
      if let blank = tokens.blank { defaults.blankReason = blank }
    }
    defaults.decimalMark = decimalMark(fields) ?? defaults.decimalMark
    defaults.patterns = withISO(fields["date-format"].map { datePatterns($0, "date-format") } ?? [])
    guard let node = fields["truth"] else { return }
    let truth = problems.fields(node, "truth", known: ["yes", "no"])
    if let yes = truth["yes"] { defaults.yes = problems.texts(yes, "yes") }
    if let no = truth["no"] { defaults.no = problems.texts(no, "no") }
    for both in Set(defaults.yes.map { $0.lowercased() }).intersection(defaults.no.map { $0.lowercased() })
      .sorted()
    {
      problems.report(node.line, "\"\(both)\" stands for yes and for no")
    }
  }

  /// Tokens that stand for a missing value, and the reason for a blank if there is one.
  mutating func missingTokens(_ node: Node) -> (codings: [Write.Coding], blank: MissingReason?) {
    var blank: MissingReason?
    var codings: [Write.Coding] = []
    for entry in problems.textMap(node, "missing") {
      let words = MissingReason.allCases.map(\.word)
      guard let reason = MissingReason(word: entry.value ?? "unknown") else {
        let word = entry.value ?? ""
        problems.report(
          entry.line,
          "no reason \"\(word)\" for a missing value\(Spelling.suggestion(for: word, among: words)); "
            + "there are \(words.joined(separator: ", "))")
        continue
      }
      if entry.key.isEmpty {
        blank = reason
      } else {
        codings.append(.init(cell: entry.key, name: reason.word, meaning: .missing(reason)))
      }
    }
    return (codings, blank)
  }

  mutating func decimalMark(_ fields: Fields) -> UInt8? {
    guard let node = fields["decimal"] else { return nil }
    switch node.text {
    case ".": return UInt8(ascii: ".")
    case ",": return UInt8(ascii: ",")
    default:
      problems.report(node.line, "decimal must be \".\" or \",\"")
      return nil
    }
  }

  mutating func datePatterns(_ node: Node, _ what: String) -> [DatePattern] {
    problems.texts(node, what).compactMap { text in
      if let pattern = DatePattern(text) { return pattern }
      problems.report(
        node.line, "\(what): a date pattern consists of yyyy, MM, dd and separators, such as dd/MM/yyyy")
      return nil
    }
  }

  /// The patterns and, unless it could be read in two ways, `yyyy-MM-dd`.
  func withISO(_ patterns: [DatePattern]) -> [DatePattern] {
    guard let iso = DatePattern.iso, !patterns.contains(where: \.isLikeISO) else { return patterns }
    return patterns + [iso]
  }
}
