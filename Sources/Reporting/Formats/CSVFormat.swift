/// The long rows as comma-separated values after RFC 4180, in UTF-8 with line feeds.
public struct CSVFormat: TableFormat {
  /// The word after `--format`.
  public let name = "csv"

  /// Makes the format.
  public init() {}

  /// Writes a header and a line per row.
  public func write(_ table: DisclosedTable) -> String {
    var text = LongRow.names.joined(separator: ",") + "\n"
    for row in table.rows {
      text += LongRow.members(row).map { CSVFormat.quoted($0.value) }.joined(separator: ",") + "\n"
    }
    return text
  }

  static func quoted(_ value: JSONValue) -> String {
    let text = SpreadsheetText.cell(value)
    let needsQuotes = text.utf8.contains { [UInt8(ascii: ","), UInt8(ascii: "\"")].contains($0) }
    return needsQuotes
      ? "\""
        + text.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"") + "\"" : text
  }
}

extension TableFormat where Self == CSVFormat {
  /// Comma-separated values.
  public static var csv: CSVFormat { CSVFormat() }
}

/// The long rows separated by tabs, without quotes.
public struct TSVFormat: TableFormat {
  /// The word after `--format`.
  public let name = "tsv"

  /// Makes the format.
  public init() {}

  /// Writes a header and a line per row.
  public func write(_ table: DisclosedTable) -> String {
    var text = LongRow.names.joined(separator: "\t") + "\n"
    for row in table.rows {
      text += LongRow.members(row).map { SpreadsheetText.cell($0.value) }.joined(separator: "\t") + "\n"
    }
    return text
  }
}

extension TableFormat where Self == TSVFormat {
  /// Tab-separated values.
  public static var tsv: TSVFormat { TSVFormat() }
}

/// Cells that a spreadsheet opens as text and not as a formula.
enum SpreadsheetText {
  /// A number as it is; text with a leading apostrophe where it would start a formula.
  static func cell(_ value: JSONValue) -> String {
    guard case .string(let text) = value else { return value == .null ? "" : value.text }
    let first = text.unicodeScalars.first { !isSkipped($0) }
    let isFormula = first.map { formulaStarts.contains($0) } ?? false
    // Tabs and line breaks become visible escapes, so that a cell never breaks a line.
    return (isFormula ? "'" : "") + TerminalText.escaped(text)
  }

  /// The starts of formulas, with their full-width twins.
  private static let formulaStarts: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "|", "\t", "\r", "\n", "＝", "＋", "－", "＠", "｜",
  ]

  /// What a spreadsheet drops, or a reader does not see, before a formula.
  private static func isSkipped(_ scalar: Unicode.Scalar) -> Bool {
    [" ", "\"", "'", "\u{A0}", "\u{200B}", "\u{FEFF}"].contains(scalar)
  }
}
