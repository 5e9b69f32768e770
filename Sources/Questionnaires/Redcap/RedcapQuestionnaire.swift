import CohortModel

/// Writes the questionnaires of a REDCap project from its data dictionary.
///
/// A record is one response, except that each repeating instrument has a questionnaire of its own: its rows lie in the
/// same file, and their instances are counted apart.
public struct RedcapQuestionnaire: Sendable {
  /// What the dictionary does not say.
  public struct Options: Sendable {
    /// Name of the questionnaire; that of a repeating instrument has the instrument's name behind a hyphen.
    public var name: String
    /// Study that the records belong to.
    public var study: String
    /// Event of every row of a project without events.
    public var event: String
    /// True if the project has events, so that the export has `redcap_event_name`.
    public var isLongitudinal: Bool
    /// Event of our vocabulary by REDCap's event name; empty to keep REDCap's names.
    public var events: [(name: String, event: String)]
    /// True if a row may make a participant.
    public var enrols: Bool
    /// Instruments that are repeated.
    public var repeating: [RedcapRepeating] = []
    /// Codes that stand in any field in place of a value.
    public var missing: [RedcapMissingCode] = []
    /// Events of the project and their forms; nil if they are not known.
    public var structure: RedcapStructure?
    /// True if exports with labels in place of names and codes are read as well.
    public var readsLabels = false
    /// True if a blank is a warning in every field, and not only in required ones.
    public var wantsAll = false

    /// Makes options.
    public init(
      name: String, study: String = "covalux", event: String = "baseline", isLongitudinal: Bool = false,
      events: [(name: String, event: String)] = [], enrols: Bool = true
    ) {
      self.name = name
      self.study = study
      self.event = event
      self.isLongitudinal = isLongitudinal
      self.events = events
      self.enrols = enrols
    }
  }

  /// Name of the questionnaire.
  public let name: String
  /// The YAML text; what could not be carried over stands in it as comments.
  public let text: String

  /// Conditions and formulas of the dictionary that stand in the text as comments, since they cannot be checked.
  public var uncheckedCount: Int {
    text.split(separator: "\n").count { line in
      line.hasPrefix("  # asked if:") || line.hasPrefix("  # not computed again:")
        || line.hasPrefix("  # limits that are no fixed values")
    }
  }

  /// Drafts the questionnaire of all rows but those of repeating instruments.
  ///
  /// Every field becomes an answer, ready to be given concepts.
  public init(_ dictionary: RedcapDictionary, options: Options) {
    let apart = Set(options.repeating.filter { !$0.isAlsoPlain }.map(\.form))
    self.init(dictionary, options, instrument: nil, forms: Set(dictionary.forms).subtracting(apart))
  }

  /// Drafts the questionnaire of the rows of a repeating instrument.
  public init(_ dictionary: RedcapDictionary, options: Options, instrument: String) {
    self.init(dictionary, options, instrument: instrument, forms: [instrument])
  }

  /// Drafts all questionnaires of a project, the one of the rows without instrument first.
  public static func all(_ dictionary: RedcapDictionary, options: Options) -> [RedcapQuestionnaire] {
    [.init(dictionary, options: options)]
      + options.repeating.map { .init(dictionary, options: options, instrument: $0.form) }
  }

