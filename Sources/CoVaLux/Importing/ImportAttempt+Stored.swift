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

  /// Whether the row is stored as it is, so that there is nothing to say about it.
  ///
  /// At the first row of which the text alone does not say so, the keys of what is stored are read.
  mutating func sighting(
    of record: borrowing Record, _ digest: RowDigest, _ answers: inout Answers,
    on connection: inout Connection
  ) throws -> Sighting {
    let half = digest.marked(hasFindings: false).half
    if texts != nil {
      let found = texts?.find(half) ?? .unknown
      if found != .unknown { return found }
      try readKeys(on: &connection)
    }
    guard let key = storedKey(of: record, &answers), case .digest(half) = stored.responses[key] else {
      return .unknown
    }
    return try meet(key, isSame: true)
  }

  /// Notes that the file has a row of a key that is stored; reads it again if it has two that may differ.
  mutating func meet(_ key: UInt64, isSame: Bool) throws -> Sighting {
    let sighting = stored.responses.meet(key, isSame: isSame)
    guard sighting != .unknown else { throw seekingKeys }
    return sighting
  }

  /// The key of the row, if its participant is known and nothing is remembered of the file's own keys.
  private mutating func storedKey(of record: borrowing Record, _ answers: inout Answers) -> UInt64? {
    guard !knowledge.remembersKeys, stored.responses.count > 0,
      bound.readKey(of: record, into: &answers), answers.instance > 0,
      (names?.findParticipant(of: &answers, in: stored.participants) ?? .known) == .known,
      let participant = stored.participants.place(of: answers.participant, in: answers.text)
    else { return nil }
    let entry = stored.participants[participant]
    guard !entry.isNew, entry.standing == .accepted else { return nil }
    if names?.isCounted(&answers, of: entry.number) == false { return nil }
    let event = stored.place(ofEvent: answers.event, answers.eventText, in: answers.text)
    return ResponseIndex.key(
      participant: entry.number, event: event, instance: Int(answers.instance))
  }

  private mutating func readKeys(on connection: inout Connection) throws {
    if texts?.isUnmet == true { texts = nil }
    texts?.close()
    stored = try StoredKeys(
      study: questionnaire.study, form: questionnaire.form, events: questionnaire.events, keys: keys,
      on: &connection)
    if let texts { stored.responses.meet { texts.hasMet($0) } }
    texts = nil
    names = try RowNames(questionnaire, stored.participants, on: &connection)
  }
}

extension Questionnaire {
  /// Whether the text of a row says by itself of whom it is and which response, whatever other rows and files say.
  var namesRowsByThemselves: Bool {
    instance == nil && parents == nil && counted.isEmpty
  }
}
