public import CSV
import CohortModel

/// What becomes of one row.
public enum RowVerdict: Hashable, Sendable {
  /// The row can be stored; it may have findings all the same.
  case accepted
  /// A finding forbids storing the row.
  case rejected
  /// The row belongs to another questionnaire of the same file.
  case otherStream
  /// No part of the form was filled in, so that there is nothing to store.
  case withoutAnswers
}

/// A questionnaire whose columns have been found in a file; it reads rows.
public struct BoundQuestionnaire: Sendable {
  /// Places of key columns in the file; -1 where there is none.
  struct KeyColumns: Sendable {
    let participant: Int
    let event: Int
    let instance: Int
    /// Columns by which rows are told apart where instances are counted.
    let counted: [Int]
    let only: Int
    let slots: [Int]
  }

  /// The questionnaire that was bound.
  public let questionnaire: Questionnaire
  /// The columns that are stored, in the order of ``Answers/cells``.
  public let targets: [Target]
  /// Names of the file's columns.
  public let columns: [String]

  let keys: KeyReader
  /// Columns of their own, in the order of the first targets.
  let plans: [CellPlan]
  private let shortCells: ShortCells
  /// Concepts of several columns, in the order of the targets behind those.
  let anyOfPlans: [AnyOfPlan]
  let rules: [any BoundRule]
  /// Rules about the participant's life that other rows may break; nil if the questionnaire asks for none.
  public let lifeRules: LifeRules?
  private var conditions: ConditionSet
  /// Takes what ``readKey(of:into:)`` does not say.
  var unsaid = FindingSink(limit: 0)
  /// What depends on several columns; nil where nothing does, as in most questionnaires.
  private var whole: RowPlan?
  /// What looks at other rows of the participant; nil where nothing does, as in most questionnaires.
  public let elsewhere: ElsewhereConditions?
  /// What ``elsewhere`` gives for the row that is validated next; empty if nobody has looked.
  public var outcomes: [ElsewhereOutcome] = []

  init(
    _ questionnaire: Questionnaire, header: HeaderIndex, keys: KeyColumns, targets: [Target], today: StudyDay
  ) {
    self.questionnaire = questionnaire
    self.targets = targets
    columns = header.names
    self.keys = KeyReader(questionnaire, columns: keys, names: header.names)
    let elsewhere = ElsewhereConditions(questionnaire, header: header, today: today)
    self.elsewhere = elsewhere
    var conditions = ConditionSet(elsewhere, today: today)
    func plan(_ write: Write, _ target: Target) -> CellPlan {
      CellPlan(
        write, target: target, condition: conditions.insert(write, header, questionnaire),
        vocabulary: questionnaire.vocabulary)
    }
    plans = targets.prefix { $0.parts.isEmpty }.map { plan(questionnaire.writes[$0.write], $0) }
    shortCells = ShortCells(plans)
    anyOfPlans = targets.enumerated().dropFirst(plans.count).map { place, target in
      let write = questionnaire.writes[target.write]
      let columns = zip(write.parts, target.parts).compactMap { part, target -> CellPlan?? in
        guard let target else { return part.isColumnOptional ? .none : .some(nil) }
        return plan(part, target)
      }
      return AnyOfPlan(place: place, columns: columns, isRequired: write.isRequired)
    }
    self.conditions = conditions
    whole = RowPlan(questionnaire, header: header, targets: targets, elsewhere, today: today)
    let dates = RowDates(targets: targets, questionnaire: questionnaire)
    rules = questionnaire.rules.compactMap { dates.rule($0, among: questionnaire.rules, today: today) }
    lifeRules = LifeRules(questionnaire.rules, dates)
  }

  /// Reads what a row is known by and nothing else, such as to find out whether it is stored already.
  ///
  /// - Returns: False if the row belongs to another questionnaire, or if there is anything to say about its form
  ///   or its key; ``validate(_:into:findings:)`` says it.
  public mutating func readKey(of record: borrowing Record, into answers: inout Answers) -> Bool {
    guard record.count == columns.count, keys.isOfStream(record) else { return false }
    answers.begin(targetCount: targets.count, slotCount: questionnaire.slots.count)
    let known = unsaid.count
    let isRead = keys.read(record, into: &answers, findings: &unsaid)
    unsaid.beginRow()
    return isRead && unsaid.count == known
  }

  /// Whether a row belongs to another questionnaire of the same file; ``validate(_:into:findings:)`` says it too.
  public func isOfOtherStream(_ record: borrowing Record) -> Bool {
    record.count == columns.count && !keys.isOfStream(record)
  }

