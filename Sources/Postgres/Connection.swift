/// A connection to a PostgreSQL server.
///
/// It has one owner and is synchronous: calls that talk to the server are `mutating`, so that the compiler
/// refuses a statement inside a running COPY, a use after ``close()`` and a second owner. Every wait ends:
/// see ``ConnectionSettings``. In asynchronous code use ``Database``.
public struct Connection: ~Copyable {
  let session: Session

  /// Cancels what this connection does, from any thread.
  public let cancelHandle: CancelHandle

  init(session: Session) {
    self.session = session
    cancelHandle = session.cancelHandle
  }

  /// Connects to a server that a URL or a `keyword=value` string names.
  ///
  /// The string reaches libpq as it is. What it leaves out is defaulted; above all, a host that is not local
  /// must prove its name (`sslmode=verify-full`), whatever the environment says.
  public static func connect(
    _ connectionString: String, settings: ConnectionSettings = ConnectionSettings()
  ) throws(PostgresError) -> Connection {
    try connect(connectionString, settings: settings, cancelHandle: CancelHandle())
  }

  static func connect(
    _ connectionString: String, settings: ConnectionSettings, cancelHandle: CancelHandle
  ) throws(PostgresError) -> Connection {
    let string = try ConnectionString(connectionString)
    return Connection(session: try Session(string: string, settings: settings, cancelHandle: cancelHandle))
  }

  /// Whether the connection was given up after an error; it then throws at every use.
  public var isClosed: Bool { session.isClosed }

  /// Whether a transaction is open.
  public var isInTransaction: Bool { session.isInTransaction }

  /// The server's version as a number, such as 150018 for 15.18; 0 when the connection is closed.
  public var serverVersion: Int { session.serverVersion }

  /// The number of the server's process for this connection.
  public var backendProcess: Int32 { session.backendProcess }

  /// Whether the connection is encrypted.
  public var isEncrypted: Bool { session.isEncrypted }

  /// Ends the connection.
  public consuming func close() {
    session.close()
  }

  /// Runs one statement, with values for `$1`, `$2` and so on, and returns its rows.
  @discardableResult
  public mutating func query(
    _ sql: String, _ parameters: [(any PostgresValue)?] = []
  ) throws(PostgresError) -> Rows {
    try session.query(sql, parameters)
  }

  /// Runs one statement with values for `$1`, `$2` and so on; returns how many rows it concerned.
  @discardableResult
  public mutating func execute(
    _ sql: String, _ parameters: [(any PostgresValue)?]
  ) throws(PostgresError) -> Int {
    try session.query(sql, parameters).affectedRowCount
  }

  /// Runs a statement, or a script of several, without parameters; returns how many rows the last concerned.
  ///
  /// A script outside a transaction is a transaction of its own. ``PostgresError/position`` counts from the
  /// script's beginning.
  @discardableResult
  public mutating func execute(_ script: String) throws(PostgresError) -> Int {
    try session.run(script).affectedRowCount
  }

  /// Sets who receives the server's notices and warnings; without a receiver they are dropped.
  public mutating func onNotice(_ handler: (@Sendable (Notice) -> Void)?) {
    session.notices.handler = handler
  }

  /// Takes back a request to cancel once no trace of it can reach a later statement.
  mutating func settleCancellation() {
    session.settleCancellation()
  }
}
