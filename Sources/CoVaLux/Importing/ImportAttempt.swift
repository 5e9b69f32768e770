import CSV
import CohortModel
import CohortStore
import Postgres
import Questionnaires

/// One reading of a file into the tables, inside a savepoint.
struct ImportAttempt {
  var rows = ImportReport.Rows()
  private(set) var rowsOfOtherStreams = 0
  private(set) var rowsWithoutAnswers = 0
  private(set) var changedCells = 0
  var findings: FindingSink
  var disclosures: [Int: RowDisclosure] = [:]

  let questionnaire: Questionnaire
  let file: SourceFile
  let options: ImportOptions
  private let rejects: RejectsFile?
  private let journal: ChangeJournal?
  let keys: KeyRing
  /// What earlier readings found out.
  let knowledge: Foreknowledge
  private let seed: UInt64
  var bound: BoundQuestionnaire
  let dialect: Dialect
  private var reader: RecordReader
  let header: [String]
  private let consentTarget: Int?
  var life: LifeCheck?
  var doses: DoseChecks?
  var steady: SteadyAnswers?
  var course: CourseChecks?
  /// What is found out about conditions that look at other rows; nil if there are none.
  var elsewhere: ElsewhereOutcomes?
  var stored: StoredKeys
  /// Nil unless rows are known by names of other rows or of their own.
  var names: RowNames?
  /// Nil once a row was met that is not stored as it is.
  var texts: StoredTexts?
  private var buffers: RowBuffers
  private var identities: IdentityIntake?
  private var codes: EnrolledCodes
  private var numbers = ParticipantNumbers()
  var instances = NewInstances()
  private(set) var merge: Merge
  /// Participants whose earlier rows are sent and who refuse consent in a later one, by the hash of their code.
  var withoutConsent: Set<UInt64> = []
  /// Only in a reading that seeks rows which share a key.
  let search: KeySearch?
  /// The rows that are known to share one.
  var repeats: RepeatedRows.Cursor?
  private var references = SuspendedReferences()

  /// Bytes of one table's buffer at which all are sent.
  private static let flushThreshold = 2 << 20
  /// Rows between two looks whether the server takes more; each look is a call of the system.
  private static let rowsBetweenPushes = 64

  init(
    proven: ProvenNotation, questionnaireNumber: Int32, record batchRecord: BatchRecord,
    file: SourceFile,
    dialect: Dialect,
    options: ImportOptions, rejects: RejectsFile?, journal: ChangeJournal?, knowledge: Foreknowledge,
    keys: KeyRing
  ) throws {
    let questionnaire = proven.questionnaire
    self.questionnaire = questionnaire
    self.file = file
    self.dialect = dialect
    if case .sought = knowledge.keys { search = KeySearch() } else { search = nil }
    if case .known(let rows) = knowledge.keys { repeats = try RepeatedRows.Cursor(rows) }
    self.options = options
    self.rejects = rejects
    self.journal = journal
    self.knowledge = knowledge
    self.keys = keys
    findings = FindingSink()
    reader = RecordReader(file.bytes(), dialect: dialect)
    let top = try Self.header(of: questionnaire, &reader, file, dialect)
    header = top.columns
    for finding in proven.findings { findings.add(finding) }
    bound = try Self.bind(questionnaire, top, file, options, &findings)
    let cleared = try Self.clearedColumns(of: bound, file, options)
    seed = batchRecord.digestSeed(
      header: header, delimiter: dialect.delimiter.rawValue, cleared: cleared?.names ?? [],
      notation: "\(options.notation)\n\(proven.words)")
    rejects?.begin(header: top)
    let plans = TablePlan.plans(for: bound.targets)
    buffers = RowBuffers(
      plans: plans, form: questionnaire.form, targets: bound.targets,
      answers: AnswerEncoder(
        questionnaire: questionnaire, number: questionnaireNumber, targets: bound.targets),
      remembersSlots: knowledge.remembersKeys)
    identities = IdentityIntake(targets: bound.targets)
    codes = EnrolledCodes(study: questionnaire.study)
    merge = Merge(
      plans: plans, targets: bound.targets, keys: keys, journal: journal,
      contradictions: Merge.Contradictions(
        severity: questionnaire.rules.first { $0.kind == .contradiction }?.severity,
        seeksLines: !knowledge.staged.isEmpty, areSettled: knowledge.hasSoughtContradictions))
    if let cleared {
      merge.clearing = Clearing(
        cleared, questionnaire: questionnaire, number: questionnaireNumber, targets: bound.targets,
        plans: plans)
    }
    life = LifeCheck(bound.lifeRules, foreknown: knowledge.bounds)
    doses = DoseChecks(questionnaire, targets: bound.targets)
    steady = SteadyAnswers(questionnaire, targets: bound.targets)
    course = CourseChecks(questionnaire, targets: bound.targets)
    stored = StoredKeys(events: questionnaire.events)
    consentTarget = Self.place(of: "consent.status", in: bound.targets)
  }

