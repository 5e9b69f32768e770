public import CohortModel
public import CohortStore
import Postgres

extension Cohort {
  /// Imports a questionnaire file: all of it that is sound, in one transaction, or nothing.
  ///
  /// Rows with errors are left out and reported; the same file again changes nothing. A blank cell keeps what is
  /// stored.
  ///
  /// - Parameters:
  ///   - path: The file, or `-` for standard input.
  ///   - questionnaire: What the file's columns mean.
  ///   - options: How to import; the usual way if nil.
  ///   - progress: Called now and then while rows are read.
  /// - Returns: What was done.
  /// - Throws: ``ImportRefusal`` or ``SourceFileError`` where nothing of the file is stored, `PostgresError`.
  public func importing(
    _ path: String, as questionnaire: LoadedQuestionnaire, options: ImportOptions? = nil,
    progress: (@Sendable (ImportProgress) -> Void)? = nil
  ) async throws -> ImportReport {
    let options = if let options { options } else { ImportOptions(today: try await today()) }
    return try await importing(path, as: questionnaire, options: options, progress: progress) { _ in nil }
  }

  /// Imports with a journal of the changes.
  func importing(
    _ path: String, as questionnaire: LoadedQuestionnaire, options: ImportOptions,
    progress: (@Sendable (ImportProgress) -> Void)?,
    journal: @Sendable (ImportOptions) throws -> ChangeJournal?
  ) async throws -> ImportReport {
    let keys = keys
    let audit = audit
    let questionnaire = try questionnaire.read(in: options.notation)
    return try await run { connection in
      let importer = Importer(
        questionnaire: questionnaire.questionnaire, definition: questionnaire.text,
        vocabularyDigest: LoadedQuestionnaire.vocabularyDigest,
        options: options, keys: keys, audit: audit, journal: try journal(options))
      return try importer.run(path: path, on: &connection, progress: progress)
    }
  }

  /// The server's civil date, after which no event can have been.
  public func today() async throws -> StudyDay {
    try await run { connection in
      let today: DateDays = try connection.query("select current_date").only()[0]
      return StudyDay(days: today.rawValue)
    }
  }
}
