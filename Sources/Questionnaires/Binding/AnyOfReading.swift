import CSV
import CohortModel

/// Reading a concept that several columns tell together.
extension AnyOfPlan {
  /// Reads the columns of one concept; false if that forbids storing the row.
  ///
  /// Present if any column says so. Else the first column that does not say "absent" decides: its reason, or the
  /// blank rules. Absent only if every column that was asked says so.
  @inline(never)
  func read(
    _ record: borrowing Record, _ conditions: inout ConditionSet, _ answers: inout Answers,
    _ findings: inout FindingSink
  ) -> Bool {
    var isAccepted = true
    var value: Int64?
    var open: (state: Cell.State, column: CellPlan?)?
    for column in columns {
      guard let column else {
        // The file cannot say "absent" of it: as if it had not been asked.
        open = open ?? (.skipped, nil)
        continue
      }
      let cell = readPart(column, record, &conditions, &answers, &findings, &isAccepted)
      switch cell.state {
      case .value: value = value.map { AnyOfPlan.isMore(cell.int, than: $0) ? cell.int : $0 } ?? cell.int
      case .missing, .blank: open = open ?? (cell.state, column)
      case .skipped: break
      }
    }
    var cell = Cell()
    if let value, value > 0 || open == nil {
      cell.state = .value
      cell.int = value
      cell.double = Double(value)
    } else {
      cell.state = open?.state ?? .skipped
    }
    answers.cells[place] = cell
    if isRequired, cell.state == .blank, let column = open?.column {
      report(column, "required", .error, "is blank and must be answered", nil, record, &findings)
      if column.rejectsRow { isAccepted = false }
    }
    return isAccepted
  }

  /// Reads one column; `.skipped` if it was not asked and does not say more than that.
  private func readPart(
    _ plan: CellPlan, _ record: borrowing Record, _ conditions: inout ConditionSet, _ answers: inout Answers,
    _ findings: inout FindingSink, _ isAccepted: inout Bool
  ) -> Cell {
    let bytes = record.bytes
    let range = CellText.trimmed(bytes, record.range(of: plan.column))
    let isAsked = plan.condition < 0 || conditions.holds(plan.condition, record)
    var cell = Cell()
    if range.isEmpty {
      if !isAsked { cell.state = .skipped }
      return cell
    }
    let fault = plan.readCode(bytes, range, into: &cell, &answers.text)
    if fault != .none {
      let words = plan.messages.words(fault)
      report(plan, words.rule, .error, words.message, words.hint, record, &findings)
      cell.state = .missing(.unreadable)
      if plan.rejectsRow { isAccepted = false }
    } else if !isAsked && cell.state == .value {
      guard cell.int > 0 else {
        cell.state = .skipped
        return cell
      }
      report(
        plan, "hidden-field", .warning, "is answered though the questionnaire would not have asked",
        "check the answer that decides whether it is asked", record, &findings)
    }
    return cell
  }

  /// Reports a cell, unless the answer that keeps the same column has reported it already.
  private func report(
    _ plan: CellPlan, _ rule: String, _ severity: Finding.Severity, _ message: String, _ hint: String?,
    _ record: borrowing Record, _ findings: inout FindingSink
  ) {
    let column = plan.messages.column
    guard !findings.row.contains(where: { $0.rule == rule && $0.column == column }) else { return }
    findings.add(
      Finding(
        rule: rule, severity: severity, line: record.line, record: record.number, column: column,
        message: message, hint: hint))
  }
}
