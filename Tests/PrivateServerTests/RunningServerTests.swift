import Foundation
import Testing

@testable import PrivateServer

@Suite struct RunningServerTests {
  @Test func `a server is made at first use, found while it runs, stopped, and started again`() throws {
    let temporary = try TemporaryServer(durability: .full)
    let server = temporary.server
    let clock = ContinuousClock()
    #expect(server.status().state == .absent)
    #expect(try server.stop() == false)

    var endpoint: Endpoint?
    let first = try clock.measure { endpoint = try server.ensureRunning() }
    #expect(server.status().state == .running)
    #expect(server.status().endpoint == endpoint)
    var found: Endpoint?
    let again = try clock.measure { found = try server.ensureRunning() }
    #expect(found == endpoint)
    #expect(try temporary.answer("create table kept as select 7 as n; select n from kept") == "7")

    #expect(try server.stop())
    #expect(server.status().state == .stopped)
    #expect(server.status().processID == nil)
    #expect(try server.stop() == false)
    let later = try clock.measure { endpoint = try server.ensureRunning() }
    #expect(try temporary.answer("select n from kept") == "7")
    print("private server: first start \(first), already running \(again), later start \(later)")
  }

  @Test func `several at once start one server`() async throws {
    let temporary = try TemporaryServer()
    let server = temporary.server
    let endpoints = try await withThrowingTaskGroup(of: Endpoint.self) { group in
      for _ in 0..<6 {
        group.addTask {
          try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try server.ensureRunning() }) }
          }
        }
      }
      return try await group.reduce(into: Set<Endpoint>()) { $0.insert($1) }
    }
    #expect(endpoints.count == 1)
    // A server's children are all its own; a second server would have no parent among them.
    let all = temporary.processes()
    let main = all.filter { processID in parent(of: processID).map { !all.contains($0) } ?? false }
    let expected = try #require(server.status().processID)
    #expect(main == [expected])
    #expect(names(in: server.serverHome.serverFolder + "/\(try temporary.data.majorVersion)") == ["data"])
  }

  @Test func `it is set up to be private and silent`() throws {
    let temporary = try TemporaryServer(durability: .full)
    let expected = [
      ("listen_addresses", ""), ("unix_socket_permissions", "0700"), ("log_min_error_statement", "panic"),
      ("log_min_messages", "fatal"), ("log_parameter_max_length", "0"),
      ("log_parameter_max_length_on_error", "0"), ("log_statement", "none"), ("fsync", "on"),
      ("synchronous_commit", "on"), ("shared_buffers", "128MB"), ("max_wal_size", "2GB"),
      ("max_connections", "50"), ("password_encryption", "scram-sha-256"), ("server_encoding", "UTF8"),
      ("lc_collate", "C"), ("TimeZone", "UTC"),
    ]
    let settings = expected.map { "current_setting('\($0.0)')" }.joined(separator: ", ")
    #expect(
      try temporary.answer("select concat_ws('|', \(settings))") == expected.map(\.1).joined(separator: "|"))
    let rules =
      "select string_agg(concat_ws(' ', type, database[1], user_name[1], auth_method, options[1]), ';')"
    #expect(try temporary.answer(rules + " from pg_hba_file_rules") == "local all all peer map=covalux")
    let administrators = "select string_agg(rolname, ',') from pg_roles where rolsuper"
    #expect(try temporary.answer(administrators) == "covalux_admin")
  }

  @Test func `no port of the network is open`() throws {
    let temporary = try TemporaryServer()
    let endpoint = try temporary.server.ensureRunning()
    let sockets = Set(
      temporary.processes().flatMap { processID in
        names(in: "/proc/\(processID)/fd").compactMap { name -> String? in
          let target = try? FileManager.default.destinationOfSymbolicLink(
            atPath: "/proc/\(processID)/fd/\(name)")
          guard let target, target.hasPrefix("socket:[") else { return nil }
          return String(target.dropFirst(8).dropLast())
        }
      })
    func inodes(_ table: String, column: Int) -> Set<String> {
      let lines = (readSmallFile(table, limit: 1 << 20) ?? "").split(separator: "\n").dropFirst()
      return Set(
        lines.compactMap { line in
          let words = line.split(separator: " ")
          return words.count > column ? String(words[column]) : nil
        })
    }
    // The same look finds the Unix socket, so that finding nothing means something.
    #expect(!sockets.isDisjoint(with: inodes("/proc/net/unix", column: 6)))
    #expect(sockets.isDisjoint(with: inodes("/proc/net/tcp", column: 9)))
    #expect(sockets.isDisjoint(with: inodes("/proc/net/tcp6", column: 9)))
    #expect(endpoint.socketDirectory.hasPrefix("/"))
  }

  @Test func `folders are the owner's alone, and the log is too`() throws {
    let temporary = try TemporaryServer()
    let home = temporary.server.serverHome
    let endpoint = try temporary.server.ensureRunning()
    for folder in [home.serverFolder, home.logFolder, endpoint.socketDirectory, try temporary.data.path] {
      #expect(try mode(folder) == 0o700, "\(folder)")
    }
    #expect(try mode(home.path) == (temporary.account.isAnotherUser ? 0o711 : 0o700))
    #expect(try mode(home.logFile) == 0o600)
    #expect(try mode(home.lockFile) == 0o600)
    #expect(try mode(endpoint.socketPath) == 0o700)
    #expect(try #require(fileStatus(home.path, followingLinks: false)).st_uid == geteuid())
  }

  @Test func `the server is handed neither our environment nor our files`() throws {
    let temporary = try TemporaryServer()
    _ = try temporary.server.ensureRunning()
    let processID = try #require(temporary.server.status().processID)
    let variables = try #require(readSmallFile("/proc/\(processID)/environ")).split(separator: "\0")
    #expect(
      Set(variables.compactMap { $0.split(separator: "=").first }).isSubset(
        of: ["PATH", "HOME", "LANG", "LC_ALL", "TZ", "PWD", "OLDPWD"]))
    let files = names(in: "/proc/\(processID)/fd").compactMap { resolvedPath("/proc/\(processID)/fd/\($0)") }
    #expect(!files.contains(temporary.server.serverHome.lockFile))
    let limits = try #require(readSmallFile("/proc/\(processID)/limits"))
    let core = try #require(limits.split(separator: "\n").first { $0.hasPrefix("Max core file size") })
    #expect(core.split(separator: " ").dropFirst(4).first == "0")
  }

  @Test func `a value in a failing statement does not reach the log`() throws {
    let temporary = try TemporaryServer()
    let outcome = try temporary.query("select date 'CANARY-4711'")
    #expect(outcome.output.contains("CANARY-4711"))
    #expect(try !temporary.query("select 1", as: "nobody_we_know").succeeded)
    let log = try #require(readSmallFile(temporary.server.serverHome.logFile))
    #expect(!log.contains("CANARY"))
    #expect(log.contains("FATAL"))
  }
}

/// The fourth word of a process's status line, behind its name in brackets; `nil` once it has ended.
private func parent(of processID: pid_t) -> pid_t? {
  let line = readSmallFile("/proc/\(processID)/stat") ?? ""
  let words = (line.split(separator: ")").last ?? "").split(separator: " ")
  return words.count > 1 ? pid_t(words[1]) : nil
}
