/// Writes one field of a dictionary as an entry of `writes`.
struct RedcapFieldWriter {
  private let field: RedcapDictionary.Field
  /// Columns that conditions may look at.
  private let columns: Set<String>
  private var comments: [String] = []

  init(_ field: RedcapDictionary.Field, columns: Set<String>) {
    self.field = field
    self.columns = columns
  }

  mutating func lines() -> [String] {
    let settings = settings() + common()
    let body = settings.map { "    \($0)" }
    return comments.map { "  # \($0)" } + ["  answer.\(field.name):"] + body
  }

  /// Column, type and codes.
  private mutating func settings() -> [String] {
    let column = "column: \(Self.quoted(field.name))"
    switch field.type {
    case "checkbox":
      guard !field.choices.isEmpty else { return unclear(column, "no options: kept as text") }
      return ["checkboxes: \(Self.quoted(field.name + "___{code}"))", "codes:"]
        + choiceLines(areOptions: true)
    case "radio", "dropdown":
      guard !field.choices.isEmpty else { return unclear(column, "no choices: kept as text") }
      return [column, "type: coded", "codes:"] + choiceLines(areOptions: false)
    case "yesno", "truefalse":
      return [column, "type: yes-no", "codes: { \"0\": \"no\", \"1\": \"yes\" }"]
    case "slider":
      return [column, "type: number"]
    case "calc":
      // A calculation may give a text or a date; what most give are numbers.
      return Self.givesText(field) ? [column, "type: text"] : [column, "type: number", "on-error: cell"]
    case "notes": return [column, "type: text"]
    case "text": return validated(column)
    case "sql": return unclear(column, "an SQL field: kept as text")
    default: return unclear(column, "unknown field type \(field.type): kept as text")
    }
  }

  private mutating func unclear(_ column: String, _ comment: String) -> [String] {
    comments.append(comment)
    return [column, "type: text"]
  }

  private mutating func validated(_ column: String) -> [String] {
    switch field.validation {
    case "", "autocomplete": return [column, "type: text"]
    case "integer": return [column, "type: integer"] + range()
    case let type where type.hasPrefix("number"):
      let isComma = type.hasSuffix("comma_decimal")
      return [column, "type: number"] + (isComma ? ["decimal: \",\""] : []) + range()
    case "date_dmy", "date_mdy", "date_ymd": return [column, "type: date"] + range()
    case let type where Self.texts.contains(type) || type.hasPrefix("datetime"):
      return [column, "type: text"]
    default: return unclear(column, "unknown validation \(field.validation): kept as text")
    }
  }

  private static let texts: Set<String> = [
    "time", "time_hh_mm_ss", "time_mm_ss", "alpha_only", "email", "phone", "phone_australia", "phone_france",
    "phone_uk", "zipcode", "postalcode_australia", "postalcode_canada", "postalcode_germany", "postalcode_uk",
    "postalcode_french", "ssn", "mrn_7d", "mrn_10d", "mrn_generic", "vmrn", "signature",
  ]

  private static func givesText(_ field: RedcapDictionary.Field) -> Bool {
    field.validation.hasPrefix("date") || field.validation == "text"
  }

  /// REDCap only warns outside the limits, so we do as well.
  private mutating func range() -> [String] {
    let ends = [field.minimum, field.maximum].map { $0.replacing(",", with: ".") }
    if ends.allSatisfy(\.isEmpty) { return [] }
    let isDate = field.validation.hasPrefix("date")
    let areFixed = ends.allSatisfy { end in
      end.isEmpty || (isDate ? DatePattern.iso.flatMap { Self.days(end, $0) } != nil : Double(end) != nil)
    }
    guard areFixed else {
      comments.append(
        "limits that are no fixed values: \(Self.oneLine("\(field.minimum) to \(field.maximum)"))")
      return []
    }
    return ["range: \"\(ends[0])...\(ends[1])\"", "severity: warning"]
  }

  private static func days(_ text: String, _ pattern: DatePattern) -> Int32? {
    let bytes = Array(text.utf8)
    return pattern.days(bytes, 0..<bytes.count)
  }

  /// One line for each choice; equal or missing labels are told apart by the code.
  private mutating func choiceLines(areOptions: Bool) -> [String] {
    var columns: Set<String> = []
    var used: Set<String> = []
    return field.choices.compactMap { choice in
      if areOptions && !columns.insert(CheckboxName.option(choice.code)).inserted {
        comments.append("option \(Self.oneLine(choice.code)) has the column of an option before it")
        return nil
      }
      var name = areOptions ? choice.code : choice.label
      let isReason = !areOptions && Self.reasons.contains(name)
      if name.isEmpty || isReason || used.contains(name) {
        name = name.isEmpty ? choice.code : "\(name) (\(choice.code))"
      }
      guard used.insert(name).inserted else { return nil }
      let remark = areOptions && !choice.label.isEmpty ? "  # \(choice.label)" : ""
      return "  \(Self.quoted(choice.code)): \(Self.quoted(name))\(remark)"
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
    if let condition = condition() { lines.append("asked-if: \(Self.quoted(condition))") }
    return lines
  }

  /// The branching logic, if it can be read and looks at columns of this dictionary only.
  private mutating func condition() -> String? {
    let logic = Self.oneLine(field.branching)
    guard !logic.isEmpty else { return nil }
    do {
      let expression = try Expression(logic)
      let unknown = expression.columns.first { !columns.contains($0) }
      guard let unknown else { return logic }
      comments.append("asked if: \(logic) (no column \(unknown))")
    } catch {
      comments.append("asked if: \(logic) (\(error))")
    }
    return nil
  }

  private static func oneLine(_ text: String) -> String {
    text.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// A YAML text in double quotes.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      switch character {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      default: quoted.append(character)
      }
    }
    return quoted + "\""
  }
}
