import Foundation
import Testing

@testable import PrivateServer

/// A private server in a home of its own, which is stopped and deleted at the end.
final class TemporaryServer {
  let server: PrivateServer
  let account: ServerAccount
  private let root: String

  init(subfolder: String = "home", durability: PrivateServer.Durability = .off) throws {
    root = try Self.makeRoot()
    account = try ServerAccount.current()
    server = try PrivateServer(
      home: "\(root)/\(subfolder)", environment: ProcessInfo.processInfo.environment, durability: durability)
  }

  deinit {
    for processID in processes() { kill(processID, SIGKILL) }
    try? FileManager.default.removeItem(atPath: root)
  }

  /// A folder that the server's account can pass through, as it must be able to where the tests run as root.
  static func makeRoot() throws -> String {
    var template = Array("/tmp/covalux-test-XXXXXX".utf8CString)
    let made = try #require(mkdtemp(&template))
    chmod(made, 0o755)
    return String(cString: made)
  }

  var data: DataFolder {
    get throws { try #require(DataFolder.newest(in: server.serverHome.serverFolder)) }
  }

  /// Every process that works in the data directory: the server and its children.
  func processes() -> [pid_t] {
    let data = DataFolder.newest(in: server.serverHome.serverFolder)
    guard let folder = data.flatMap({ resolvedPath($0.path) }) else { return [] }
    return names(in: "/proc").compactMap { pid_t($0) }.filter { resolvedPath("/proc/\($0)/cwd") == folder }
  }

  /// Kills the server as the end of a machine would: at once, and leaving its files.
  func crash() throws {
    let victims = processes()
    #expect(!victims.isEmpty)
    for processID in victims { kill(processID, SIGKILL) }
    let deadline = Deadline(in: .seconds(20))
    while !processes().isEmpty && !deadline.hasPassed { pause(milliseconds: 5) }
    #expect(processes().isEmpty)
  }

  /// Runs SQL with psql as the administrator and returns what it prints.
  func query(_ sql: String, as user: String = Endpoint.adminRole) throws -> ChildProcess.Outcome {
    let endpoint = try server.ensureRunning()
    let programs = try Programs.find(environment: ProcessInfo.processInfo.environment, stored: data)
    let connection = endpoint.connectionString(user: user, database: "postgres")
    return try ChildProcess([programs.folder + "/psql", "-XAtq", "-c", sql, connection]).run()
  }

  func answer(_ sql: String) throws -> String {
    let outcome = try query(sql)
    #expect(outcome.succeeded)
    return outcome.output.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// The permission bits of a path.
func mode(_ path: String) throws -> mode_t {
  try #require(fileStatus(path, followingLinks: false)).st_mode & 0o777
}
