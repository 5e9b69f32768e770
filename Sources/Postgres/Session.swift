import CLibPQ

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// One libpq connection in non-blocking mode, and the only place that waits for the server.
///
/// `Connection` owns it; a running COPY shares it, which is why it is a class.
final class Session {
  let string: ConnectionString
  let settings: ConnectionSettings
  let cancelHandle: CancelHandle
  let notices = NoticeReceiver()
  /// The number of transactions and savepoints that are open.
  var transactionDepth = 0
  /// The COPY whose end was not waited for yet.
  var runningCopy: RunningCopy?
  /// Its rows; afterwards memory for those of the next.
  var runningRows = CopyBuffer(capacity: 64)
  /// Whether silence is answered by asking on a second connection; the second connection itself does not.
  private let inquires: Bool
  private var connection: OpaquePointer?

  init(
    string: ConnectionString,
    settings: ConnectionSettings,
    cancelHandle: CancelHandle = CancelHandle(),
    overriding: [ConnectionString.Option] = [],
    inquires: Bool = true
  ) throws(PostgresError) {
    self.string = string
    self.settings = settings
    self.cancelHandle = cancelHandle
    self.inquires = inquires
    let connector = Connector(
      string: string, settings: settings, overriding: overriding, cancelHandle: cancelHandle,
      hostLimit: (inquires ? string.connectTimeout : nil) ?? settings.connectLimit)
    let connection = try connector.connect()
    self.connection = connection
    notices.attach(to: connection)
    PQsetnonblocking(connection, 1)
    cancelHandle.arm(connection)
    let statements = settings.sessionStatements(serverVersion: PQserverVersion(connection))
    _ = try runControl(statements)
  }

  deinit {
    PQfinish(connection)
  }

  /// Whether the connection was given up or closed.
  var isClosed: Bool { connection == nil }

  /// The state of the transaction as the server told it last.
  var transactionStatus: PGTransactionStatusType { PQtransactionStatus(connection) }

  /// The connection's pointer while it is open.
  func open() throws(PostgresError) -> OpaquePointer {
    guard let connection else { throw PostgresError(.connection, "the connection to the database is closed") }
    return connection
  }

  /// The connection's pointer, for calls of libpq that refuse NULL themselves.
  var connectionOrNil: OpaquePointer? { connection }

  /// Ends the connection; PQfinish does not wait in non-blocking mode.
  func close() {
    PQfinish(connection)
    connection = nil
  }

  /// Ends the connection and makes the error that says why.
  func abandon(_ kind: PostgresError.Kind, _ explanation: String? = nil, statement: String?) -> PostgresError
  {
    let message = PQerrorMessage(connection).map { String(cString: $0) }
    close()
    return PostgresError(kind, explanation, statement: statement, message: message)
  }

  /// Sends everything that waits in libpq's buffer, reading meanwhile so that neither side blocks the other.
  func flush(statement: String?) throws(PostgresError) {
    while true {
      let outcome = PQflush(try open())
      if outcome == 0 { return }
      guard outcome == 1 else { throw abandon(.connection, statement: statement) }
      let events = try wait(for: Int32(POLLIN | POLLOUT), statement: statement)
      if events & Int32(POLLIN) != 0, PQconsumeInput(try open()) == 0 {
        throw abandon(.connection, statement: statement)
      }
    }
  }

  /// Waits for the next result of the statement; `nil` is the end of them.
  func nextResult(statement: String?) throws(PostgresError) -> OpaquePointer? {
    let connection = try open()
    while PQisBusy(connection) == 1 {
      _ = try wait(for: Int32(POLLIN), statement: statement)
      // When input ends, PQgetResult hands out the server's last words, if any, without waiting.
      if PQconsumeInput(connection) == 0 { break }
    }
    return PQgetResult(connection)
  }

  /// Waits until the server has sent more, and reads it.
  func readMore(of statement: String) throws(PostgresError) {
    _ = try wait(for: Int32(POLLIN), statement: statement)
    if PQconsumeInput(try open()) == 0 { throw abandon(.connection, statement: statement) }
  }

  /// Waits for an event of the socket, however long the server is at work, and gives up when it is not.
  ///
  /// Returns the events, where the end of the connection counts as readable.
  func wait(for events: Int32, statement: String?) throws(PostgresError) -> Int32 {
    var stalls = 0
    while true {
      let found = try pollOnce(events, statement: statement)
      if found != 0 { return found }
      // A server that does not even answer a request to cancel is not asked again.
      guard !cancelHandle.isRequested, inquires else { throw abandon(.timeout, statement: statement) }
      switch BackendInquiry(session: self).activity() {
      case .atWork: stalls = 0
      // The server waits for us while we wait for it: something between swallows bytes, or is just very slow.
      case .waitingForClient where stalls == 0: stalls = 1
      case .waitingForClient, .unknown: throw abandon(.timeout, statement: statement)
      }
    }
  }

  /// Polls until an event or the end of the limit, where 0 is returned; a signal does not begin it anew.
  private func pollOnce(_ events: Int32, statement: String?) throws(PostgresError) -> Int32 {
    let clock = ContinuousClock()
    let deadline = clock.now + settings.silenceLimit
    while true {
      var entry = pollfd(fd: PQsocket(try open()), events: Int16(events), revents: 0)
      let remaining = (deadline - clock.now).wholeMilliseconds
      let count = poll(&entry, 1, remaining)
      if count > 0 {
        guard Int32(entry.revents) & Int32(POLLNVAL) == 0 else {
          throw abandon(.connection, statement: statement)
        }
        let ended = Int32(entry.revents) & Int32(POLLHUP | POLLERR) != 0
        return Int32(entry.revents) | (ended ? Int32(POLLIN) : 0)
      }
      if count == 0 { return 0 }
      guard errno == EINTR || errno == EAGAIN else { throw abandon(.connection, statement: statement) }
    }
  }
}
