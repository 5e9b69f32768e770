/// A disclosed table laid out in columns and lines, for the formats that people read.
struct TableGrid {
  struct Column {
    var heading: String
    var isNumeric: Bool
  }

  struct Cell {
    var text = ""
    /// What stands smaller after the text, such as an interval in a cell that also has a value.
    var detail = ""
    /// Letters of footnotes.
    var marks = ""
    var isSuppressed = false
  }

  struct Line {
    /// A heading over the lines that follow; the cells are empty then.
    var section: String?
    var cells: [Cell] = []
    /// The share and its limits, for a picture beside the numbers.
    var share: (value: Double, lower: Double, upper: Double)?
  }

  private(set) var columns: [Column] = []
  private(set) var lines: [Line] = []
  private(set) var footnotes: [String] = []

  /// What stands in the place of a hidden number.
  static let hidden = "·"

  init(_ table: DisclosedTable) {
    switch table.head.layout {
    case .list: makeList(table)
    case .groupsAsColumns: makePivot(table, across: \.group, down: \.level, table.head.levelHeading)
    case .levelsAsColumns: makePivot(table, across: \.level, down: \.group, table.head.groupHeading)
    }
  }

  /// The letter of a footnote: the same text has the same letter.
  private mutating func mark(_ note: String) -> String {
    guard !note.isEmpty else { return "" }
    if !footnotes.contains(note) { footnotes.append(note) }
    return TableGrid.letter((footnotes.firstIndex(of: note) ?? 0))
  }

  static func letter(_ index: Int) -> String {
    let last = Character(Unicode.Scalar(UInt8(ascii: "a") + UInt8(index % 26)))
    return (index < 26 ? "" : letter(index / 26 - 1)) + String(last)
  }

  private mutating func startSection(of row: ResultRow, after previous: ResultRow?) {
    if row.section != previous?.section ?? "" { lines.append(Line(section: row.section)) }
  }
}

extension TableGrid {
  /// One line per row; columns in which nothing would stand are left out.
  private mutating func makeList(_ table: DisclosedTable) {
    let rows = table.rows.map(\.shown)
    let measures = Set(rows.map(\.measure))
    let hasGroups = rows.contains { !$0.group.isEmpty }
    let hasLevels = rows.contains { !$0.level.isEmpty }
    let hasCounts = rows.contains { $0.kind == .cell }
    let hasSizes = rows.contains { $0.n != nil }
    let hasValues = table.rows.contains {
      $0.shown.value != .none || ($0.isSuppressed && ($0.shown.unit == .proportion || $0.shown.kind != .cell))
    }
    let intervals = Set(rows.filter { $0.lower != nil || $0.upper != nil }.map(\.interval.rawValue))
    if hasGroups { columns.append(Column(heading: table.head.groupHeading, isNumeric: false)) }
    if hasLevels { columns.append(Column(heading: table.head.levelHeading, isNumeric: false)) }
    if measures.count > 1 { columns.append(Column(heading: "Measure", isNumeric: false)) }
    if hasCounts || hasSizes {
      let heading = hasCounts ? (hasSizes ? "n/N" : "n") : "N"
      columns.append(Column(heading: heading, isNumeric: true))
    }
    if hasValues {
      let measure = rows.first?.measure ?? ""
      let heading = measures.count == 1 ? measure.prefix(1).uppercased() + measure.dropFirst() : "Value"
      columns.append(Column(heading: heading, isNumeric: true))
    }
    if !intervals.isEmpty {
      columns.append(
        Column(heading: intervals.count == 1 ? intervals.first ?? "" : "Limits", isNumeric: true))
    }
    var previous: ResultRow?
    for row in table.rows {
      startSection(of: row.shown, after: previous)
      previous = row.shown
      var cells: [Cell] = []
      if hasGroups { cells.append(Cell(text: row.shown.group)) }
      if hasLevels { cells.append(Cell(text: row.shown.level)) }
      if measures.count > 1 { cells.append(Cell(text: row.shown.measure)) }
      if !cells.isEmpty { cells[cells.count - 1].marks = mark(row.shown.note) }
      if hasCounts || hasSizes { cells.append(countCell(row)) }
      if hasValues { cells.append(valueCell(row)) }
      if !intervals.isEmpty { cells.append(Cell(text: limits(row.shown, namesKind: intervals.count > 1))) }
      lines.append(Line(cells: cells, share: share(row.shown)))
    }
  }

