import CLibPQ

/// How far a transaction is kept apart from others.
public enum IsolationLevel: String, Sendable {
  /// Each statement sees what was committed before it.
  case readCommitted = "read committed"
  /// All statements see one snapshot.
  case repeatableRead = "repeatable read"
  /// As if transactions ran one after the other.
  case serializable = "serializable"
}

extension Connection {
  /// Runs `body` in a transaction, which is stored when it returns and rolled back when it throws.
  ///
  /// Inside a transaction it is a savepoint, and the options are ignored. A transaction of which a statement
  /// failed cannot be stored, even where `body` dropped the error. When the answer to COMMIT is lost the error
  /// is ``PostgresError/Kind/outcomeUnknown``.
  @discardableResult
  public mutating func transaction<Value>(
    isolation: IsolationLevel? = nil,
    readOnly: Bool = false,
    deferrable: Bool = false,
    _ body: (inout Connection) throws -> Value
  ) throws -> Value {
    let depth = session.transactionDepth
    var begin = depth == 0 ? "begin" : "savepoint covalux_\(depth)"
    if depth == 0, let isolation { begin += " isolation level \(isolation.rawValue)" }
    if depth == 0, readOnly { begin += " read only" }
    if depth == 0, deferrable { begin += " deferrable" }
    guard depth > 0 || !isInTransaction else {
      throw PostgresError(.usage, "a transaction was begun by a statement; use transaction alone")
    }
    _ = try session.run(begin)
    session.transactionDepth = depth + 1
    defer { session.transactionDepth = depth }
    let value: Value
    do {
      value = try body(&self)
      guard !cancelHandle.isRequested else { throw PostgresError(.cancelled) }
    } catch {
      // The error that matters is the body's; a connection that cannot even roll back loses the transaction.
      let undo =
        depth == 0 ? "rollback" : "rollback to savepoint covalux_\(depth); release savepoint covalux_\(depth)"
      if !session.isClosed { _ = try? session.finishCopyIn() }
      if !session.isClosed { _ = try? session.runControl(undo) }
      throw error
    }
    if depth == 0 {
      try session.commit()
    } else {
      _ = try session.runControl("release savepoint covalux_\(depth)")
    }
    return value
  }
}

extension Session {
  /// Commits, and takes only the server's word `COMMIT` for it.
  fileprivate func commit() throws(PostgresError) {
    _ = try open()
    guard isInTransaction else {
      throw PostgresError(.usage, "the transaction was ended by a statement inside it")
    }
    let result: ResultStorage
    do {
      result = try runControl("commit")
    } catch {
      // Only a server that goes on talking tells that the transaction was refused.
      guard isClosed else { throw error }
      var unknown = PostgresError(.outcomeUnknown, statement: "commit")
      unknown.sensitive = error.sensitive
      throw unknown
    }
    guard result.commandTag == "COMMIT" else {
      throw PostgresError(.server(.inFailedTransaction), statement: "commit")
    }
  }
}
