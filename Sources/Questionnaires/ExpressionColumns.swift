import CSV
import CohortModel

/// The cells of a row that an expression looks at: where they stand, and how they are written.
struct ExpressionColumns: Sendable {
  /// Places in the file, in the order of ``Expression/columns``.
  let places: [Int]
  /// Decimal mark of each.
  let marks: [UInt8]
  /// How those are written that are no plain texts, numbers and ISO dates; empty if all are plain.
  let notations: [CellNotation]
  /// Missing-data codes of each; only where ``Expression/usesTexts``.
  let missing: [[[UInt8]]]

  /// Of an expression that is evaluated where more than one row is at hand.
  private init() {
    places = []
    marks = []
    notations = []
    missing = []
  }

  /// None of its own where other rows decide; nil if the file lacks a column that the expression looks at.
  init?(
    _ expression: Expression, _ questionnaire: Questionnaire, in header: HeaderIndex, unless outcome: Int?
  ) {
    if outcome == nil {
      self.init(expression, questionnaire, in: header)
    } else {
      self.init()
    }
  }

  /// Nil if the file lacks a column that the expression looks at.
  init?(_ expression: Expression, _ questionnaire: Questionnaire, in header: HeaderIndex) {
    var places: [Int] = []
    var sources: [ColumnSource?] = []
    for name in expression.columns {
      let source = ColumnSource(name, among: questionnaire.writes)
      // Any spelling stands for the column that the file has.
      guard let place = header[name] ?? header.first(of: source?.write.columns ?? []) else { return nil }
      places.append(place)
      sources.append(source)
    }
    self.places = places
    marks = sources.map { $0?.write.decimalMark ?? UInt8(ascii: ".") }
    let literals = expression.literalCells
    let notations = sources.map { $0.map { CellNotation($0, literals: literals) } ?? CellNotation() }
    self.notations = notations.allSatisfy(\.isPlain) ? [] : notations
    missing = expression.missingCodes(in: questionnaire.writes.flatMap(\.single))
  }

  /// The cells in a row; `room` takes their places.
  func around(
    _ record: borrowing Record, _ room: inout [Range<Int>], _ today: Int32
  ) -> Expression.Surroundings {
    room.removeAll(keepingCapacity: true)
    for place in places { room.append(CellText.trimmed(record.bytes, record.range(of: place))) }
    return Expression.Surroundings(
      bytes: record.bytes, cells: room, marks: marks, today: today, missing: missing, notations: notations)
  }
}

/// What a name in an expression stands for: a column, or an option of a column that holds several.
struct ColumnSource {
  let write: Write
  /// True for `[field(code)]` where the options of the field stand in one cell.
  let isSelected: Bool

  /// Nil if the questionnaire reads no such column.
  init?(_ name: String, among writes: [Write]) {
    let writes = writes.lazy.flatMap(\.single)
    if let write = writes.first(where: { $0.columns.contains(name) }) {
      self.write = write
      isSelected = false
      return
    }
    guard let write = writes.first(where: { $0.selectedNames.contains(name) }) else { return nil }
    self.write = write
    isSelected = true
  }
}

extension Write {
  /// What conditions call the option that the write is about; empty unless one cell holds several options.
  var selectedNames: [String] {
    guard let selection else { return [] }
    return columns.flatMap { column in
      selection.options.filter { $0.place == selection.place }.map {
        CheckboxName.column(field: column, code: $0.cell)
      }
    }
  }
}

/// How the cells of a column are written, where that is not how expressions write values themselves.
struct CellNotation: Sendable {
  /// Patterns of days; empty where days are ISO or the column has none.
  private var patterns: [DatePattern] = []
  private var grouping = NumberGrouping.none
  private var selection: SelectionPlan?
  private var spelling: CellSpelling?

  init() {}

  /// How the cells of a column are written that conditions compare with some fixed values.
  init(_ source: ColumnSource, literals: Set<String>) {
    let write = source.write
    selection = source.isSelected ? write.selection.map { SelectionPlan($0) } : nil
    switch write.format {
    case .date, .partialDate:
      // ISO dates are compared and counted from as they stand, with their time of day.
      let days = write.patterns.filter { $0.precision == .day }
      if days != [DatePattern.iso].compactMap(\.self) { patterns = days }
    case .integer, .number: grouping = write.grouping
    case .coded where !source.isSelected: spelling = CellSpelling(write, literals: literals)
    case .coded, .vocabulary, .year, .text: break
    }
  }

  var isPlain: Bool { patterns.isEmpty && grouping == .none && selection == nil && spelling == nil }

  /// What a cell that is not plain stands for; nil if it is to be taken as it is written.
  ///
  /// Days become ISO dates at the end of `texts`.
  func operand(
    _ bytes: [UInt8], _ range: Range<Int>, decimalMark: UInt8, _ texts: inout [UInt8]
  ) -> Expression.Operand? {
    if let selection {
      // A cell without any option is how such columns say that none is ticked.
      if range.isEmpty { return .number(0) }
      var cell = Cell()
      _ = selection.read(bytes, range, into: &cell)
      return cell.state == .value ? .number(cell.double) : .blank
    }
    guard !range.isEmpty else { return nil }
    if let spelling {
      guard let text = spelling.text(of: bytes, range) else { return nil }
      if let number = NumberReader.number(text, 0..<text.count, decimalMark: 0x2E) { return .number(number) }
      texts += text
      return .text(texts.count - text.count..<texts.count)
    }
    if grouping != .none {
      guard NumberReader.number(bytes, range, decimalMark: decimalMark) == nil else { return nil }
      return GroupedNumber.value(bytes, range, decimalMark: decimalMark, grouping: grouping)
        .map { .number($0.value) }
    }
    for pattern in patterns {
      guard let days = pattern.days(bytes, range) else { continue }
      let start = texts.count
      texts.append(contentsOf: StudyDay(days: days).description.utf8)
      let cell = bytes[range]
      if let end = cell.lastIndex(where: { $0 == 0x20 || $0 == UInt8(ascii: "T") }),
        cell[end...].contains(UInt8(ascii: ":"))
      {
        texts.append(0x20)
        texts.append(contentsOf: cell[(end + 1)...])
      }
      return .text(start..<texts.count)
    }
    return nil
  }
}
