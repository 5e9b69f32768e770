/// Which rows of a file are its header, and which of them name the columns.
public struct HeaderLayout: Hashable, Sendable {
  /// Number of rows before the first answer.
  public let rows: Int
  /// Rows that name the columns, counted from 1, the general one first; the others are for people.
  public let names: [Int]
  /// What stands between the names of a column that several rows tell.
  public let joint: String
  /// What stands behind each group of the form before a column's name; nil leaves it to the tool that wrote the file.
  public let groups: Character?

  /// More rows than any survey tool writes.
  static let mostRows = 9

  /// One row with the names, as nearly every file has.
  public static let single = HeaderLayout(rows: 1, names: [1])

  /// Makes a layout.
  public init(rows: Int, names: [Int], joint: String = " | ", groups: Character? = nil) {
    self.rows = rows
    self.names = names
    self.joint = joint
    self.groups = groups
  }

  /// Names of the columns.
  ///
  /// Where several rows name them, a blank cell of any but the last continues its left neighbour, as one question
  /// stands above all of its options; blanks take no part in a name. A column that is blank in the last row and above
  /// has no name.
  /// - Parameter header: The header's rows, at least as many as ``rows``, all of one width.
  /// - Returns: One name for each column, trimmed where several rows give it.
  public func columns(of header: [[String]]) -> [String] {
    let naming = names.map { header[$0 - 1] }
    guard let last = naming.last, naming.count > 1 else { return naming.first ?? [] }
    var carried = Array(repeating: "", count: naming.count - 1)
    return last.indices.map { column in
      let option = PlainText.trimmed(last[column])
      let above = naming.dropLast().map { PlainText.trimmed($0[column]) }
      if option.isEmpty && above.allSatisfy(\.isEmpty) { return "" }
      for (row, text) in above.enumerated() where !text.isEmpty {
        carried[row] = text
        // What belongs to the group before does not belong to this one.
        for below in carried.indices.dropFirst(row + 1) { carried[below] = above[below] }
      }
      return (carried + [option]).filter { !$0.isEmpty }.joined(separator: joint)
    }
  }
}