  private init(_ dictionary: RedcapDictionary, _ options: Options, instrument: String?, forms: Set<String>) {
    name = options.name + (instrument.map { "-\($0)" } ?? "")
    var lines = Self.head(name, dictionary, options, instrument)
    let logic = RedcapLogic(dictionary, options, forms: forms)
    let fields = Set(dictionary.fields.map(\.name))
    let labels = options.readsLabels ? RedcapLabels(dictionary) : nil
    var writes = Self.group(fields, labels)
    var skipped: [String] = labels == nil ? [] : RedcapLabels.skipped
    var completed: Set<String> = []
    for (index, field) in dictionary.fields.enumerated() {
      switch field.type {
      case _ where index == 0: break
      case "descriptive": break
      case _ where !forms.contains(field.form):
        skipped.append(field.type == "checkbox" && !field.choices.isEmpty ? "\(field.name)___*" : field.name)
      case "file": skipped.append(field.name)
      default:
        var writer = RedcapFieldWriter(
          field, logic: logic, missing: options.missing, labels: labels,
          wantsAll: options.wantsAll)
        writes += writer.lines()
      }
      let isLast = index + 1 == dictionary.fields.count || dictionary.fields[index + 1].form != field.form
      guard isLast, completed.insert(field.form).inserted else { continue }
      if forms.contains(field.form) {
        writes += Self.timestamp(field.form, fields) + Self.completeness(field.form, fields, labels)
      } else {
        skipped.append("\(field.form)_complete")
      }
    }
    lines += writes.isEmpty ? ["writes: {}"] : ["writes:"] + writes
    let parts = forms.filter { form in
      writes.contains { $0.contains("part: \(RedcapFieldWriter.quoted(form))") }
    }
    lines += Self.partEvents(parts, dictionary, options)
    if labels != nil, dictionary.forms.count > 1 { skipped.append(RedcapLabels.state) }
    lines.append("skip:")
    lines += (Self.skipped + skipped).map { "  - \(RedcapFieldWriter.quoted($0))" }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// Columns of REDCap's own: who may see a record, and when and by whom a survey was answered.
  private static let skipped = ["redcap_data_access_group", "redcap_survey_identifier", "*_timestamp"]

  private static func head(
    _ name: String, _ dictionary: RedcapDictionary, _ options: Options, _ instrument: String?
  ) -> [String] {
    let quoted = RedcapFieldWriter.quoted
    var lines = [
      "questionnaire: \(name)",
      "version: 1",
      "study: \(quoted(options.study))",
      "form: \(name)",
      "legal-basis: consent",
      "enrols: \(options.enrols)",
      "source: REDCap data dictionary, \(dictionary.fields.count) fields in \(dictionary.forms.count) forms",
    ]
    func column(_ name: String, _ label: String) -> String {
      options.readsLabels ? "[\(name), \(quoted(label))]" : name
    }
    let kind = column("redcap_repeat_instrument", "Repeat Instrument")
    if let instrument {
      // REDCap makes a form's first title from its name; what it was changed to is in no file.
      let title = instrument.replacing("_", with: " ")
      let names = options.readsLabels && title != instrument ? [instrument, title] : [instrument]
      lines.append("only: { column: \(kind), values: [\(names.map(quoted).joined(separator: ", "))] }")
    } else {
      lines.append("# Rows of repeating instruments have questionnaires of their own.")
      lines.append("only: { column: \(kind), values: [\"\"], optional-column: true }")
    }
    let record = dictionary.fields[0]
    let records = options.readsLabels ? RedcapLabels(dictionary).spellings(of: record.name) : [record.name]
    lines.append("participant: { column: [\(records.map(quoted).joined(separator: ", "))] }")
    lines += eventLines(options)
    return lines + [
      "instance: { column: \(column("redcap_repeat_instance", "Repeat Instance")), optional-column: true }",
      "missing:",
      "  \"\": not-answered",
    ]
      + options.missing.map { code in
        "  \(quoted(code.code)): \(code.reason.word)" + (code.label.isEmpty ? "" : "  # \(code.label)")
      } + [
        "# REDCap exports dates as yyyy-MM-dd, however they are shown.",
        "date-format: yyyy-MM-dd",
      ]
  }

  private static func eventLines(_ options: Options) -> [String] {
    let quoted = RedcapFieldWriter.quoted
    if !options.isLongitudinal { return ["event: \(quoted(options.event))"] }
    let column = options.readsLabels ? "[redcap_event_name, Event Name]" : "redcap_event_name"
    if let structure = options.structure, options.events.isEmpty {
      return ["event:", "  column: \(column)", "  open: true", "  names:"]
        + structure.events.flatMap { event in
          [event.name].map { "    \(quoted($0)): \(quoted($0))" }
            + (options.readsLabels ? event.labels : []).map { "    \(quoted($0)): \(quoted(event.name))" }
        }
    }
    if options.events.isEmpty {
      return [
        "# Events are stored under REDCap's names; give codes to turn them into events of the schedule.",
        "event: { column: \(column), open: true }",
      ]
    }
    return ["event:", "  column: \(column)", "  codes:"]
      + options.events.map { "    \(quoted($0.name)): \(quoted($0.event))" }
  }

  /// Which events have which forms, as far as that is known.
  private static func partEvents(
    _ forms: Set<String>, _ dictionary: RedcapDictionary, _ options: Options
  ) -> [String] {
    guard let structure = options.structure, options.events.isEmpty, !structure.forms.isEmpty else {
      return []
    }
    let lines = dictionary.forms.filter(forms.contains).map { form in
      let events = structure.events(of: form).map(RedcapFieldWriter.quoted)
      return "  \(RedcapFieldWriter.quoted(form)): [\(events.joined(separator: ", "))]"
    }
    return ["part-events:"] + lines
  }

  /// The group whose members may see the record: all its rows say the same.
  private static func group(_ fields: Set<String>, _ labels: RedcapLabels?) -> [String] {
    let column = RedcapLogic.group
    guard !fields.contains(column) else { return [] }
    return [
      "  answer.\(column):",
      "    { column: \(labels == nil ? column : "[\(column), Data Access Group]"), label: data access group, type: text,",
      "      same-in-all-rows: true, never-export: true, optional-column: true }",
    ]
  }

  /// REDCap's own column with the time at which a survey was completed.
  private static func timestamp(_ form: String, _ fields: Set<String>) -> [String] {
    let column = "\(form)_timestamp"
    guard QuestionnaireLoader.isIdentifier(form), !fields.contains(column) else { return [] }
    return [
      "  answer.\(column):",
      "    { column: \(RedcapFieldWriter.quoted(column)), label: time at which the survey was completed,",
      "      type: date-time, missing: { \"[not completed]\": not-answered }, on-error: cell, never-export: true,",
      "      optional-column: true, part: \(RedcapFieldWriter.quoted(form)) }",
    ]
  }

  /// REDCap's own column with the state of a form; 0 is also written where the form was never opened.
  private static func completeness(
    _ form: String, _ fields: Set<String>, _ labels: RedcapLabels?
  ) -> [String] {
    let column = "\(form)_complete"
    guard QuestionnaireLoader.isIdentifier(form), !fields.contains(column) else { return [] }
    let spellings = (labels?.spellings(ofState: form) ?? [column]).map(RedcapFieldWriter.quoted)
    return [
      "  answer.\(column):",
      "    { column: [\(spellings.joined(separator: ", "))], label: state of the form, type: coded,",
      "      codes: { \"0\": incomplete, \"1\": unverified, \"2\": complete, Incomplete: incomplete,",
      "        Unverified: unverified, Complete: complete }, optional-column: true,",
      "      part-state: \(RedcapFieldWriter.quoted(form)) }",
    ]
  }
}

/// An instrument of which a record may have several.
public struct RedcapRepeating: Hashable, Sendable {
  /// Name of the form.
  public let form: String
  /// True if in some event the form is filled in once, in the row without instrument.
  public let isAlsoPlain: Bool

  /// Makes an instrument.
  public init(form: String, isAlsoPlain: Bool = false) {
    self.form = form
    self.isAlsoPlain = isAlsoPlain
  }
}
