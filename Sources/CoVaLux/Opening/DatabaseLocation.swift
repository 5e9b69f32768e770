public import PrivateServer

/// Where the cohort's data live.
public enum DatabaseLocation: Sendable {
  /// A server that the user named; the text reaches libpq as it is.
  case server(String)
  /// The user's own server.
  case privateServer(PrivateServer)

  /// Decides by what was given: an option, `COVALUX_DATABASE`, `DATABASE_URL`, libpq's own variables, else the
  /// private server.
  ///
  /// - Parameters:
  ///   - option: What the user gave for this command; nil if nothing.
  ///   - environment: The environment's variables.
  /// - Returns: The location; nothing has been touched yet.
  /// - Throws: `PrivateServerError` if there is no place for a private server.
  public static func resolve(
    option: String?, environment: [String: String]
  ) throws(PrivateServerError) -> DatabaseLocation {
    for given in [option, environment["COVALUX_DATABASE"], environment["DATABASE_URL"]] {
      if let given, !given.isEmpty { return .server(given) }
    }
    let libpq = ["PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "PGPORT"]
    if libpq.contains(where: { !(environment[$0] ?? "").isEmpty }) { return .server("") }
    return .privateServer(try PrivateServer(environment: environment))
  }

  /// False if it is a private server that was never needed so far, and so holds nothing.
  public var isMade: Bool {
    switch self {
    case .server: true
    case .privateServer(let server): server.status().state != .absent
    }
  }

  /// The folder of the secret keys: a given one, else `keys` in the private server's home.
  public static func keyDirectory(
    option: String?, environment: [String: String]
  ) throws(PrivateServerError) -> String {
    if let option { return option }
    if let given = environment["COVALUX_KEY_DIRECTORY"], !given.isEmpty { return given }
    return try PrivateServer(environment: environment).home + "/keys"
  }
}
