import CohortModel
import Postgres
import Questionnaires

/// Encodes accepted rows for COPY: one buffer per table for rows that are new, one for rows to be merged.
///
/// Answers without a concept are columns of a new response, but are merged by themselves, element by element.
struct RowBuffers {
  /// What the importer knows of a row besides its answers.
  struct Row {
    var line: Int
    var participant: Int64
    /// True if this file makes the participant.
    var isNewParticipant: Bool
    /// True if no earlier line was about the participant.
    var isFirstOfParticipant: Bool
    /// True if no response is stored under the row's key.
    var isNewResponse: Bool
    /// True if all of the row is staged, with its line, whatever is stored.
    var isStaged = false
    var digest: RowDigest
  }

  let plans: [TablePlan]
  /// Number of the import, which every new row bears.
  var batch: Int32 = 0
  private(set) var direct: [CopyBuffer]
  private(set) var staged: [CopyBuffer]
  private(set) var stagedAnswers = CopyBuffer()
  private var answerEncoder: AnswerEncoder?
  private let form: [UInt8]
  /// Keys of shared rows with a fixed slot that this file gave to new participants.
  private var givenKeys = KeySet()
  /// Whether keys with a slot that a cell or the event names are remembered too.
  private let remembersSlots: Bool
  private var digestBytes = [UInt8](repeating: 0, count: 16)

  /// For each target the code of a blank cell of a new row.
  private let blankCodes: [Int16]

  init(plans: [TablePlan], form: String, targets: [Target], answers: AnswerEncoder?, remembersSlots: Bool) {
    answerEncoder = answers
    self.remembersSlots = remembersSlots
    blankCodes = targets.map(\.blankReason.rawValue)
    self.plans = plans
    self.form = Array(form.utf8)
    direct = plans.map { _ in CopyBuffer() }
    staged = plans.map { _ in CopyBuffer() }
  }

  /// Bytes of the fullest buffer.
  var largest: Int {
    var largest = stagedAnswers.byteCount
    for place in plans.indices {
      largest = max(largest, direct[place].byteCount, staged[place].byteCount)
    }
    return largest
  }

  /// New rows of the response table that wait to be sent.
  var directRowCount: Int { direct.last?.rowCount ?? 0 }

  mutating func emptyDirect(_ place: Int) { direct[place].removeAll() }
  mutating func emptyStaged(_ place: Int) { staged[place].removeAll() }
  mutating func emptyStagedAnswers() { stagedAnswers.removeAll() }

  /// Adds the rows that a row of the file gives to each table.
  mutating func append(_ answers: borrowing Answers, _ row: Row) {
    for place in plans.indices {
      for group in plans[place].groups.indices { append(answers, row, place, group) }
    }
    if !row.isNewResponse { answerEncoder?.appendStaged(answers, row, to: &stagedAnswers) }
  }

  private mutating func append(_ answers: borrowing Answers, _ row: Row, _ place: Int, _ group: Int) {
    switch plans[place].block {
    case .identity, .symptom, .instrument: return
    case .participant:
      if row.isNewParticipant && row.isFirstOfParticipant {
        appendDirect(answers, row, place, group, slot: 0..<0)
      } else if row.isStaged || hasAnswer(answers, plans[place].groups[group].targets) {
        appendStaged(answers, row, place, group, slot: 0..<0)
      }
    case .consent, .infection, .vaccination:
      guard hasAnswer(answers, plans[place].groups[group].targets) else { return }
      appendShared(answers, row, place, group)
    case .response:
      if row.isNewResponse {
        appendDirect(answers, row, place, group, slot: 0..<0)
      } else {
        appendStaged(answers, row, place, group, slot: 0..<0)
      }
    }
  }

  private mutating func appendShared(
    _ answers: borrowing Answers, _ row: Row, _ place: Int, _ group: Int
  ) {
    var slot = 0..<0
    var mayRepeat = true
    switch plans[place].groups[group].slot {
    case .cell(let index):
      slot = answers.slots[index]
      // A dose without its number belongs nowhere; validation has said so.
      guard !slot.isEmpty else { return }
      mayRepeat = remembersSlots
    case .event:
      slot = answers.eventText
      mayRepeat = remembersSlots
    case .fixed, nil: break
    }
    guard row.isNewParticipant else {
      appendStaged(answers, row, place, group, slot: slot)
      return
    }
    // Slots that a cell or the event names occur once per key in a sound file; where they do not, the key
    // constraint says so and the importer remembers all keys in a second reading.
    guard mayRepeat else {
      appendDirect(answers, row, place, group, slot: slot)
      return
    }
    var hash = RowDigest(seed: UInt64(place))
    hash.add(UInt64(truncatingIfNeeded: row.participant))
    hash.add(UInt64(group))
    if !slot.isEmpty { hash.add(answers.text, in: slot) }
    if givenKeys.insert(hash.high) {
      appendDirect(answers, row, place, group, slot: slot)
    } else {
      appendStaged(answers, row, place, group, slot: slot)
    }
  }

