public import CohortStore
import Postgres

extension Cohort {
  /// Tries an import, stores nothing, and writes a plan of every change.
  ///
  /// The plan holds values of participants; its file has mode 0600.
  ///
  /// - Parameters:
  ///   - path: The file, or `-` for standard input.
  ///   - questionnaire: What the file's columns mean.
  ///   - source: A name or path under which ``applying(_:file:as:reason:progress:)`` finds the questionnaire again.
  ///   - planPath: Where the plan is written.
  ///   - overwrites: Whether a file there may be replaced.
  ///   - options: How to import.
  ///   - progress: Called now and then while rows are read.
  /// - Returns: What would be done.
  /// - Throws: ``ImportRefusal``, ``SourceFileError`` or ``OutputError``; no plan is written then.
  public func planning(
    _ path: String, as questionnaire: LoadedQuestionnaire, from source: String, writing planPath: String,
    overwrites: Bool = false, options: ImportOptions,
    progress: (@Sendable (ImportProgress) -> Void)? = nil
  ) async throws -> ImportReport {
    var trial = options
    trial.isDryRun = true
    guard !AtomicFile.isSame(path, planPath) else { throw OutputError(planPath, .isInput) }
    let paths = ImportPlan.Paths(
      file: ImportPlan.absolute(path),
      questionnaire: source.contains("/") || source.contains(".") ? ImportPlan.absolute(source) : source)
    return try await importing(path, as: questionnaire, options: trial, progress: progress) { options in
      ChangeJournal(
        output: try PlanWriter(path: planPath, overwrites: overwrites), options: options, paths: paths)
    }
  }

  /// Imports a file if that does exactly what its plan says.
  ///
  /// The day that no event may be later than is that of the plan.
  ///
  /// - Parameters:
  ///   - plan: The plan.
  ///   - path: The file, if it lies elsewhere than when the plan was made.
  ///   - questionnaire: What the file's columns mean, as when the plan was made.
  ///   - reason: Why, for the audit trail; what was said when the plan was made if nil.
  ///   - progress: Called now and then while rows are read.
  /// - Returns: What was done.
  /// - Throws: ``PlanRefusal`` if anything is not as planned; nothing is stored then.
  public func applying(
    _ plan: ImportPlan, file path: String? = nil, as questionnaire: LoadedQuestionnaire,
    reason: String? = nil, progress: (@Sendable (ImportProgress) -> Void)? = nil
  ) async throws -> ImportReport {
    var options = plan.options
    options.reason = reason ?? options.reason
    return try await importing(
      path ?? plan.paths.file, as: questionnaire, options: options, progress: progress
    ) { options in
      ChangeJournal(output: try PlanComparison(plan: plan), options: options, paths: plan.paths)
    }
  }
}
