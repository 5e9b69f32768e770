import CohortModel

/// What `covalux questionnaire show` prints: one row for each column that is stored.
public struct QuestionnaireDescription: Sendable {
  /// One column of the questionnaire's files.
  public struct Row: Hashable, Sendable {
    /// The column's name, other spellings after it.
    public let column: String
    /// Where its cells go.
    public let writes: String
    /// What a cell is.
    public let type: String
    /// Codes with their meanings.
    public let codes: String
    /// Tokens for missing values with their reasons.
    public let missing: String
    /// Condition under which it is asked, empty if always.
    public let askedIf: String
    /// The question in a few words.
    public let label: String
  }

  /// Key columns first, then what is stored.
  public let rows: [Row]

  /// Describes a questionnaire.
  public init(_ questionnaire: Questionnaire) {
    rows =
      Self.keyRows(questionnaire)
      + questionnaire.writes.flatMap { write in
        write.single.map { Self.row($0, writes: Self.destination(of: write)) }
      }
  }

  private static func keyRows(_ questionnaire: Questionnaire) -> [Row] {
    var rows = [
      key(
        questionnaire.participant, "participant",
        codes: questionnaire.parents.map { "\($0.answer) of \($0.form)" } ?? questionnaire.numberFormat ?? "")
    ]
    switch questionnaire.event {
    case .column(let column, let codes)?:
      let pairs = codes.map { "\($0.cell) = \(questionnaire.events[$0.event])" }
      rows.append(key(column, "event", codes: pairs.joined(separator: ", ")))
    case .open(let column, _)?: rows.append(key(column, "event"))
    case .constant?, nil: break
    }
    if let instance = questionnaire.instance { rows.append(key(instance, "instance")) }
    for counted in questionnaire.counted { rows.append(key(counted.column, "instance, counted")) }
    for slot in questionnaire.slots {
      let pairs = slot.codes.map { "\($0.cell) = \($0.slot)" }
      rows.append(key(slot.column, "slot \(slot.name)", codes: pairs.joined(separator: ", ")))
    }
    return rows
  }

  private static func key(_ column: Questionnaire.KeyColumn, _ writes: String, codes: String = "") -> Row {
    Row(
      column: column.columns.joined(separator: ", "), writes: writes, type: "key", codes: codes, missing: "",
      askedIf: "", label: "")
  }

  /// The destination, and of how many columns any tells it.
  private static func destination(of write: Write) -> String {
    write.parts.isEmpty ? write.name : "\(write.name), any of \(write.parts.count)"
  }

  private static func row(_ write: Write, writes: String) -> Row {
    var codes: [String] = []
    var missing: [String] = []
    for coding in write.codings {
      switch coding.meaning {
      case .missing:
        missing.append("\(coding.cell) = \(coding.name.isEmpty ? MissingReason.unknown.word : coding.name)")
      case .code, .identifier:
        codes.append(coding.cell == coding.name ? coding.cell : "\(coding.cell) = \(coding.name)")
      }
    }
    return Row(
      column: write.columns.joined(separator: ", "), writes: writes, type: type(write),
      codes: codes.joined(separator: ", "), missing: missing.joined(separator: ", "),
      askedIf: write.askedIf ?? "", label: write.label ?? "")
  }

  private static func type(_ write: Write) -> String {
    if write.selection != nil { return "option" }
    let name =
      switch write.format {
      case .coded: "code"
      case .vocabulary(let name): name.rawValue
      case .integer: "whole number"
      case .number: "number"
      case .date: "date"
      case .partialDate: "date or part of it"
      case .year: "year"
      case .text: write.isDateTime ? "day with time" : "text"
      }
    guard let range = write.range else { return name }
    return "\(name) \(range.lowestText)…\(range.highestText)"
  }
}
