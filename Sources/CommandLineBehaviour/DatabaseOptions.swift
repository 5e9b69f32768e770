public import ArgumentParser
public import CoVaLux
import Foundation

/// Where a command finds the data.
public struct DatabaseOptions: ParsableArguments, Sendable {
  /// A URL or keyword=value string; nil if the user named none.
  @Option(help: "Database to use: a postgresql:// URL or keyword=value string (default: a private server).")
  public var database: String?

  /// Folder of the secret keys; nil if the user named none.
  @Option(help: "Folder of the secret keys (default: keys in the private server's home).")
  public var keyDirectory: String?

  /// Makes options that nothing was given for.
  public init() {}

  /// The database that this command uses.
  public func location() throws -> DatabaseLocation {
    try DatabaseLocation.resolve(option: database, environment: ProcessInfo.processInfo.environment)
  }

  /// The folder of the keys that this command uses.
  public func keyFolder() throws -> String {
    try DatabaseLocation.keyDirectory(option: keyDirectory, environment: ProcessInfo.processInfo.environment)
  }

  /// Opens the cohort.
  public func open() async throws -> Cohort {
    try await Cohort.open(at: try location(), keyDirectory: try keyFolder())
  }
}
