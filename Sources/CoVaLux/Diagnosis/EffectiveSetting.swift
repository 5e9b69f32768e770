public import PrivateServer

/// A setting as a command would use it, and where it comes from.
public struct EffectiveSetting: Hashable, Sendable {
  /// Name of the setting.
  public let name: String
  /// Its value; a password in it is masked.
  public let value: String
  /// The option or the variable that gives it, or `default`.
  public let origin: String

  /// The settings that options and the environment's variables give together.
  ///
  /// - Parameters:
  ///   - database: The option `--database`.
  ///   - keyDirectory: The option `--key-directory`.
  ///   - environment: The environment's variables.
  /// - Returns: Each setting once.
  /// - Throws: `PrivateServerError` if there is no place for a private server.
  public static func all(
    database: String?, keyDirectory: String?, environment: [String: String]
  ) throws(PrivateServerError) -> [EffectiveSetting] {
    let given = environment.filter { !$0.value.isEmpty }
    func variable(_ names: String...) -> (value: String, origin: String)? {
      names.lazy.compactMap { name in given[name].map { ($0, name) } }.first
    }
    let home = try PrivateServer(environment: environment).home
    let homeOrigin =
      variable("COVALUX_HOME")?.origin ?? (variable("XDG_DATA_HOME") == nil ? "default" : "XDG_DATA_HOME")
    let keys = try DatabaseLocation.keyDirectory(option: keyDirectory, environment: environment)
    let keysOrigin =
      keyDirectory == nil ? variable("COVALUX_KEY_DIRECTORY")?.origin ?? "default" : "option --key-directory"
    let server: EffectiveSetting
    if let database, !database.isEmpty {
      server = EffectiveSetting(name: "database", value: masked(database), origin: "option --database")
    } else if let found = variable("COVALUX_DATABASE", "DATABASE_URL") {
      server = EffectiveSetting(name: "database", value: masked(found.value), origin: found.origin)
    } else if let found = variable("PGHOST", "PGHOSTADDR", "PGSERVICE", "PGDATABASE", "PGPORT") {
      server = EffectiveSetting(name: "database", value: "as libpq's variables say", origin: found.origin)
    } else {
      server = EffectiveSetting(name: "database", value: "private server", origin: "default")
    }
    return [
      server, EffectiveSetting(name: "home", value: home, origin: homeOrigin),
      EffectiveSetting(name: "key-directory", value: keys, origin: keysOrigin),
    ]
  }

  /// A connection string without the password that it may hold.
  private static func masked(_ text: String) -> String {
    if let scheme = text.firstRange(of: "://") {
      let rest = text[scheme.upperBound...]
      let authority = rest.prefix { $0 != "/" && $0 != "?" }
      var shown = String(rest)
      if let at = authority.lastIndex(of: "@"), let colon = authority[..<at].firstIndex(of: ":") {
        shown = rest[..<colon] + ":****" + rest[at...]
      }
      guard let question = shown.firstIndex(of: "?"), shown[question...].contains("password=") else {
        return text[..<scheme.upperBound] + shown
      }
      return text[..<scheme.upperBound] + shown[..<question] + "?****"
    }
    // What follows a quoted password cannot be told from it without libpq's own rules.
    guard let password = text.firstRange(of: "password") else { return text }
    return text[..<password.upperBound] + "=****"
  }
}
