import CLibPQ

/// A notice or warning of the server.
public struct Notice: Sendable {
  /// The untranslated severity, such as `WARNING` or `NOTICE`.
  public let severity: String
  /// The server's code.
  public let sqlState: SQLState?
  /// The text, which may quote values.
  public let sensitive: PostgresError.Sensitive
}

/// Receives the notices of one connection; without a handler they are dropped, since they may quote values.
final class NoticeReceiver {
  var handler: (@Sendable (Notice) -> Void)?

  /// Makes libpq hand the notices of a connection to this receiver, which must outlive it.
  func attach(to connection: OpaquePointer) {
    PQsetNoticeReceiver(
      connection,
      { context, result in
        guard let context else { return }
        Unmanaged<NoticeReceiver>.fromOpaque(context).takeUnretainedValue().receive(result)
      },
      Unmanaged.passUnretained(self).toOpaque())
  }

  private func receive(_ result: OpaquePointer?) {
    guard let handler else { return }
    let error = PostgresError(result: result, statement: nil, cancelRequested: false)
    handler(
      Notice(
        severity: PostgresError.field("V", of: result) ?? "NOTICE",
        sqlState: error.sqlState,
        sensitive: error.sensitive))
  }
}