  private func hasAnswer(_ answers: borrowing Answers, _ targets: [Int]) -> Bool {
    for target in targets where target >= 0 {
      switch answers.cells[target].state {
      case .value, .missing: return true
      case .blank, .skipped: continue
      }
    }
    return false
  }

  private mutating func appendDirect(
    _ answers: borrowing Answers, _ row: Row, _ place: Int, _ group: Int, slot: Range<Int>
  ) {
    let plan = plans[place]
    direct[place].beginRow(fieldCount: plan.directFieldCount)
    Self.appendKey(&direct[place], answers, row, plan, group, slot, form: form)
    direct[place].append(int32: batch)
    for (column, target) in zip(plan.columns, plan.groups[group].targets) {
      guard target >= 0 else {
        Self.appendAbsent(&direct[place], column.form)
        continue
      }
      let cell = answers.cells[target]
      if case .value = cell.state {
        Self.appendValue(&direct[place], cell, column.form, answers)
      } else if column.form == .coded {
        direct[place].append(int16: Self.code(of: cell.state, blank: blankCodes[target]))
      } else {
        direct[place].appendNull()
        if column.form == .partialDate { direct[place].append(int16: 0) }
      }
    }
    guard plan.block == .response else { return }
    if plan.hasAnswers { answerEncoder?.appendNew(answers, to: &direct[place]) }
    Self.appendDigest(&direct[place], row.digest, scratch: &digestBytes)
  }

  private mutating func appendStaged(
    _ answers: borrowing Answers, _ row: Row, _ place: Int, _ group: Int, slot: Range<Int>
  ) {
    let plan = plans[place]
    staged[place].beginRow(fieldCount: plan.valueFieldCount + (plan.block == .response ? 4 : 3))
    staged[place].append(int64: Int64(row.line))
    staged[place].append(bool: row.isNewParticipant)
    Self.appendKey(&staged[place], answers, row, plan, group, slot, form: form)
    var cleared: Int64 = 0
    var bit: Int64 = 0
    for (column, target) in zip(plan.columns, plan.groups[group].targets) {
      let state = target >= 0 ? answers.cells[target].state : .blank
      switch state {
      case .value: Self.appendValue(&staged[place], answers.cells[target], column.form, answers)
      case .missing(let reason) where column.form == .coded: staged[place].append(int16: reason.rawValue)
      case .missing, .blank, .skipped:
        if case .missing = state { cleared |= 1 << bit }
        staged[place].appendNull()
        if column.form == .partialDate { staged[place].appendNull() }
      }
      if column.form != .coded { bit += 1 }
    }
    staged[place].append(int64: cleared)
    if plan.block == .response { Self.appendDigest(&staged[place], row.digest, scratch: &digestBytes) }
  }

  private static func appendKey(
    _ buffer: inout CopyBuffer, _ answers: borrowing Answers, _ row: Row, _ plan: TablePlan, _ group: Int,
    _ slot: Range<Int>, form: [UInt8]
  ) {
    buffer.append(int64: row.participant)
    switch plan.block {
    case .identity, .participant, .consent, .symptom, .instrument: break
    case .infection, .vaccination:
      buffer.append(bytes: form.span)
      if case .fixed(let name) = plan.groups[group].slot {
        buffer.append(text: name)
      } else {
        buffer.append(bytes: answers.text.span.extracting(slot))
      }
    case .response:
      buffer.append(bytes: form.span)
      buffer.append(bytes: answers.text.span.extracting(answers.eventText))
      buffer.append(int16: answers.instance)
    }
  }

  private static func appendValue(
    _ buffer: inout CopyBuffer, _ cell: Cell, _ form: TablePlan.Column.Form, _ answers: borrowing Answers
  ) {
    switch form {
    case .coded, .smallint: buffer.append(int16: Int16(truncatingIfNeeded: cell.int))
    case .number: buffer.append(double: cell.double)
    case .date: buffer.append(days: Int32(truncatingIfNeeded: cell.int))
    case .partialDate:
      buffer.append(days: Int32(truncatingIfNeeded: cell.int))
      buffer.append(int16: cell.precision.rawValue)
    case .text: buffer.append(bytes: answers.text.span.extracting(cell.text))
    }
  }

  /// A column that another group of the table fills: as if it had not been asked.
  private static func appendAbsent(_ buffer: inout CopyBuffer, _ form: TablePlan.Column.Form) {
    guard form != .coded else {
      buffer.append(int16: MissingReason.notAsked.rawValue)
      return
    }
    buffer.appendNull()
    if form == .partialDate { buffer.append(int16: 0) }
  }

  /// Writes the digest into `scratch`, 16 bytes, and from there as a uuid.
  private static func appendDigest(
    _ buffer: inout CopyBuffer, _ digest: RowDigest, scratch: inout [UInt8]
  ) {
    digest.write(to: &scratch)
    buffer.append(bytes: scratch.span)
  }

  private static func code(of state: Cell.State, blank: Int16) -> Int16 {
    switch state {
    case .missing(let reason): reason.rawValue
    case .skipped: MissingReason.notAsked.rawValue
    case .blank, .value: blank
    }
  }
}
