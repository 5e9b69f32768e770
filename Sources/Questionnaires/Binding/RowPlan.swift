import CSV
import CohortModel

/// What a row is held against as a whole: parts of the form, calculations, and options that exclude each other.
struct RowPlan: Sendable {
  /// A part of the form with the places of its cells.
  private struct Part: Sendable {
    var members:
      [(place: Int, evidence: Write.Part.Evidence, column: String, isRequired: Bool, isWanted: Bool)] = []
    /// Place of the column with the part's state.
    var state: Int?
    var rejectsRow: [Bool] = []
    /// Events that have the part; nil if all do.
    var events: Set<[UInt8]>?
  }

  private var parts: [Part] = []
  /// For each target, whether it only says how far a part is.
  private let areStates: [Bool]
  private var calculations: [CalculationPlan] = []
  private var options: [OptionPlan] = []
  private var validities: [ValidityPlan] = []
  private var retired: [RetiredPlan] = []

  /// Nil if nothing of the questionnaire depends on several columns.
  init?(
    _ questionnaire: Questionnaire, header: HeaderIndex, targets: [Target],
    _ elsewhere: ElsewhereConditions?, today: StudyDay
  ) {
    let writes = questionnaire.writes
    areStates = targets.map { writes[$0.write].part?.isState ?? writes[$0.write].isSteady }
    var places: [String: Int] = [:]
    for (place, target) in targets.enumerated() {
      let write = writes[target.write]
      if let part = write.part {
        let index = places[part.name] ?? parts.count
        if index == parts.count {
          parts.append(
            Part(events: questionnaire.partEvents[part.name].map { Set($0.map { Array($0.utf8) }) }))
        }
        places[part.name] = index
        parts[index].members.append(
          (place, part.evidence, target.columnName, write.isRequired, write.isWanted))
        if part.isState { parts[index].state = place }
        parts[index].rejectsRow.append(write.errorScope == .row)
      }
      if let plan = CalculationPlan(write, place, questionnaire, header, targets, elsewhere, today: today) {
        calculations.append(plan)
      }
      if let plan = ValidityPlan(write, place, questionnaire, header, targets, elsewhere, today: today) {
        validities.append(plan)
      }
      if let plan = RetiredPlan(write, place, target) { retired.append(plan) }
    }
    options = questionnaire.optionGroups.compactMap { OptionPlan($0, targets, writes) }
    let isEmpty = parts.isEmpty && calculations.isEmpty && options.isEmpty
    if isEmpty && validities.isEmpty && retired.isEmpty { return nil }
  }

  /// Checks a row whose cells have been read.
  mutating func check(
    _ record: borrowing Record, _ answers: inout Answers, _ outcomes: [ElsewhereOutcome],
    _ findings: inout FindingSink, _ isAccepted: inout Bool, _ hasAnswers: inout Bool
  ) {
    for part in parts where !settle(part, record, &answers, &findings) { isAccepted = false }
    if !parts.isEmpty { hasAnswers = self.hasAnswers(answers.cells) }
    guard hasAnswers else { return }
    for index in calculations.indices {
      calculations[index].check(record, answers.cells, outcomes, &findings)
    }
    for option in options { option.check(record, answers.cells, &findings) }
    for plan in retired { plan.check(record, answers.cells, &findings) }
    for index in validities.indices
    where !validities[index].check(record, &answers, outcomes, &findings) {
      isAccepted = false
    }
  }

  /// Takes the cells of a part that was not filled in for not asked; false if a blank forbids storing the row.
  private func settle(
    _ part: Part, _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    let isOpen = part.members.contains { member in
      let cell = answers.cells[member.place]
      switch (cell.state, member.evidence) {
      case (.missing, .always), (.missing, .nonzero), (.value, .always): return true
      case (.value, .nonzero): return cell.int != 0
      default: return false
      }
    }
    guard isOpen else {
      for member in part.members {
        switch (answers.cells[member.place].state, member.evidence) {
        case (.blank, _), (.value, .nonzero): answers.cells[member.place].state = .skipped
        default: continue
        }
      }
      return true
    }
    var isAccepted = true
    if let events = part.events, !events.contains(Array(answers.text[answers.eventText])) {
      let column = part.members.first { answers.cells[$0.place].state == .value }?.column
      findings.add(
        Finding(
          rule: "event", severity: .error, line: record.line, record: record.number, column: column,
          message: "is answered at an event that does not have its form",
          hint: "check the event of the row, or add it to part-events"))
      isAccepted = false
    }
    for (member, rejectsRow) in zip(part.members, part.rejectsRow)
    where member.isRequired && answers.cells[member.place].state == .blank {
      findings.add(
        Finding(
          rule: "required", severity: .error, line: record.line, record: record.number,
          column: member.column, message: "is blank and must be answered"))
      if rejectsRow { isAccepted = false }
    }
    // A form that says it is incomplete is not asked why.
    let state = part.state.map { answers.cells[$0] }
    guard state?.state != .value || state?.int != 0 else { return isAccepted }
    for member in part.members where member.isWanted && answers.cells[member.place].state == .blank {
      findings.add(
        Finding(
          rule: "required", severity: .warning, line: record.line, record: record.number,
          column: member.column, message: "is blank and should be answered"))
    }
    return isAccepted
  }

  private func hasAnswers(_ cells: [Cell]) -> Bool {
    for place in cells.indices where !areStates[place] {
      switch cells[place].state {
      case .value, .missing: return true
      case .blank, .skipped: continue
      }
    }
    return false
  }
}
