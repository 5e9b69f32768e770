public import CohortStore
import Postgres

extension Cohort {
  /// Takes a batch back: removes the rows that it stored and gives the cells that it changed their old values.
  ///
  /// All of it in one transaction, or nothing where later changes build on the batch. What it said about who the
  /// participants are stays with those who stay. The same file can be imported again afterwards.
  ///
  /// - Parameters:
  ///   - batch: Number of the batch.
  ///   - reason: Why, for the audit trail.
  /// - Returns: What was done.
  /// - Throws: ``UndoRefusal``, or `RegistryError` if there is no such batch.
  public func undoBatch(_ batch: Int64, reason: String) async throws -> UndoReport {
    let keys = keys
    let audit = audit
    return try await run { connection in
      try connection.transaction { connection in
        try BatchUndo(batch: batch, reason: reason, keys: keys, audit: audit).run(on: &connection)
      }
    }
  }
}
