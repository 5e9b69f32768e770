import CSV

/// The different conditions of a questionnaire, each evaluated at most once a row.
struct ConditionSet: Sendable {
  private enum Known: UInt8 {
    case unknown
    case holds
    case fails
  }

  private var texts: [String] = []
  private var expressions: [Expression] = []
  /// For each condition, places in the file of the columns it looks at.
  private var columns: [[Int]] = []
  private var known: [Known] = []
  private var cells: [Range<Int>] = []
  private var stack: [Expression.Operand] = []

  /// The place of a write's condition; -1 if it has none, or if the file lacks a column that it looks at.
  mutating func insert(_ write: Write, _ header: HeaderIndex, _ questionnaire: Questionnaire) -> Int {
    guard let expression = write.condition, let text = write.askedIf else { return -1 }
    if let place = texts.firstIndex(of: text) { return place }
    var places: [Int] = []
    for name in expression.columns {
      // Any spelling stands for the column that the file has.
      let spellings = questionnaire.spellings(of: name)
      guard let place = header[name] ?? header.first(of: spellings) else { return -1 }
      places.append(place)
    }
    texts.append(text)
    expressions.append(expression)
    columns.append(places)
    known.append(.unknown)
    return texts.count - 1
  }

  mutating func beginRow() {
    for place in known.indices { known[place] = .unknown }
  }

  @inline(__always)
  mutating func holds(_ place: Int, _ record: borrowing Record) -> Bool {
    switch known[place] {
    case .holds: return true
    case .fails: return false
    case .unknown: return evaluate(place, record)
    }
  }

  private mutating func evaluate(_ place: Int, _ record: borrowing Record) -> Bool {
    cells.removeAll(keepingCapacity: true)
    for column in columns[place] {
      cells.append(CellText.trimmed(record.bytes, record.range(of: column)))
    }
    let holds = expressions[place].holds(bytes: record.bytes, cells: cells, stack: &stack)
    known[place] = holds ? .holds : .fails
    return holds
  }
}
