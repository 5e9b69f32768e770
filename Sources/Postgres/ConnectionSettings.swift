/// What a connection does beyond its connection string: limits of every wait, and settings of the session.
public struct ConnectionSettings: Sendable {
  /// The longest time that connecting to one host may take, unless the string gives `connect_timeout`.
  public var connectLimit: Duration = .seconds(10)
  /// The silence after which the server is asked, on a second connection, whether it is still at work.
  public var silenceLimit: Duration = .seconds(10)
  /// The longest time in which that question must be answered.
  public var inquiryLimit: Duration = .seconds(10)
  /// The server's limit for one statement; `nil` is none.
  public var statementLimit: Duration?
  /// The server's limit for the wait for one lock; `nil` is none.
  public var lockLimit: Duration? = .seconds(30)
  /// The server's limit for a transaction in which nothing happens; `nil` is none.
  public var idleInTransactionLimit: Duration? = .seconds(600)
  /// The name that the server's activity view shows.
  public var applicationName = "covalux"
  /// Further settings of the session, by name, such as `search_path`.
  public var sessionParameters: [(name: String, value: String)] = []

  /// Makes settings with the usual limits.
  public init() {}

  /// The statements that every new session starts with.
  ///
  /// The formats are fixed because values travel as text; a parameter's value must not reach a server's log.
  func sessionStatements(serverVersion: Int32) -> String {
    var values: [(name: String, value: String)] = [
      ("statement_timeout", Self.milliseconds(statementLimit)),
      ("lock_timeout", Self.milliseconds(lockLimit)),
      ("idle_in_transaction_session_timeout", Self.milliseconds(idleInTransactionLimit)),
      ("datestyle", "ISO, YMD"),
      ("intervalstyle", "iso_8601"),
      ("extra_float_digits", "1"),
      ("bytea_output", "hex"),
      ("standard_conforming_strings", "on"),
    ]
    if serverVersion >= 130_000 { values.append(("log_parameter_max_length_on_error", "0")) }
    values += sessionParameters
    let calls = values.map { "set_config(\(Self.literal($0.name)), \(Self.literal($0.value)), false)" }
    return "select " + calls.joined(separator: ", ")
  }

  private static func milliseconds(_ limit: Duration?) -> String {
    limit.map { "\(max(1, $0.wholeMilliseconds))" } ?? "0"
  }

  private static func literal(_ text: String) -> String {
    // Before standard_conforming_strings is set, only the E form means the same on every server.
    "E'" + escaping(text, quote: "'") + "'"
  }
}

extension Duration {
  /// The duration in milliseconds, rounded up and kept within what `poll` accepts.
  var wholeMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    guard seconds < 2_000_000 else { return 2_000_000_000 }
    return Int32(max(0, seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
  }
}
