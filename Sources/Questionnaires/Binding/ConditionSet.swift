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
  /// For each condition, the cells that it looks at.
  private var columns: [ExpressionColumns] = []
  private var known: [Known] = []
  private var cells: [Range<Int>] = []
  private var stack = Expression.Stack()
  /// Conditions that look at other rows, with their places among the outcomes of a row.
  private var decidedElsewhere: [(place: Int, outcome: Int)] = []
  private let elsewhere: ElsewhereConditions?
  private let today: Int32

  init(_ elsewhere: ElsewhereConditions?, today: StudyDay) {
    self.elsewhere = elsewhere
    self.today = today.days
  }

  /// The place of a write's condition; -1 if it has none, or if the file lacks a column that it looks at.
  mutating func insert(_ write: Write, _ header: HeaderIndex, _ questionnaire: Questionnaire) -> Int {
    guard let expression = write.condition, let text = write.askedIf else { return -1 }
    if let place = texts.firstIndex(of: text) { return place }
    let outcome = elsewhere?.place(of: expression)
    guard let found = ExpressionColumns(expression, questionnaire, in: header, unless: outcome) else {
      return -1
    }
    if let outcome { decidedElsewhere.append((texts.count, outcome)) }
    texts.append(text)
    expressions.append(expression)
    columns.append(found)
    known.append(.unknown)
    return texts.count - 1
  }

  mutating func beginRow(_ outcomes: [ElsewhereOutcome]) {
    for place in known.indices { known[place] = .unknown }
    for (place, outcome) in decidedElsewhere {
      known[place] = outcome >= outcomes.count || outcomes[outcome].holds ? .holds : .fails
    }
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
    let holds = expressions[place].holds(columns[place].around(record, &cells, today), stack: &stack)
    known[place] = holds ? .holds : .fails
    return holds
  }
}

extension Expression {
  /// Codes of missing values of the columns; empty if the expression does not look at cells as texts.
  func missingCodes(in writes: [Write]) -> [[[UInt8]]] {
    guard usesTexts else { return [] }
    return columns.map { name in
      (ColumnSource(name, among: writes)?.write.codings ?? []).compactMap { coding in
        if case .missing = coding.meaning { Array(coding.cell.utf8) } else { nil }
      }
    }
  }
}
