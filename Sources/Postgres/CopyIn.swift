import CLibPQ

/// Sends rows of a running COPY, in blocks of bounded size.
public struct CopyWriter: ~Copyable {
  fileprivate let session: Session
  fileprivate let statement: String
  private var buffer = CopyBuffer(capacity: CopyForm.blockSize + 4096)

  fileprivate init(session: Session, statement: String) {
    self.session = session
    self.statement = statement
  }

  /// Sends one row, whose fields `body` appends; exactly `fieldCount` of them.
  public mutating func writeRow(
    fieldCount: Int, _ body: (inout CopyBuffer) throws -> Void
  ) throws {
    buffer.beginRow(fieldCount: fieldCount)
    try body(&buffer)
    if buffer.byteCount >= CopyForm.blockSize { try flush() }
  }

  /// Sends the rows of a buffer.
  public mutating func write(_ rows: borrowing CopyBuffer) throws(PostgresError) {
    try flush()
    try session.putRows(rows, statement: statement)
  }

  fileprivate mutating func flush() throws(PostgresError) {
    try session.putRows(buffer, statement: statement)
    buffer.removeAll()
  }
}

extension Connection {
  /// Runs a `COPY … FROM STDIN (FORMAT binary)` whose rows `body` writes; returns the number of rows stored.
  ///
  /// When `body` throws, the COPY is ended without storing anything and the error is thrown on. An error of
  /// the server, which may concern any row, is thrown at the end at the latest.
  @discardableResult
  public mutating func copyIn(
    _ statement: String, _ body: (inout CopyWriter) throws -> Void
  ) throws -> Int {
    try session.beginCopy(statement, expecting: PGRES_COPY_IN)
    var writer = CopyWriter(session: session, statement: statement)
    do {
      try session.put(CopyForm.header, statement: statement)
      try body(&writer)
      try writer.flush()
      try session.put(CopyForm.trailer, statement: statement)
    } catch {
      if !session.isClosed { _ = try? session.endCopyIn(refusing: true, statement: statement) }
      throw error
    }
    return try session.endCopyIn(refusing: false, statement: statement)
  }

  /// Runs a `COPY … FROM STDIN (FORMAT binary)` with the rows of a buffer; returns the number of rows stored.
  @discardableResult
  public mutating func copyIn(
    _ statement: String, from rows: borrowing CopyBuffer
  ) throws(PostgresError) -> Int {
    try session.beginCopy(statement, expecting: PGRES_COPY_IN)
    try session.put(CopyForm.header, statement: statement)
    try session.putRows(rows, statement: statement)
    try session.put(CopyForm.trailer, statement: statement)
    return try session.endCopyIn(refusing: false, statement: statement)
  }
}

extension Connection {
  /// Starts a `COPY … FROM STDIN (FORMAT binary)` with the rows of a buffer and does not wait for the server.
  ///
  /// The rows are taken out of the buffer, which can be filled again while the server is at work; its memory is that
  /// of the rows before. If the same statement is running already its rows are followed by these, once they are sent.
  /// ``finishCopyIn()`` must follow before any other statement; until then ``pushCopyIn()`` sends more. A transaction
  /// that is rolled back ends it.
  public mutating func startCopyIn(
    _ statement: String, taking rows: inout CopyBuffer
  ) throws(PostgresError) {
    if session.runningCopy?.statement == statement {
      try session.sendRunningRows()
    } else {
      try session.beginCopy(statement, expecting: PGRES_COPY_IN)
      try session.queue(CopyForm.header, statement: statement)
    }
    swap(&rows, &session.runningRows)
    rows.removeAll()
    session.runningCopy = RunningCopy(statement: statement)
    try session.pushCopyIn()
  }

  /// Whether a COPY was started and not finished.
  public var isCopyingIn: Bool { session.runningCopy != nil }

  /// Sends what the socket takes of a COPY that was started; does nothing if there is none.
  public mutating func pushCopyIn() throws(PostgresError) {
    try session.pushCopyIn()
  }

  /// Waits for the end of a COPY that was started; returns the number of rows stored, 0 if there is none.
  @discardableResult
  public mutating func finishCopyIn() throws(PostgresError) -> Int {
    try session.finishCopyIn()
  }
}

/// A COPY whose rows are sent bit by bit while their sender does something else.
struct RunningCopy {
  let statement: String
  /// Bytes of the rows that have been handed to libpq.
  var offset = 0
}

