/// A connection for asynchronous code, which lends it to one caller at a time on a thread of its own.
///
/// libpq blocks, so it must not wait on the threads that all tasks share. Cancelling a task cancels the
/// statement that it runs.
public actor Database {
  private let executor = SessionExecutor()
  private let cancelHandle = CancelHandle()
  private var connection: Connection?

  /// The executor on which the connection is used.
  public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Connects as ``Connection/connect(_:settings:)`` does.
  public init(connecting connectionString: String, settings: ConnectionSettings = ConnectionSettings())
    async throws
  {
    connection = nil
    try await open(connectionString, settings)
  }

  /// Lends the connection to `body`.
  @discardableResult
  public func run<Value: Sendable>(
    _ body: @Sendable (inout Connection) throws -> Value
  ) async throws -> Value {
    // Nothing suspends until the body is done, so a request to cancel can only concern this caller.
    try await withTaskCancellationHandler {
      try lend(body)
    } onCancel: {
      cancelHandle.cancelInBackground()
    }
  }

  /// Lends the connection to `body` inside a transaction.
  @discardableResult
  public func transaction<Value: Sendable>(
    isolation: IsolationLevel? = nil,
    readOnly: Bool = false,
    deferrable: Bool = false,
    _ body: @Sendable (inout Connection) throws -> Value
  ) async throws -> Value {
    try await run { connection in
      try connection.transaction(isolation: isolation, readOnly: readOnly, deferrable: deferrable, body)
    }
  }

  /// Ends the connection; later uses throw.
  public func close() {
    connection = nil
  }

  private func open(_ connectionString: String, _ settings: ConnectionSettings) async throws {
    try await withTaskCancellationHandler {
      connection = try Connection.connect(connectionString, settings: settings, cancelHandle: cancelHandle)
    } onCancel: {
      cancelHandle.cancelInBackground()
    }
  }

  private func lend<Value>(_ body: (inout Connection) throws -> Value) throws -> Value {
    guard var lent = connection.take() else {
      throw PostgresError(.connection, "the connection to the database is closed")
    }
    do {
      let value = try body(&lent)
      lent.settleCancellation()
      connection = consume lent
      return value
    } catch {
      lent.settleCancellation()
      connection = consume lent
      throw error
    }
  }
}
