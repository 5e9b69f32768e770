import CLibPQ

/// A connection string as the user wrote it, and what it says.
///
/// It is handed to libpq unchanged, so that several hosts, services and certificates keep their meaning; only
/// what it leaves out is added around it.
struct ConnectionString: Sendable {
  typealias Option = (keyword: String, value: String)

  let text: String
  /// The options that the string itself gives.
  let given: [String: String]

  init(_ text: String) throws(PostgresError) {
    guard !text.utf8.contains(0) else {
      throw PostgresError(.usage, "the connection string holds a NUL character")
    }
    self.text = text
    // As in libpq: what is neither a URL nor has an equals sign is a database's name.
    let bytes = text.utf8
    if bytes.contains(UInt8(ascii: "=")) || bytes.starts(with: "postgres://".utf8)
      || bytes.starts(with: "postgresql://".utf8)
    {
      var message: UnsafeMutablePointer<CChar>?
      guard let options = PQconninfoParse(text, &message) else {
        let reason = message.map { String(cString: $0) }
        PQfreemem(message)
        throw PostgresError(.usage, "the connection string cannot be read", message: reason)
      }
      given = Self.values(of: options)
      PQconninfoFree(options)
    } else {
      given = text.isEmpty ? [:] : ["dbname": text]
    }
  }

  /// The options to connect with: defaults, then the string, then what must hold whatever it says.
  ///
  /// libpq lets a later option win, and expands a `dbname` in its place.
  func options(
    settings: ConnectionSettings, environment: [String: String], overriding: [Option]
  ) -> [Option] {
    var options: [Option] = [
      ("application_name", settings.applicationName),
      ("gssencmode", "disable"),
      ("keepalives_idle", "30"),
      ("tcp_user_timeout", "30000"),
    ]
    // PGOPTIONS could change search_path or a limit behind the program's back.
    if environment["PGOPTIONS"] != nil { options.append(("options", " ")) }
    if !mayBeLocal(environment: environment) { options.append(("sslmode", "verify-full")) }
    options.append(("dbname", text))
    options.append(("client_encoding", "UTF8"))
    return options + overriding
  }

  /// Tells whether a connection with these effective options would be less safe than it must be.
  ///
  /// Only a service file can bring it about: it may name a distant host; its own `sslmode` counts as given.
  func needsVerification(effective: [String: String], environment: [String: String]) -> Bool {
    guard given["sslmode"] == nil, !Self.isLocal(effective) else { return false }
    let unasked = environment["PGSSLMODE"] ?? "prefer"
    return effective["sslmode"] == unasked && unasked != "verify-full"
  }

  /// The seconds that the string gives for connecting, if it does.
  var connectTimeout: Duration? {
    given["connect_timeout"].flatMap { Int($0) }.flatMap { $0 > 0 ? .seconds($0) : nil }
  }

  private func mayBeLocal(environment: [String: String]) -> Bool {
    if given["sslmode"] != nil || given["service"] != nil || environment["PGSERVICE"] != nil { return true }
    var effective: [String: String] = [:]
    effective["host"] = given["host"] ?? environment["PGHOST"]
    effective["hostaddr"] = given["hostaddr"] ?? environment["PGHOSTADDR"]
    return Self.isLocal(effective)
  }

  /// Tells whether all hosts are this machine: a socket's folder, its name or a loopback address.
  static func isLocal(_ options: [String: String]) -> Bool {
    let hosts = [options["host"], options["hostaddr"]].compactMap(\.self).flatMap {
      $0.split(separator: ",", omittingEmptySubsequences: true)
    }
    return hosts.allSatisfy { host in
      host.hasPrefix("/") || host.hasPrefix("@") || host == "localhost" || host == "::1" || isLoopback(host)
    }
  }

  /// Tells whether a host is written as an address of 127.0.0.0/8, not a name that begins like one.
  private static func isLoopback(_ host: Substring) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  static func values(of options: UnsafeMutablePointer<PQconninfoOption>?) -> [String: String] {
    var values: [String: String] = [:]
    var current = options
    while let option = current?.pointee, let keyword = option.keyword {
      if let value = option.val { values[String(cString: keyword)] = String(cString: value) }
      current = current?.successor()
    }
    return values
  }
}
