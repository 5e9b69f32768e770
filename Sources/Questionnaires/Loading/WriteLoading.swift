import CohortModel
import Yams

/// Reading what is stored: one entry of `writes` after another.
extension QuestionnaireLoader {
  static let writeKeys = [
    "column", "any-of", "checkboxes", "codes", "type", "label", "unit", "range", "severity", "on-error",
    "required", "optional-column", "asked-if", "missing", "format", "decimal", "identifying", "never-export",
    "shared", "source", "part", "part-state", "opens-part", "calculated", "max-length", "exclusive",
    "at-most", "option-columns", "separator", "pattern", "valid-if", "wanted", "retired", "no-missing",
    "same-in-all-rows",
  ]
  static let answerTypes = ["coded", "integer", "number", "date", "text", "yes-no", "checkbox", dateTime]
  static let dateTime = "date-time"

  mutating func readWrites(_ fields: Fields) {
    if let date = fields["date"], let concept = catalogue["response.completed"] {
      readWrite("response.completed", .concept(concept, slot: nil), date)
    }
    guard let node = fields["writes"] else {
      problems.report(fields.line, "writes is missing: say which columns are stored where")
      return
    }
    for pair in problems.pairs(node, "writes") {
      if pair.key.hasPrefix("answer.") {
        let name = String(pair.key.dropFirst("answer.".count))
        guard Self.isIdentifier(name) else {
          problems.report(
            pair.line, "the name of an answer consists of letters, digits, hyphens and underscores")
          continue
        }
        readAnswer(name, pair.value, line: pair.line)
      } else if let destination = destination(pair.key, line: pair.line) {
        readWrite(pair.key, destination, pair.value)
      }
    }
  }

  /// The concept that a name such as `vaccination(1).given` means.
  private mutating func destination(_ name: String, line: Int) -> Destination? {
    let dot =
      name.firstIndex(of: ")").map { name.index(after: $0) } ?? name.firstIndex(of: ".") ?? name.endIndex
    let head = name[..<dot]
    let bracket = head.firstIndex(of: "(")
    let block = String(head[..<(bracket ?? head.endIndex)])
    let plain = block + name[dot...]
    guard let concept = catalogue[plain] else {
      let names = catalogue.concepts.map(\.name)
      problems.report(line, "no concept \"\(plain)\"\(Spelling.suggestion(for: plain, among: names))")
      return nil
    }
    guard let bracket else {
      guard !concept.block.hasSlots else {
        problems.report(line, "\(plain) needs a slot, such as \(block)(1).\(concept.field)")
        return nil
      }
      return .concept(concept, slot: nil)
    }
    guard concept.block.hasSlots else {
      problems.report(line, "\(plain) has no slots")
      return nil
    }
    let slot = String(head[head.index(after: bracket)...].dropLast())
    if slot == "event" { return .concept(concept, slot: .event) }
    if let place = slots.firstIndex(where: { $0.name == slot }) {
      return .concept(concept, slot: .cell(place))
    }
    if slot == "last" || (1...99).contains(Int(slot) ?? 0) { return .concept(concept, slot: .fixed(slot)) }
    problems.report(
      line,
      "no slot \"\(slot)\"\(Spelling.suggestion(for: slot, among: slots.map(\.name) + ["event", "last"])); "
        + "a slot is a number from 1 to 99, last, event or a name under slots")
    return nil
  }

  private mutating func readWrite(_ name: String, _ destination: Destination, _ node: Node) {
    guard case .concept(let concept, _) = destination, let fields = writeFields(node, name) else { return }
    for key in ["type", "checkboxes", "separator", "exclusive", "at-most", "option-columns"]
    where fields[key] != nil {
      problems.report(
        fields[key]?.line ?? node.line, "\(key) is only for answers; the type of \(name) is known")
    }
    if writes.contains(where: { $0.destination == destination }) {
      problems.report(node.line, "\(name) is written twice")
      return
    }
    if let list = fields["any-of"] {
      appendAnyOf(name, destination, concept, list, fields)
      return
    }
    let format = Self.format(of: concept.kind)
    let codings = codings(of: concept, fields, name: name)
    append(name, destination, format, codings, Self.bounds(of: concept.kind), fields)
  }

