import CohortSchema
public import CohortStore
import Postgres
import PrivateServer

extension Cohort {
  /// Looks at everything that the work rests on: server, rights, clock, encoding, log settings, schema, disk and keys.
  ///
  /// Nothing is changed; a private server that is stopped is started, one that does not exist yet is not made.
  ///
  /// - Parameters:
  ///   - location: Where the data live.
  ///   - keyDirectory: Folder of the secret keys.
  ///   - environment: The environment's variables.
  /// - Returns: One line for each thing looked at.
  public static func diagnose(
    at location: DatabaseLocation, keyDirectory: String, environment: [String: String]
  ) async -> [DiagnosisLine] {
    var lines: [DiagnosisLine] = []
    var connectionString: String?
    switch location {
    case .server(let text): connectionString = text
    case .privateServer(let server):
      lines += LocalDiagnosis.disk(of: server.home)
      do {
        if server.status().state == .absent {
          lines.append(
            DiagnosisLine(
              "server", .ok,
              "there is no private server yet; the first command that stores something makes it"))
        } else {
          let endpoint = try server.ensureRunning()
          connectionString = endpoint.connectionString(user: Endpoint.toolRole, database: databaseName)
        }
      } catch {
        lines.append(DiagnosisLine("server", .fail, "the private server does not start", remedy: "\(error)"))
      }
    }
    if let connectionString {
      do {
        var connection = try Connection.connect(connectionString)
        lines += try ServerDiagnosis.lines(&connection, isOwnServer: location.isPrivateServer)
      } catch {
        lines.append(
          DiagnosisLine(
            "server", .fail, "\(error)",
            remedy: "check --database or COVALUX_DATABASE, and that the server runs"))
      }
    }
    lines += LocalDiagnosis.keys(in: keyDirectory)
    if let connectionString, !lines.contains(where: { $0.topic == "keys" && $0.verdict != .ok }) {
      lines += await keyMatch(connectionString, keyDirectory: keyDirectory)
    }
    return lines + LocalDiagnosis.terminal(environment)
  }

  /// Whether the keys are those that the database was used with before.
  private static func keyMatch(_ connectionString: String, keyDirectory: String) async -> [DiagnosisLine] {
    do {
      let cohort = try await Cohort.open(connectionString, keyDirectory: keyDirectory)
      try await cohort.read { _ in }
      await cohort.close()
      return []
    } catch let error as KeyError {
      return [DiagnosisLine("keys", .fail, "\(error)", remedy: "name the right folder with --key-directory")]
    } catch {
      return []
    }
  }
}

extension DatabaseLocation {
  var isPrivateServer: Bool {
    if case .privateServer = self { true } else { false }
  }
}
