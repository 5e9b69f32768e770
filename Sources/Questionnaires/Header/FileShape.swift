/// The survey tool that a file's header gives away, with the evidence.
public struct FileShape: Hashable, Sendable {
  /// A tool that writes files of its own shape.
  public enum Tool: String, Sendable, CaseIterable {
    case qualtrics = "Qualtrics"
    case surveyMonkey = "SurveyMonkey"
    case limeSurvey = "LimeSurvey"
    case redcap = "REDCap"
    case odk = "ODK"
    case kobo = "KoBo"
    case castor = "Castor"
    case isaric = "ISARIC"
  }

  /// Rows at the beginning of a file that are enough to tell.
  public static let rowsNeeded = 4

  /// Nil if the header is nobody's own.
  public let tool: Tool?
  /// Which rows are the header.
  public let header: HeaderLayout
  /// Names of the columns.
  public let columns: [String]
  /// What the tool was recognised by, in a sentence part that quotes names of columns only; empty without a tool.
  public let evidence: String

  /// Looks at the first rows of a file, ``rowsNeeded`` or all there are.
  public init(rows: [[String]]) {
    let found = Self.several(rows) ?? Self.single(rows.first ?? [])
    tool = found?.tool
    header = found?.header ?? .single
    evidence = found?.evidence ?? ""
    columns = rows.isEmpty ? [] : header.columns(of: rows)
  }

  private typealias Found = (tool: Tool, header: HeaderLayout, evidence: String)

  /// Tools that write several header rows.
  private static func several(_ rows: [[String]]) -> Found? {
    guard let first = rows.first else { return nil }
    if let place = rows.firstIndex(where: isImportIDs), place > 0 {
      return (
        .qualtrics, HeaderLayout(rows: place + 1, names: [1]),
        "row \(place + 1) holds the ImportId of each column, so that \(place + 1) rows are the header"
      )
    }
    guard rows.count > 1, rows[1].count == first.count else { return nil }
    let second = rows[1].map(PlainText.trimmed)
    if first.starts(with: ["V1", "V2", "V3"]), second[0].lowercased() == "responseid" {
      return (
        .qualtrics, HeaderLayout(rows: 2, names: [1]),
        "row 1 counts V1, V2, V3 and row 2 says what they are, so that two rows are the header"
      )
    }
    let unnamed = first.indices.filter { PlainText.trimmed(first[$0]).isEmpty }
    guard !unnamed.isEmpty, unnamed.first != 0, second[0].isEmpty, unnamed.allSatisfy({ !second[$0].isEmpty })
    else { return nil }
    return (
      .surveyMonkey, HeaderLayout(rows: 2, names: [1, 2]),
      "row 1 leaves \(unnamed.count) columns unnamed and row 2, whose first cell is blank, names them"
    )
  }

  private static func isImportIDs(_ row: [String]) -> Bool {
    let cells = row.filter { !$0.isEmpty }
    return !cells.isEmpty && cells.allSatisfy { $0.hasPrefix("{\"ImportId\"") || $0.hasPrefix("{'ImportId'") }
  }

  private static func single(_ names: [String]) -> Found? {
    let names = names.map(PlainText.trimmed)
    let known = Set(names)
    func found(_ tool: Tool, _ wanted: [String]) -> Found? {
      guard wanted.allSatisfy(known.contains) else { return nil }
      return (tool, .single, "it has the columns \(wanted.joined(separator: ", "))")
    }
    if let tool = found(.odk, ["PARENT_KEY", "KEY"]) ?? found(.odk, ["SubmissionDate", "KEY"])
      ?? found(.kobo, ["_parent_index", "_index"]) ?? found(.kobo, ["_uuid", "_submission_time"])
      ?? found(.limeSurvey, ["submitdate", "lastpage"]) ?? found(
        .limeSurvey, ["submitdate", "startlanguage"])
      ?? found(.redcap, ["redcap_event_name"]) ?? found(.redcap, ["redcap_repeat_instrument"])
    {
      return tool
    }
    func first(_ matches: (String) -> Bool) -> String? { names.first(where: matches) }
    if let name = first({ $0.hasSuffix("]") && $0.dropFirst().contains("[") }) {
      return (.limeSurvey, .single, "it has columns such as \(name)")
    }
    if let option = first({ OptionColumn($0, mark: "___") != nil }) {
      let isLabel = option.unicodeScalars.contains { $0 == " " || ("A"..."Z").contains($0) }
      if isLabel { return (.isaric, .single, "it has columns such as \(option)") }
      return (.redcap, .single, "it has columns such as \(option)")
    }
    if let name = first({ $0.hasSuffix("_complete") }), names.count > 2 {
      return (.redcap, .single, "it has columns such as \(name)")
    }
    if let name = first({ OptionColumn($0, mark: "#") != nil }) {
      return (.castor, .single, "it has columns such as \(name)")
    }
    return nil
  }
}

/// The column of one option of a question, its name taken apart: `symptom___fever`.
struct OptionColumn: Hashable {
  let question: String
  let option: String

  /// Nil if the name does not have the mark between a question and an option.
  init?(_ name: String, mark: String) {
    guard let range = name.firstRange(of: mark), range.lowerBound > name.startIndex,
      range.upperBound < name.endIndex
    else { return nil }
    question = String(name[..<range.lowerBound])
    option = String(name[range.upperBound...])
  }
}
