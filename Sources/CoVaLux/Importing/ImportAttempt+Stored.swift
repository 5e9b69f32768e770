import CSV
import Postgres
import Questionnaires

/// What is read of the database before the rows, and of what it is known that a row is stored.
extension ImportAttempt {
  /// Reads the digests of what is stored, or its keys too where a row's text alone does not say which response it is.
  mutating func readStored(on connection: inout Connection) throws {
    if !knowledge.remembersKeys && questionnaire.namesRowsByThemselves {
      texts = try StoredTexts(form: questionnaire.form, on: &connection)
    }
    if texts == nil { try readKeys(on: &connection) }
  }

  /// Whether a row of the same text is stored; reads the keys of what is stored at the first row of which this is not so.
  mutating func isTextStored(_ digest: RowDigest, on connection: inout Connection) throws -> Bool {
    guard texts != nil else { return false }
    if texts?.contains(digest.marked(hasFindings: false).half) == true { return true }
    texts = nil
    try readKeys(on: &connection)
    return false
  }

  /// Whether the row's text is that of what is stored under its key, and there is nothing to say about it.
  mutating func isStoredAsItIs(
    _ record: borrowing Record, _ digest: RowDigest, _ answers: inout Answers
  ) -> Bool {
    guard !knowledge.remembersKeys, stored.responses.count > 0,
      bound.readKey(of: record, into: &answers), answers.instance > 0,
      (names?.findParticipant(of: &answers, in: stored.participants) ?? .known) == .known,
      let participant = stored.participants.place(of: answers.participant, in: answers.text)
    else { return false }
    let entry = stored.participants[participant]
    guard !entry.isNew, entry.standing == .accepted else { return false }
    if names?.isCounted(&answers, of: entry.number) == false { return false }
    let event = stored.place(ofEvent: answers.event, answers.eventText, in: answers.text)
    let key = ResponseIndex.key(
      participant: entry.number, event: event, instance: Int(answers.instance))
    guard case .digest(let known) = stored.responses[key] else { return false }
    return known == digest.marked(hasFindings: false).half
  }

  private mutating func readKeys(on connection: inout Connection) throws {
    stored = try StoredKeys(
      study: questionnaire.study, form: questionnaire.form, events: questionnaire.events, keys: keys,
      on: &connection)
    names = try RowNames(questionnaire, stored.participants, on: &connection)
  }
}

extension Questionnaire {
  /// Whether the text of a row says by itself of whom it is and which response, whatever other rows and files say.
  var namesRowsByThemselves: Bool {
    instance == nil && parents == nil && counted.isEmpty
  }
}