  /// Reads every row and stores what is sound; returns the batch's number.
  mutating func run(
    on connection: inout Connection, progress: (@Sendable (ImportProgress) -> Void)?
  ) throws -> Int64 {
    try readStored(on: &connection)
    try merge.begin(on: &connection)
    buffers.batch = Int32(truncatingIfNeeded: merge.batch)
    var record = Record()
    var answers = Answers()
    while try Self.readNext(&reader, &record, file) {
      try take(record, &answers, on: &connection)
      if options.disclosesRows { disclose(record, &answers) }
      // Property by property: a property of the whole would copy the whole for every row.
      let noted = (doses?.byteCount ?? 0) + (steady?.byteCount ?? 0) + (course?.byteCount ?? 0)
      let waiting = max(buffers.largest, noted, merge.clearing?.byteCount ?? 0)
      if waiting >= Self.flushThreshold { try flush(isLast: false, on: &connection) }
      if rows.read % Self.rowsBetweenPushes == 0 { try connection.pushCopyIn() }
      if let progress, rows.read & 0x3FFF == 0 { progress(snapshot()) }
    }
    try concludeSearch()
    try flush(isLast: true, on: &connection)
    try finishSending(on: &connection)
    do {
      try references.restore(on: &connection)
    } catch {
      throw escalated(error)
    }
    progress?(snapshot())
    try requireNothingNew()
    try compareSteadyAnswers(on: &connection)
    let outcome: Merge.Outcome
    do {
      outcome = try merge.run(on: &connection, findings: &findings)
    } catch let error as PostgresError {
      throw escalated(error)
    }
    guard !outcome.hasRepeatedKeys else { throw seekingKeys }
    try requireAgreement(outcome, on: &connection)
    try requireNewContent(batch: outcome.batch, on: &connection)
    try requireClearingLimit()
    try discloseLateFindings()
    changedCells = outcome.changedCells
    rows.changed = outcome.changedRows
    rows.same += outcome.comparedRows - outcome.changedRows
    return outcome.batch
  }

