import CohortModel
import Yams

/// Reads a questionnaire file and collects everything that is wrong with it.
struct QuestionnaireLoader {
  static let keys = [
    "questionnaire", "version", "title", "study", "form", "language", "encoding", "every-column",
    "legal-basis", "enrols",
    "source",
    "only", "header",
    "participant", "event", "instance", "date", "slots", "missing", "decimal", "date-format", "truth",
    "writes", "part-events",
    "skip", "rules", "scores",
  ]

  var problems: ProblemList
  let vocabulary: Vocabulary
  let catalogue: ConceptCatalogue
  /// How the file is written, as a command line says it.
  let notation: Notation
  var defaults = CellDefaults()
  var slots: [Questionnaire.SlotColumn] = []
  var writes: [Write] = []
  var answers: [AnswerQuestion] = []
  var optionGroups: [OptionGroup] = []
  var answerNames: Set<String> = []
  /// Columns that keys name, and by column the writes that read it.
  var keyColumns: [String] = []
  var columnReaders: [String: [ColumnReader]] = [:]

  static func load(
    text: String, fileName: String, vocabulary: Vocabulary, notation: Notation
  ) throws(QuestionnaireError) -> Questionnaire {
    var loader = QuestionnaireLoader(
      problems: ProblemList(fileName: fileName), vocabulary: vocabulary,
      catalogue: ConceptCatalogue(symptoms: vocabulary.symptoms), notation: notation)
    let root: Node
    do {
      root = try YAMLDocument.root(of: text)
    } catch {
      throw QuestionnaireError(
        problems: [.init(fileName: fileName, line: error.line, message: error.message)])
    }
    let questionnaire = loader.questionnaire(root)
    guard let questionnaire, loader.problems.problems.isEmpty else {
      throw QuestionnaireError(problems: loader.problems.problems.sorted { $0.line < $1.line })
    }
    return questionnaire
  }

  /// The questionnaire; nil only where a problem was reported.
  private mutating func questionnaire(_ root: Node) -> Questionnaire? {
    guard case .mapping = root else {
      problems.report(root.line, "a questionnaire must be a map, not \(root.form)")
      return nil
    }
    let fields = problems.fields(root, "a questionnaire", known: Self.keys)
    let name = identifier(fields, "questionnaire")
    let form = fields["form"] == nil ? name : identifier(fields, "form")
    let version = problems.integer(fields, "version")
    if fields["version"] == nil { problems.report(fields.line, "version is missing") }
    if let version, version < 1 { problems.report(fields["version"]?.line ?? 0, "version must be 1 or more") }

    readDefaults(fields)
    let header = header(fields)
    let participant = participant(fields)
    let only = only(fields)
    let event = event(fields)
    let instance = instance(fields)
    slots = slotColumns(fields)
    let skip = fields["skip"].map { problems.texts($0, "skip") } ?? []
    readWrites(fields)
    let counted = counted(fields)
    let partEvents = partEvents(fields)
    let rules = rules(fields)
    let scores = fields["scores"].map { problems.texts($0, "scores") } ?? []
    checkConditions(skip: skip, EventOrder(event?.source, identifiers: vocabulary.identifiers(of: .event)))
    checkEvent(event, fields)
    checkParents(participant?.parents, fields)
    guard let name, let form, let version, let participant else { return nil }
    return Questionnaire(
      name: name, version: version, title: problems.text(fields, "title"),
      study: problems.text(fields, "study") ?? ParticipantCode.defaultStudy, form: form,
      language: problems.text(fields, "language"), encoding: encoding(fields),
      legalBasis: problems.text(fields, "legal-basis"),
      wantsEveryColumn: problems.flag(fields, "every-column"),
      enrols: problems.flag(fields, "enrols"), source: problems.text(fields, "source"), header: header,
      only: only,
      participant: participant.column, numberFormat: participant.numberFormat,
      codePatterns: participant.patterns, parents: participant.parents, event: event?.source,
      instance: instance, counted: counted, slots: slots, writes: writes, answers: answers,
      optionGroups: optionGroups,
      partEvents: partEvents, rules: rules, skip: skip,
      scores: scores, fileName: problems.fileName, vocabulary: vocabulary)
  }

