import CSV
import CohortModel
import Postgres
import Questionnaires

/// Blank cells of the columns that are to be cleared, and what they empty.
///
/// They lie in a temporary table of their own beside the staged rows, in which a blank keeps what is stored.
struct Clearing {
  /// How many stored values the blanks of one column empty.
  typealias Count = (column: String, values: Int)

  private let columns: ClearedColumns
  /// One for each entry of the columns.
  let statements: [ClearingStatements]
  private let form: [UInt8]
  private let blankCodes: [Int16]
  private var buffer = CopyBuffer()
  private var isStaged = false
  /// Stored values that were emptied, by entry.
  private(set) var emptied: [Int]

  init(
    _ columns: ClearedColumns, questionnaire: Questionnaire, number: Int32, targets: [Target],
    plans: [TablePlan]
  ) {
    self.columns = columns
    form = Array(questionnaire.form.utf8)
    statements = columns.entries.enumerated().map { place, entry in
      ClearingStatements(
        place: place, target: entry.target, targets[entry.target], questionnaire, number, plans)
    }
    blankCodes = columns.entries.map { targets[$0.target].blankReason.rawValue }
    emptied = columns.entries.map { _ in 0 }
  }

  var byteCount: Int { buffer.byteCount }

  /// Emptied values by column of the file, in its order, without columns that lose nothing.
  var counts: [Count] {
    var values: [String: Int] = [:]
    for (entry, count) in zip(columns.entries, emptied) { values[entry.column, default: 0] += count }
    return columns.names.compactMap { name in
      values[name].flatMap { $0 > 0 ? (column: name, values: $0) : nil }
    }
  }

  /// Notes what a row leaves blank; what is new with this file has nothing to lose.
  mutating func note(
    _ record: borrowing Record, _ answers: borrowing Answers, participant: Int64, isNewResponse: Bool
  ) {
    let form = form
    for (place, entry) in columns.entries.enumerated() where columns.isBlank(entry, in: record) {
      let statement = statements[place]
      if statement.isOfResponse && isNewResponse { continue }
      var slot: Range<Int>?
      switch statement.slot {
      case .cell(let index): slot = answers.slots[index]
      case .event: slot = answers.eventText
      case .fixed, nil: break
      }
      if let slot, slot.isEmpty { continue }
      let isAsked = answers.cells[entry.target].state != .skipped
      buffer.beginRow(fieldCount: 8)
      buffer.append(int16: Int16(truncatingIfNeeded: place))
      buffer.append(int64: Int64(record.line))
      buffer.append(int64: participant)
      buffer.append(bytes: form.span)
      buffer.append(bytes: answers.text.span.extracting(answers.eventText))
      buffer.append(int16: answers.instance)
      if let slot {
        buffer.append(bytes: answers.text.span.extracting(slot))
      } else if case .fixed(let name)? = statement.slot {
        buffer.append(text: name)
      } else {
        buffer.appendNull()
      }
      buffer.append(int16: isAsked ? blankCodes[place] : MissingReason.notAsked.rawValue)
    }
  }

  /// Sends what was noted.
  mutating func flush(on connection: inout Connection) throws {
    guard buffer.rowCount > 0 else { return }
    if !isStaged { _ = try connection.execute(ClearingStatements.create) }
    isStaged = true
    _ = try connection.copyIn(ClearingStatements.copy, from: buffer)
    buffer.removeAll()
  }

  /// Makes the noted cells ready to be looked up; false if there are none.
  func prepare(on connection: inout Connection) throws -> Bool {
    guard isStaged else { return false }
    for statement in ClearingStatements.prepare { _ = try connection.execute(statement) }
    return true
  }

  /// Empties the stored values of one entry.
  mutating func empty(_ place: Int, keeping staged: String?, on connection: inout Connection) throws {
    for statement in statements[place].updates(keeping: staged) {
      emptied[place] += try connection.execute(statement)
    }
  }
}
