import ArgumentParser
import CoVaLux
import Foundation

/// Where a command finds the data.
struct DatabaseOptions: ParsableArguments {
  @Option(help: "Database to use: a postgresql:// URL or keyword=value string (default: a private server).")
  var database: String?

  @Option(help: "Folder of the secret keys (default: keys in the private server's home).")
  var keyDirectory: String?

  /// The database that this command uses.
  func location() throws -> DatabaseLocation {
    try DatabaseLocation.resolve(option: database, environment: ProcessInfo.processInfo.environment)
  }

  /// Opens the cohort.
  func open() async throws -> Cohort {
    let keys = try DatabaseLocation.keyDirectory(
      option: keyDirectory, environment: ProcessInfo.processInfo.environment)
    return try await Cohort.open(at: try location(), keyDirectory: keys)
  }
}
