/// Writes one field of a dictionary as an entry of `writes`.
struct RedcapFieldWriter {
  private let field: RedcapDictionary.Field
  /// The field's choices, those left out whose code or column is that of one before them.
  private let choices: [RedcapDictionary.Field.Choice]
  /// What conditions may look at.
  private let logic: RedcapLogic
  private let missing: [RedcapMissingCode]
  private let annotation: RedcapAnnotation
  /// Nil if exports with labels are not to be read.
  private let labels: RedcapLabels?
  /// True if a blank is a warning in any field.
  private let wantsAll: Bool
  private var comments: [String] = []

  init(
    _ field: RedcapDictionary.Field, logic: RedcapLogic, missing: [RedcapMissingCode],
    labels: RedcapLabels?, wantsAll: Bool
  ) {
    self.wantsAll = wantsAll
    self.labels = labels
    self.field = field
    self.logic = logic
    self.missing = missing
    annotation = RedcapAnnotation(field.annotation)
    let isCheckbox = field.type == "checkbox"
    var known: Set<String> = []
    choices = field.choices.filter { choice in
      known.insert(isCheckbox ? CheckboxName.option(choice.code) : choice.code).inserted
    }
    if choices.count < field.choices.count {
      let same = isCheckbox ? "options with the column" : "choices with the code"
      comments.append("left out: \(same) of one before")
    }
  }

  mutating func lines() -> [String] {
    let settings = settings() + common()
    let body = settings.map { "    \($0)" }
    commentOnTags()
    return comments.map { "  # \(Self.printable($0))" } + ["  answer.\(field.name):"] + body
      + missingOptions()
  }

  /// Tags of how a field is shown say nothing about an export; others are kept for whoever reads the draft.
  private static let spent: Set<String> = [
    "CHARLIMIT", "FORCE-MINMAX", "MAXCHECKED", "NONEOFTHEABOVE", "NOMISSING",
  ]

  private mutating func commentOnTags() {
    let areChoicesHidden = ["radio", "dropdown", "checkbox"].contains(field.type)
    let others = annotation.tags.filter { tag in
      !Self.spent.contains(tag.name) && !(tag.name == "HIDECHOICE" && areChoicesHidden)
    }
    guard !others.isEmpty else { return }
    let texts = others.map { $0.value.isEmpty ? "@\($0.name)" : "@\($0.name)=\(Self.oneLine($0.value))" }
    comments.append("not checked: \(texts.joined(separator: " "))")
  }

  /// With missing-data codes a checkbox field has a column for each of them, which older exports lack.
  private func missingOptions() -> [String] {
    guard field.type == "checkbox", !choices.isEmpty else { return [] }
    let taken = Set(choices.map { CheckboxName.option($0.code) })
    let others = missing.filter { !taken.contains(CheckboxName.option($0.code)) }
    guard !others.isEmpty else { return [] }
    return ["  answer.\(field.name)-missing:", "    checkboxes: \(Self.quoted(field.name + "___{code}"))"]
      + ["    codes:"] + others.map { "      \(Self.quoted($0.code)): \(Self.quoted($0.code))" }
      + ["    optional-column: true"] + partLines().map { "    \($0)" }
  }

  private func partLines() -> [String] {
    field.form.isEmpty ? [] : ["part: \(Self.quoted(field.form))"]
  }

  /// Column, type and codes.
  private mutating func settings() -> [String] {
    let column = "column: \(spellings(of: field.name))"
    switch field.type {
    case "checkbox":
      guard !choices.isEmpty else { return unclear(column, "no options: kept as text") }
      return ["checkboxes: \(Self.quoted(field.name + "___{code}"))", "codes:"]
        + choiceLines(areOptions: true) + optionLabels() + optionRules() + retired()
    case "radio", "dropdown":
      guard !choices.isEmpty else { return unclear(column, "no choices: kept as text") }
      return [column, "type: coded", "codes:"] + choiceLines(areOptions: false) + retired()
    case "yesno", "truefalse":
      let codes = "\"0\": \"no\", \"1\": \"yes\""
      let words =
        field.type == "yesno" ? "\"No\": \"no\", \"Yes\": \"yes\"" : "\"False\": \"no\", \"True\": \"yes\""
      return [column, "type: yes-no", "codes: { \(labels == nil ? codes : "\(codes), \(words)") }"]
    case "slider":
      return [column, "type: number"]
    case "calc":
      // A calculation may give a text or a date; what most give are numbers.
      return Self.givesText(field)
        ? [column, "type: text"] : [column, "type: number", "on-error: cell"] + calculation()
    case "notes": return [column, "type: text"] + length()
    case "text": return validated(column)
    case "sql": return unclear(column, "an SQL field: kept as text")
    default: return unclear(column, "unknown field type \(field.type): kept as text")
    }
  }

