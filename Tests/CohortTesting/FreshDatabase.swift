import CohortSchema
public import Foundation
import Postgres
public import Testing

/// A database of a test's own, migrated and empty.
public struct FreshDatabase: Sendable {
  /// How to connect to it as the superuser.
  public let connectionString: String
  /// Where the test's files go; removed with the database.
  private let files: URL

  fileprivate init(connectionString: String, name: String) {
    self.connectionString = connectionString
    let process = ProcessInfo.processInfo.processIdentifier
    files = FileManager.default.temporaryDirectory.appending(path: "covalux-test-\(process)-\(name)")
  }

  /// Makes a folder that lasts as long as the database.
  public func makeFolder() throws -> URL {
    let folder = files.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  fileprivate func removeFiles() { try? FileManager.default.removeItem(at: files) }

  @TaskLocal fileprivate static var scoped: FreshDatabase?

  /// The database of the running test, which has the trait ``Testing/Trait/freshDatabase``.
  public static var current: FreshDatabase {
    guard let scoped else { preconditionFailure("the test lacks the trait .freshDatabase") }
    return scoped
  }

  // A migrated database takes a second to make and a fraction of it to copy.
  private static let template = Result { try makeTemplate() }

  private static func makeTemplate() throws -> String {
    let server = try TestServer.shared
    let name = try server.createDatabase()
    var connection = try Connection.connect(server.connectionString(database: name))
    _ = try Migrator().migrate(&connection)
    connection.close()
    return name
  }

  /// Makes a migrated database; whoever makes it drops it.
  fileprivate static func make() throws -> String {
    try TestServer.shared.createDatabase(template: template.get())
  }

  fileprivate static func drop(_ name: String) throws {
    var connection = try Connection.connect(TestServer.shared.connectionString())
    try connection.execute("drop database if exists \(quoteIdentifier(name)) with (force)")
  }
}

/// Gives each test a migrated database of its own.
public struct FreshDatabaseTrait: TestTrait, SuiteTrait, TestScoping {
  /// Applies to each test of a suite.
  public var isRecursive: Bool { true }

  /// Makes the database, runs the test and drops the database.
  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    try await DatabaseTurns.shared.perform { try await Self.perform(function) }
  }

  private static func perform(_ function: @Sendable () async throws -> Void) async throws {
    let name = try FreshDatabase.make()
    let database = FreshDatabase(
      connectionString: try TestServer.shared.connectionString(database: name), name: name)
    defer { database.removeFiles() }
    do {
      try await FreshDatabase.$scoped.withValue(database) { try await function() }
    } catch {
      try? FreshDatabase.drop(name)
      throw error
    }
    try FreshDatabase.drop(name)
  }
}

extension Trait where Self == FreshDatabaseTrait {
  /// The test gets a database of its own: see ``FreshDatabase/current``.
  public static var freshDatabase: Self { Self() }
}
