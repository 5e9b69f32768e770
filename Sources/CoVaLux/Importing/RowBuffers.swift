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
  var direct: [CopyBuffer]
  private(set) var staged: [CopyBuffer]
  private(set) var stagedAnswers = CopyBuffer()
  private var answerEncoder: AnswerEncoder?
  private let form: [UInt8]
  /// Keys of shared rows with a fixed slot that this file gave to new participants.
  private var givenKeys = KeySet()
  /// Whether rows of slots that a cell or the event names may share a key.
  private let remembersSlots: Bool
  private var digestBytes = [UInt8](repeating: 0, count: 16)

  /// For each table and each group of its plan, the columns as a new row has them.
  private let runs: [[FieldRuns]]
  /// For each table, the fields of a new row.
  private let fieldCounts: [Int]

  init(plans: [TablePlan], form: String, targets: [Target], answers: AnswerEncoder?, remembersSlots: Bool) {
    answerEncoder = answers
    self.remembersSlots = remembersSlots
    self.plans = plans
    runs = plans.map { plan in plan.groups.map { FieldRuns(plan, $0, targets) } }
    fieldCounts = plans.map(\.directFieldCount)
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

  /// Whether there is nothing to send but new responses, as long as no more than `leastBytes` of a table wait.
  func holdsResponsesOnly(_ leastBytes: Int) -> Bool {
    stagedAnswers.rowCount == 0 && staged.allSatisfy { $0.rowCount == 0 }
      && direct.dropLast().allSatisfy { $0.byteCount <= leastBytes }
  }

  /// New rows of the response table that wait to be sent.
  var directRowCount: Int { direct.last?.rowCount ?? 0 }

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
      } else if row.isStaged || Self.hasAnswer(answers, runs[place][group]) {
        appendStaged(answers, row, place, group, slot: 0..<0)
      }
    case .consent, .infection, .vaccination:
      guard Self.hasAnswer(answers, runs[place][group]) else { return }
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
    var isNamed = true
    switch plans[place].groups[group].slot {
    case .cell(let index):
      slot = answers.slots[index]
      // A dose without its number belongs nowhere; validation has said so.
      guard !slot.isEmpty else { return }
      mayRepeat = remembersSlots
    case .event:
      slot = answers.eventText
      mayRepeat = remembersSlots
    case .fixed, nil: isNamed = false
    }
    // Slots that a cell or the event names occur once per key in a sound file; where they do not, the key
    // constraint says so, and in a second reading all of them are put together by the server.
    guard row.isNewParticipant, !(mayRepeat && isNamed) else {
      appendStaged(answers, row, place, group, slot: slot)
      return
    }
    guard mayRepeat else {
      appendDirect(answers, row, place, group, slot: slot)
      return
    }
    var hash = RowDigest(seed: UInt64(place))
    hash.add(UInt64(truncatingIfNeeded: row.participant))
    hash.add(UInt64(group))
    if givenKeys.insert(hash.high) {
      appendDirect(answers, row, place, group, slot: slot)
    } else {
      appendStaged(answers, row, place, group, slot: slot)
    }
  }

  private static func hasAnswer(_ answers: borrowing Answers, _ runs: FieldRuns) -> Bool {
    let fields = runs.fields.span
    for index in fields.indices where fields[index].target >= 0 {
      switch answers.cells[fields[index].target].state {
      case .value, .missing: return true
      case .blank, .skipped: continue
      }
    }
    return false
  }

  private mutating func appendDirect(
    _ answers: borrowing Answers, _ row: Row, _ place: Int, _ group: Int, slot: Range<Int>
  ) {
    direct[place].beginRow(fieldCount: fieldCounts[place])
    Self.appendKey(&direct[place], answers, row, runs[place][group], slot, form: form)
    direct[place].append(int32: batch)
    Self.appendFields(runs[place][group], answers, to: &direct[place])
    guard plans[place].block == .response else { return }
    if plans[place].hasAnswers { answerEncoder?.appendNew(answers, to: &direct[place]) }
    Self.appendDigest(&direct[place], row.digest, scratch: &digestBytes)
  }

  private static func appendFields(
    _ runs: FieldRuns, _ answers: borrowing Answers, to buffer: inout CopyBuffer
  ) {
    let fields = runs.fields.span
    let cells = answers.cells.span
    var index = 0
    while index < fields.count {
      let count = fields[index].codedCount
      if count > 0 {
        let first = index
        buffer.append(int16Count: count) { offset in
          let field = fields[first &+ offset]
          guard field.target >= 0 else { return MissingReason.notAsked.rawValue }
          switch cells[field.target].state {
          case .value: return Int16(truncatingIfNeeded: cells[field.target].int)
          case .missing(let reason): return reason.rawValue
          case .skipped: return MissingReason.notAsked.rawValue
          case .blank: return field.blankCode
          }
        }
        index += count
        continue
      }
      let field = fields[index]
      index += 1
      if field.target >= 0, case let cell = cells[field.target], cell.state == .value {
        appendValue(&buffer, cell, field.form, answers)
      } else {
        buffer.appendNull()
        if field.form == .partialDate { buffer.append(int16: 0) }
      }
    }
  }

  private mutating func appendStaged(
    _ answers: borrowing Answers, _ row: Row, _ place: Int, _ group: Int, slot: Range<Int>
  ) {
    let plan = plans[place]
    staged[place].beginRow(fieldCount: plan.valueFieldCount + (plan.block == .response ? 4 : 3))
    staged[place].append(int64: Int64(row.line))
    staged[place].append(bool: row.isNewParticipant)
    Self.appendKey(&staged[place], answers, row, runs[place][group], slot, form: form)
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
    _ buffer: inout CopyBuffer, _ answers: borrowing Answers, _ row: Row, _ runs: FieldRuns,
    _ slot: Range<Int>, form: [UInt8]
  ) {
    buffer.append(int64: row.participant)
    switch runs.block {
    case .identity, .participant, .consent, .symptom, .instrument: break
    case .infection, .vaccination:
      buffer.append(bytes: form.span)
      if let name = runs.fixedSlot {
        buffer.append(bytes: name.span)
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

  /// Writes the digest into `scratch`, 16 bytes, and from there as a uuid.
  private static func appendDigest(
    _ buffer: inout CopyBuffer, _ digest: RowDigest, scratch: inout [UInt8]
  ) {
    digest.write(to: &scratch)
    buffer.append(bytes: scratch.span)
  }
}
