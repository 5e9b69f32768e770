/// A table in GitHub's Markdown.
public struct MarkdownFormat: TableFormat {
  /// The word after `--format`.
  public let name = "markdown"

  /// Makes the format.
  public init() {}

  /// Writes title, table and footnotes.
  public func write(_ table: DisclosedTable) -> String {
    let grid = TableGrid(table)
    var lines = ["### \(MarkdownFormat.escaped(table.head.title))", ""]
    if !table.head.question.isEmpty { lines += [MarkdownFormat.escaped(table.head.question), ""] }
    lines.append(MarkdownFormat.row(grid.columns.map { MarkdownFormat.escaped($0.heading) }))
    lines.append(MarkdownFormat.row(grid.columns.map { $0.isNumeric ? "---:" : "---" }))
    for line in grid.lines {
      if let section = line.section {
        guard !section.isEmpty else { continue }
        let blanks = Array(repeating: "", count: max(grid.columns.count - 1, 0))
        lines.append(MarkdownFormat.row(["**\(MarkdownFormat.escaped(section))**"] + blanks))
      } else {
        lines.append(MarkdownFormat.row(line.cells.map(MarkdownFormat.text)))
      }
    }
    lines.append("")
    for (index, note) in grid.footnotes.enumerated() {
      lines.append("- <sup>\(TableGrid.letter(index))</sup> \(MarkdownFormat.escaped(note))")
    }
    if table.suppressedRows > 0 { lines.append("- \(TableGrid.hidden) not shown") }
    lines += TableFoot.lines(table).map { "- " + MarkdownFormat.escaped($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

  private static func text(_ cell: TableGrid.Cell) -> String {
    let detail = cell.detail.isEmpty ? "" : " [\(cell.detail)]"
    let marks = cell.marks.isEmpty ? "" : "<sup>\(cell.marks)</sup>"
    return escaped(cell.text + detail) + marks
  }

  /// Text that Markdown shows as it is written.
  static func escaped(_ text: String) -> String {
    var safe = ""
    for character in TerminalText.escaped(text) {
      switch character {
      case "&": safe += "&amp;"
      case "<": safe += "&lt;"
      case ">": safe += "&gt;"
      case "\\", "`", "*", "_", "[", "]", "|", "#", "~", "!": safe += "\\\(character)"
      default: safe.append(character)
      }
    }
    return safe
  }
}

extension TableFormat where Self == MarkdownFormat {
  /// A table in GitHub's Markdown.
  public static var markdown: MarkdownFormat { MarkdownFormat() }
}
