import CSV

/// Where the columns of a dictionary are, under either of REDCap's two sets of names.
struct RedcapHeader {
  private enum Column: Int, CaseIterable {
    case name
    case form
    case type
    case label
    case choices
    case validation
    case minimum
    case maximum
    case identifier
    case branching
    case required
    case annotation

    var names: [String] {
      switch self {
      case .name: ["variable / field name", "field_name"]
      case .form: ["form name", "form_name"]
      case .type: ["field type", "field_type"]
      case .label: ["field label", "field_label"]
      case .choices: ["choices, calculations, or slider labels", "select_choices_or_calculations"]
      case .validation:
        ["text validation type or show slider number", "text_validation_type_or_show_slider_number"]
      case .minimum: ["text validation min", "text_validation_min"]
      case .maximum: ["text validation max", "text_validation_max"]
      case .identifier: ["identifier?", "identifier"]
      case .branching: ["branching logic (show field only if...)", "branching_logic"]
      case .required: ["required field?", "required_field"]
      case .annotation: ["field annotation", "field_annotation"]
      }
    }
  }

  private let places: [Int?]

  /// Finds the columns; nil if the header has no names and types of fields.
  init?(_ header: [String]) {
    let names = header.map { PlainText.trimmed($0).lowercased() }
    places = Column.allCases.map { column in names.firstIndex { column.names.contains($0) } }
    guard places[Column.name.rawValue] != nil, places[Column.type.rawValue] != nil else { return nil }
  }

  /// The field of a row; nil if the row has no name.
  func field(_ record: Record) -> RedcapDictionary.Field? {
    func text(_ column: Column) -> String {
      guard let place = places[column.rawValue], place < record.count else { return "" }
      return PlainText.trimmed(record.string(at: place))
    }
    let name = text(.name)
    guard !name.isEmpty else { return nil }
    let type = text(.type).lowercased()
    let hasChoices = ["radio", "dropdown", "checkbox"].contains(type)
    return .init(
      name: name, form: text(.form), type: type, label: PlainText.withoutMarkup(text(.label)),
      choices: hasChoices ? Self.choices(text(.choices)) : [], validation: text(.validation).lowercased(),
      minimum: text(.minimum), maximum: text(.maximum), isIdentifier: text(.identifier).lowercased() == "y",
      branching: text(.branching), calculation: type == "calc" ? text(.choices) : "",
      isRequired: text(.required).lowercased() == "y", annotation: text(.annotation), line: record.line)
  }

  /// `code, label | code, label`: split at the bars, then at the first comma of each.
  static func choices(_ text: String) -> [RedcapDictionary.Field.Choice] {
    text.split(separator: "|").compactMap { part in
      let pair = part.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
      let code = PlainText.trimmed(String(pair[0]))
      guard !code.isEmpty else { return nil }
      let label = pair.count > 1 ? PlainText.withoutMarkup(String(pair[1])) : ""
      return .init(code: code, label: label)
    }
  }
}

/// Text for people, freed of what belongs to web pages.
enum PlainText {
  static func trimmed(_ text: String) -> String {
    let bytes = Array(text.utf8)
    return String(decoding: bytes[CellText.trimmed(bytes, 0..<bytes.count)], as: UTF8.self)
  }

  /// Without tags, on one line, with single spaces, at most 200 characters.
  static func withoutMarkup(_ text: String) -> String {
    var plain = ""
    var isTag = false
    var rest = Substring(text)
    while let character = rest.popFirst() {
      if isTag {
        isTag = character != ">"
        continue
      }
      // A tag begins with a letter or a stroke; "< 5" is none.
      if character == "<", let next = rest.first, next.isLetter || next == "/" || next == "!",
        rest.contains(">")
      {
        isTag = true
        plain += " "
      } else {
        plain.append(
          character.isWhitespace
            || character.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) }
            ? " " : character)
      }
    }
    let words = plain.split(separator: " ").joined(separator: " ")
    return words.count > 200 ? words.prefix(199) + "…" : words
  }
}
