import CohortModel
import Yams

/// Reading codes: which text of a cell stands for what.
extension QuestionnaireLoader {
  /// The codes of a concept: those of the write, or the concept's own.
  mutating func codings(of concept: Concept, _ fields: Fields, name: String) -> [Write.Coding] {
    guard let node = fields["codes"] else { return ownCodings(of: concept) }
    let own = problems.textMap(node, "codes").compactMap { entry -> Write.Coding? in
      guard let value = entry.value else {
        return .init(cell: entry.key, name: "", meaning: .missing(.unknown))
      }
      if let meaning = meaning(of: value, concept) {
        return .init(cell: entry.key, name: value, meaning: meaning)
      }
      if let reason = MissingReason(word: value) {
        return .init(cell: entry.key, name: value, meaning: .missing(reason))
      }
      problems.report(entry.line, "\(name): \(notOnScale(value, concept))")
      return nil
    }
    // Only what a command line says of the file goes beyond the codes that are listed.
    guard notation.language != nil, case .coded(let scale) = concept.kind else { return own }
    return own + wordCodings(of: scale)
  }

  /// Words of the language for yes and no, where that is what a scale says by other names.
  private func wordCodings(of scale: Scale) -> [Write.Coding] {
    let names: (no: String, yes: String)? =
      switch scale {
      case .noYes: ("no", "yes")
      case .symptom: ("absent", "present")
      case .consent: ("refused", "given")
      default: nil
      }
    guard let names, let no = scale.code(named: names.no), let yes = scale.code(named: names.yes) else {
      return []
    }
    return defaults.words.no.map { .init(cell: $0, name: names.no, meaning: .code(no)) }
      + defaults.words.yes.map { .init(cell: $0, name: names.yes, meaning: .code(yes)) }
  }

  /// What a word of the questionnaire means for a concept; nil if it is none of the concept's.
  private func meaning(of word: String, _ concept: Concept) -> Write.Coding.Meaning? {
    switch concept.kind {
    case .coded(let scale):
      if let code = scale.code(named: word) { return .code(code) }
      return Int16(word).flatMap { code in scale.name(of: code).map { _ in .code(code) } }
    case .vocabulary(let name):
      return vocabulary.identifier(for: word, in: name)
        .flatMap { vocabulary.identifiers(of: name).firstIndex(of: $0) }.map { .identifier($0) }
    case .year: return Int16(word).flatMap { (1880...2100).contains($0) ? .code($0) : nil }
    case .integer(let range): return Int16(word).flatMap { range.contains($0) ? .code($0) : nil }
    case .number, .date, .partialDate, .text: return nil
    }
  }

  private func notOnScale(_ word: String, _ concept: Concept) -> String {
    switch concept.kind {
    case .coded(let scale):
      let names = scale.levels.map(\.name)
      return "no code \"\(word)\"\(Spelling.suggestion(for: word, among: names)); "
        + "there are \(names.joined(separator: ", "))"
    case .vocabulary(let name):
      let suggestion = Spelling.suggestion(for: word, among: vocabulary.identifiers(of: name))
      return "the vocabulary \(name.rawValue) has no \"\(word)\"\(suggestion)"
    case .year: return "\"\(word)\" is no year"
    case .integer: return "\"\(word)\" is no whole number within the concept's bounds"
    case .number, .date, .partialDate, .text:
      return "codes of \(concept.name) can only be reasons of missing values"
    }
  }

  private func ownCodings(of concept: Concept) -> [Write.Coding] {
    switch concept.kind {
    case .coded(.noYes): truthCodings
    case .coded(let scale):
      scale.levels.map { .init(cell: $0.name, name: $0.name, meaning: .code($0.code)) }
        + scale.levels.map { .init(cell: String($0.code), name: $0.name, meaning: .code($0.code)) }
        + wordCodings(of: scale)
    case .vocabulary(let name):
      vocabulary.identifiers(of: name).enumerated().map {
        .init(cell: $0.element, name: $0.element, meaning: .identifier($0.offset))
      }
    default: []
    }
  }

  /// Texts for no and yes.
  var truthCodings: [Write.Coding] {
    defaults.no.map { .init(cell: $0, name: "no", meaning: .code(0)) }
      + defaults.yes.map { .init(cell: $0, name: "yes", meaning: .code(1)) }
  }
}