/// The frame around the rows of a binary COPY.
///
/// Source: PostgreSQL 15 documentation, COPY, "Binary Format".
enum CopyForm {
  static let blockSize = 65_536
  static let signature: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00]
  static let header = signature + [UInt8](repeating: 0, count: 8)
  static let trailer: [UInt8] = [0xFF, 0xFF]
}

extension Session {
  fileprivate func put(_ bytes: [UInt8], statement: String) throws(PostgresError) {
    try bytes.span.withUnsafeBytes { bytes throws(PostgresError) in try put(bytes, statement: statement) }
  }

  fileprivate func putRows(_ rows: borrowing CopyBuffer, statement: String) throws(PostgresError) {
    try rows.withRows { bytes throws(PostgresError) in try put(bytes, statement: statement) }
  }

  /// Sends bytes in blocks, each of which leaves libpq's buffer before the next enters it.
  private func put(_ bytes: UnsafeRawBufferPointer, statement: String) throws(PostgresError) {
    var offset = 0
    while offset < bytes.count {
      guard !cancelHandle.isRequested else { throw PostgresError(.cancelled, statement: statement) }
      let count = min(CopyForm.blockSize, bytes.count - offset)
      let block = UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
      let outcome = block.withMemoryRebound(to: CChar.self) { block in
        PQputCopyData(connectionOrNil, block.baseAddress, Int32(count))
      }
      guard outcome >= 0 else { throw abandon(.connection, statement: statement) }
      if outcome == 1 { offset += count }
      try flush(statement: statement)
    }
  }

  fileprivate func queue(_ bytes: [UInt8], statement: String) throws(PostgresError) {
    try bytes.span.withUnsafeBytes { bytes throws(PostgresError) in try queue(bytes, statement: statement) }
  }

  /// Adds bytes to libpq's buffer, which grows instead of waiting as the connection is non-blocking.
  private func queue(_ bytes: UnsafeRawBufferPointer, statement: String) throws(PostgresError) {
    let outcome = bytes.withMemoryRebound(to: CChar.self) { block in
      PQputCopyData(connectionOrNil, block.baseAddress, Int32(block.count))
    }
    // 0 would be a buffer that cannot grow: memory is at its end.
    guard outcome == 1 else { throw abandon(.connection, statement: statement) }
  }

  /// Hands the next block of the running COPY to libpq, where little waits already; false if there is none.
  private func queueNextBlock(_ running: RunningCopy) throws(PostgresError) -> Bool {
    let count = min(CopyForm.blockSize, runningRows.byteCount - running.offset)
    guard count > 0 else { return false }
    let range = running.offset..<running.offset + count
    try runningRows.withRows { bytes throws(PostgresError) in
      try queue(UnsafeRawBufferPointer(rebasing: bytes[range]), statement: running.statement)
    }
    runningCopy?.offset += count
    return true
  }

  fileprivate func pushCopyIn() throws(PostgresError) {
    while let running = runningCopy {
      guard !cancelHandle.isRequested else { throw PostgresError(.cancelled, statement: running.statement) }
      let outcome = PQflush(try open())
      guard outcome >= 0 else { throw abandon(.connection, statement: running.statement) }
      guard outcome == 0, try queueNextBlock(running) else { return }
    }
  }

  /// Sends all rows of the running COPY.
  ///
  /// Also after a request to cancel, which the server answers at the end of the rows at the latest.
  fileprivate func sendRunningRows() throws(PostgresError) {
    while let running = runningCopy {
      try flush(statement: running.statement)
      guard try queueNextBlock(running) else { return }
    }
  }

  func finishCopyIn() throws(PostgresError) -> Int {
    guard let statement = runningCopy?.statement else { return 0 }
    defer { runningCopy = nil }
    try sendRunningRows()
    try queue(CopyForm.trailer, statement: statement)
    return try endCopyIn(refusing: false, statement: statement)
  }

  fileprivate func endCopyIn(refusing: Bool, statement: String) throws(PostgresError) -> Int {
    // The text reaches the server's log; it says nothing of the client's error.
    let reason: String? = refusing ? "the client ended the COPY" : nil
    guard PQputCopyEnd(try open(), reason) == 1 else { throw abandon(.connection, statement: statement) }
    try flush(statement: statement)
    return try collectResults(of: statement).affectedRowCount
  }
}