  /// A column's name, or the list of its name and its label.
  private mutating func spellings(of column: String) -> String {
    guard let labels else { return Self.quoted(column) }
    if labels.ambiguous.contains(column) {
      comments.append("\(column): the label is that of another column, so it is only found by its name")
    }
    let spellings = labels.spellings(of: column)
    return spellings.count == 1
      ? Self.quoted(column) : "[\(spellings.map(Self.quoted).joined(separator: ", "))]"
  }

  /// Columns of the options in an export with labels.
  private mutating func optionLabels() -> [String] {
    guard let labels else { return [] }
    let columns = choices.map { choice in
      (choice.code, CheckboxName.column(field: field.name, code: choice.code))
    }
    let twins = columns.filter { labels.ambiguous.contains($0.1) }.map(\.1)
    if !twins.isEmpty {
      comments.append(
        "only found by their names, as their labels are those of others: \(twins.joined(separator: ", "))")
    }
    let lines = columns.compactMap { code, column -> String? in
      guard let label = labels.spellings(of: column).dropFirst().first else { return nil }
      return "  \(Self.quoted(code)): \(Self.quoted(label))"
    }
    return lines.isEmpty ? [] : ["option-columns:"] + lines
  }

  private mutating func unclear(_ column: String, _ comment: String) -> [String] {
    comments.append(comment)
    return [column, "type: text"]
  }

  private mutating func validated(_ column: String) -> [String] {
    switch field.validation {
    case "", "autocomplete": return [column, "type: text"] + length()
    case "integer": return [column, "type: integer"] + range()
    case let type where type.hasPrefix("number"):
      let isComma = type.hasSuffix("comma_decimal")
      return [column, "type: number"] + (isComma ? ["decimal: \",\""] : []) + range()
    case "date_dmy", "date_mdy", "date_ymd": return [column, "type: date"] + range()
    case let type where type.hasPrefix("datetime_"): return [column, "type: date-time"] + limits()
    case "time", "time_hh_mm_ss", "time_mm_ss": return [column, "type: text"] + limits()
    case let type where Self.texts.contains(type): return [column, "type: text"] + length()
    default: return unclear(column, "unknown validation \(field.validation): kept as text") + length()
    }
  }

  private static let texts: Set<String> = [
    "alpha_only", "email", "phone", "phone_australia", "phone_france",
    "phone_uk", "zipcode", "postalcode_australia", "postalcode_canada", "postalcode_germany", "postalcode_uk",
    "postalcode_french", "ssn", "mrn_7d", "mrn_10d", "mrn_generic", "vmrn", "signature",
  ]

  private static func givesText(_ field: RedcapDictionary.Field) -> Bool {
    field.validation.hasPrefix("date") || field.validation == "text"
  }

  /// Unless told to insist, REDCap only warns outside the limits, so we do as well.
  private mutating func range() -> [String] {
    let limits = RedcapLimits(field, logic)
    if let range = limits.range { return ["range: \"\(range)\"", severity] }
    return self.limits()
  }

  private var severity: String {
    "severity: \(annotation["FORCE-MINMAX"] != nil ? "error" : "warning")"
  }

  /// Limits as a condition.
  private mutating func limits() -> [String] {
    let limits = RedcapLimits(field, logic)
    if limits.isEmpty { return [] }
    guard let condition = limits.condition else {
      comments.append(
        "limits that are no fixed values, or in the wrong order: "
          + Self.oneLine("\(field.minimum) to \(field.maximum)"))
      return []
    }
    return ["valid-if: \(Self.quoted(condition))", severity]
  }

  /// Choices that forms no longer show.
  private mutating func retired() -> [String] {
    guard let value = annotation["HIDECHOICE"] else { return [] }
    let codes = value.split(separator: ",").map { PlainText.trimmed(String($0)) }
    let known = codes.filter { code in choices.contains { $0.code == code } }
    if known.count < codes.count || codes.isEmpty {
      comments.append("@HIDECHOICE names no choice: \(Self.oneLine(value))")
    }
    return known.isEmpty ? [] : ["retired: [\(known.map(Self.quoted).joined(separator: ", "))]"]
  }

  /// Files that were imported need not keep to a limit that only forms enforce.
  private mutating func length() -> [String] {
    guard let value = annotation["CHARLIMIT"] else { return [] }
    guard let length = Int(value), length > 0 else {
      comments.append("@CHARLIMIT without a number")
      return []
    }
    return ["max-length: \(length)", "severity: warning"]
  }

  /// What the options say of each other.
  private mutating func optionRules() -> [String] {
    var lines: [String] = []
    if let value = annotation["NONEOFTHEABOVE"] {
      let codes = value.split(separator: ",").map { PlainText.trimmed(String($0)) }
      let known = codes.filter { code in choices.contains { $0.code == code } }
      if known.count < codes.count || codes.isEmpty {
        comments.append("@NONEOFTHEABOVE names no option: \(Self.oneLine(value))")
      }
      if !known.isEmpty { lines.append("exclusive: [\(known.map(Self.quoted).joined(separator: ", "))]") }
    }
    if let value = annotation["MAXCHECKED"] {
      if let most = Int(value), most > 0 {
        lines.append("at-most: \(most)")
      } else {
        comments.append("@MAXCHECKED without a number")
      }
    }
    return lines
  }

