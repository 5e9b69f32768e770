import CLibPQ

extension Session {
  /// Runs one or several statements without parameters; returns the last result.
  func run(_ sql: String) throws(PostgresError) -> ResultStorage {
    try refuseIfCancelled(sql)
    return try runControl(sql)
  }

  /// Runs a statement that a request to cancel must not refuse, such as ROLLBACK.
  func runControl(_ sql: String) throws(PostgresError) -> ResultStorage {
    let connection = try ready(for: sql)
    guard PQsendQuery(connection, sql) == 1 else { throw abandon(.connection, statement: sql) }
    try flush(statement: sql)
    return try collectResults(of: sql)
  }

  /// Runs one statement with parameters, which never become part of its text.
  func query(_ sql: String, _ parameters: [(any PostgresValue)?]) throws(PostgresError) -> Rows {
    try refuseIfCancelled(sql)
    let connection = try ready(for: sql)
    let texts = parameters.map { $0?.postgresText }
    guard !texts.contains(where: { $0?.utf8.contains(0) ?? false }) else {
      throw PostgresError(.encoding, "a text parameter holds a NUL character", statement: sql)
    }
    guard texts.count <= 65_535 else {
      throw PostgresError(.encoding, "a statement has more than 65535 parameters", statement: sql)
    }
    let sent = withCStrings(texts) { values in
      PQsendQueryParams(connection, sql, Int32(texts.count), nil, values, nil, nil, 0)
    }
    guard sent == 1 else { throw abandon(.connection, statement: sql) }
    try flush(statement: sql)
    return Rows(storage: try collectResults(of: sql))
  }

  /// Starts a COPY and checks that it is one of the expected direction.
  func beginCopy(_ sql: String, expecting expected: ExecStatusType) throws(PostgresError) {
    try refuseIfCancelled(sql)
    let connection = try ready(for: sql)
    guard PQsendQuery(connection, sql) == 1 else { throw abandon(.connection, statement: sql) }
    try flush(statement: sql)
    guard let first = try nextResult(statement: sql) else { throw abandon(.connection, statement: sql) }
    if PQresultStatus(first) == expected {
      PQclear(first)
      return
    }
    _ = try collectResults(of: sql, startingWith: first)
    throw PostgresError(.usage, "the statement is not a COPY in the expected direction", statement: sql)
  }

  /// Reads all results of a statement, so that the connection is ready again, and throws the first error.
  func collectResults(
    of sql: String, startingWith first: OpaquePointer? = nil
  ) throws(PostgresError) -> ResultStorage {
    var last: ResultStorage?
    var failure: PostgresError?
    var pending = first
    while true {
      let pointer: OpaquePointer?
      if let waiting = pending { pointer = waiting } else { pointer = try nextResult(statement: sql) }
      pending = nil
      guard let pointer else { break }
      let storage = ResultStorage(pointer, statement: sql)
      switch PQresultStatus(pointer) {
      case PGRES_FATAL_ERROR, PGRES_BAD_RESPONSE, PGRES_NONFATAL_ERROR:
        let error = PostgresError(
          result: pointer, statement: sql, cancelRequested: cancelHandle.isRequested)
        failure = failure ?? error
      case PGRES_COPY_IN:
        try endUnexpectedCopyIn(of: sql)
        failure = failure ?? Self.unexpectedCopy(sql)
      case PGRES_COPY_OUT, PGRES_COPY_BOTH:
        try drainCopyOut(of: sql)
        failure = failure ?? Self.unexpectedCopy(sql)
      default: last = storage
      }
    }
    if PQstatus(try open()) == CONNECTION_BAD {
      let lost = abandon(.connection, statement: sql)
      throw failure ?? lost
    }
    if let failure { throw failure }
    guard let last else { throw abandon(.connection, statement: sql) }
    return last
  }

  /// Reads and drops what a COPY still sends.
  func drainCopyOut(of sql: String) throws(PostgresError) {
    while let message = try nextCopyMessage(of: sql) { PQfreemem(message.baseAddress) }
  }

  /// Waits for the next message of a COPY that sends.
  ///
  /// The caller frees it; `nil` is the end.
  func nextCopyMessage(of sql: String) throws(PostgresError) -> UnsafeMutableRawBufferPointer? {
    let connection = try open()
    while true {
      var buffer: UnsafeMutablePointer<CChar>?
      let count = PQgetCopyData(connection, &buffer, 1)
      switch count {
      case 1...: return UnsafeMutableRawBufferPointer(start: buffer, count: Int(count))
      case 0:
        try readMore(of: sql)
      case -1: return nil
      default: throw abandon(.connection, statement: sql)
      }
    }
  }

  private static func unexpectedCopy(_ sql: String) -> PostgresError {
    PostgresError(.usage, "a COPY must be run with copyIn or copyOut", statement: sql)
  }

  private func endUnexpectedCopyIn(of sql: String) throws(PostgresError) {
    guard PQputCopyEnd(try open(), "unexpected COPY") == 1 else { throw abandon(.connection, statement: sql) }
    try flush(statement: sql)
  }

  private func refuseIfCancelled(_ sql: String) throws(PostgresError) {
    guard !cancelHandle.isRequested else { throw PostgresError(.cancelled, statement: sql) }
  }

  private func ready(for sql: String) throws(PostgresError) -> OpaquePointer {
    let connection = try open()
    guard !sql.utf8.contains(0) else {
      throw PostgresError(.encoding, "the statement holds a NUL character")
    }
    guard PQtransactionStatus(connection) != PQTRANS_ACTIVE else {
      throw PostgresError(.usage, "a COPY is running on this connection", statement: sql)
    }
    return connection
  }
}
