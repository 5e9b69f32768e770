import CLibPQ

extension Connection {
  /// Runs a `COPY … TO STDOUT` and lends each of its messages to `body`; returns the number of rows sent.
  ///
  /// A server sends each row as a message, so memory does not grow with the result. When `body` throws, what
  /// the server still sends is read and dropped, and the error is thrown on.
  @discardableResult
  public mutating func copyOut(
    _ statement: String, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws -> Int {
    try session.beginCopy(statement, expecting: PGRES_COPY_OUT)
    var failure: (any Error)?
    while let message = try session.nextCopyMessage(of: statement) {
      defer { PQfreemem(message.baseAddress) }
      guard failure == nil else { continue }
      do { try body(UnsafeRawBufferPointer(message)) } catch { failure = error }
    }
    let result: ResultStorage
    do {
      result = try session.collectResults(of: statement)
    } catch {
      throw failure ?? error
    }
    if let failure { throw failure }
    return result.affectedRowCount
  }

  /// Reads the rows of a query one after the other in binary form, keeping one at a time in memory.
  ///
  /// The query is wrapped into a COPY, which takes no parameters.
  @discardableResult
  public mutating func forEachRow(
    copying query: String, _ body: (inout BinaryRowReader) throws -> Void
  ) throws -> Int {
    let statement = "copy (\(query)) to stdout (format binary)"
    var isFirst = true
    return try copyOut(statement) { message in
      var reader = BinaryRowReader(message, statement: statement)
      if isFirst { try reader.readHeader() }
      isFirst = false
      while try reader.beginRow() { try body(&reader) }
    }
  }
}