  private func share(_ row: ResultRow) -> (value: Double, lower: Double, upper: Double)? {
    guard row.unit == .proportion, let value = row.value.number else { return nil }
    return (value, row.lower ?? value, row.upper ?? value)
  }

  private func countCell(_ row: DisclosedRow) -> Cell {
    let shown = row.shown
    let size = shown.n.map(Numbers.grouped) ?? (row.isSuppressed ? TableGrid.hidden : "")
    guard shown.kind == .cell else { return Cell(text: size, isSuppressed: row.isSuppressed) }
    let count = shown.count.map(Numbers.grouped) ?? (row.isSuppressed ? TableGrid.hidden : "")
    if shown.n == nil { return Cell(text: count, isSuppressed: row.isSuppressed) }
    return Cell(text: count.isEmpty ? size : "\(count)/\(size)", isSuppressed: row.isSuppressed)
  }

  private mutating func valueCell(_ row: DisclosedRow) -> Cell {
    let shown = row.shown
    if row.isSuppressed { return Cell(text: TableGrid.hidden, isSuppressed: true) }
    switch shown.value {
    case .number(let value): return Cell(text: Numbers.text(value, shown.unit, decimals: shown.decimals))
    case .undefined(let reason): return Cell(text: "NE", marks: mark("not estimable: \(reason)"))
    case .none: return Cell()
    }
  }

  private func limits(_ row: ResultRow, namesKind: Bool = false) -> String {
    guard let lower = row.lower, let upper = row.upper else { return "" }
    let text = Numbers.interval(lower, upper, row.unit, decimals: row.decimals)
    return namesKind ? "\(row.interval.rawValue) \(text)" : text
  }
}

extension TableGrid {
  /// One line per measure, with the groups (or levels) side by side.
  private mutating func makePivot(
    _ table: DisclosedTable, across: KeyPath<ResultRow, String>, down: KeyPath<ResultRow, String>,
    _ heading: String
  ) {
    var names: [String] = []
    for row in table.rows where !names.contains(row.shown[keyPath: across]) {
      names.append(row.shown[keyPath: across])
    }
    let sizes = names.map { name in
      Set(
        table.rows.filter { $0.shown[keyPath: across] == name && $0.shown.kind != .comparison }.map(\.shown.n)
      )
    }
    columns = [Column(heading: heading, isNumeric: false)]
    for (name, sizes) in zip(names, sizes) {
      let size = sizes.count == 1 ? sizes.first?.map { " (N = \(Numbers.grouped($0)))" } ?? "" : ""
      columns.append(Column(heading: name + size, isNumeric: true))
    }
    var position: [[String]: Int] = [:]
    var previous: ResultRow?
    for row in table.rows {
      let shown = row.shown
      let key = [shown.section, shown[keyPath: down], shown.measure]
      if position[key] == nil {
        startSection(of: shown, after: previous)
        previous = shown
        let label = Cell(text: TableGrid.label(shown, shown[keyPath: down]), marks: mark(shown.note))
        lines.append(Line(cells: [label] + Array(repeating: Cell(), count: names.count)))
        position[key] = lines.count - 1
      }
      guard let line = position[key], let column = names.firstIndex(of: shown[keyPath: across]) else {
        continue
      }
      lines[line].cells[column + 1] = pivotCell(row, namesSize: sizes[column].count > 1)
    }
  }

  /// "female", but "years, median [Q1–Q3]": that a share is a share shows in the cell.
  private static func label(_ row: ResultRow, _ name: String) -> String {
    var words = [name]
    if row.kind != .cell { words.append(row.measure) }
    let hasLimits = row.lower != nil && row.upper != nil && row.interval != .confidence
    return words.filter { !$0.isEmpty }.joined(separator: ", ")
      + (hasLimits ? " [\(row.interval.rawValue)]" : "")
  }

  private mutating func pivotCell(_ row: DisclosedRow, namesSize: Bool) -> Cell {
    var cell = valueCell(row)
    cell.detail = limits(row.shown)
    guard !row.isSuppressed, let count = row.shown.count else { return cell }
    var text = Numbers.grouped(count)
    if namesSize, let n = row.shown.n { text += "/" + Numbers.grouped(n) }
    cell.text = cell.text.isEmpty ? text : "\(text) (\(cell.text))"
    return cell
  }
}
