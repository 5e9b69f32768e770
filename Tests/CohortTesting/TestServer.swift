public import Foundation
import Postgres
import Synchronization

/// A PostgreSQL server for the tests of one process: made when first asked for, gone when the process ends.
///
/// It listens on a Unix socket in a folder of its own and gives up durability for speed.
public final class TestServer: Sendable {
  /// What can go wrong before there is a server.
  public enum StartError: Error {
    /// No folder holds `initdb`, `pg_ctl` and `postgres`.
    case noBinaries
    /// A program of PostgreSQL failed; its output follows.
    case failed(program: String, output: String)
  }

  /// The folder of the socket.
  public let socketDirectory: String
  /// The port, which is only part of the socket's name.
  public let port = 5432
  /// The role that may do everything, without a password.
  public let superuser = "postgres"

  private let binaries: String
  private let databaseCount = Atomic(0)
  // Its end tells the watcher that this process is gone.
  private let lifeline: FileHandle

  private static let started = Result { try start() }

  /// The server that all tests of the process share.
  public static var shared: TestServer {
    get throws { try started.get() }
  }

  /// Starts a further server, for a test that harms it.
  public static func start() throws -> TestServer {
    try TestServer()
  }

  private init() throws {
    binaries = try Self.findBinaries()
    let directory = try Self.run(["mktemp", "-d", "/tmp/covalux-test.XXXXXX"])
    socketDirectory = directory
    if getuid() == 0 { _ = try Self.run(["chown", "postgres", directory]) }
    try Self.asServerUser([
      "\(binaries)/initdb", "--pgdata=\(directory)/data", "--username=postgres", "--auth=trust",
      "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions",
    ])
    let options = [
      "fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=",
      "unix_socket_directories=\(directory)", "max_connections=200", "shared_buffers=64MB",
      "log_min_error_statement=panic",
    ]
    try Self.asServerUser([
      "\(binaries)/pg_ctl", "start", "--wait", "--silent", "--pgdata=\(directory)/data",
      "--log=\(directory)/log", "--options=" + options.map { "-c \($0)" }.joined(separator: " "),
    ])
    lifeline = try Self.watch(binaries: binaries, directory: directory)
  }

  /// The connection string of a database.
  public func connectionString(database: String = "postgres") -> String {
    "host=\(socketDirectory) port=\(port) user=\(superuser) dbname=\(database)"
  }

  /// Makes a database from a template and returns its name.
  public func createDatabase(template: String = "template0") throws -> String {
    let number = databaseCount.add(1, ordering: .relaxed).newValue
    let name = "test_\(number)"
    var connection = try Connection.connect(connectionString())
    // Copying through the log is several times faster than copying files with their checkpoints.
    try connection.execute(
      "create database \(quoteIdentifier(name)) template \(quoteIdentifier(template)) strategy wal_log")
    return name
  }

  /// The process of the server's postmaster.
  public func postmaster() throws -> pid_t {
    let text = try String(contentsOfFile: "\(socketDirectory)/data/postmaster.pid", encoding: .utf8)
    return pid_t(text.prefix { $0.isNumber }) ?? 0
  }

  private static func findBinaries() throws -> String {
    var folders: [String] = []
    if let folder = try? run(["pg_config", "--bindir"]) { folders.append(folder) }
    let debian = "/usr/lib/postgresql"
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: debian)) ?? []
    folders += versions.sorted { (Int($0) ?? 0) > (Int($1) ?? 0) }.map { "\(debian)/\($0)/bin" }
    folders += (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let found = folders.first { folder in
      ["initdb", "pg_ctl", "postgres"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
    guard let found else { throw StartError.noBinaries }
    return found
  }

  /// Starts a shell that stops the server and removes its folder when this process ends, in whatever way.
  private static func watch(binaries: String, directory: String) throws -> FileHandle {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw StartError.failed(program: "pipe", output: "") }
    // A terminal's interrupt reaches the whole group; the watcher has to outlive it. A test may have left the
    // server stopped.
    let script = """
      trap '' INT HUP TERM
      folder=$1; shift; read -r _
      kill -CONT $(head -n 1 "$folder/data/postmaster.pid")
      "$@"
      rm -rf "$folder"
      """
    let stop = serverUserCommand([
      "\(binaries)/pg_ctl", "stop", "--mode=immediate", "--silent", "--pgdata=\(directory)/data",
    ])
    _ = try ChildProcess(["/bin/sh", "-c", script, "watcher", directory] + stop, input: ends[0])
    close(ends[0])
    // Another child that inherited the pipe's end would keep the watcher waiting.
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    return FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
  }

  private static func serverUserCommand(_ command: [String]) -> [String] {
    // PostgreSQL refuses to run as root.
    getuid() == 0 ? ["runuser", "-u", "postgres", "--"] + command : command
  }

  private static func asServerUser(_ command: [String]) throws {
    _ = try run(serverUserCommand(command))
  }

  private static func run(_ command: [String]) throws -> String {
    // A file and not a pipe: the server inherits it and would keep a pipe open.
    let path = "/tmp/covalux-test-output.\(getpid()).\(UInt64.random(in: 0 ... .max))"
    let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR, 0o600)
    defer {
      close(descriptor)
      unlink(path)
    }
    let isSuccess = try ChildProcess(command, output: descriptor).wait()
    let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    guard isSuccess else { throw StartError.failed(program: command[0], output: text) }
    return text.trimmingCharacters(in: .whitespacesAndNewlines)
  }
}
