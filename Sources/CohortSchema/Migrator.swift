import Crypto
public import Postgres

/// Brings the schema of a database up to what this program carries: forward only, one transaction a script.
public struct Migrator {
  /// What a migration did.
  public struct Outcome: Sendable {
    /// The scripts that were applied now.
    public let applied: [Migration]
    /// True if vocabularies were loaded anew.
    public let didLoadVocabularies: Bool
  }

  /// Makes a migrator over the scripts that the program carries.
  public init() {}

  /// Applies what is missing, as `covalux_owner`, and loads the vocabularies.
  ///
  /// Two migrations of one database wait for each other. The connection's user must be a superuser, or may create
  /// roles and be a member of `covalux_owner`.
  public func migrate(_ connection: inout Connection) throws -> Outcome {
    try run("roles.sql", Assets.text(of: "roles.sql") ?? "", on: &connection)
    _ = try connection.execute("set role covalux_owner")
    defer { _ = try? connection.execute("reset role") }
    // A lock of the session, as every script has a transaction of its own.
    _ = try connection.execute("select pg_advisory_lock(7206512, 1)")
    defer { _ = try? connection.execute("select pg_advisory_unlock(7206512, 1)") }
    try connection.transaction { connection in
      _ = try connection.execute(
        """
        create schema if not exists migration;
        create table if not exists migration.step (
          number integer primary key, name text not null, sha256 bytea not null,
          applied_at timestamptz not null default now());
        create table if not exists migration.vocabulary (name text primary key, sha256 bytea not null);
        grant usage on schema migration to public;
        grant select on all tables in schema migration to public;
        """)
    }
    var applied: [Migration] = []
    for step in try pending(&connection) {
      try connection.transaction { connection in
        try run(step.path, step.sql, on: &connection)
        _ = try connection.execute(
          "insert into migration.step (number, name, sha256) values ($1, $2, decode($3, 'hex'))",
          [step.number, step.name, Self.digest(step.sql)])
      }
      applied.append(step)
    }
    let didLoad = try connection.transaction { connection in try VocabularyLoader().load(&connection) }
    return Outcome(applied: applied, didLoadVocabularies: didLoad)
  }

  /// Throws unless every script of the program, and none that it does not know, has been applied.
  public func requireCurrent(_ connection: inout Connection) throws {
    let count = try pending(&connection).count
    guard count == 0 else { throw MigrationError(.pending(count: count)) }
  }

  /// The scripts that are not applied yet, after checking those that are.
  public func pending(_ connection: inout Connection) throws -> [Migration] {
    let exists: Bool = try connection.query("select to_regclass('migration.step') is not null").only()[0]
    guard exists else { return Migration.all }
    let rows = try connection.query(
      "select number, encode(sha256, 'hex') as digest from migration.step order by number")
    var applied: Set<Int> = []
    for row in rows {
      let number: Int = try row["number"]
      let digest: String = try row["digest"]
      guard let known = Migration.all.first(where: { $0.number == number }) else {
        throw MigrationError(.newerThanProgram(number: number))
      }
      guard digest == Self.digest(known.sql) else { throw MigrationError(.altered(script: known.path)) }
      applied.insert(number)
    }
    return Migration.all.filter { !applied.contains($0.number) }
  }

  static func digest(_ text: String) -> String {
    SHA256.hash(data: Array(text.utf8)).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  private func run(_ script: String, _ sql: String, on connection: inout Connection) throws {
    do {
      _ = try connection.execute(sql)
    } catch {
      let line = error.position.map { position in
        sql.unicodeScalars.prefix(position - 1).count { $0 == "\n" } + 1
      }
      throw MigrationError(.failed(script: script, line: line, error))
    }
  }
}
