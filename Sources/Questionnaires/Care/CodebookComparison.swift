/// Compares two versions of a questionnaire, question by question.
public struct CodebookComparison: Sendable {
  /// The differences, in the order of the new version, what it lacks last.
  public private(set) var changes: [CodebookChange] = []

  /// Compares an old version with a new one.
  public init(from old: Codebook, to new: Codebook) {
    var rest = Dictionary(old.questions.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var added: [Codebook.Question] = []
    var pairs: [(old: Codebook.Question?, new: Codebook.Question)] = []
    for question in new.questions {
      let known = rest.removeValue(forKey: question.name)
      if known == nil { added.append(question) }
      pairs.append((known, question))
    }
    let removed = old.questions.filter { rest[$0.name] != nil }
    let renames = Self.renames(removed, added)
    for (known, question) in pairs {
      if let known {
        compare(known, question)
      } else if let former = renames[question.name] {
        report(
          .renamed, question, "was \(former.name), \(Self.reason(former, question))",
          Self.orphans(former) { .all(of: $0) })
        compare(former, question)
      } else {
        report(.added, question, Self.described(question))
      }
    }
    let renamed = Set(renames.values.map(\.name))
    for question in removed where !renamed.contains(question.name) {
      report(.removed, question, Self.described(question), Self.orphans(question) { .all(of: $0) })
    }
  }

  /// Questions that are new in name only: of the same column, or else of a label that no other one has.
  private static func renames(
    _ removed: [Codebook.Question], _ added: [Codebook.Question]
  ) -> [String: Codebook.Question] {
    var renames: [String: Codebook.Question] = [:]
    var taken: Set<String> = []
    for question in added where question.answer != nil {
      let same = removed.filter { former in
        former.answer != nil && former.type == question.type && !taken.contains(former.name)
      }
      let ofColumn = same.filter { !Set($0.columns).isDisjoint(with: question.columns) }
      let ofLabel = same.filter { former in
        !former.label.isEmpty && former.label == question.label && former.option == question.option
          && levels(former.codes).map(\.name) == levels(question.codes).map(\.name)
      }
      let twins = added.count { $0.label == question.label && $0.option == question.option }
      guard let former = ofColumn.first ?? (ofLabel.count == 1 && twins == 1 ? ofLabel[0] : nil) else {
        continue
      }
      renames[question.name] = former
      taken.insert(former.name)
    }
    return renames
  }

  private static func reason(_ former: Codebook.Question, _ question: Codebook.Question) -> String {
    Set(former.columns).isDisjoint(with: question.columns) ? "which has the same label" : "of the same column"
  }

  private mutating func compare(_ old: Codebook.Question, _ new: Codebook.Question) {
    if old.type != new.type {
      report(
        .type, new, "\(old.type) → \(new.type)",
        Self.isKept(old.type, new.type) ? nil : Self.orphans(old) { .all(of: $0) })
    } else if old.type != "checkbox" {
      compareCodes(old, new)
    }
    compareRanges(old, new)
    if old.label != new.label { report(.label, new, "\(Self.quoted(old.label)) → \(Self.quoted(new.label))") }
    if old.option != new.option {
      // What an option says is what its column means.
      report(
        .codeMeaning, new, "the option was \(Self.quoted(old.option)) and is \(Self.quoted(new.option))",
        Self.orphans(old) { .level("yes", of: $0) })
    }
    if old.askedIf != new.askedIf {
      report(.condition, new, "asked if \(Self.quoted(old.askedIf)) → \(Self.quoted(new.askedIf))")
    }
    if old.unit != new.unit {
      report(
        .unit, new, "\(Self.quoted(old.unit)) → \(Self.quoted(new.unit))",
        old.unit.isEmpty ? nil : Self.orphans(old) { .all(of: $0) })
    }
    if old.name == new.name && Set(old.columns).isDisjoint(with: new.columns) {
      report(
        .column, new,
        "\(old.columns.joined(separator: ", ")) → \(new.columns.joined(separator: ", "))")
    }
  }

  /// True where every stored value is one of the new type too.
  private static func isKept(_ old: String, _ new: String) -> Bool {
    ["yes-no checkbox", "checkbox yes-no", "integer number"].contains("\(old) \(new)")
  }

  private mutating func compareCodes(_ old: Codebook.Question, _ new: Codebook.Question) {
    let before = Self.levels(old.codes)
    let after = Self.levels(new.codes)
    let names = Set(after.map(\.name))
    var told: Set<String> = []
    for level in before {
      guard let now = after.first(where: { $0.cell.lowercased() == level.cell.lowercased() }) else {
        // Another spelling of what remains is no loss.
        guard !names.contains(level.name), told.insert(level.name).inserted else { continue }
        report(
          .codeRemoved, new, "\(level.cell) = \(Self.quoted(level.name))",
          Self.orphans(old) { .level(level.name, of: $0) })
        continue
      }
      guard now.name != level.name, told.insert(level.name).inserted else { continue }
      report(
        .codeMeaning, new, "\(level.cell) was \(Self.quoted(level.name)) and is \(Self.quoted(now.name))",
        Self.orphans(old) { .level(level.name, of: $0) })
    }
    let cells = Set(before.map { $0.cell.lowercased() })
    for level in after where !cells.contains(level.cell.lowercased()) {
      report(.codeAdded, new, "\(level.cell) = \(Self.quoted(level.name))")
    }
  }

  private mutating func compareRanges(_ old: Codebook.Question, _ new: Codebook.Question) {
    let before = old.range ?? NumberRange()
    let after = new.range ?? NumberRange()
    if before.lowest != after.lowest || before.highest != after.highest {
      let isNarrower = after.lowest > before.lowest || after.highest < before.highest
      report(
        isNarrower ? .rangeNarrowed : .rangeWidened, new,
        "\(Self.text(of: old.range)) → \(Self.text(of: new.range))",
        isNarrower
          ? Self.orphans(old) { .outside(lowest: after.lowest, highest: after.highest, of: $0) } : nil)
    }
    if old.longestText != new.longestText {
      let isNarrower = new.longestText ?? .max < old.longestText ?? .max
      report(
        isNarrower ? .rangeNarrowed : .rangeWidened, new,
        "\(old.longestText.map(String.init) ?? "any number of") → \(new.longestText.map(String.init) ?? "any number of") characters",
        isNarrower
          ? new.longestText.flatMap { length in Self.orphans(old) { .longer(than: length, of: $0) } } : nil)
    }
  }

  private static func levels(_ codes: [Write.Coding]) -> [(cell: String, name: String)] {
    codes.compactMap { coding in
      if case .missing = coding.meaning { nil } else { (coding.cell, coding.name) }
    }
  }

  /// What is stored of an answer; what is stored of a concept keeps its meaning.
  private static func orphans(
    _ question: Codebook.Question, _ make: (String) -> CodebookChange.Orphans
  ) -> CodebookChange.Orphans? {
    question.answer == nil ? nil : make(String(question.name.dropFirst("answer.".count)))
  }

  private static func described(_ question: Codebook.Question) -> String {
    let words = question.option.isEmpty ? question.label : question.option
    return words.isEmpty ? question.type : "\(question.type), \(quoted(words))"
  }

  private static func text(of range: NumberRange?) -> String {
    range.map { "\($0.lowestText)...\($0.highestText)" } ?? "any value"
  }

  private static func quoted(_ text: String) -> String { text.isEmpty ? "nothing" : "\"\(text)\"" }

  private mutating func report(
    _ kind: CodebookChange.Kind, _ question: Codebook.Question, _ detail: String,
    _ orphans: CodebookChange.Orphans? = nil
  ) {
    changes.append(.init(kind: kind, question: question.name, detail: detail, orphans: orphans))
  }
}
