import Foundation
import Testing

@testable import PrivateServer

@Suite struct PlacesTests {
  @Test func `the home is COVALUX_HOME, else a data folder, and for root a place in var`() throws {
    let named = try PrivateServer(environment: [
      "COVALUX_HOME": "/srv/cohort//", "XDG_DATA_HOME": "/x", "HOME": "/h",
    ])
    #expect(named.home == "/srv/cohort")
    let fromData = try PrivateServer(environment: ["XDG_DATA_HOME": "/x", "HOME": "/h"])
    #expect(fromData.home == (geteuid() == 0 ? "/var/lib/covalux" : "/x/covalux"))
    let fromHome = try PrivateServer(environment: ["COVALUX_HOME": "", "HOME": "/h"])
    #expect(fromHome.home == (geteuid() == 0 ? "/var/lib/covalux" : "/h/.local/share/covalux"))
    #expect(try PrivateServer(home: "here", environment: [:]).home == resolvedPath(".").map { $0 + "/here" })
  }

  @Test func `naming a server makes nothing`() throws {
    let path = "/tmp/covalux-test-never-made-\(UInt32.random(in: .min ... .max))"
    let server = try PrivateServer(home: path, environment: [:])
    #expect(server.status().state == .absent)
    #expect(fileStatus(path, followingLinks: false) == nil)
  }

  @Test func `connection strings quote what libpq would misread`() {
    let endpoint = Endpoint(socketDirectory: #"/home/o'neil/a b\c"#, port: 5432)
    #expect(
      endpoint.adminConnectionString(database: "covalux")
        == #"host='/home/o\'neil/a b\\c' port=5432 user='covalux_admin' dbname='covalux'"#)
    #expect(endpoint.connectionString(user: Endpoint.toolRole, database: "x").contains("user='covalux' "))
  }

  @Test func `an explicit program folder is the only one looked at`() throws {
    let error = try #require(throws: PrivateServerError.self) {
      _ = try Programs.find(environment: ["COVALUX_PG_BINDIR": "/nowhere"], stored: nil)
    }
    #expect(error == .wrongProgramFolder("/nowhere"))
    let found = try Programs.find(environment: ProcessInfo.processInfo.environment, stored: nil)
    let explicit = try Programs.find(environment: ["COVALUX_PG_BINDIR": found.folder], stored: nil)
    #expect(explicit == found)
    #expect(found.majorVersion >= 13)
  }

  @Test func `where there are no programs the message says what to install`() {
    let message = PrivateServerError.programsNotFound(searched: ["/usr/bin"]).description
    #expect(message.contains("apt-get install postgresql"))
    #expect(message.contains("COVALUX_PG_BINDIR"))
  }

  @Test func `a home that others may write to is refused`() throws {
    let root = try TemporaryServer.makeRoot()
    defer { try? FileManager.default.removeItem(atPath: root) }
    chmod(root, 0o777)
    let server = try PrivateServer(home: root, environment: [:])
    let error = try #require(throws: PrivateServerError.self) { _ = try server.ensureRunning() }
    #expect(error == .unsafeFolder(root, reason: "can be written by others"))
    #expect(names(in: root).isEmpty)
  }

  @Test(.enabled(if: geteuid() == 0)) func `as root a home that the server's user cannot reach is refused`()
    throws
  {
    let root = try TemporaryServer.makeRoot()
    defer { try? FileManager.default.removeItem(atPath: root) }
    chmod(root, 0o700)
    let server = try PrivateServer(home: root + "/home", environment: [:])
    let error = try #require(throws: PrivateServerError.self) { _ = try server.ensureRunning() }
    #expect(error == .unreachableFolder(root + "/home/server", account: "postgres"))
  }
}
