import CohortModel
import Yams

/// Reading questions that the model has no concept for.
extension QuestionnaireLoader {
  mutating func readAnswer(_ name: String, _ node: Node, line: Int) {
    guard !answerNames.contains(name) else {
      problems.report(line, "answer.\(name) is written twice")
      return
    }
    guard let fields = writeFields(node, "answer.\(name)") else { return }
    if let list = fields["any-of"] {
      problems.report(list.line, "any-of is only for concepts; an answer keeps what one column says")
      return
    }
    if fields["checkboxes"] != nil {
      readCheckboxes(name, fields)
      return
    }
    if fields["separator"] != nil {
      readSelection(name, fields)
      return
    }
    for key in ["exclusive", "at-most", "option-columns"] where fields[key] != nil {
      problems.report(fields[key]?.line ?? fields.line, "\(key) is only for checkboxes")
    }
    var type = problems.word(fields, "type", among: Self.answerTypes)
    if type == nil && fields["codes"] != nil { type = "coded" }
    guard let type else {
      if fields["type"] == nil {
        problems.report(
          fields.line, "answer.\(name) needs a type: \(Self.answerTypes.joined(separator: ", "))")
      }
      return
    }
    let (codings, levels) = answerCodings(name, type, fields)
    let kind: AnswerQuestion.Kind =
      type == Self.dateTime
      ? .text : type == "yes-no" || type == "checkbox" ? .coded : AnswerQuestion.Kind(rawValue: type) ?? .text
    add(name, kind, levels, codings, fields)
  }

  private mutating func add(
    _ name: String, _ kind: AnswerQuestion.Kind, _ levels: [AnswerQuestion.Level], _ codings: [Write.Coding],
    _ fields: Fields, columns: [String]? = nil
  ) {
    answerNames.insert(name)
    answers.append(
      AnswerQuestion(
        name: name, label: problems.text(fields, "label"), kind: kind, unit: problems.text(fields, "unit"),
        levels: levels, isIdentifying: problems.flag(fields, "identifying"),
        isNeverExported: problems.flag(fields, "never-export")))
    let format: Write.Format =
      switch kind {
      case .coded: .coded
      case .integer: .integer
      case .number: .number
      case .date: .date
      case .text: .text
      }
    append(
      "answer.\(name)", .answer(index: answers.count - 1), format, codings, nil, fields, columns: columns,
      isCheckbox: columns != nil || fields["type"]?.text == "checkbox")
    writes[writes.count - 1].isSteady = problems.flag(fields, "same-in-all-rows")
    if kind != .text, let node = fields["same-in-all-rows"] {
      problems.report(node.line, "same-in-all-rows is only for texts")
    }
    writes[writes.count - 1].isDateTime = fields["type"]?.text == Self.dateTime
  }

  /// Codes of an answer and the levels that are stored.
  private mutating func answerCodings(
    _ name: String, _ type: String, _ fields: Fields
  ) -> (codings: [Write.Coding], levels: [AnswerQuestion.Level]) {
    switch type {
    case "yes-no", "checkbox":
      return yesNoCodings(name, type, fields)
    case "coded":
      guard let node = fields["codes"] else {
        problems.report(fields.line, "answer.\(name) is coded and needs codes")
        return ([], [])
      }
      return codedAnswer(name, problems.textMap(node, "codes"))
    default:
      guard let node = fields["codes"] else { return ([], []) }
      let codings = missingTokens(node).codings
      return (codings, [])
    }
  }

  /// The integers of the cells are stored where all fit, else places counted from 1; equal names share a code.
  private mutating func codedAnswer(
    _ answer: String, _ entries: [(key: String, line: Int, value: String?)]
  ) -> (codings: [Write.Coding], levels: [AnswerQuestion.Level]) {
    // Further spellings of a name say nothing about its code.
    var names: Set<String> = []
    let named = entries.filter { entry in
      guard let name = entry.value, MissingReason(word: name) == nil else { return false }
      return names.insert(name).inserted
    }
    let codes = named.map { entry in Int16(entry.key).flatMap { $0 >= 0 ? $0 : nil } }
    let areIntegers = codes.allSatisfy { $0 != nil }
    var levels: [AnswerQuestion.Level] = []
    var levelsByName: [String: AnswerQuestion.Level] = [:]
    var codings: [Write.Coding] = []
    for entry in entries {
      guard let name = entry.value else {
        codings.append(.init(cell: entry.key, name: "", meaning: .missing(.unknown)))
        continue
      }
      if let reason = MissingReason(word: name) {
        codings.append(.init(cell: entry.key, name: name, meaning: .missing(reason)))
        continue
      }
      let known = levelsByName[name]
      guard known != nil || levels.count < Int16.max else {
        problems.report(entry.line, "answer.\(answer) has more than \(Int16.max) answers to tell apart")
        break
      }
      let level =
        known ?? .init(name: name, code: areIntegers ? Int16(entry.key) ?? 0 : Int16(levels.count + 1))
      if known == nil {
        levels.append(level)
        levelsByName[name] = level
      }
      codings.append(.init(cell: entry.key, name: name, meaning: .code(level.code)))
    }
    return (codings, levels.sorted { $0.code < $1.code })
  }

