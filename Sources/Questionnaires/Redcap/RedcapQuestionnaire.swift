/// Writes the questionnaire of a REDCap project from its data dictionary.
public struct RedcapQuestionnaire: Sendable {
  /// What the dictionary does not say.
  public struct Options: Sendable {
    /// Name of the questionnaire.
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

  /// The YAML text; what could not be carried over stands in it as comments.
  public let text: String

  /// Drafts the questionnaire: every field becomes an answer, ready to be given concepts.
  public init(_ dictionary: RedcapDictionary, options: Options) {
    var lines = Self.head(dictionary, options)
    let columns = Self.columns(dictionary)
    var skipped: [String] = []
    var completed: Set<String> = []
    for (index, field) in dictionary.fields.enumerated() {
      switch field.type {
      case _ where index == 0: break
      case "descriptive": break
      case "file": skipped.append(field.name)
      default:
        var writer = RedcapFieldWriter(field, columns: columns)
        lines += writer.lines()
      }
      let isLast = index + 1 == dictionary.fields.count || dictionary.fields[index + 1].form != field.form
      if isLast && completed.insert(field.form).inserted { lines += Self.completeness(field.form, columns) }
    }
    lines.append("skip:")
    lines += (Self.skipped + skipped).map { "  - \(RedcapFieldWriter.quoted($0))" }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The columns that an export has for its fields.
  private static func columns(_ dictionary: RedcapDictionary) -> Set<String> {
    var columns: Set<String> = []
    for field in dictionary.fields where field.type != "descriptive" {
      if field.type == "checkbox" && !field.choices.isEmpty {
        columns.formUnion(field.choices.map { CheckboxName.column(field: field.name, code: $0.code) })
      } else {
        columns.insert(field.name)
      }
    }
    return columns
  }

  private static let skipped = [
    "redcap_data_access_group", "redcap_survey_identifier", "redcap_repeat_instrument", "*_timestamp",
  ]

  private static func head(_ dictionary: RedcapDictionary, _ options: Options) -> [String] {
    let quoted = RedcapFieldWriter.quoted
    var lines = [
      "questionnaire: \(options.name)",
      "version: 1",
      "study: \(quoted(options.study))",
      "form: \(options.name)",
      "legal-basis: consent",
      "enrols: \(options.enrols)",
      "source: REDCap data dictionary, \(dictionary.fields.count) fields in \(dictionary.forms.count) forms",
      "participant: { column: \(quoted(dictionary.fields[0].name)) }",
    ]
    if !options.isLongitudinal {
      lines.append("event: \(quoted(options.event))")
    } else if options.events.isEmpty {
      lines.append(
        "# Events are stored under REDCap's names; give codes to turn them into events of the schedule.")
      lines.append("event: { column: redcap_event_name, open: true }")
    } else {
      lines.append("event:")
      lines.append("  column: redcap_event_name")
      lines.append("  codes:")
      lines += options.events.map { "    \(quoted($0.name)): \(quoted($0.event))" }
    }
    return lines + [
      "instance: { column: redcap_repeat_instance, optional-column: true }",
      "missing: { \"\": not-answered }",
      "# REDCap exports dates as yyyy-MM-dd, however they are shown.",
      "date-format: yyyy-MM-dd",
      "writes:",
    ]
  }

  /// REDCap's own column with the state of a form.
  private static func completeness(_ form: String, _ columns: Set<String>) -> [String] {
    let column = "\(form)_complete"
    guard !form.isEmpty, !columns.contains(column) else { return [] }
    return [
      "  answer.\(column):",
      "    { column: \(RedcapFieldWriter.quoted(column)), label: state of the form, type: coded,",
      "      codes: { \"0\": incomplete, \"1\": unverified, \"2\": complete }, optional-column: true }",
    ]
  }
}