  private mutating func take(
    _ record: borrowing Record, _ answers: inout Answers, on connection: inout Connection
  ) throws {
    findings.beginRow()
    var digest = RowDigest(seed: seed)
    digest.add(record)
    if elsewhere != nil { try decideElsewhere(record, &digest) }
    if texts != nil, bound.isOfOtherStream(record) {
      rowsOfOtherStreams += 1
      return
    }
    let sighting = try sighting(of: record, digest, &answers, on: &connection)
    if sighting != .unknown {
      rows.read += 1
      rows.same += 1
      if sighting == .again { sayRepeated(record) }
      try journal?.noteRow(.same, record, digest)
      return
    }
    switch bound.validate(record, into: &answers, findings: &findings) {
    case .otherStream:
      rowsOfOtherStreams += 1
      return
    case .withoutAnswers:
      // Where a blank clears, a row of blanks says something about what is stored.
      guard merge.clearing != nil, isResponseStored(answers) else {
        rowsWithoutAnswers += 1
        return
      }
      rows.read += 1
    case .rejected:
      rows.read += 1
      try finishRejection(record)
      return
    case .accepted: rows.read += 1
    }
    if names != nil, try !knowsParent(of: record, &answers) { return }
    guard let participant = try participant(of: record, answers, on: &connection) else { return }
    if try isObjectedTo(record, answers, participant) { return }
    let entry = stored.participants[participant]
    if names != nil, try !isCounted(record, &answers, of: entry.number) { return }
    digest = digest.marked(hasFindings: !findings.row.isEmpty)
    guard try isNumbered(record, &answers, participant: entry.number, digest) else { return }
    let event = stored.place(ofEvent: answers.event, answers.eventText, in: answers.text)
    let key = ResponseIndex.key(
      participant: entry.number, event: event, instance: Int(answers.instance))
    if try isRepeated(record, answers, entry) { return }
    note(answers, record, of: entry)
    let before = entry.isNew ? .nothing : stored.responses[key]
    var isNew = false
    if case .nothing = before { isNew = true }
    if !isNew && !knowledge.remembersKeys { _ = try meet(key, isSame: false) }
    if case .digest(let known) = before, known == digest.half {
      rows.same += 1
      try journal?.noteRow(.same, record, digest)
      return
    }
    if isNew { rows.new += 1 }
    if !isNew { merge.noteCompared() }
    let isFirst = entry.isNew && !entry.hasRows
    stored.participants.noteRows(of: participant)
    if isFirst { codes.append(answers, as: entry.number) }
    var row = RowBuffers.Row(
      line: record.line, participant: entry.number, isNewParticipant: entry.isNew,
      isFirstOfParticipant: isFirst, isNewResponse: isNew, digest: digest)
    if !knowledge.staged.isEmpty, knowledge.staged.contains(codeHash(answers)) {
      row.isStaged = true
      row.isNewParticipant = false
      row.isNewResponse = false
    }
    if let journal {
      try journal.noteRow(!isNew ? .compared : entry.isNew ? .newOfNew : .newOfKnown, record, digest)
    }
    if !entry.isNew {
      merge.clearing?.note(record, answers, participant: entry.number, isNewResponse: isNew)
    }
    buffers.append(answers, row)
    identities?.append(answers, participant: entry.number)
  }

  /// Where the row's participant is held; nil after rejecting the row.
  private mutating func participant(
    of record: borrowing Record, _ answers: borrowing Answers, on connection: inout Connection
  ) throws -> Int? {
    let refusesConsent =
      consentTarget.map { target in
        let cell = answers.cells[target]
        return cell.state == .value && cell.int == 0
      } ?? false
      || !knowledge.withoutConsent.isEmpty && knowledge.withoutConsent.contains(codeHash(answers))
    let place = stored.participants.place(of: answers.participant, in: answers.text)
    if refusesConsent, let place, stored.participants[place].hasRows {
      withoutConsent.insert(codeHash(answers))
    }
    if let place, !refusesConsent, stored.participants[place].standing == .accepted { return place }
    let isErased = try place == nil && stored.isErased(answers.participant, in: answers.text)
    if place != nil || refusesConsent || isErased {
      if place == nil {
        stored.participants.insert(
          answers.participant, in: answers.text, .init(number: 0, standing: .refused, isNew: false))
      }
      try reject(
        record, "consent", nil, "the participant has not consented, has withdrawn or was erased",
        hint: "see covalux participant show; withdraw and consent are recorded there", hidesCells: true)
      return nil
    }
    guard questionnaire.enrols else {
      try reject(
        record, "unknown-participant", questionnaire.participant.columns.first,
        "no participant of study \(questionnaire.study) has this code",
        hint: "import the baseline first, or correct the code")
      return nil
    }
    if numbers.isEmpty { try finishSending(on: &connection) }
    let number = try numbers.next(on: &connection)
    return stored.participants.insert(
      answers.participant, in: answers.text, .init(number: number, standing: .accepted, isNew: true))
  }

