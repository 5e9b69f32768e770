import CSV
import CohortModel

/// The different conditions of a questionnaire, each evaluated at most once a row.
struct ConditionSet: Sendable {
  private enum Known: UInt8 {
    case unknown
    case holds
    case fails
  }

  private var texts: [String] = []
  private var expressions: [Expression] = []
  /// For each condition, places in the file of the columns it looks at, and their decimal marks.
  private var columns: [[Int]] = []
  private var marks: [[UInt8]] = []
  private var known: [Known] = []
  private var cells: [Range<Int>] = []
  private var stack = Expression.Stack()
  private var missing: [[[[UInt8]]]] = []
  private let today: Int32

  init(today: StudyDay) {
    self.today = today.days
  }

  /// The place of a write's condition; -1 if it has none, or if the file lacks a column that it looks at.
  mutating func insert(_ write: Write, _ header: HeaderIndex, _ questionnaire: Questionnaire) -> Int {
    guard let expression = write.condition, let text = write.askedIf else { return -1 }
    if let place = texts.firstIndex(of: text) { return place }
    guard let (places, marks) = questionnaire.places(of: expression, in: header) else { return -1 }
    texts.append(text)
    expressions.append(expression)
    columns.append(places)
    self.marks.append(marks)
    missing.append(questionnaire.missingCodes(of: expression))
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
    let around = Expression.Surroundings(
      bytes: record.bytes, cells: cells, marks: marks[place], today: today, missing: missing[place])
    let holds = expressions[place].holds(around, stack: &stack)
    known[place] = holds ? .holds : .fails
    return holds
  }
}

extension Questionnaire {
  /// Codes of missing values of the columns that an expression looks at; empty if it does not look for any.
  func missingCodes(of expression: Expression) -> [[[UInt8]]] {
    expression.usesTexts ? expression.missingCodes(in: writes.flatMap(\.single)) : []
  }

  /// Places and decimal marks of the columns that an expression looks at; nil if the file lacks one of them.
  func places(of expression: Expression, in header: HeaderIndex) -> (places: [Int], marks: [UInt8])? {
    var places: [Int] = []
    var marks: [UInt8] = []
    for name in expression.columns {
      // Any spelling stands for the column that the file has.
      let write = writes.lazy.flatMap(\.single).first { $0.columns.contains(name) }
      guard let place = header[name] ?? header.first(of: write?.columns ?? []) else { return nil }
      places.append(place)
      marks.append(write?.decimalMark ?? UInt8(ascii: "."))
    }
    return (places, marks)
  }
}

extension Expression {
  /// Codes of missing values of the columns; empty if the expression does not look at cells as texts.
  func missingCodes(in writes: [Write]) -> [[[UInt8]]] {
    guard usesTexts else { return [] }
    return columns.map { name in
      (writes.first { $0.columns.contains(name) }?.codings ?? []).compactMap { coding in
        if case .missing = coding.meaning { Array(coding.cell.utf8) } else { nil }
      }
    }
  }
}