  /// The formula, if it can be computed again.
  private mutating func calculation() -> [String] {
    let formula = Self.oneLine(field.calculation)
    guard !formula.isEmpty else { return [] }
    switch logic.reading(of: formula) {
    case .text(_, let expression) where expression.dependsOnToday:
      comments.append("not computed again: \(formula) (another result every day)")
    case .text(let text, _): return ["calculated: \(Self.quoted(text))"]
    case .unreadable(let reason): comments.append("not computed again: \(formula) (\(reason))")
    }
    return []
  }

  /// One line for each choice; equal or missing labels are told apart by the code.
  private mutating func choiceLines(areOptions: Bool) -> [String] {
    var used: Set<String> = []
    let cells = labels == nil || areOptions ? ([:], false) : RedcapLabels.cells(choices)
    if cells.1 { comments.append("some labels stand for several choices, so that only their codes are read") }
    return choices.compactMap { choice in
      var name = areOptions ? choice.code : choice.label
      let isReason = !areOptions && Self.reasons.contains(name)
      if name.isEmpty || isReason || used.contains(name) {
        name = name.isEmpty ? choice.code : "\(name) (\(choice.code))"
      }
      guard used.insert(name).inserted else { return nil }
      let remark = areOptions && !choice.label.isEmpty ? "  # \(Self.printable(choice.label))" : ""
      let line = "  \(Self.quoted(choice.code)): \(Self.quoted(name))\(remark)"
      guard let label = cells.0[choice.code] else { return line }
      return "\(line)\n      \(Self.quoted(label)): \(Self.quoted(name))"
    }
  }

  /// Words that would turn a choice into a missing value.
  private static let reasons: Set<String> = [
    "not-asked", "not-answered", "unknown", "refused", "not-applicable", "unreadable",
  ]

  private mutating func common() -> [String] {
    var lines: [String] = []
    if !field.label.isEmpty { lines.append("label: \(Self.quoted(field.label))") }
    if field.isIdentifier { lines.append("identifying: true") }
    if isWanted { lines.append("wanted: true") }
    if annotation["NOMISSING"] != nil && !missing.isEmpty { lines.append("no-missing: true") }
    lines += partLines()
    if field.type == "calc" && !field.form.isEmpty { lines.append("opens-part: never") }
    if let condition = condition() { lines.append("asked-if: \(Self.quoted(condition))") }
    return lines
  }

  /// Whether a blank is a warning: REDCap's rules about missing values leave out what nobody answers.
  private var isWanted: Bool {
    guard field.isRequired || wantsAll, field.type != "calc" else { return false }
    // With missing-data codes a column of its own may say why no option is ticked.
    return field.type != "checkbox" || !choices.isEmpty && missing.isEmpty
  }

  /// The branching logic, if it can be read and looks at columns of this project only.
  private mutating func condition() -> String? {
    let branching = Self.oneLine(field.branching)
    guard !branching.isEmpty else { return nil }
    switch logic.reading(of: branching) {
    case .text(let text, _): return text
    case .unreadable(let reason):
      comments.append("asked if: \(branching) (\(reason))")
      return nil
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// A YAML text in double quotes.
  ///
  /// Scalar by scalar: a quote with an accent on it is one character, and ends the text all the same.
  static func quoted(_ text: String) -> String {
    var quoted = "\"".unicodeScalars
    let scalars = Array(text.unicodeScalars)
    for (place, scalar) in scalars.enumerated() {
      switch scalar {
      case "&" where isLikeAnchor(scalars, at: place): quoted += "\\u0026".unicodeScalars
      case "\"": quoted += "\\\"".unicodeScalars
      case "\\": quoted += "\\\\".unicodeScalars
      case _ where isPlain(scalar): quoted.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".unicodeScalars
      }
    }
    return String(quoted) + "\""
  }

  /// A text for a comment.
  private static func printable(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var printable = "".unicodeScalars
    for (place, scalar) in scalars.enumerated() {
      printable.append(isPlain(scalar) ? scalar : " ")
      if scalar == "&" && isLikeAnchor(scalars, at: place) { printable.append(" ") }
    }
    return String(printable)
  }

  /// True for a sign that the loader takes for an anchor, wherever it stands.
  private static func isLikeAnchor(_ scalars: [Unicode.Scalar], at place: Int) -> Bool {
    guard scalars[place] == "&", place + 1 < scalars.count, scalars[place + 1].isASCII else { return false }
    return place == 0 || !scalars[place - 1].properties.isAlphabetic || !scalars[place - 1].isASCII
  }

  /// True for what may stand in YAML as it is and ends no line; all others have at most four hexadecimal digits.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD, 0x10000...0x10FFFF:
      true
    default: false
    }
  }
}
