import CSV
import Postgres
import Questionnaires

/// Looks through a file, and at what is stored, for the conditions that look at other rows, before any row is read.
///
/// Rows of a participant may be far apart: the few columns that conditions name are sorted by participant, and what
/// follows from them is sorted back, in bounded memory.
struct ElsewhereLook {
  private static let sortingMemory = 8 << 20
  /// Participants whose stored rows are read at once.
  private static let participantsAtOnce = 500

  private let stored: ElsewhereStore
  private let conditions: ElsewhereConditions
  private var participants: ParticipantRows
  private var waiting: [(code: String, rows: [SeenRow])] = []

  /// What the conditions give for each row; nil for a questionnaire that has none.
  static func outcomes(
    of questionnaire: Questionnaire, _ file: SourceFile, _ dialect: Dialect, _ options: ImportOptions,
    on connection: inout Connection
  ) throws -> ElsewhereOutcomes? {
    guard questionnaire.looksElsewhere else { return nil }
    var reader = RecordReader(file.bytes(), dialect: dialect)
    var ignored = FindingSink(limit: 0)
    let header = try ImportAttempt.header(of: questionnaire, &reader, file, dialect)
    var bound = try ImportAttempt.bind(questionnaire, header, file, options, &ignored)
    guard var conditions = bound.elsewhere else { return nil }
    let stored = try ElsewhereStore(questionnaire, conditions, on: &connection)
    conditions.settle(stored: stored.columns)
    var rows = SpilledEntries(memory: sortingMemory)
    var record = Record()
    var row = SeenRow()
    while try ImportAttempt.readNext(&reader, &record, file) {
      guard bound.look(at: record, into: &row) else { continue }
      try rows.append(key: row.code + [0] + CellPlaces.bytes([row.number]), payload: row.encoded)
    }
    var look = ElsewhereLook(stored: stored, conditions: conditions, participants: .init(conditions))
    return try look.outcomes(&rows, on: &connection)
  }

  private init(stored: ElsewhereStore, conditions: ElsewhereConditions, participants: ParticipantRows) {
    self.stored = stored
    self.conditions = conditions
    self.participants = participants
  }

  private mutating func outcomes(
    _ rows: inout SpilledEntries, on connection: inout Connection
  ) throws -> ElsewhereOutcomes {
    var outcomes = SpilledEntries(memory: Self.sortingMemory)
    try rows.forEach { entry in
      let code = entry.key.dropLast(9)
      let row = SeenRow(
        code: Array(code), number: CellPlaces.numbers(entry.key.suffix(8))[0], encoded: entry.payload)
      if waiting.last?.code.utf8.elementsEqual(code) == true {
        waiting[waiting.count - 1].rows.append(row)
        return
      }
      if waiting.count >= Self.participantsAtOnce { try evaluate(into: &outcomes, on: &connection) }
      waiting.append((String(decoding: code, as: UTF8.self), [row]))
    }
    try evaluate(into: &outcomes, on: &connection)
    let result = try ElsewhereOutcomes(count: conditions.count)
    try outcomes.forEach { entry in
      try result.append(entry.payload, of: CellPlaces.numbers(entry.key)[0])
    }
    try result.end()
    return result
  }

  private mutating func evaluate(into outcomes: inout SpilledEntries, on connection: inout Connection) throws
  {
    let known = try stored.rows(of: waiting.map(\.code), on: &connection)
    for (code, rows) in waiting {
      try participants.evaluate(file: rows, stored: known[code] ?? []) { number, found in
        var bytes: [UInt8] = []
        for outcome in found { outcome.append(to: &bytes) }
        try outcomes.append(key: CellPlaces.bytes([number]), payload: bytes)
      }
    }
    waiting.removeAll(keepingCapacity: true)
  }
}