  private mutating func yesNoCodings(
    _ name: String, _ type: String, _ fields: Fields
  ) -> (codings: [Write.Coding], levels: [AnswerQuestion.Level]) {
    let levels = [AnswerQuestion.Level(name: "no", code: 0), .init(name: "yes", code: 1)]
    guard let node = fields["codes"] else {
      return (type == "checkbox" ? tickCodings() : truthCodings, levels)
    }
    let words =
      notation.language == nil
      ? []
      : defaults.words.no.map { Write.Coding(cell: $0, name: "no", meaning: .code(0)) }
        + defaults.words.yes.map { Write.Coding(cell: $0, name: "yes", meaning: .code(1)) }
    let codings = problems.textMap(node, "codes").compactMap { entry -> Write.Coding? in
      switch entry.value {
      case nil: return .init(cell: entry.key, name: "", meaning: .missing(.unknown))
      case "no": return .init(cell: entry.key, name: "no", meaning: .code(0))
      case "yes": return .init(cell: entry.key, name: "yes", meaning: .code(1))
      case let word?:
        if let reason = MissingReason(word: word) {
          return .init(cell: entry.key, name: word, meaning: .missing(reason))
        }
        problems.report(
          entry.line, "answer.\(name): codes of a \(type) answer are no, yes or a reason, not \"\(word)\"")
        return nil
      }
    }
    return (codings + words, levels)
  }

  private static let ticks: [Write.Coding] = [
    .init(cell: "0", name: "no", meaning: .code(0)), .init(cell: "1", name: "yes", meaning: .code(1)),
    // LimeSurvey's, in every language.
    .init(cell: "n", name: "no", meaning: .code(0)), .init(cell: "y", name: "yes", meaning: .code(1)),
    .init(cell: "unchecked", name: "no", meaning: .code(0)),
    .init(cell: "checked", name: "yes", meaning: .code(1)),
  ]

  /// Texts for ticked and not; some tools write the option itself where it is ticked.
  private func tickCodings(of option: String = "") -> [Write.Coding] {
    let isWord = option.utf8.contains { (0x61...0x7A).contains($0 | 0x20) }
    return Self.ticks + truthCodings
      + (isWord ? [.init(cell: option, name: "yes", meaning: .code(1))] : [])
  }

  /// One answer for each option: `checkboxes: "ethnic___{code}"`.
  private mutating func readCheckboxes(_ name: String, _ fields: Fields) {
    for key in ["column", "type"] where fields[key] != nil {
      problems.report(fields[key]?.line ?? fields.line, "answer.\(name) has checkboxes and so no \(key)")
    }
    guard let template = problems.text(fields, "checkboxes") else { return }
    let parts = template.split(separator: "{code}", omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      problems.report(
        fields.line, "checkboxes must be a column's name with {code} in it, such as ethnic___{code}")
      return
    }
    guard let node = fields["codes"] else {
      problems.report(fields.line, "answer.\(name) needs codes: the options of its checkboxes")
      return
    }
    let entries = problems.textMap(node, "codes")
    let columns = optionColumns(name, (String(parts[0]), String(parts[1])), entries.map { ($0.key, $0.line) })
    let labels = fields["option-columns"].map { problems.textMap($0, "option-columns") } ?? []
    var codes: [String] = []
    let start = writes.count
    let retired = fields["retired"].map { problems.texts($0, "retired") } ?? []
    for code in retired where !entries.contains(where: { $0.key == code }) {
      problems.report(
        fields["retired"]?.line ?? fields.line,
        "answer.\(name) has no option \"\(code)\"\(Spelling.suggestion(for: code, among: entries.map(\.key)))"
      )
    }
    let settings = fields.without("retired").without("wanted")
    for (entry, spellings) in zip(entries, columns) {
      let option = "\(name).\(entry.value ?? entry.key)"
      guard !answerNames.contains(option) else {
        problems.report(entry.line, "answer.\(option) is written twice")
        continue
      }
      let levels = [AnswerQuestion.Level(name: "no", code: 0), .init(name: "yes", code: 1)]
      let others = labels.filter { $0.key == entry.key }.compactMap(\.value)
      add(option, .coded, levels, tickCodings(of: entry.key), settings, columns: spellings + others)
      if retired.contains(entry.key) { writes[writes.count - 1].retired = [1] }
      codes.append(entry.key)
    }
    readOptionGroup(name, fields, start..<writes.count, codes: codes)
  }
}
