import Foundation
import Testing

@testable import PrivateServer

@Suite struct CrashTests {
  @Test func `after a crash the leftover socket and process file are no obstacle`() throws {
    let temporary = try TemporaryServer(durability: .full)
    #expect(try temporary.answer("create table kept as select 7 as n; select n from kept") == "7")
    let before = try #require(temporary.server.status().processID)
    try temporary.crash()
    #expect(fileStatus(try temporary.data.path + "/postmaster.pid", followingLinks: false) != nil)
    #expect(temporary.server.status().state == .stopped)
    #expect(try temporary.answer("select n from kept") == "7")
    #expect(temporary.server.status().processID != before)
  }

  @Test func `a server whose socket was deleted is replaced`() throws {
    let temporary = try TemporaryServer()
    let endpoint = try temporary.server.ensureRunning()
    let before = try #require(temporary.server.status().processID)
    try FileManager.default.removeItem(atPath: endpoint.socketDirectory)
    #expect(temporary.server.status().state == .starting)
    #expect(try temporary.answer("select 7") == "7")
    #expect(temporary.server.status().processID != before)
    #expect(try mode(endpoint.socketDirectory) == 0o700)
  }

  @Test func `a process file whose number another program was given is no obstacle`() throws {
    let temporary = try TemporaryServer()
    let endpoint = try temporary.server.ensureRunning()
    try temporary.crash()
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(null) }
    let stranger = try ChildProcess(["sleep", "600"], account: temporary.account).launch(log: null)
    defer { kill(stranger, SIGKILL) }
    for path in [try temporary.data.path + "/postmaster.pid", endpoint.socketPath + ".lock"] {
      let lines = try #require(readSmallFile(path)).split(separator: "\n", omittingEmptySubsequences: false)
      let changed = (["\(stranger)"] + lines.dropFirst().map { String($0) }).joined(separator: "\n")
      let file = try #require(FileHandle(forWritingAtPath: path))
      try file.truncate(atOffset: 0)
      try file.write(contentsOf: Data(changed.utf8))
      try file.close()
    }
    #expect(temporary.server.status().state == .stopped)
    #expect(try temporary.server.stop() == false)
    #expect(try temporary.answer("select 7") == "7")
    #expect(kill(stranger, 0) == 0)
  }

  @Test func `a crash in the middle of making the data directory is no obstacle`() throws {
    let temporary = try TemporaryServer()
    let home = temporary.server.serverHome
    let programs = try Programs.find(environment: ProcessInfo.processInfo.environment, stored: nil)
    try home.prepare(account: temporary.account)
    let parent = "\(home.serverFolder)/\(programs.majorVersion)"
    try home.makeFolder(parent, account: temporary.account)
    let partial = parent + "/data.1-1.partial"
    let null = open("/dev/null", O_WRONLY | O_CLOEXEC)
    defer { close(null) }
    let initdb = try ChildProcess([programs.initdb, "-D", partial], account: temporary.account).launch(
      log: null)
    let deadline = Deadline(in: .seconds(20))
    while names(in: partial + "/base/1").isEmpty && !deadline.hasPassed { pause(milliseconds: 1) }
    kill(-initdb, SIGKILL)
    #expect(!names(in: partial + "/base/1").isEmpty)

    #expect(temporary.server.status().state == .absent)
    #expect(try temporary.answer("select 7") == "7")
    #expect(names(in: parent) == ["data"])
  }

  @Test func `data of another major version are refused and left alone`() throws {
    let temporary = try TemporaryServer()
    _ = try temporary.server.ensureRunning()
    try temporary.server.stop()
    let data = try temporary.data
    try "9\n".write(toFile: data.path + "/PG_VERSION", atomically: false, encoding: .utf8)
    let error = try #require(throws: PrivateServerError.self) { _ = try temporary.server.ensureRunning() }
    guard case .otherMajorVersion(data.path, 9, let installed) = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(installed.contains(data.majorVersion))
    #expect(error.description.contains("made by PostgreSQL 9"))
    #expect(error.description.contains("postgresql-9"))
    #expect(error.description.contains("pg_dumpall"))
    #expect(temporary.server.status().majorVersion == 9)
    #expect(temporary.processes().isEmpty)
  }

  @Test func `a home too deep for a socket gets a short folder elsewhere`() throws {
    let deep = (1...8).map { "a-rather-long-folder-\($0)" }.joined(separator: "/")
    let temporary = try TemporaryServer(subfolder: deep)
    let endpoint = try temporary.server.ensureRunning()
    defer { try? FileManager.default.removeItem(atPath: endpoint.socketDirectory) }
    #expect(temporary.server.home.utf8.count > 150)
    #expect(endpoint.socketPath.utf8.count < 100)
    #expect(try mode(endpoint.socketDirectory) == 0o700)
    #expect(try temporary.answer("select 7") == "7")
  }

  @Test func `a socket folder that somebody else made first is refused`() throws {
    let deep = (1...8).map { "a-rather-long-folder-\($0)" }.joined(separator: "/")
    let temporary = try TemporaryServer(subfolder: deep)
    let folder = SocketFolder.path(
      for: temporary.server.serverHome, account: temporary.account, environment: [:])
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    chmod(folder, 0o777)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let server = try PrivateServer(
      home: temporary.server.home, environment: ["PATH": "/usr/bin"], durability: .off)
    let error = try #require(throws: PrivateServerError.self) { _ = try server.ensureRunning() }
    guard case .unsafeFolder(folder, _) = error else {
      Issue.record("another error: \(error)")
      return
    }
  }
}
