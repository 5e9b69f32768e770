import CohortModel
import Yams

/// What a questionnaire says about cells of all columns.
struct CellDefaults {
  var missing: [Write.Coding] = []
  var blankReason = MissingReason.notAnswered
  var decimal = DecimalDeclaration.mark(UInt8(ascii: "."))
  var dates = DateDeclaration()
  /// Language of words in cells.
  var language: Language?
  /// Texts that stand for yes and for no.
  var yes = ["yes", "1", "true"]
  var no = ["no", "0", "false"]
  /// Words of a language that stand for yes and for no, also where a concept has names of its own for them.
  var words: (yes: [String], no: [String]) = ([], [])
}

extension QuestionnaireLoader {
  mutating func readDefaults(_ fields: Fields) {
    if let node = fields["missing"] {
      let tokens = missingTokens(node)
      defaults.missing = tokens.codings
      if let blank = tokens.blank { defaults.blankReason = blank }
    }
    defaults.missing = notation.missing.map(\.coding) + defaults.missing
    defaults.language = notation.language ?? problems.text(fields, "language").flatMap(Language.init(code:))
    defaults.decimal = decimalDeclaration(fields) ?? defaults.decimal
    defaults.dates = fields["date-format"].map { dateDeclaration($0, "date-format") } ?? defaults.dates
    checkNotation()
    readTruth(fields)
  }

  /// Words for yes and no: those that are declared, else those of the language; what a command line says is added.
  private mutating func readTruth(_ fields: Fields) {
    if let language = defaults.language, notation.language != nil || fields["truth"] == nil {
      defaults.words = (language.yes, language.no)
    }
    if let language = defaults.language, fields["truth"] == nil {
      defaults.yes = Language.anyYes + language.yes
      defaults.no = Language.anyNo + language.no
    }
    guard let node = fields["truth"] else { return }
    let truth = problems.fields(node, "truth", known: ["yes", "no"])
    if let yes = truth["yes"] { defaults.yes = problems.texts(yes, "yes") }
    if let no = truth["no"] { defaults.no = problems.texts(no, "no") }
    for both in Set(defaults.yes.map { $0.lowercased() }).intersection(defaults.no.map { $0.lowercased() })
      .sorted()
    {
      problems.report(node.line, "\"\(both)\" stands for yes and for no")
    }
    if notation.language != nil {
      // What the questionnaire says of a word goes before what the language says.
      let known = Set((defaults.yes + defaults.no).map { $0.lowercased() })
      defaults.yes += defaults.words.yes.filter { !known.contains($0) }
      defaults.no += defaults.words.no.filter { !known.contains($0.lowercased()) }
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
}
