import CohortModel
import Questionnaires

/// Which columns an import clears, and how much it may.
extension ImportAttempt {
  /// Stored values that blank cells emptied, by column.
  var clearedColumns: [ImportReport.ClearedColumn] {
    (merge.clearing?.counts ?? []).map { .init(column: $0.column, values: $0.values) }
  }

  static func clearedColumns(
    of bound: BoundQuestionnaire, _ file: SourceFile, _ options: ImportOptions
  ) throws -> ClearedColumns? {
    guard let clearing = options.clearing else { return nil }
    var findings: [Finding] = []
    let columns = bound.clearedColumns(clearing.columns, findings: &findings)
    guard findings.isEmpty else { throw ImportRefusal.notClearable(file: file.name, findings) }
    return columns.entries.isEmpty ? nil : columns
  }

  /// Throws if more stored values would be lost than may be.
  func requireClearingLimit() throws {
    guard let limit = options.clearing?.limit else { return }
    let cleared = clearedColumns
    guard cleared.reduce(0, { $0 + $1.values }) > limit else { return }
    throw ImportRefusal.clearsTooMuch(file: file.name, cleared, limit: limit)
  }

  /// Whether the row's response is stored, so that its blanks can clear.
  mutating func isResponseStored(_ answers: borrowing Answers) -> Bool {
    guard let place = stored.participants.place(of: answers.participant, in: answers.text) else {
      return false
    }
    let event = stored.place(ofEvent: answers.event, answers.eventText, in: answers.text)
    let key = ResponseIndex.key(
      participant: stored.participants[place].number, event: event, instance: Int(answers.instance))
    if case .nothing = stored.responses[key] { return false }
    return true
  }
}
