import CohortTesting
import Postgres

/// Connects to the shared server; a table made with `create temporary table` belongs to the connection alone.
func connect(_ settings: ConnectionSettings = ConnectionSettings()) throws -> Connection {
  try Connection.connect(TestServer.shared.connectionString(), settings: settings)
}

/// The error that `body` throws, if it is one of the database.
func databaseError(_ body: () throws -> Void) -> PostgresError? {
  do {
    try body()
    return nil
  } catch {
    return error as? PostgresError
  }
}

/// Settings with which a silent server is noticed within a test's patience.
func impatient() -> ConnectionSettings {
  var settings = ConnectionSettings()
  settings.connectLimit = .seconds(2)
  settings.silenceLimit = .milliseconds(200)
  settings.inquiryLimit = .milliseconds(600)
  return settings
}