  /// A name of letters, digits, hyphens and underscores.
  private mutating func identifier(_ fields: Fields, _ key: String) -> String? {
    guard let node = fields[key] else {
      problems.report(fields.line, "\(key) is missing")
      return nil
    }
    guard let text = problems.text(fields, key) else { return nil }
    guard Self.isIdentifier(text) else {
      problems.report(node.line, "\(key) must consist of letters, digits, hyphens and underscores")
      return nil
    }
    return text
  }

  static func isIdentifier(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 100
      && text.utf8.allSatisfy {
        $0 == 0x2D || $0 == 0x5F || (0x30...0x39).contains($0) || (0x61...0x7A).contains($0 | 0x20)
      }
  }

  /// Conditions may only look at columns that the questionnaire knows.
  private mutating func checkConditions(skip: [String], _ order: EventOrder) {
    let known = Set(
      writes.flatMap(\.columns) + writes.flatMap(\.single).flatMap(\.selectedNames) + keyColumns + skip)
    let candidates = known.sorted()
    let globs = skip.filter { $0.contains("*") }.map(Glob.init)
    for write in writes.flatMap(\.single) {
      for (key, expression) in [
        ("asked-if", write.condition), ("calculated", write.calculation), ("valid-if", write.validity),
      ] {
        for reference in expression?.references ?? [] {
          if let reference { check(reference, order, "\(key) of \(write.name)", line: write.line) }
        }
        for (column, reference) in zip(expression?.columns ?? [], expression?.references ?? [])
        where !problems.isFull && reference?.fact == nil && !known.contains(column)
          && !globs.contains(where: { $0.matches(column) })
        {
          problems.report(
            write.line,
            "\(key) of \(write.name): the questionnaire has no column \"\(column)\""
              + Spelling.suggestion(for: column, among: candidates))
        }
      }
    }
  }

  /// A reference to another row needs to be of an event that there is, and relative ones need an order.
  private mutating func check(
    _ reference: ExpressionReference, _ order: EventOrder, _ what: String, line: Int
  ) {
    if case .named(let name) = reference.event, order.identifier(named: name) == nil {
      problems.report(
        line,
        "\(what): the questionnaire has no event \"\(name)\"\(Spelling.suggestion(for: name, among: order.names))"
      )
    }
    if reference.needsEventOrder && !order.isKnown {
      problems.report(line, "\(what): names of event must say which events there are, in their order")
    }
  }

  /// What belongs to a response needs an event.
  private mutating func checkEvent(_ event: EventField?, _ fields: Fields) {
    guard fields["event"] == nil else { return }
    let write = writes.first { write in
      switch write.destination {
      case .answer, .concept(_, .event?): true
      case .concept(let concept, _): [.response, .symptom, .instrument].contains(concept.block)
      }
    }
    if let write {
      problems.report(write.line, "\(write.name) belongs to a response, so the questionnaire needs an event")
    }
  }
}

/// Pattern of column names, in which `*` stands for any text; letters count in any case.
struct Glob: Sendable {
  private let parts: [String]

  init(_ pattern: String) {
    parts = pattern.lowercased().split(separator: "*", omittingEmptySubsequences: false).map(String.init)
  }

  func matches(_ name: String) -> Bool {
    var rest = Substring(name.lowercased())
    guard let first = parts.first, let last = parts.last, rest.hasPrefix(first) else { return false }
    if parts.count == 1 { return rest == first }
    rest = rest.dropFirst(first.count)
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let end = Self.end(of: part, in: rest) else { return false }
      rest = rest[end...]
    }
    return rest.count >= last.count && rest.hasSuffix(last)
  }

  private static func end(of part: String, in text: Substring) -> Substring.Index? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(part) { return text.index(start, offsetBy: part.count) }
      start = text.index(after: start)
    }
    return nil
  }
}
