import CSV
import CohortModel

/// A column whose values make sense only beside others of the row, compiled for the loop over rows.
struct ValidityPlan: Sendable {
  private let place: Int
  private let column: String
  private let severity: Finding.Severity
  private let rejectsRow: Bool
  private let expression: Expression
  private let columns: ExpressionColumns
  /// Places of the other cells that the condition looks at, where they are stored.
  private let sources: [Int]
  private let today: Int32
  private var cells: [Range<Int>] = []
  private var stack = Expression.Stack()
  /// Place among the outcomes of a row, if the condition looks at other rows.
  private let outcome: Int?

  /// Nil if the write has no such condition, or if the file lacks a column that it looks at.
  init?(
    _ write: Write, _ place: Int, _ questionnaire: Questionnaire, _ header: HeaderIndex, _ targets: [Target],
    _ elsewhere: ElsewhereConditions?, today: StudyDay
  ) {
    guard let expression = write.validity else { return nil }
    outcome = elsewhere?.place(of: expression)
    guard let columns = ExpressionColumns(expression, questionnaire, in: header, unless: outcome) else {
      return nil
    }
    self.place = place
    column = targets[place].columnName
    severity = write.severity
    rejectsRow = write.severity == .error && write.errorScope == .row
    self.expression = expression
    self.columns = columns
    sources = targets.indices.filter { columns.places.contains(targets[$0].columnIndex) }
    self.today = today.days
  }

  /// Reports a value that its condition does not allow; false if that forbids storing the row.
  mutating func check(
    _ record: borrowing Record, _ answers: inout Answers, _ outcomes: [ElsewhereOutcome],
    _ findings: inout FindingSink
  ) -> Bool {
    guard answers.cells[place].state == .value, !isValid(record, answers, outcomes) else { return true }
    findings.add(
      Finding(
        rule: "range", severity: severity, line: record.line, record: record.number, column: column,
        message: "is not within the limits that other answers or the day of the import set",
        hint: "check the answer, and those that it is held against"))
    if severity == .error && !rejectsRow { answers.cells[place].state = .missing(.unreadable) }
    return !rejectsRow
  }

  private mutating func isValid(
    _ record: borrowing Record, _ answers: borrowing Answers, _ outcomes: [ElsewhereOutcome]
  ) -> Bool {
    if let outcome {
      return outcome >= outcomes.count || outcomes[outcome].isUncertain || outcomes[outcome].holds
    }
    for source in sources {
      // Nobody knows what follows from a missing value.
      if case .missing = answers.cells[source].state { return true }
    }
    let around = columns.around(record, &cells, today)
    return expression.holds(around, stack: &stack)
  }
}

/// Codes of a column that are no longer offered, compiled for the loop over rows.
struct RetiredPlan: Sendable {
  private let place: Int
  private let column: String
  private let codes: Set<Int64>

  /// Nil if the write has no such codes.
  init?(_ write: Write, _ place: Int, _ target: Target) {
    guard !write.retired.isEmpty else { return nil }
    self.place = place
    column = target.columnName
    codes = Set(write.retired.map { Int64($0) })
  }

  func check(_ record: borrowing Record, _ cells: [Cell], _ findings: inout FindingSink) {
    guard cells[place].state == .value, codes.contains(cells[place].int) else { return }
    findings.add(
      Finding(
        rule: "retired-code", severity: .warning, line: record.line, record: record.number, column: column,
        message: "is a code that the form no longer offers",
        hint: "right for older answers; check newer ones"))
  }
}
