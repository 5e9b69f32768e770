import CohortModel

/// Writes a proposed questionnaire as YAML, with what somebody should look at as comments.
struct DraftWriter {
  private let profiles: [ColumnProfile]
  private let keys: KeyGuess
  private let shape: FileShape
  private let concepts: [Concept]
  private let options: QuestionnaireDraft.Options
  private let rows: Int
  private var names: Set<String> = []
  private var skipped: [(column: String, remark: String)] = []
  /// Language of months in words; nil if there are none, or of several languages.
  private let language: Language?

  init(
    _ profiles: [ColumnProfile], _ keys: KeyGuess, _ shape: FileShape, _ concepts: [Concept],
    options: QuestionnaireDraft.Options, rows: Int
  ) {
    self.profiles = profiles
    self.keys = keys
    self.shape = shape
    self.concepts = concepts
    self.options = options
    self.rows = rows
    let named = profiles.compactMap { profile -> Language? in
      guard case .namedDate(let language) = ColumnGuess(profile, isIdentifying: false) else { return nil }
      return language
    }
    language = Set(named).count == 1 ? named.first : nil
  }

  mutating func text() -> String {
    var lines = head() + keyLines() + missingLines()
    lines.append("writes:")
    let groups = OptionGroupGuess.all(profiles)
    let grouped = Set(groups.flatMap { $0.members.map(\.column) })
    for place in profiles.indices {
      if let group = groups.first(where: { $0.members[0].column == place }) { lines += checkboxes(group) }
      if groups.contains(where: { $0.question == profiles[place].name }) {
        skipped.append(
          (profiles[place].name, "? its options, which have columns of their own, should say the same"))
      } else if !grouped.contains(place) {
        lines += write(place)
      }
    }
    if lines.last == "writes:" {
      lines.removeLast()
      lines.append("writes: {}")
    }
    if !skipped.isEmpty {
      lines.append("skip:")
      lines += skipped.map { "  - \(Self.quoted($0.column))\($0.remark.isEmpty ? "" : "  # \($0.remark)")" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func head() -> [String] {
    var lines = [
      "# Proposed from \(Self.plain(options.fileName)), \(Self.count(rows, "row")). Look at every line marked with ?;",
      "# then rename answers that have a concept, and put words to the codes.",
    ]
    if let tool = shape.tool {
      lines.append("# A file of \(tool.rawValue): \(Self.plain(shape.evidence)).")
      if tool == .redcap {
        lines.append("# With the project's data dictionary, `covalux questionnaire from-redcap` knows more.")
      }
    }
    lines += [
      "questionnaire: \(options.name)", "version: 1", "study: \(Self.quoted(options.study))",
      "legal-basis: consent",
      "enrols: \(!isChild)",
    ]
    if let encoding = options.encoding {
      lines.append("encoding: \(encoding)  # ? the file reads well so, which is no proof")
    }
    if let language {
      lines.append("language: \(language.rawValue)  # ? months are written in \(language.name)")
    }
    if shape.header != .single {
      let names = shape.header.names
      let list = names.count == 1 ? "\(names[0])" : "[\(names.map(String.init).joined(separator: ", "))]"
      lines.append("header: { rows: \(shape.header.rows), names: \(list) }")
    }
    return lines
  }

  /// How a tool's rows name each other.
  private struct Naming {
    /// Column with the name of the row that a repeat belongs to.
    let parent: String
    /// Column with the name of a repeat itself.
    let own: String
    /// Column of a form's row with what repeats call it, where that is another one.
    let form: String
  }

  private var naming: Naming? {
    switch shape.tool {
    case .odk: Naming(parent: "PARENT_KEY", own: "KEY", form: "KEY")
    case .kobo: Naming(parent: "_submission__uuid", own: "_index", form: "_uuid")
    default: nil
    }
  }

  /// True for a file whose rows belong to rows of another one.
  private var isChild: Bool { naming.map { has($0.parent) && has($0.own) } ?? false }

  private func has(_ column: String) -> Bool { profiles.contains { $0.name == column } }

  private func keyLines() -> [String] {
    var lines: [String] = []
    if has("redcap_repeat_instrument") {
      lines.append("# ? Rows of repeating instruments need questionnaires of their own.")
      lines.append("only: { column: redcap_repeat_instrument, values: [\"\"] }")
    }
    if isChild, let naming {
      let answer = naming.form.lowercased()
      lines.append("# ? Say which form the rows belong to; its answer.\(answer) must keep \(naming.form).")
      lines.append("participant: { column: \(naming.parent), through: { form: parent, answer: \(answer) } }")
    } else {
      let candidates = keys.candidates.map { Self.quoted(profiles[$0].name) }
      if candidates.count > 1 {
        lines.append(
          "# ? Others that could be it: \(candidates.dropFirst().prefix(5).joined(separator: ", ")).")
      }
      if candidates.isEmpty {
        lines.append(
          "# ? No column is filled in every row with what could be a code: name the participants' column.")
      } else {
        lines.append("# ? The column of the participants' codes.")
      }
      lines.append(
        "participant: { column: \(candidates.first ?? Self.quoted(profiles.first?.name ?? "id")) }")
    }
    if let event = keys.event {
      lines.append("# ? Give its cells events of the vocabulary with codes: { cell: event }.")
      lines.append("event: { column: \(Self.quoted(profiles[event].name)), open: true }")
    } else {
      lines.append("event: baseline  # ? which event the rows are of")
    }
    return lines + instanceLines()
  }

  private func instanceLines() -> [String] {
    if let instance = keys.instance {
      return ["instance: { column: \(Self.quoted(profiles[instance].name)), optional-column: true }"]
    }
    if isChild, let naming { return ["instance: { counted: \(naming.own) }"] }
    if keys.hasRepeats {
      return ["# ? Some rows have the same participant and event, and no other columns tell them apart."]
    }
    guard !keys.counted.isEmpty else { return [] }
    let columns = keys.counted.map { Self.quoted(profiles[$0].name) }.joined(separator: ", ")
    return [
      "# ? Participants have several rows, which these columns tell apart.",
      "instance: { counted: [\(columns)] }",
    ]
  }

  private func missingLines() -> [String] {
    let tokens = Set(profiles.flatMap(\.missing.keys)).sorted()
    guard !tokens.isEmpty else { return [] }
    return ["missing:"] + tokens.map { "  \(Self.quoted($0)): unknown" }
  }

  private mutating func checkboxes(_ group: OptionGroupGuess) -> [String] {
    let name = name(for: group.question)
    let filled = group.members.map { profiles[$0.column].filled }.max() ?? 0
    return comment(filled, "\(group.members.count) options", ColumnWords(group.question)) + [
      "  answer.\(name):", "    checkboxes: \(Self.quoted(group.template))",
      "    label: \(Self.quoted(PlainText.withoutMarkup(group.question)))", "    codes:",
    ] + group.members.map { "      \(Self.quoted($0.option)): \(Self.quoted($0.option))" }
  }

  private mutating func write(_ place: Int) -> [String] {
    let profile = profiles[place]
    let words = ColumnWords(profile.name)
    guard !isSkipped(profile) else { return [] }
    let isName = naming.map { profile.name == (isChild ? $0.own : $0.form) } ?? false
    if isName || keys.counted.contains(place) {
      return written(profile, ["type: text", "never-export: true"], "what rows are told apart by", words)
    }
    let isKey =
      isChild
      ? profile.name == naming?.parent || place == keys.event
      : [keys.candidates.first, keys.event, keys.instance].contains(place)
    guard !isKey, profile.name != "redcap_repeat_instrument" else { return [] }
    let isIdentifying = words.isIdentifying
    let flag = isIdentifying ? ["identifying: true"] : []
    switch ColumnGuess(profile, isIdentifying: isIdentifying) {
    case .empty: return written(profile, ["type: text", "never-export: true"], "? blank in this file", words)
    case .truth(let yes, let no):
      let codes = "codes: { \(Self.quoted(no)): \"no\", \(Self.quoted(yes)): \"yes\" }"
      return written(profile, ["type: yes-no", codes] + flag, "no and yes", words)
    case .coded(let codes):
      let lines = codes.map { code in
        "  \(Self.quoted(code.text)): \(Self.quoted(code.text))  # \(Self.hidden(code.count))"
      }
      return written(profile, ["codes:"] + lines, "\(codes.count) codes", words)
    case .integer: return written(profile, ["type: integer"] + flag, "whole numbers", words)
    case .serial:
      return written(
        profile, ["type: integer"] + flag,
        "? whole numbers, perhaps days as spreadsheets count them: then say type: date with format: excel-1900",
        words)
    case .number(let decimal):
      return written(
        profile, ["type: number"] + (decimal.map { ["decimal: \($0)"] } ?? []) + flag, "numbers", words)
    case .date(let format): return date(profile, format, flag, words)
    case .namedDate(let language) where language == self.language:
      return written(profile, ["type: date", "format: d MMMM yyyy"] + flag, "days", words)
    case let guess: return review(profile, guess, words)
    }
  }

  private mutating func date(
    _ profile: ColumnProfile, _ format: DateFormat, _ flag: [String], _ words: ColumnWords
  ) -> [String] {
    let what =
      switch (format.isProven, format.hasTime) {
      case (true, false): "days"
      case (true, true): "? days with a time of day, which is not kept; type: text keeps the whole cell"
      case (false, _): "? days that are the same in every order: say format if the form has one"
      }
    return written(
      profile, ["type: date"] + (format.text.map { ["format: \($0)"] } ?? []) + flag, what, words)
  }

  /// A column that is kept as it stands until somebody says what it is.
  private mutating func review(
    _ profile: ColumnProfile, _ guess: ColumnGuess, _ words: ColumnWords
  ) -> [String] {
    let what =
      switch guess {
      case .undecidedNumber:
        "? numbers whose decimal mark the file does not prove: say type: number with decimal: \".\" or \",\""
      case .undecidedDate:
        "? days whose order the file does not prove: say type: date with format: \(formats(profile))"
      case .namedDate:
        "? days with the month as a word: say type: date with format: d MMMM yyyy, and language"
      case .shortYear:
        "? days with a year of two digits: say type: date with a format such as dd/MM/yy"
      case .mixed(let things): "texts; ? most cells are \(things), and some are not"
      default: "texts"
      }
    return written(profile, ["type: text", "identifying: true"], what, words)
  }

  private func formats(_ profile: ColumnProfile) -> String {
    let spelled = profile.dates.remaining.map(\.text)
    return spelled.count == 2 ? spelled.joined(separator: " or ") : "dmy or mdy"
  }

  /// Columns that a tool adds and nobody answers.
  private mutating func isSkipped(_ profile: ColumnProfile) -> Bool {
    if profile.name.hasPrefix("_covalux_") { return true }
    if profile.name.isEmpty {
      let remark = profile.filled == 0 ? "" : "? a column without a name is filled: name it to store it"
      if !skipped.contains(where: { $0.column.isEmpty }) { skipped.append(("", remark)) }
      return true
    }
    let isOwn =
      switch shape.tool {
      case .odk: profile.name.hasPrefix("SET-OF-")
      case .redcap: ["redcap_data_access_group", "redcap_survey_identifier"].contains(profile.name)
      default: false
      }
    if isOwn { skipped.append((profile.name, "")) }
    return isOwn
  }

  private mutating func written(
    _ profile: ColumnProfile, _ settings: [String], _ what: String, _ words: ColumnWords
  ) -> [String] {
    let name = name(for: profile.name)
    let label =
      profile.label.isEmpty || profile.label == profile.name ? [] : ["label: \(Self.quoted(profile.label))"]
    return comment(profile.filled, what, words) + ["  answer.\(name):"]
      + (["column: \(Self.quoted(profile.name))"] + label + settings).map { "    \($0)" }
  }

  private func comment(_ filled: Int, _ what: String, _ words: ColumnWords) -> [String] {
    let concept = words.concept(among: concepts).map { "; ? perhaps \($0)" } ?? ""
    return ["  # \(Self.hidden(filled)) of \(Self.hidden(rows)) rows: \(what)\(concept)"]
  }

  /// An answer's name from a column's: letters, digits and hyphens, each name once.
  private mutating func name(for column: String) -> String {
    var name = ""
    for byte in column.lowercased().utf8 {
      let isPlain = byte == 0x5F || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte)
      if isPlain {
        name.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !name.hasSuffix("-") {
        name += "-"
      }
    }
    name = String(name.drop { $0 == "-" }.prefix(60))
    while name.hasSuffix("-") { name.removeLast() }
    if name.isEmpty { name = "column" }
    var unique = name
    var number = 2
    while !names.insert(unique).inserted {
      unique = "\(name)-\(number)"
      number += 1
    }
    return unique
  }

  private static func hidden(_ count: Int) -> String {
    count < ColumnGuess.smallestCount ? "fewer than \(ColumnGuess.smallestCount)" : String(count)
  }

  private static func count(_ number: Int, _ what: String) -> String {
    "\(hidden(number)) \(what)\(number == 1 ? "" : "s")"
  }

  private static func quoted(_ text: String) -> String { RedcapFieldWriter.quoted(text) }

  /// A text for a comment.
  private static func plain(_ text: String) -> String { PlainText.withoutMarkup(text) }
}