  private func codeHash(_ answers: borrowing Answers) -> UInt64 {
    ParticipantIndex.hash(answers.text, answers.participant)
  }

  /// Whether an earlier reading objected to the row, or what is known of the participant forbids it.
  private mutating func isObjectedTo(
    _ record: borrowing Record, _ answers: borrowing Answers, _ participant: Int
  ) throws -> Bool {
    if !knowledge.objections.isEmpty, let objections = knowledge.objections[record.line] {
      for objection in objections { findings.add(objection.at(record: record.number)) }
      try finishRejection(record)
      return true
    }
    guard
      life?.check(
        answers, of: participant, in: &stored.participants, line: record.line, record: record.number,
        findings: &findings) == true
    else { return false }
    try finishRejection(record)
    return true
  }

  mutating func reject(
    _ record: borrowing Record, _ rule: String, _ column: String?, _ message: String, hint: String,
    hidesCells: Bool = false
  ) throws {
    findings.add(
      Finding(
        rule: rule, severity: .error, line: record.line, record: record.number, column: column,
        message: message, hint: hint))
    try finishRejection(record, hidesCells: hidesCells)
  }

  private mutating func finishRejection(_ record: borrowing Record, hidesCells: Bool = false) throws {
    rows.rejected += 1
    try journal?.noteRow(.rejected, record, RowDigest(seed: 0))
    try rejects?.append(record, findings.row, fieldCount: header.count, hidesCells: hidesCells)
  }

  /// Whether more rows were rejected than may be.
  ///
  /// This is asked once the file has been read to its end: who has to correct it is told everything at once.
  var exceedsRejectionLimit: Bool {
    switch options.rejectionLimit {
    case .rows(let limit): rows.rejected > limit
    case .share(let share): Double(rows.rejected) > share * Double(rows.read)
    case nil: false
    }
  }

  private mutating func flush(isLast: Bool, on connection: inout Connection) throws {
    // Parents go before children, unless that is checked at the end; then tables of few rows wait for more of them.
    var leastBytes = references.areSuspended && !isLast ? Self.flushThreshold / 2 : 0
    if !isGoingOn(leastBytes, connection) { try finishSending(on: &connection) }
    let keys = keys
    try identities?.flush(keys: keys, on: &connection)
    try references.suspend(
      newRows: buffers.directRowCount, bytesLeft: file.size - file.latestOffset, on: &connection)
    merge.isFirstLoad = references.isFirstLoad
    if !references.areSuspended { leastBytes = 0 }
    do {
      if codes.byteCount > leastBytes { try codes.send(on: &connection) }
      try flushNotes(on: &connection)
      try merge.clearing?.flush(on: &connection)
      try merge.send(&buffers, leastBytes: leastBytes, on: &connection)
    } catch let error as PostgresError {
      throw escalated(error)
    }
  }

  /// Whether nothing waits but more rows for the COPY that was left running.
  private func isGoingOn(_ leastBytes: Int, _ connection: borrowing Connection) -> Bool {
    leastBytes > 0 && connection.isCopyingIn && identities == nil && notedBytes == 0
      && merge.clearing == nil && codes.byteCount <= leastBytes && buffers.holdsResponsesOnly(leastBytes)
  }

  /// Waits for the COPY that was left running.
  private func finishSending(on connection: inout Connection) throws {
    do {
      try connection.finishCopyIn()
    } catch {
      throw escalated(error)
    }
  }

  private func snapshot() -> ImportProgress {
    ImportProgress(
      bytesRead: file.latestOffset, bytesTotal: file.size, rowsRead: rows.read,
      rowsRejected: rows.rejected)
  }
}
