import CSV
import Postgres
import Questionnaires

/// Rows of a file that share a key.
extension ImportAttempt {
  /// Whether the row repeats the key of another one; identical rows are stored once, different ones refused.
  mutating func isRepeated(
    _ record: borrowing Record, _ answers: borrowing Answers, _ participant: ParticipantIndex.Entry
  ) throws -> Bool {
    switch knowledge.keys {
    case .trusted: return false
    case .sought:
      var values = RowDigest(seed: 1)
      values.add(answers)
      try search?.note(
        key: keyHash(of: answers, by: participant), values: values, record: record.number)
      return true
    case .known:
      switch try repeats?.verdict(of: record.number) {
      case nil: return false
      case .stands?:
        sayRepeated(record)
        rows.same += 1
      case .refused?:
        try reject(
          record, "repeated-key", nil,
          "another row of the file has the same participant, event and instance, and other values",
          hint: "keep the right row and remove the others")
      }
      return true
    }
  }

  mutating func sayRepeated(_ record: borrowing Record) {
    findings.add(
      Finding(
        rule: "repeated-key", severity: .note, line: record.line, record: record.number,
        message: "the row repeats an earlier one and is stored once"))
  }

  /// Throws ``Reread`` with the rows that share a key, if this reading was for finding them.
  func concludeSearch() throws {
    guard let search else { return }
    try requireNothingNew()
    var next = knowledge
    next.keys = .known(try search.repeated())
    throw Reread(next: next)
  }

  /// A violated key means that rows of the file share one; anything else is what it is.
  func escalated(_ error: PostgresError) -> any Error {
    guard error.sqlState == .uniqueViolation, case .trusted = knowledge.keys else { return error }
    return seekingKeys
  }

  var seekingKeys: Reread {
    var next = knowledge
    next.keys = .sought
    return Reread(next: next)
  }

  /// A hash of the key that a row is stored under.
  ///
  /// Several codes may be one person, who is told by the number; that of a new one differs from reading to reading.
  private func keyHash(of answers: borrowing Answers, by participant: ParticipantIndex.Entry) -> RowDigest {
    var hash = RowDigest(seed: 1)
    if participant.isNew {
      hash.add(answers.text, in: answers.participant)
    } else {
      hash.add(UInt64(bitPattern: participant.number))
    }
    hash.add(answers.text, in: answers.eventText)
    hash.add(UInt64(truncatingIfNeeded: answers.instance))
    return hash
  }
}
