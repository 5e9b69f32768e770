public import CohortModel
public import Postgres
import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A cohort in a PostgreSQL database, with the keys of the installation.
///
/// Calls are asynchronous at this door and synchronous inside: ``write(reason:_:)`` and ``read(_:)`` lend a
/// ``Study`` for one transaction.
public final class Cohort: Sendable {
  /// Version of the software, as the audit trail and manifests name it.
  public static let version = "0.1.0"

  /// The secret keys of the installation.
  public let keys: KeyRing
  /// Appends to the audit trail under the name of this user and program.
  public let audit: AuditTrail
  private let database: Database
  private let areKeysChecked = Atomic(false)

  private init(database: Database, keys: KeyRing, program: String) {
    self.database = database
    self.keys = keys
    audit = AuditTrail(keys: keys, actor: "\(Self.systemUser()) \(program)")
  }

  /// Connects to the database of a cohort.
  ///
  /// - Parameters:
  ///   - connectionString: A URL or `keyword=value` string, handed to libpq as it is.
  ///   - keyDirectory: Folder of the keys, which are made at first use.
  ///   - settings: Limits of waits, and the name of the program for the audit trail.
  /// - Returns: The cohort, whose database may still have to be migrated.
  /// - Throws: `PostgresError`, or ``KeyError`` if a key file cannot be used.
  public static func open(
    _ connectionString: String, keyDirectory: String, settings: CohortSettings = CohortSettings()
  ) async throws -> Cohort {
    let keys = try KeyRing(directory: keyDirectory)
    let database = try await Database(connecting: connectionString, settings: settings.connection)
    return Cohort(database: database, keys: keys, program: settings.program)
  }

  /// Changes the cohort in one transaction: all of it is stored when `body` returns, nothing when it throws.
  ///
  /// A file is not imported at the same time; other writers may be at work on other participants.
  ///
  /// - Parameters:
  ///   - reason: Why, for the audit trail, where a call does not say it itself.
  ///   - body: What to do with the study.
  /// - Returns: What `body` returns.
  /// - Throws: What `body` throws, or `PostgresError` if the transaction cannot be stored.
  @discardableResult
  public func write<Value: Sendable>(
    reason: String = "direct entry", _ body: @Sendable (Study) throws -> Value
  ) async throws -> Value {
    try await database.run { connection in
      try checkKeys(recordingMissing: true, on: &connection)
      return try connection.transaction { connection in
        try connection.execute("set local role covalux_writer")
        try connection.execute("select pg_advisory_xact_lock_shared(7206512, 2)")
        return try lend(&connection, reason: reason, body)
      }
    }
  }

  /// Reads the cohort in one snapshot: every question that `body` asks is answered as of the same moment.
  @discardableResult
  public func read<Value: Sendable>(_ body: @Sendable (Study) throws -> Value) async throws -> Value {
    try await database.run { connection in
      try checkKeys(recordingMissing: false, on: &connection)
      return try connection.transaction(isolation: .repeatableRead, readOnly: true) { connection in
        try connection.execute("set local role covalux_reader")
        return try lend(&connection, reason: nil, body)
      }
    }
  }

  /// Lends the connection outside any transaction, for pipelines that take their roles and locks themselves.
  @discardableResult
  public func run<Value: Sendable>(
    _ body: @Sendable (inout Connection) throws -> Value
  ) async throws -> Value {
    try await database.run { connection in
      try checkKeys(recordingMissing: true, on: &connection)
      return try body(&connection)
    }
  }

  /// The last entries of the audit trail, newest first, or those about one participant.
  public func auditEvents(limit: Int, about code: ParticipantCode? = nil) async throws -> [AuditEvent] {
    var participant: Int64?
    if let code {
      participant = try await read { study in try study.run { try $0.participantNumber(of: code) } }
    }
    return try await audited { [participant] connection, audit in
      try audit.events(limit: limit, participant: participant, on: &connection)
    }
  }

  /// Checks the whole audit trail, and that it holds a head that was noted elsewhere.
  public func verifyAudit(
    against noted: AuditHead? = nil
  ) async throws -> (head: AuditHead, defects: [AuditTrail.Defect]) {
    try await audited { connection, audit in try audit.verify(against: noted, on: &connection) }
  }

  /// Ends the connection; later uses throw.
  public func close() async {
    await database.close()
  }
}

extension Cohort {
  private func lend<Value>(
    _ connection: inout Connection, reason: String?, _ body: (Study) throws -> Value
  ) throws -> Value {
    let study = Study(connection: consume connection, keys: keys, audit: audit, reason: reason)
    do {
      let value = try body(study)
      connection = study.giveBack()
      try study.appendNotedEvents(on: &connection)
      return value
    } catch {
      connection = study.giveBack()
      throw error
    }
  }

  private func audited<Value: Sendable>(
    _ body: @Sendable (inout Connection, AuditTrail) throws -> Value
  ) async throws -> Value {
    try await database.transaction(isolation: .repeatableRead, readOnly: true) { connection in
      try connection.execute("set local role covalux_auditor")
      return try body(&connection, audit)
    }
  }

  /// Throws if the keys are not those that the database was used with before, once for each cohort opened.
  private func checkKeys(recordingMissing: Bool, on connection: inout Connection) throws {
    guard !areKeysChecked.load(ordering: .relaxed) else { return }
    // The catalogue can be read before any role is taken on, which `to_regclass` cannot.
    let isMigrated: Bool = try connection.query(
      """
      select exists (select from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = 'audit' and c.relname = 'key_check')
      """
    ).only()[0]
    guard isMigrated else { return }
    try connection.transaction { connection in
      try connection.execute("set local role \(recordingMissing ? "covalux_writer" : "covalux_reader")")
      try keys.requireKnown(recordingMissing: recordingMissing, on: &connection)
    }
    if recordingMissing { areKeysChecked.store(true, ordering: .relaxed) }
  }

  /// The name of the system's user, or its number where it has none.
  private static func systemUser() -> String {
    guard let entry = getpwuid(geteuid()), let name = entry.pointee.pw_name else { return "uid-\(geteuid())" }
    return String(cString: name)
  }
}
