/// An aligned table for the terminal, in the manner of a journal.
public struct TextFormat: TableFormat {
  /// The word after `--format`.
  public let name = "text"

  /// Makes the format.
  public init() {}

  /// Writes title, table, footnotes, and what the numbers rest on.
  public func write(_ table: DisclosedTable) -> String {
    let grid = TableGrid(table)
    let body = grid.lines.filter { $0.section == nil }.map { line in line.cells.map(TextFormat.text) }
    let headings = grid.columns.map { TerminalText.escaped($0.heading) }
    let widths = headings.indices.map { column in
      max(headings[column].count, body.map { $0[column].count }.max() ?? 0)
    }
    func aligned(_ cells: [String], indent: String = "") -> String {
      var text = indent
      for (column, cell) in cells.enumerated() {
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        text += (column > 0 ? "   " : "") + (grid.columns[column].isNumeric ? padding + cell : cell + padding)
      }
      return text.trimmingEnd()
    }
    let hasSections = grid.lines.contains { $0.section?.isEmpty == false }
    let indent = hasSections ? "  " : ""
    let rule = String(
      repeating: "─", count: widths.reduce(indent.count) { $0 + $1 } + 3 * max(widths.count - 1, 0))
    var lines = [TerminalText.escaped(table.head.title)]
    if !table.head.question.isEmpty { lines.append(TerminalText.escaped(table.head.question)) }
    lines += ["", aligned(headings, indent: indent), rule]
    for line in grid.lines {
      if let section = line.section {
        if !section.isEmpty { lines.append(TerminalText.escaped(section)) }
      } else {
        lines.append(aligned(line.cells.map(TextFormat.text), indent: indent))
      }
    }
    lines.append(rule)
    for (index, note) in grid.footnotes.enumerated() {
      lines.append("[\(TableGrid.letter(index))] \(TerminalText.escaped(note))")
    }
    if table.suppressedRows > 0 { lines.append("\(TableGrid.hidden) not shown") }
    lines += TableFoot.lines(table).map { TerminalText.escaped($0) }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ cell: TableGrid.Cell) -> String {
    let detail = cell.detail.isEmpty ? "" : " [\(cell.detail)]"
    let marks = cell.marks.isEmpty ? "" : " [\(cell.marks)]"
    return TerminalText.escaped(cell.text + detail + marks)
  }
}

extension TableFormat where Self == TextFormat {
  /// An aligned table for the terminal.
  public static var text: TextFormat { TextFormat() }
}

/// What stands under every table that people read.
enum TableFoot {
  static func lines(_ table: DisclosedTable) -> [String] {
    var lines: [String] = []
    if !table.head.denominator.isEmpty { lines.append("Denominator: \(table.head.denominator)") }
    lines += table.head.definition.lines.map { "\($0.key): \($0.value)" }
    lines.append("Small cells: \(table.rule.sentence)")
    if !table.head.asOf.isEmpty { lines.append("As of: \(table.head.asOf)") }
    return lines
  }
}

extension String {
  fileprivate func trimmingEnd() -> String {
    var text = self[...]
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