  /// Reads and checks one row.
  ///
  /// - Parameters:
  ///   - record: A row of the file whose header was bound.
  ///   - answers: Filled with the row's answers; complete only if the row is accepted.
  ///   - findings: Takes what is found; its `row` then holds the findings of this row.
  /// - Returns: Whether the row can be stored.
  public mutating func validate(
    _ record: borrowing Record, into answers: inout Answers, findings: inout FindingSink
  ) -> RowVerdict {
    findings.beginRow()
    answers.begin(targetCount: targets.count, slotCount: questionnaire.slots.count)
    let line = record.line
    let number = record.number
    guard record.count == columns.count else {
      let few = record.count < columns.count
      findings.add(
        Finding(
          rule: "field-count", severity: .error, line: line, record: number,
          message: "\(record.count) fields where the header has \(columns.count)",
          hint: few
            ? "the line may be cut off, or a line break stand outside quotes" : "a delimiter may need quotes")
      )
      return .rejected
    }
    if !keys.isOfStream(record) { return .otherStream }
    var isAccepted = keys.read(record, into: &answers, findings: &findings)
    conditions.beginRow(outcomes)
    let bytes = record.bytes
    for first in stride(from: 0, to: plans.count, by: ShortCells.width) {
      var left = shortCells.read(record, from: first, into: &answers.cells)
      while left != 0 {
        let place = first + left.trailingZeroBitCount
        left &= left - 1
        if !read(place, record, bytes, &answers, &findings) { isAccepted = false }
      }
    }
    for plan in anyOfPlans where !plan.read(record, &conditions, &answers, &findings) { isAccepted = false }
    var hasAnswers = true
    if whole != nil {
      whole?.check(record, &answers, outcomes, &findings, &isAccepted, &hasAnswers)
    }
    for rule in rules where rule.check(answers.cells, line: line, record: number, findings: &findings) {
      isAccepted = false
    }
    guard isAccepted else { return .rejected }
    return hasAnswers ? .accepted : .withoutAnswers
  }

  /// Reads one cell; false if it forbids storing the row.
  @inline(__always)
  private mutating func read(
    _ place: Int, _ record: borrowing Record, _ bytes: [UInt8], _ answers: inout Answers,
    _ findings: inout FindingSink
  ) -> Bool {
    let plan = plans[place]
    let whole = record.range(of: plan.column)
    let range = CellText.trimmed(bytes, whole)
    let isAsked = plan.condition < 0 || conditions.holds(plan.condition, record)
    var cell = Cell()
    if range.count != whole.count, !plan.isVerbatim, CellText.holdsUnseen(bytes, whole) {
      report(
        place, "trimmed", .note, "an invisible character or a no-break space around the value was left out",
        nil,
        record, &findings)
    }
    if range.isEmpty, !plan.isVerbatim || !CellText.hasLineBreak(bytes, whole) {
      if !isAsked { cell.state = .skipped }
      answers.cells[place] = cell
      guard isAsked && plan.isRequired else { return true }
      report(place, "required", .error, "is blank and must be answered", nil, record, &findings)
      return !plan.rejectsRow
    }
    let fault = plan.read(bytes, range, whole: whole, into: &cell, &answers.text)
    answers.cells[place] = cell
    if fault != .none {
      return resolve(fault, place, range, record, &answers, &findings)
    }
    if !isAsked { checkHidden(place, record, &answers, &findings) }
    return true
  }

  /// A value where the questionnaire would not have asked.
  private func checkHidden(
    _ place: Int, _ record: borrowing Record, _ answers: inout Answers, _ findings: inout FindingSink
  ) {
    guard answers.cells[place].state == .value else { return }
    // An option that was never shown is exported as 0.
    if plans[place].isCheckbox && answers.cells[place].int == 0 {
      answers.cells[place].state = .skipped
      return
    }
    report(
      place, "hidden-field", .warning, "is answered though the questionnaire would not have asked",
      "check the answer that decides whether it is asked", record, &findings)
  }

  /// What follows from a cell that could not be read or is out of range; false if the row is rejected.
  private func resolve(
    _ fault: CellPlan.Fault, _ place: Int, _ range: Range<Int>, _ record: borrowing Record,
    _ answers: inout Answers, _ findings: inout FindingSink
  ) -> Bool {
    if fault == .coding, let vocabulary = plans[place].vocabulary,
      let identifier = questionnaire.vocabulary.identifier(
        for: String(decoding: record.bytes[range], as: UTF8.self), in: vocabulary),
      let index = questionnaire.vocabulary.identifiers(of: vocabulary).firstIndex(of: identifier)
    {
      answers.cells[place].state = .value
      answers.cells[place].int = Int64(index)
      let start = answers.text.count
      answers.text.append(contentsOf: identifier.utf8)
      answers.cells[place].text = start..<answers.text.count
      return true
    }
    let words = CellDamage(fault, plans[place], questionnaire, record.bytes, range).words
    let isSoft = fault == .belowRange || fault == .aboveRange || fault == .aboveLength
    let isRead = fault == .otherMark || fault == .thousands
    let severity =
      isRead ? .note : fault == .digits ? .warning : isSoft ? plans[place].rangeSeverity : .error
    let hint =
      CellText.holdsUnseen(record.bytes, range)
      ? "the cell holds an invisible character or a no-break space; type it anew"
      : words.hint ?? suggestion(fault, place, range, record, findings)
    report(place, words.rule, severity, words.message, hint, record, &findings)
    guard severity == .error else { return true }
    answers.cells[place].state = .missing(.unreadable)
    return !plans[place].rejectsRow
  }

  /// The code that was probably meant, while findings are kept in full.
  private func suggestion(
    _ fault: CellPlan.Fault, _ place: Int, _ range: Range<Int>, _ record: borrowing Record,
    _ findings: FindingSink
  ) -> String? {
    guard fault == .coding, findings.samples.count < findings.limit else { return nil }
    return plans[place].messages.suggestion.hint(for: String(decoding: record.bytes[range], as: UTF8.self))
  }

  private func report(
    _ place: Int, _ rule: String, _ severity: Finding.Severity, _ message: String, _ hint: String?,
    _ record: borrowing Record, _ findings: inout FindingSink
  ) {
    findings.add(
      Finding(
        rule: rule, severity: severity, line: record.line, record: record.number,
        column: plans[place].messages.column, message: message, hint: hint))
  }
}
