import CohortSchema
import Postgres

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the server says of itself.
enum ServerDiagnosis {
  static func lines(_ connection: inout Connection, isOwnServer: Bool) throws -> [DiagnosisLine] {
    var lines = try server(&connection)
    lines += try schema(&connection)
    lines += try rights(&connection, isOwnServer: isOwnServer)
    lines += try clock(&connection)
    lines += try encoding(&connection)
    lines += try ServerLogDiagnosis.lines(&connection)
    return lines
  }

  private static func server(_ connection: inout Connection) throws -> [DiagnosisLine] {
    let row = try connection.query(
      """
      select current_setting('server_version') as version, current_database()::text as name,
        inet_server_addr() is null as is_local
      """
    ).only()
    let version: String = try row["version"]
    let isLocal: Bool = try row["is_local"]
    let way = isLocal ? "a local socket" : connection.isEncrypted ? "TLS" : "an unencrypted connection"
    var lines = [
      connection.serverVersion >= 150_000
        ? DiagnosisLine(
          "server", .ok, "PostgreSQL \(version), database \(try row["name"] as String), over \(way)")
        : DiagnosisLine(
          "server", .fail, "PostgreSQL \(version) is older than 15",
          remedy: "use a server of version 15 or later")
    ]
    if !isLocal && !connection.isEncrypted {
      lines.append(
        DiagnosisLine(
          "encryption", .fail, "participants' data cross the network in the clear",
          remedy: "set sslmode=verify-full"))
    }
    return lines
  }

  private static func schema(_ connection: inout Connection) throws -> [DiagnosisLine] {
    do {
      let count = try Migrator().pending(&connection).count
      guard count > 0 else { return [DiagnosisLine("schema", .ok, "current")] }
      return [
        DiagnosisLine("schema", .fail, "\(count) migrations are pending", remedy: "run: covalux migrate")
      ]
    } catch let error as MigrationError {
      return [DiagnosisLine("schema", .fail, "\(error)")]
    }
  }

  private static func rights(_ connection: inout Connection, isOwnServer: Bool) throws -> [DiagnosisLine] {
    let rows = try connection.query(
      """
      select w.role, r.oid is not null and pg_has_role(current_user, r.oid, 'member') as is_member
      from unnest(array['covalux_writer', 'covalux_reader', 'covalux_identity', 'covalux_auditor']) as w (role)
        left join pg_roles r on r.rolname = w.role
      """)
    var missing: [String] = []
    for row in rows where try !row.value("is_member", as: Bool.self) { missing.append(try row["role"]) }
    let user = try connection.query(
      "select current_user::text as name, rolsuper as is_superuser from pg_roles where rolname = current_user"
    ).only()
    let name: String = try user["name"]
    guard missing.isEmpty else {
      return [
        DiagnosisLine(
          "rights", .fail, "\(name) is no member of \(missing.joined(separator: ", "))",
          remedy:
            "let an administrator run: grant \(missing.joined(separator: ", ")) to \(quoteIdentifier(name))")
      ]
    }
    guard try !user.value("is_superuser", as: Bool.self) else {
      return [
        DiagnosisLine(
          "rights", .warn, "\(name) is a superuser, whom no rule of the database binds",
          remedy: "connect as covalux, or as a role that is a member of the covalux roles only")
      ]
    }
    return [DiagnosisLine("rights", .ok, "\(name) may read, write, audit and use identifiers")]
  }

  private static func clock(_ connection: inout Connection) throws -> [DiagnosisLine] {
    let server: Double = try connection.query("select extract(epoch from clock_timestamp())::float8").only()[
      0]
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    let difference = Double(now.tv_sec) + Double(now.tv_nsec) / 1e9 - server
    let seconds = Int(difference.rounded())
    guard abs(difference) >= 5 else {
      return [DiagnosisLine("clock", .ok, "server and this computer differ by less than 5 seconds")]
    }
    return [
      DiagnosisLine(
        "clock", .warn,
        "this computer is \(abs(seconds)) seconds \(seconds > 0 ? "ahead of" : "behind") the server",
        remedy: "set the clocks by NTP; times in the audit trail are the server's")
    ]
  }

  private static func encoding(_ connection: inout Connection) throws -> [DiagnosisLine] {
    let encoding: String = try connection.query("select current_setting('server_encoding')").only()[0]
    guard encoding != "UTF8" else { return [DiagnosisLine("encoding", .ok, "the database is in UTF-8")] }
    return [
      DiagnosisLine(
        "encoding", .fail, "the database is in \(encoding)",
        remedy: "make a database with: create database covalux encoding 'UTF8' template template0")
    ]
  }
}
