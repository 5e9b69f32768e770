import CSV
import CohortModel

/// A column whose value follows from others of the row, compiled for the loop over rows.
struct CalculationPlan: Sendable {
  /// Numbers of a file have been rounded to about 14 digits.
  private static let tolerance = 1e-9

  private let place: Int
  private let column: String
  private let expression: Expression
  private let columns: ExpressionColumns
  /// Places of the cells that the calculation looks at, where they are stored.
  private let sources: [Int]
  private let today: Int32
  private var cells: [Range<Int>] = []
  private var stack = Expression.Stack()
  /// Place among the outcomes of a row, if the calculation looks at other rows.
  private let outcome: Int?

  /// Nil if the write is not calculated, or if the file lacks a column that the calculation looks at.
  init?(
    _ write: Write, _ place: Int, _ questionnaire: Questionnaire, _ header: HeaderIndex, _ targets: [Target],
    _ elsewhere: ElsewhereConditions?, today: StudyDay
  ) {
    guard let expression = write.calculation else { return nil }
    outcome = elsewhere?.place(of: expression)
    guard let columns = ExpressionColumns(expression, questionnaire, in: header, unless: outcome) else {
      return nil
    }
    self.place = place
    column = targets[place].columnName
    self.expression = expression
    self.columns = columns
    sources = targets.indices.filter { columns.places.contains(targets[$0].columnIndex) }
    self.today = today.days
  }

  /// Reports a value that is not what the calculation gives.
  mutating func check(
    _ record: borrowing Record, _ answers: [Cell], _ outcomes: [ElsewhereOutcome],
    _ findings: inout FindingSink
  ) {
    let stored: Double?
    switch answers[place].state {
    case .value: stored = answers[place].double
    case .blank: stored = nil
    case .missing, .skipped: return
    }
    let message: String
    let result: ElsewhereOutcome.Value
    if let outcome {
      guard outcome < outcomes.count, !outcomes[outcome].isUncertain else { return }
      result = outcomes[outcome].value
    } else {
      guard let own = value(record, answers) else { return }
      result = own
    }
    switch (result, stored) {
    case (.number(let number), let stored?):
      guard abs(number - stored) > Self.tolerance * max(1, abs(number)) else { return }
      message = "is not what its calculation gives"
    case (.number, nil): message = "is blank where its calculation gives a value"
    case (.blank, .some): message = "has a value where its calculation gives none"
    default: return
    }
    findings.add(
      Finding(
        rule: "calculated", severity: .warning, line: record.line, record: record.number, column: column,
        message: message, hint: "have the calculation run again at the source, then export once more"))
  }

  /// What the cells of the row give; nil where nobody knows.
  private mutating func value(_ record: borrowing Record, _ answers: [Cell]) -> ElsewhereOutcome.Value? {
    // Nobody knows what follows from a missing value or from one that cannot be read.
    let isKnown = sources.allSatisfy { source in
      if case .missing = answers[source].state { return false }
      return true
    }
    guard isKnown || expression.usesTexts else { return nil }
    let around = columns.around(record, &cells, today)
    let result = expression.value(around, stack: &stack)
    switch result {
    case .blank: return .blank
    case .number(let number): return .number(number)
    case .text:
      let digits = Array(expression.text(of: result, around, stack: stack))
      return NumberReader.number(digits, 0..<digits.count, decimalMark: 0x2E).map { .number($0) } ?? .text
    default: return .text
    }
  }
}
