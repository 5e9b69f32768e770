import CLibPQ

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Makes one connection without ever waiting longer than its limit.
///
/// libpq applies `connect_timeout` only in its blocking functions, so the limit for each host is kept here; a
/// host that stays silent is passed over as libpq's own blocking connect would.
struct Connector: Sendable {
  let string: ConnectionString
  let settings: ConnectionSettings
  let overriding: [ConnectionString.Option]
  let cancelHandle: CancelHandle
  /// The longest time for one host.
  let hostLimit: Duration

  /// What comes back from the thread that connects: a connection's pointer as bits, or an error.
  typealias Outcome = Result<UInt, PostgresError>

  /// Connects, or throws when all hosts refuse or stay silent.
  func connect() throws(PostgresError) -> OpaquePointer {
    let hosts =
      overriding.first { $0.keyword == "host" }?.value ?? string.given["host"] ?? string.given["hostaddr"]
    let hostCount = hosts?.split(separator: ",").count ?? 1
    // Resolving a name blocks inside libpq, hence a thread that can be left behind, with a second to spare.
    let limit = hostLimit * max(1, hostCount) + .seconds(1)
    let outcome = DeadlineCall<Outcome>.run(
      limit: limit, { Result { () throws(PostgresError) in try self.connectToAnyHost() } },
      late: { outcome in
        if case .success(let bits) = outcome { PQfinish(OpaquePointer(bitPattern: bits)) }
      })
    guard let outcome else { throw Self.silence }
    guard let connection = OpaquePointer(bitPattern: try outcome.get()) else {
      throw PostgresError(.connection, "there is no memory for a connection")
    }
    return connection
  }

  private static var silence: PostgresError {
    PostgresError(.timeout, "the database server did not answer the request to connect in time")
  }

  private func connectToAnyHost() throws(PostgresError) -> UInt {
    let environment = Self.environment()
    var overriding = overriding
    while true {
      let options = string.options(settings: settings, environment: environment, overriding: overriding)
      guard let connection = Self.start(options) else {
        throw PostgresError(.connection, "there is no memory for a connection")
      }
      let effective = Self.effectiveOptions(of: connection)
      if PQstatus(connection) != CONNECTION_BAD,
        !overriding.contains(where: { $0.keyword == "sslmode" }),
        string.needsVerification(effective: effective, environment: environment)
      {
        PQfinish(connection)
        overriding.append(("sslmode", "verify-full"))
        continue
      }
      do {
        try finishConnecting(connection)
        return UInt(bitPattern: connection)
      } catch {
        let remaining = Self.hosts(after: connection, in: effective)
        PQfinish(connection)
        guard error.kind == .timeout, let remaining else { throw error }
        overriding.removeAll { ["host", "hostaddr", "port"].contains($0.keyword) }
        overriding += remaining
      }
    }
  }

  private func finishConnecting(_ connection: OpaquePointer) throws(PostgresError) {
    // Only verbose messages tell the SQLSTATE of a refusal; libpq has no function for it.
    PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
    defer { PQsetErrorVerbosity(connection, PQERRORS_DEFAULT) }
    let clock = ContinuousClock()
    var host = Self.place(of: connection)
    var deadline = clock.now + hostLimit
    var state = PGRES_POLLING_WRITING
    if PQstatus(connection) == CONNECTION_BAD { state = PGRES_POLLING_FAILED }
    while state != PGRES_POLLING_OK {
      guard state != PGRES_POLLING_FAILED else { throw Self.refusal(of: connection) }
      guard !cancelHandle.isRequested else {
        throw PostgresError(.cancelled, "connecting was cancelled on request")
      }
      let remaining = deadline - clock.now
      guard remaining > .zero else { throw Self.silence }
      let events = Int16(state == PGRES_POLLING_READING ? POLLIN : POLLOUT)
      var entry = pollfd(fd: PQsocket(connection), events: events, revents: 0)
      // Short turns, so that a request to cancel is noticed.
      if poll(&entry, 1, min(remaining.wholeMilliseconds, 200)) > 0 {
        state = PQconnectPoll(connection)
        let newHost = Self.place(of: connection)
        if newHost != host {
          host = newHost
          deadline = clock.now + hostLimit
        }
      }
    }
  }

  private static func refusal(of connection: OpaquePointer) -> PostgresError {
    let message = PQerrorMessage(connection).map { String(cString: $0) }
    let state = message.flatMap { PostgresError.state(inConnectionMessage: $0) }
    return PostgresError(
      state.map { .server($0) } ?? .connection,
      state == nil ? "no connection to the database server could be made" : nil, message: message)
  }

  /// The hosts that come after the one being tried, as options; `nil` when it is the last.
  private static func hosts(
    after connection: OpaquePointer, in effective: [String: String]
  ) -> [ConnectionString.Option]? {
    func list(_ keyword: String) -> [Substring] {
      (effective[keyword] ?? "").split(separator: ",", omittingEmptySubsequences: false)
    }
    let names = list("host")
    let addresses = list("hostaddr")
    let ports = list("port")
    let count = max(names.count, addresses.count)
    let tried = PQhost(connection).map { String(cString: $0) } ?? ""
    let triedPort = PQport(connection).map { String(cString: $0) } ?? ""
    let position = (0..<count).first { index in
      let name = index < names.count ? names[index] : addresses[index]
      return name == tried && (ports.count < 2 || ports[index] == triedPort)
    }
    guard let position, position + 1 < count else { return nil }
    return [("host", names), ("hostaddr", addresses), ("port", ports)].compactMap { keyword, values in
      guard values.count == count else { return nil }
      return (keyword, values[(position + 1)...].joined(separator: ","))
    }
  }

  private static func place(of connection: OpaquePointer) -> [String] {
    [PQhost(connection), PQhostaddr(connection), PQport(connection)].map {
      $0.map { String(cString: $0) } ?? ""
    }
  }

  private static func effectiveOptions(of connection: OpaquePointer) -> [String: String] {
    let options = PQconninfo(connection)
    defer { PQconninfoFree(options) }
    return ConnectionString.values(of: options)
  }

  private static func environment() -> [String: String] {
    var values: [String: String] = [:]
    for name in ["PGHOST", "PGHOSTADDR", "PGOPTIONS", "PGSERVICE", "PGSSLMODE"] {
      if let value = getenv(name), value.pointee != 0 { values[name] = String(cString: value) }
    }
    return values
  }

  private static func start(_ options: [ConnectionString.Option]) -> OpaquePointer? {
    withCStrings(options.map(\.keyword)) { keywords in
      withCStrings(options.map(\.value)) { values in
        PQconnectStartParams(keywords, values, 1)
      }
    }
  }
}

/// Lends texts as a NULL-terminated array of C strings.
func withCStrings<Value>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Value
) -> Value {
  let copies = texts.map { $0.flatMap { strdup($0) } }
  defer { for copy in copies { free(copy) } }
  let pointers = copies.map { $0.map { UnsafePointer($0) } } + [nil]
  return pointers.withUnsafeBufferPointer { buffer in
    // The array is never empty, so it has a base address.
    withExtendedLifetime(copies) { buffer.baseAddress.map(body) } ?? body([nil])
  }
}
