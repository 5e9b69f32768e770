import Reporting

/// Plain columns of text for people.
enum ColumnText {
  /// Rows with their cells aligned on the left; the last column is not padded.
  static func aligned(_ rows: [[String]]) -> String {
    let count = rows.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
      row.enumerated().map { column, cell in
        column == row.count - 1 ? cell : cell.padding(to: widths[column])
      }.joined(separator: "  ")
    }.map { TerminalText.escaped($0) }.joined(separator: "\n")
  }
}

extension String {
  /// The text with spaces after it up to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
