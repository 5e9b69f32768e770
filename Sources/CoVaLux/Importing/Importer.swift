import CSV
import CohortModel
import CohortStore
import Postgres
import Questionnaires

/// Imports one file in one transaction.
///
/// bytes ─RecordReader→ Record ─BoundQuestionnaire→ Answers | [Finding] ─RowBuffers→ tables | staging ─Merge→ report
struct Importer {
  let questionnaire: Questionnaire
  /// Text of the questionnaire file, recorded with what it imports.
  let definition: String
  /// Digest of the vocabularies that answers were checked against.
  let vocabularyDigest: [UInt8]
  let options: ImportOptions
  let keys: KeyRing
  let audit: AuditTrail
  /// Writes what is about to change, or compares it with what was planned; nil for an import without a plan.
  var journal: ChangeJournal?

  /// Thrown to roll back what a dry run did.
  private struct DryRun: Error {
    let report: ImportReport
  }

  /// Imports the file; throws ``ImportRefusal`` where nothing of it is stored.
  func run(
    path: String, on connection: inout Connection, progress: (@Sendable (ImportProgress) -> Void)?
  ) throws -> ImportReport {
    let start = ContinuousClock.now
    if let rejects = options.rejectsPath, AtomicFile.isSame(path, rejects) {
      throw OutputError(rejects, .isInput)
    }
    let file = try SourceFile.table(at: path)
    do {
      if let survey = try concurrentSurvey(of: file) {
        return try run(file, survey.dialect, start, on: &connection, progress) {
          try surveying(file) { try finished(survey) }
        }
      }
    } catch is ConcurrentSurvey.Contradiction {
      // Read again, by what the whole file shows.
    }
    var survey = try surveying(file) { try firstReading(of: file) }
    let rows = try EAVTable.rows(of: file, &survey, as: questionnaire) ?? file
    try journal?.begin(file: rows, survey: survey, questionnaire: questionnaire, definition: definition)
    let whole = survey
    return try run(rows, whole.dialect, start, on: &connection, progress) { whole }
  }

  /// Nil where rows are not read at once: a plan begins with what the whole file is, and so does turning one field a row
  /// into rows.
  private func concurrentSurvey(of file: SourceFile) throws -> ConcurrentSurvey? {
    guard journal == nil else { return nil }
    let survey = try ConcurrentSurvey(of: file, encoding: options.encoding, delimiter: options.delimiter)
    guard let survey, try !EAVTable.isHeld(in: file, survey.dialect, as: questionnaire) else { return nil }
    return survey
  }

  /// Imports a file whose dialect is known; `survey` may have to wait for the whole survey.
  private func run(
    _ file: SourceFile, _ dialect: Dialect, _ start: ContinuousClock.Instant, on connection: inout Connection,
    _ progress: (@Sendable (ImportProgress) -> Void)?, survey: () throws -> FileSurvey
  ) throws -> ImportReport {
    let proven: ProvenNotation
    do {
      proven = try ProvenNotation(questionnaire, file: file, dialect: dialect, options: options)
    } catch let refusal as ImportRefusal {
      _ = try survey()
      throw refusal
    }
    let rejects = try options.rejectsPath.map {
      try RejectsFile(path: $0, dialect: dialect, overwrites: options.overwritesRejects)
    }
    do {
      let report = try connection.transaction { connection in
        let report = try store(file, dialect, proven, rejects, start, &connection, progress, survey: survey)
        guard !options.isDryRun else { throw DryRun(report: report) }
        return report
      }
      try rejects?.publish(isWanted: report.rows.rejected > 0)
      return report
    } catch let refusal as ImportRefusal {
      // What is wrong with the file as a whole goes first.
      _ = try survey()
      // Who has to correct so many rows is helped by having them.
      if case .tooManyRejected = refusal { try rejects?.publish(isWanted: true) }
      throw refusal
    } catch let trial as DryRun {
      try rejects?.publish(isWanted: trial.report.rows.rejected > 0)
      try journal?.publish()
      return trial.report
    }
  }

  /// The survey that a closure makes, if the file can be used by it.
  private func surveying(_ file: SourceFile, _ survey: () throws -> FileSurvey) throws -> FileSurvey {
    do {
      let survey = try survey()
      // That bytes read well as Windows-1252 is no proof; somebody who knows the files has to say it.
      if let doubt = survey.dialect.encodingDoubt, questionnaire.encoding != survey.dialect.encoding {
        throw doubt
      }
      return survey
    } catch let error as CSVError {
      throw try ImportRefusal(of: error, in: file)
    }
  }

  /// The survey of the whole file, unless the questionnaire has a say in how the file is read.
  private func finished(_ survey: ConcurrentSurvey) throws -> FileSurvey {
    do {
      return try survey.finish()
    } catch let error as CSVError {
      guard options.encoding == nil, questionnaire.encoding != nil else { throw error }
      throw ConcurrentSurvey.Contradiction()
    }
  }

