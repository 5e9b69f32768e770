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
    let given = try SourceFile(path: path)
    var survey = try survey(given)
    let file = try EAVTable.rows(of: given, &survey, as: questionnaire) ?? given
    let rejects = try options.rejectsPath.map {
      try RejectsFile(path: $0, dialect: survey.dialect, overwrites: options.overwritesRejects)
    }
    let proven = try ProvenNotation(questionnaire, file: file, survey: survey, options: options)
    try journal?.begin(file: file, survey: survey, questionnaire: questionnaire, definition: definition)
    do {
      let report = try connection.transaction { connection in
        let report = try store(file, survey, proven, rejects, start, &connection, progress)
        guard !options.isDryRun else { throw DryRun(report: report) }
        return report
      }
      try rejects?.publish(isWanted: report.rows.rejected > 0)
      return report
    } catch let refusal as ImportRefusal {
      // Who has to correct so many rows is helped by having them.
      if case .tooManyRejected = refusal { try rejects?.publish(isWanted: true) }
      throw refusal
    } catch let trial as DryRun {
      try rejects?.publish(isWanted: trial.report.rows.rejected > 0)
      try journal?.publish()
      return trial.report
    }
  }

  private func survey(_ file: SourceFile) throws -> FileSurvey {
    do {
      let survey = try firstReading(of: file)
      // That bytes read well as Windows-1252 is no proof; somebody who knows the files has to say it.
      if let doubt = survey.dialect.encodingDoubt, questionnaire.encoding != survey.dialect.encoding {
        throw doubt
      }
      return survey
    } catch let error as CSVError {
      throw try ImportRefusal(of: error, in: file)
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
    _ file: SourceFile, _ survey: FileSurvey, _ proven: ProvenNotation, _ rejects: RejectsFile?,
    _ start: ContinuousClock.Instant, _ connection: inout Connection,
    _ progress: (@Sendable (ImportProgress) -> Void)?
  ) throws -> ImportReport {
    _ = try connection.execute("set local role covalux_writer")
    // One import at a time; what else writes takes the lock shared. Rows can then not appear between reading what
    // is stored and merging.
    _ = try connection.execute("select pg_advisory_xact_lock(7206512, 2)")
    let record = BatchRecord(
      questionnaire: questionnaire, definition: definition, vocabularyDigest: vocabularyDigest,
      started: try connection.query("select clock_timestamp()::text").only()[0])
    let questionnaireNumber = try record.register(on: &connection)
    let isKnownFile = try record.isKnown(survey.sha256, questionnaireNumber, on: &connection)
    var knowledge = Foreknowledge()
    knowledge.objections = file.objections
    while true {
      var attempt = try ImportAttempt(
        proven: proven, questionnaireNumber: questionnaireNumber, record: record,
        file: file, survey: survey,
        options: options, rejects: rejects, journal: journal, knowledge: knowledge, keys: keys)
      do {
        let batch = try connection.transaction { connection in
          try attempt.run(on: &connection, progress: progress)
        }
        try file.requireUnchanged()
        try journal?.end(attempt.rows, changedCells: attempt.changedCells)
        return try finish(
          attempt, batch, record, questionnaireNumber, file, survey, isKnownFile, start, &connection)
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
    _ file: SourceFile, _ survey: FileSurvey, _ isKnownFile: Bool, _ start: ContinuousClock.Instant,
    _ connection: inout Connection
  ) throws -> ImportReport {
    var head: AuditHead?
    if !options.isDryRun {
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
    return ImportReport(
      batch: options.isDryRun ? nil : batch, file: file.name, sha256: survey.hexadecimalDigest,
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
  }
}
