/// Where a running private server is reached: a Unix socket, and nothing else.
public struct Endpoint: Hashable, Sendable {
  /// The folder that holds the socket.
  public let socketDirectory: String
  /// The number in the socket's name; no TCP port is open.
  public let port: Int

  /// The role that owns the server and makes databases and roles.
  public static let adminRole = "covalux_admin"
  /// The role that the tools log in as, once a migration has created it.
  public static let toolRole = "covalux"

  /// Returns the conninfo string with which the administrator's role connects to a database.
  public func adminConnectionString(database: String) -> String {
    connectionString(user: Self.adminRole, database: database)
  }

  /// Returns the conninfo string with which a role connects to a database.
  public func connectionString(user: String, database: String) -> String {
    "host=\(quoted(socketDirectory)) port=\(port) user=\(quoted(user)) dbname=\(quoted(database))"
  }

  /// The path of the socket itself.
  var socketPath: String { socketDirectory + "/" + Self.socketName(port: port) }

  static func socketName(port: Int) -> String { ".s.PGSQL.\(port)" }

  /// libpq's conninfo quoting: single quotes around, backslashes before quotes and backslashes.
  private func quoted(_ value: String) -> String {
    var result = "'"
    for character in value {
      if character == "'" || character == "\\" { result.append("\\") }
      result.append(character)
    }
    return result + "'"
  }
}