  /// Reads the file as its bytes show, else as the questionnaire says what is no UTF-8.
  private func firstReading(of file: SourceFile) throws -> FileSurvey {
    do {
      return try FileSurvey(of: file, encoding: options.encoding, delimiter: options.delimiter)
    } catch let error as CSVError {
      guard options.encoding == nil, let encoding = questionnaire.encoding else { throw error }
      return try FileSurvey(of: file, encoding: encoding, delimiter: options.delimiter)
    }
  }

  private func store(
    _ file: SourceFile, _ dialect: Dialect, _ proven: ProvenNotation, _ rejects: RejectsFile?,
    _ start: ContinuousClock.Instant, _ connection: inout Connection,
    _ progress: (@Sendable (ImportProgress) -> Void)?, survey: () throws -> FileSurvey
  ) throws -> ImportReport {
    _ = try connection.execute("set local role covalux_writer")
    // Compiling a statement takes longer than all but the longest of an import.
    _ = try connection.execute("set local jit = off")
    // One import at a time; what else writes takes the lock shared. Rows can then not appear between reading what
    // is stored and merging.
    _ = try connection.execute("select pg_advisory_xact_lock(7206512, 2)")
    let record = BatchRecord(
      questionnaire: questionnaire, definition: definition, vocabularyDigest: vocabularyDigest,
      started: try connection.query("select clock_timestamp()::text").only()[0])
    let questionnaireNumber = try record.register(on: &connection)
    var knowledge = Foreknowledge()
    knowledge.objections = file.objections
    let elsewhere = try ElsewhereLook.outcomes(
      of: proven.questionnaire, file, dialect, options, on: &connection)
    while true {
      var attempt = try ImportAttempt(
        proven: proven, questionnaireNumber: questionnaireNumber, record: record,
        file: file, dialect: dialect,
        options: options, rejects: rejects, journal: journal, knowledge: knowledge, keys: keys)
      attempt.elsewhere = elsewhere
      do {
        let batch = try connection.transaction { connection in
          try attempt.run(on: &connection, progress: progress)
        }
        let survey = try survey()
        try file.requireUnchanged()
        try journal?.end(attempt.rows, changedCells: attempt.changedCells)
        return try finish(
          attempt, batch, record, questionnaireNumber, file, survey, start, &connection)
      } catch let again as Reread {
        // Sound files pay nothing for this: only where rows turn out to contradict each other is the file read again.
        knowledge = again.next
        try rejects?.restart()
        try journal?.restart()
      }
    }
  }

  private func finish(
    _ attempt: ImportAttempt, _ batch: Int64, _ record: BatchRecord, _ questionnaireNumber: Int32,
    _ file: SourceFile, _ survey: FileSurvey, _ start: ContinuousClock.Instant,
    _ connection: inout Connection
  ) throws -> ImportReport {
    let isKnownFile = try record.isKnown(survey.sha256, questionnaireNumber, on: &connection)
    let isRefused = attempt.exceedsRejectionLimit
    let isStored = !options.isDryRun && !isRefused
    var head: AuditHead?
    if isStored {
      try record.insert(
        batch, questionnaireNumber, file: file, sha256: survey.sha256, rows: attempt.rows,
        changedCells: attempt.changedCells, findings: attempt.findings.groups, reason: options.reason,
        on: &connection)
      head = try audit.append(
        "import", reason: options.reason ?? "questionnaire import",
        detail: record.auditDetail(
          batch, file: file, digest: survey.hexadecimalDigest, rows: attempt.rows,
          cleared: attempt.clearedColumns),
        on: &connection)
    }
    let report = ImportReport(
      batch: isStored ? batch : nil, file: file.name, sha256: survey.hexadecimalDigest,
      questionnaire: questionnaire.name, version: questionnaire.version, dialect: survey.dialect,
      rows: attempt.rows, rowsOfOtherStreams: attempt.rowsOfOtherStreams,
      rowsWithoutAnswers: attempt.rowsWithoutAnswers, changedCells: attempt.changedCells,
      clearedColumns: attempt.clearedColumns,
      findingGroups: attempt.findings.groups,
      findings: attempt.findings.samples, disclosures: attempt.disclosures,
      omittedFindings: attempt.findings.omittedCount,
      wasAlreadyImported: isKnownFile && attempt.rows.new == 0 && attempt.rows.changed == 0,
      isDryRun: options.isDryRun,
      rejectsPath: attempt.rows.rejected > 0 ? options.rejectsPath : nil,
      duration: ContinuousClock.now - start, auditHead: head)
    guard !isRefused else { throw ImportRefusal.tooManyRejected(report) }
    return report
  }
}
