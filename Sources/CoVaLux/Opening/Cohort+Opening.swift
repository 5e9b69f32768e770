public import CohortSchema
public import CohortStore
import Postgres
import PrivateServer

extension Cohort {
  /// Name of the database on the private server.
  static let databaseName = "covalux"

  /// Opens the cohort at a location.
  ///
  /// The private server is made, started and migrated as needed. Another server is only used: where its schema is
  /// behind the program, this throws ``MigrationError`` and `covalux migrate` is the answer.
  ///
  /// - Parameters:
  ///   - location: Where the data live.
  ///   - keyDirectory: Folder of the secret keys; made if it is absent.
  /// - Returns: The open cohort.
  /// - Throws: What stands in the way, with what to do about it.
  public static func open(at location: DatabaseLocation, keyDirectory: String) async throws -> Cohort {
    try await Cohort.open(try prepare(location), keyDirectory: keyDirectory)
  }

  /// Brings the schema of the cohort's database up to date.
  @discardableResult
  public func migrate() async throws -> Migrator.Outcome {
    try await run { connection in try Migrator().migrate(&connection) }
  }

  /// Migrates the database at a location and returns what was done.
  @discardableResult
  public static func migrate(at location: DatabaseLocation) throws -> Migrator.Outcome {
    switch location {
    case .server(let text):
      var connection = try Connection.connect(text)
      return try Migrator().migrate(&connection)
    case .privateServer(let server):
      let endpoint = try server.ensureRunning()
      try makeDatabase(at: endpoint)
      var connection = try Connection.connect(endpoint.adminConnectionString(database: databaseName))
      return try Migrator().migrate(&connection)
    }
  }

  /// The scripts that wait to be applied at a location, without applying any.
  public static func pendingMigrations(at location: DatabaseLocation) throws -> [Migration] {
    guard case .server(let text) = location else {
      _ = try prepare(location)
      return []
    }
    var connection = try Connection.connect(text)
    return try Migrator().pending(&connection)
  }

  /// The connection string of a location, after making the private server ready.
  private static func prepare(_ location: DatabaseLocation) throws -> String {
    let server: PrivateServer
    switch location {
    case .server(let text):
      var connection = try Connection.connect(text)
      try Migrator().requireCurrent(&connection)
      return text
    case .privateServer(let own): server = own
    }
    let endpoint = try server.ensureRunning()
    let string = endpoint.connectionString(user: Endpoint.toolRole, database: databaseName)
    // The ordinary case costs one connection; only a refusal, or a schema that is behind, takes the long way.
    do {
      var connection = try Connection.connect(string)
      if try Migrator().pending(&connection).isEmpty { return string }
    } catch let error as PostgresError {
      guard error.sqlState != nil else { throw error }
    }
    _ = try migrate(at: location)
    return string
  }

  private static func makeDatabase(at endpoint: Endpoint) throws {
    var admin = try Connection.connect(endpoint.adminConnectionString(database: "postgres"))
    let exists: Bool = try admin.query(
      "select exists (select from pg_database where datname = $1)", [databaseName]
    ).only()[0]
    guard !exists else { return }
    do {
      _ = try admin.execute("create database \(databaseName)")
      _ = try admin.execute("revoke all on database \(databaseName) from public")
    } catch {
      // Two first commands at once: the other one made it.
      guard error.sqlState == .duplicateDatabase || error.sqlState == .uniqueViolation else { throw error }
    }
  }
}
