import Foundation
import Testing

@testable import PrivateServer

@Suite struct SynchronisationTests {
  /// Source: `man 2 syncfs`, which dates the report of failed writes to Linux 5.8.
  @Test(arguments: [
    ("5.8.0-1-amd64", true), ("5.10.0-30-amd64\n", true), ("6.1", true), ("10.0.0", true),
    ("5.7.19", false), ("4.18.0-553.el8_10.x86_64", false), ("", false), ("unknown", false), (nil, false),
  ])
  func `the wait for a whole file system counts where the kernel reports failed writes`(
    release: String?, expected: Bool
  ) {
    #expect(Synchronisation.reportsFailedWrites(kernelRelease: release) == expected)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func `the wait for a whole file system is for kinds that are known`() throws {
    let temporary = try TemporaryServer()
    let synchronisation = try synchronisation(for: temporary)
    let kind = try ChildProcess(["stat", "-f", "-c", "%T", "/tmp"]).run().output
    let isKnown = ["ext2/ext3", "xfs", "btrfs"].contains(kind.trimmingCharacters(in: .whitespacesAndNewlines))
    #expect(try synchronisation.wholeFileSystem(of: "/tmp") == isKnown)
    #expect(try synchronisation.wholeFileSystem(of: "/proc") == false)
    #expect(try synchronisation.wholeFileSystem(of: "/tmp/covalux-test-never-made") == false)
  }

  @Test func `each file of a data directory can be waited for, and a failure is an error`() throws {
    let temporary = try TemporaryServer()
    _ = try temporary.server.ensureRunning()
    try temporary.server.stop()
    let synchronisation = try synchronisation(for: temporary)
    try synchronisation.eachFile(of: try temporary.data.path)
    let missing = try temporary.data.path + ".missing"
    #expect(throws: PrivateServerError.self) { try synchronisation.eachFile(of: missing) }
  }

  /// The kernel is said to be too old for the short way; `initdb` here makes everything and cannot synchronise.
  @Test func `a data directory that could not be put on disk gets no name`() throws {
    let temporary = try TemporaryServer(durability: .full)
    let home = temporary.server.serverHome
    let real = try Programs.find(environment: ProcessInfo.processInfo.environment, stored: nil)
    try home.prepare(account: temporary.account)
    let folder = try TemporaryServer.makeRoot()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = folder + "/initdb"
    let script = """
      #!/bin/sh
      case "$*" in *--sync-only*) echo disk is broken; exit 1 ;; esac
      exec \(real.initdb) "$@"
      """
    try script.write(toFile: program, atomically: false, encoding: .utf8)
    chmod(program, 0o755)
    let programs = Programs(folder: folder, majorVersion: real.majorVersion)
    let settings = ServerSettings(durability: .full, socketDirectory: "/nowhere", port: 1)
    let error = try #require(throws: PrivateServerError.self) {
      _ = try DataFolder.make(
        in: home, programs: programs, account: temporary.account, settings: settings, kernelRelease: "4.18.0")
    }
    guard case .initialisationFailed(_, "disk is broken") = error else {
      Issue.record("another error: \(error)")
      return
    }
    #expect(names(in: "\(home.serverFolder)/\(real.majorVersion)").isEmpty)
    #expect(temporary.server.status().state == .absent)
  }

  private func synchronisation(for temporary: TemporaryServer) throws -> Synchronisation {
    let programs = try Programs.find(environment: ProcessInfo.processInfo.environment, stored: nil)
    return Synchronisation(programs: programs, account: temporary.account, kernelRelease: nil)
  }
}
