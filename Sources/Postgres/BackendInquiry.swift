import CLibPQ

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Asks the server, through a second short connection, what the backend of a silent one is doing.
///
/// Keep-alives do not find a stalled peer whose machine still acknowledges, and a long statement is silent
/// too: only the server's activity view tells them apart.
struct BackendInquiry {
  enum Activity {
    case atWork
    /// The backend waits for something from us, or has nothing to do.
    case waitingForClient
    /// The server could not be asked, or knows no such backend.
    case unknown
  }

  let session: Session

  /// Asks until there is an answer or the limit has passed.
  func activity() -> Activity {
    guard let connection = try? session.open() else { return .unknown }
    let clock = ContinuousClock()
    let deadline = clock.now + session.settings.inquiryLimit
    let process = PQbackendPID(connection)
    let place = options(sameServerAs: connection)
    while clock.now < deadline {
      var settings = session.settings
      settings.connectLimit = deadline - clock.now
      settings.silenceLimit = settings.connectLimit
      settings.statementLimit = settings.connectLimit
      settings.sessionParameters = []
      do {
        let inquiry = try Session(
          string: session.string, settings: settings, overriding: place, inquires: false)
        return try ask(inquiry, about: process)
      } catch {
        // A full server refuses at once: it may have a place for us a moment later.
        guard case .server = error.kind else { return .unknown }
        usleep(250_000)
      }
    }
    return .unknown
  }

  private func ask(_ inquiry: Session, about process: Int32) throws(PostgresError) -> Activity {
    let answer = try inquiry.query(
      "select state, wait_event_type from pg_catalog.pg_stat_activity where pid = $1", ["\(process)"])
    guard let row = answer.first else { return .unknown }
    let state: String? = try row["state"]
    let waitsFor: String? = try row["wait_event_type"]
    return state == "active" && waitsFor != "Client" ? .atWork : .waitingForClient
  }

  /// Options that lead to the very server of a connection, where the string names several.
  private func options(sameServerAs connection: OpaquePointer) -> [ConnectionString.Option] {
    let values = [
      ("host", PQhost(connection)), ("hostaddr", PQhostaddr(connection)), ("port", PQport(connection)),
    ]
    let place = values.compactMap { keyword, value -> ConnectionString.Option? in
      guard let value, value.pointee != 0 else { return nil }
      return (keyword, String(cString: value))
    }
    return place + [("target_session_attrs", "any"), ("application_name", "covalux inquiry")]
  }
}
