import CohortModel
import Yams

/// How a questionnaire file says whom a row is about.
struct ParticipantField {
  let column: Questionnaire.KeyColumn
  var numberFormat: String?
  var patterns: [CodePattern] = []
  var parents: Questionnaire.ParentRows?
}

/// How a questionnaire file says which event a row is of.
struct EventField {
  let source: Questionnaire.EventSource
}

/// Reading the keys of rows: participant, event, instance, slots, and the stream that rows belong to.
extension QuestionnaireLoader {
  mutating func participant(_ fields: Fields) -> ParticipantField? {
    guard let node = fields["participant"] else {
      problems.report(fields.line, "participant is missing: name the column of the participants' codes")
      return nil
    }
    guard let column = keyColumn(node, "participant", extra: ["number-format", "pattern", "through"]) else {
      return nil
    }
    guard case .mapping = node else { return ParticipantField(column: column) }
    let inner = Fields(problems.pairs(node, "participant").map { ($0.key, $0.value) }, line: node.line)
    let format = problems.text(inner, "number-format")
    if let format, !format.hasSuffix("0") || (try? ParticipantCode(format)) == nil {
      problems.report(
        inner["number-format"]?.line ?? node.line,
        "number-format must be a code that ends in zeros, such as LUX-000000")
    }
    return ParticipantField(
      column: column, numberFormat: format, patterns: codePatterns(inner), parents: parents(inner))
  }

  mutating func only(_ fields: Fields) -> (column: Questionnaire.KeyColumn, values: [String])? {
    guard let node = fields["only"], let column = keyColumn(node, "only", extra: ["values"]) else {
      return nil
    }
    let inner = Fields(problems.pairs(node, "only").map { ($0.key, $0.value) }, line: node.line)
    guard let values = inner["values"] else {
      problems.report(node.line, "only needs values: the cells of the rows that belong here")
      return nil
    }
    return (column, problems.texts(values, "values"))
  }

  mutating func event(_ fields: Fields) -> EventField? {
    guard let node = fields["event"] else { return nil }
    if let text = node.text, !node.isNull {
      return event(named: text, line: node.line).map {
        EventField(source: .constant($0, eventIdentifiers[$0]))
      }
    }
    guard let column = keyColumn(node, "event", extra: ["codes", "open", "format", "as", "names"]) else {
      return nil
    }
    let inner = Fields(problems.pairs(node, "event").map { ($0.key, $0.value) }, line: node.line)
    if problems.flag(inner, "open") {
      let names = inner["names"].map { problems.textMap($0, "names of event") } ?? []
      return EventField(
        source: .open(column, names: names.map { ($0.key, $0.value ?? $0.key) }))
    }
    if let node = inner["names"] {
      problems.report(node.line, "names of event are for an event that is open")
    }
    var codes = inner["codes"].map { eventCodes($0) } ?? []
    if let format = problems.text(inner, "format") {
      codes += numberedEvents(format, as: problems.text(inner, "as") ?? "day-0", line: node.line)
    }
    return EventField(source: .column(column, codes: codes))
  }

  private var eventIdentifiers: [String] { vocabulary.identifiers(of: .event) }

  private mutating func event(named name: String, line: Int) -> Int? {
    if let identifier = vocabulary.identifier(for: name, in: .event),
      let place = eventIdentifiers.firstIndex(of: identifier)
    {
      return place
    }
    problems.report(
      line, "no event \"\(name)\"\(Spelling.suggestion(for: name, among: vocabulary.identifiers(of: .event)))"
    )
    return nil
  }

  private mutating func eventCodes(_ node: Node) -> [(cell: String, event: Int)] {
    problems.textMap(node, "codes of event").compactMap { entry in
      guard let value = entry.value else {
        problems.report(entry.line, "\"\(entry.key)\" of codes of event names no event")
        return nil
      }
      return event(named: value, line: entry.line).map { (entry.key, $0) }
    }
  }

  /// Cells such as `J14` or `14` for events such as `day-14`, written `format: "J0", as: day-0`.
  private mutating func numberedEvents(
    _ format: String, as event: String, line: Int
  ) -> [(cell: String, event: Int)] {
    guard format.hasSuffix("0"), event.hasSuffix("0") else {
      problems.report(line, "format and as of event must end in 0, such as J0 and day-0")
      return []
    }
    let prefix = event.dropLast()
    return eventIdentifiers.enumerated().flatMap { place, identifier -> [(cell: String, event: Int)] in
      guard identifier.hasPrefix(prefix), let number = Int(identifier.dropFirst(prefix.count)) else {
        return []
      }
      return [("\(format.dropLast())\(number)", place), ("\(number)", place)]
    }
  }

  /// Which events have which parts of the form: `part-events: { visit: [month-6, month-12] }`.
  mutating func partEvents(_ fields: Fields) -> [String: [String]] {
    guard let node = fields["part-events"] else { return [:] }
    let parts = Set(writes.compactMap { $0.part?.name })
    var events: [String: [String]] = [:]
    for pair in problems.pairs(node, "part-events") {
      if !parts.contains(pair.key) {
        problems.report(
          pair.line,
          "part-events: no column belongs to a part \"\(pair.key)\"\(Spelling.suggestion(for: pair.key, among: parts.sorted()))"
        )
      }
      events[pair.key] = problems.texts(pair.value, "part-events")
    }
    return events
  }

  mutating func slotColumns(_ fields: Fields) -> [Questionnaire.SlotColumn] {
    guard let node = fields["slots"] else { return [] }
    return problems.pairs(node, "slots").compactMap { pair in
      if pair.key == "event" || pair.key == "last" || Int(pair.key) != nil {
        problems.report(pair.line, "a slot that is read from a cell cannot be called \"\(pair.key)\"")
        return nil
      }
      guard let column = keyColumn(pair.value, "slot \(pair.key)", extra: ["codes"]) else { return nil }
      guard case .mapping = pair.value else { return .init(name: pair.key, column: column, codes: []) }
      let inner = Fields(problems.pairs(pair.value, "slot").map { ($0.key, $0.value) }, line: pair.line)
      let codes = inner["codes"].map { problems.textMap($0, "codes of slot \(pair.key)") } ?? []
      for code in codes where !Self.isSlot(code.value ?? "") {
        problems.report(code.line, "a slot is a number from 1 to 99 or a word such as last")
      }
      return .init(name: pair.key, column: column, codes: codes.map { ($0.key, $0.value ?? "") })
    }
  }

  /// Slots are short words, so that they can be part of a key.
  static func isSlot(_ text: String) -> Bool {
    text.utf8.count <= 20 && isIdentifier(text)
  }

  /// A column by name, list of spellings, or map with `column`.
  mutating func keyColumn(_ node: Node, _ what: String, extra: [String]) -> Questionnaire.KeyColumn? {
    let columns: [String]
    var isOptional = false
    if case .mapping = node {
      let fields = problems.fields(node, what, known: ["column", "optional-column"] + extra)
      guard let column = fields["column"] else {
        problems.report(node.line, "\(what) needs a column")
        return nil
      }
      columns = problems.texts(column, "column")
      isOptional = problems.flag(fields, "optional-column")
    } else {
      columns = problems.texts(node, what)
    }
    guard !columns.isEmpty else { return nil }
    keyColumns += columns
    return .init(columns: columns, isOptional: isOptional, line: node.line)
  }
}
