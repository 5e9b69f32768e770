public import Postgres

/// Why the database's schema cannot be brought up to date, or used.
public struct MigrationError: Error, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Sendable {
    /// A script failed; nothing of it is stored.
    case failed(script: String, line: Int?, PostgresError)
    /// A released script is no longer what was applied.
    case altered(script: String)
    /// The database is ahead of this program.
    case newerThanProgram(number: Int)
    /// Scripts wait to be applied.
    case pending(count: Int)
  }

  /// What is wrong.
  public let reason: Reason

  /// Makes an error of its reason.
  public init(_ reason: Reason) {
    self.reason = reason
  }

  /// The error in a sentence, with what to do.
  public var description: String {
    switch reason {
    case .failed(let script, let line, let error):
      "Schema/\(script)\(line.map { ", line \($0)" } ?? ""): \(error.description)"
    case .altered(let script):
      "Schema/\(script) differs from what was applied to this database; "
        + "released migrations must not be edited: restore the file and add a new migration"
    case .newerThanProgram(let number):
      "the database was migrated to step \(number) by a newer covalux; update this program"
    case .pending(let count):
      "the database is \(count) migration\(count == 1 ? "" : "s") behind this program; run: covalux migrate"
    }
  }
}
