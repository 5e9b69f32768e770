public import Postgres

/// How a cohort is opened.
public struct CohortSettings: Sendable {
  /// Limits of waits, and settings of the session.
  public var connection = ConnectionSettings()
  /// Name and version of the program, for the audit trail.
  public var program = "covalux/\(Cohort.version)"

  /// Makes the usual settings.
  public init() {}
}