  /// The settings of a write, which may be the name of its column alone; nil if they are neither.
  mutating func writeFields(_ node: Node, _ name: String) -> Fields? {
    if node.text != nil && !node.isNull { return Fields([("column", node)], line: node.line) }
    guard case .mapping = node else {
      problems.report(node.line, "\(name) must be a map, not \(node.form)")
      return nil
    }
    return problems.fields(node, name, known: Self.writeKeys)
  }

  /// Adds a write of one column.
  mutating func append(
    _ name: String, _ destination: Destination, _ format: Write.Format, _ codings: [Write.Coding],
    _ bounds: NumberRange?, _ fields: Fields, columns: [String]? = nil, isCheckbox: Bool = false
  ) {
    let role: ColumnReader.Role = if case .answer = destination { .answer } else { .concept }
    let write = write(
      name, destination, format, codings, bounds, fields, columns: columns, isCheckbox: isCheckbox, role: role
    )
    checkColumns(write.columns, name, fields, role)
    writes.append(write)
  }

  /// A write with the settings that every kind of it has.
  mutating func write(
    _ name: String, _ destination: Destination, _ format: Write.Format, _ codings: [Write.Coding],
    _ bounds: NumberRange?, _ fields: Fields, columns: [String]? = nil, isCheckbox: Bool = false,
    role: ColumnReader.Role
  ) -> Write {
    let given = columns
    var columns = given ?? []
    if given == nil && role != .whole {
      if let node = fields["column"] {
        columns = problems.texts(node, "column")
      } else {
        problems.report(fields.line, "\(name) needs a column")
      }
    }
    let missing = fields["missing"].map { missingTokens($0) }
    let dates = dateReading(fields, format, name: name)
    let numbers = numberReading(fields, format)
    let severity = problems.word(fields, "severity", among: Finding.Severity.allCases.map(\.word))
    return Write(
      name: name, destination: destination, columns: columns, parts: [], format: format,
      codings: role == .whole
        ? []
        : codings + (missing?.codings ?? [])
          + (problems.flag(fields, "no-missing") ? [] : defaults.missing),
      blankReason: missing?.blank ?? defaults.blankReason, label: problems.text(fields, "label"),
      unit: problems.text(fields, "unit"),
      severity: severity.flatMap(Finding.Severity.init(word:)) ?? .error,
      errorScope: problems.word(fields, "on-error", among: ["row", "cell"]) == "cell" ? .cell : .row,
      isRequired: problems.flag(fields, "required"),
      isColumnOptional: problems.flag(fields, "optional-column"),
      askedIf: problems.text(fields, "asked-if"), isIdentifying: isIdentifying(destination, fields),
      isNeverExported: problems.flag(fields, "never-export"), isCheckbox: isCheckbox,
      part: part(fields, isCheckbox: isCheckbox), line: fields.line, range: range(fields, format),
      bounds: bounds, decimalMark: numbers.mark, grouping: numbers.grouping, patterns: dates.patterns,
      openness: Openness(dates: dates.choice, decimals: numbers.choice),
      codePatterns: textPatterns(fields, format),
      condition: role == .whole ? nil : expression(fields, "asked-if"),
      validity: role == .whole ? nil : expression(fields, "valid-if"),
      isWanted: problems.flag(fields, "wanted"),
      retired: retired(fields, codings),
      calculation: calculation(fields, format), longestText: longestText(fields, format))
  }

  private mutating func isIdentifying(_ destination: Destination, _ fields: Fields) -> Bool {
    if case .concept(let concept, _) = destination, concept.block == .identity { return true }
    return problems.flag(fields, "identifying")
  }

  static func format(of kind: Concept.Kind) -> Write.Format {
    switch kind {
    case .coded: .coded
    case .integer: .integer
    case .number: .number
    case .date: .date
    case .partialDate: .partialDate
    case .year: .year
    case .text: .text
    case .vocabulary(let name): .vocabulary(name)
    }
  }

  private static func bounds(of kind: Concept.Kind) -> NumberRange? {
    switch kind {
    case .integer(let range): NumberRange(Double(range.lowerBound), Double(range.upperBound))
    case .number(let range): NumberRange(range.lowerBound, range.upperBound)
    case .year: NumberRange(1880, 2100)
    default: nil
    }
  }
}
