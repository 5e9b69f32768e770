import Postgres

/// Foreign keys of the cohort that a large import has checked at its end, for all rows at once.
///
/// Row by row they cost the server more than storing the rows. Suspending them locks readers out until the import is
/// committed, and checking them reads the whole tables, so it is worth it only where most rows will be new. Where
/// nothing at all is stored yet the primary keys are made at the end as well.
struct SuspendedReferences {
  private enum State {
    case undecided
    case checkedByRow
    case suspended
    /// The tables were empty, and their keys are suspended too.
    case firstLoad
  }

  /// Rows that must be waiting as new, and bytes of the file that must be left.
  private static let leastRows = 1000
  private static let leastBytes: Int64 = 2 << 20
  /// A stored response may take as many bytes as the rest of the file has, this many times over.
  private static let storedShare: Int64 = 4

  /// Has the server write new files as it goes, as the commit waits until they are on disk.
  ///
  /// Small ones too are written as they are: packing them into the log took longer than the rest of the commit.
  private static let writeEarly = "set local backend_flush_after = '2MB'; set local wal_skip_threshold = 0"

  private var state = State.undecided

  /// Suspends them, unless that is decided already, not worth it, or others use the tables.
  mutating func suspend(newRows: Int, bytesLeft: Int64, on connection: inout Connection) throws {
    guard case .undecided = state, newRows > 0 else { return }
    state = .checkedByRow
    guard newRows >= Self.leastRows, bytesLeft >= Self.leastBytes else { return }
    let storedBytes: Int64 = try connection.query("select pg_relation_size('cohort.response')").only()[0]
    guard storedBytes <= bytesLeft * Self.storedShare else { return }
    let isDone: Bool = try connection.query("select intake.suspend_references()").only()[0]
    guard isDone else { return }
    let isFirst: Bool = try connection.query("select intake.suspend_keys()").only()[0]
    if isFirst { _ = try connection.execute(Self.writeEarly) }
    state = isFirst ? .firstLoad : .suspended
  }

  /// Whether rows may be stored before those that they refer to.
  var areSuspended: Bool { state == .suspended || state == .firstLoad }

  /// Whether rows can be stored as if they had always been there: nobody else sees the tables before the commit.
  var isFirstLoad: Bool { state == .firstLoad }

  /// Makes them again, which checks every row.
  mutating func restore(on connection: inout Connection) throws(PostgresError) {
    guard areSuspended else { return }
    _ = try connection.query("select intake.restore_references()")
    state = .checkedByRow
  }
}
