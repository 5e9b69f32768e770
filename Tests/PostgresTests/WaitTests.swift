import CohortTesting
import Foundation
import Synchronization
import Testing

@testable import Postgres

/// Faults of the server and of what lies between; a server that is harmed is started for the test alone.
@Suite struct WaitTests {
  final class Received: Sendable {
    let count = Atomic(-1)
  }

  static func timed(_ body: () throws -> Void) -> (error: PostgresError?, elapsed: Duration) {
    let start = ContinuousClock.now
    let error = databaseError(body)
    return (error, ContinuousClock.now - start)
  }

  @Test func `a request to cancel from another thread ends a statement at once`() throws {
    var connection = try connect()
    let handle = connection.cancelHandle
    let string = try TestServer.shared.connectionString()
    let process = connection.backendProcess
    Thread.detachNewThread {
      guard var observer = try? Connection.connect(string) else { return }
      let query = "select 1 from pg_stat_activity where pid = $1 and wait_event = 'PgSleep'"
      while (try? observer.query(query, [process]).isEmpty) == true {}
      handle.cancel()
    }
    let (error, elapsed) = Self.timed { try connection.execute("select pg_sleep(60)") }
    #expect(error?.kind == .cancelled)
    #expect(error?.sqlState == .queryCanceled)
    #expect(elapsed < .seconds(30))
    // The request stays in force, so that the next statement of a batch does not run on.
    #expect(databaseError { try connection.execute("select 1") }?.kind == .cancelled)
    handle.reset()
    #expect(try connection.query("select 1").count == 1)
  }

  @Test func `a statement that takes longer than its limit is ended by the server`() throws {
    var settings = ConnectionSettings()
    settings.statementLimit = .milliseconds(100)
    var connection = try connect(settings)
    #expect(databaseError { try connection.execute("select pg_sleep(60)") }?.kind == .server(.queryCanceled))
  }

  @Test func `a long statement of a server at work is waited for`() throws {
    var connection = try connect(impatient())
    let (error, elapsed) = Self.timed { try connection.execute("select pg_sleep(1.2)") }
    #expect(error == nil)
    #expect(elapsed > .seconds(1))
  }

  @Test func `a terminated backend is a lost connection, with the server's code`() throws {
    var connection = try connect()
    var other = try connect()
    try other.query("select pg_terminate_backend($1, 5000)", [connection.backendProcess])
    let error = databaseError { try connection.execute("select 1") }
    #expect(error?.sqlState == .adminShutdown)
    #expect(error?.isConnectionLost == true)
    #expect(connection.isClosed == true)
    #expect(databaseError { try connection.execute("select 1") }?.kind == .connection)
  }

  @Test func `a backend that dies amid a COPY is a lost connection`() throws {
    let server = try TestServer.start()
    var connection = try Connection.connect(server.connectionString())
    try connection.execute("create table target (n integer)")
    let process = connection.backendProcess
    let error = databaseError {
      try connection.copyIn("copy target from stdin (format binary)") { writer in
        for number in 0..<2_000_000 {
          if number == 100_000 { kill(process, SIGKILL) }
          try writer.writeRow(fieldCount: 1) { $0.append(int32: Int32(number)) }
        }
      }
    }
    #expect(error?.isConnectionLost == true)
    #expect(connection.isClosed == true)
  }

  @Test func `a stopped server is given up in time`() throws {
    let server = try TestServer.start()
    var connection = try Connection.connect(server.connectionString(), settings: impatient())
    let processes = [try server.postmaster(), connection.backendProcess]
    for process in processes { kill(process, SIGSTOP) }
    defer { for process in processes { kill(process, SIGCONT) } }
    let (error, elapsed) = Self.timed { try connection.execute("select 1") }
    #expect(error?.kind == .timeout)
    #expect(elapsed < .seconds(30))
    #expect(connection.isClosed == true)
    let (second, secondElapsed) = Self.timed {
      _ = try Connection.connect(server.connectionString(), settings: impatient())
    }
    #expect(second?.kind == .timeout)
    #expect(secondElapsed < .seconds(30))
  }

  @Test func `a request to cancel does not wait for a stopped server`() throws {
    let server = try TestServer.start()
    let connection = try Connection.connect(server.connectionString(), settings: impatient())
    let postmaster = try server.postmaster()
    kill(postmaster, SIGSTOP)
    defer { kill(postmaster, SIGCONT) }
    let start = ContinuousClock.now
    #expect(!connection.cancelHandle.cancel(limit: .milliseconds(300)))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func `after a request to cancel a stopped backend is given up though the server answers for it`()
    throws
  {
    var connection = try connect(impatient())
    let process = connection.backendProcess
    kill(process, SIGSTOP)
    defer { kill(process, SIGCONT) }
    let handle = connection.cancelHandle
    Thread.detachNewThread {
      usleep(500_000)
      handle.cancel()
    }
    let (error, elapsed) = Self.timed { try connection.execute("select 1") }
    #expect(error?.isConnectionLost == true)
    #expect(elapsed < .seconds(30))
  }

  @Test func `an answer that never arrives is noticed though the server is well`() throws {
    let proxy = try SwallowingProxy(to: TestServer.shared.socketDirectory)
    var connection = try Connection.connect(proxy.connectionString, settings: impatient())
    proxy.swallowAnswers()
    let (error, elapsed) = Self.timed { try connection.execute("select 1") }
    #expect(error?.kind == .timeout)
    #expect(elapsed < .seconds(30))
  }

  @Test func `rows that never arrive are noticed though the server is well`() throws {
    let proxy = try SwallowingProxy(to: TestServer.shared.socketDirectory)
    var connection = try Connection.connect(proxy.connectionString, settings: impatient())
    try connection.execute("create temporary table target (n integer)")
    let (error, elapsed) = Self.timed {
      try connection.copyIn("copy target from stdin (format binary)") { writer in
        proxy.swallowRequests()
        for number in 0..<100_000 {
          try writer.writeRow(fieldCount: 1) { $0.append(int32: Int32(number)) }
        }
      }
    }
    #expect(error?.kind == .timeout)
    #expect(elapsed < .seconds(30))
  }

  @Test func `a lost answer to COMMIT leaves the outcome unknown, and the rows stored`() throws {
    let server = try TestServer.shared
    let database = try server.createDatabase()
    let proxy = try SwallowingProxy(to: server.socketDirectory)
    let string = proxy.connectionString + " dbname=\(database)"
    var connection = try Connection.connect(string, settings: impatient())
    try connection.execute("create table target (n integer)")
    let error = databaseError {
      try connection.transaction { connection in
        try connection.execute("insert into target values (1)")
        proxy.swallowAnswers()
      }
    }
    #expect(error?.kind == .outcomeUnknown)
    var other = try Connection.connect(server.connectionString(database: database))
    #expect(try other.query("select n from target").count == 1)
  }

  @Test func `a listener that never answers is passed over for the next host`() throws {
    let server = try TestServer.shared
    let directory = NSTemporaryDirectory() + "covalux-silent-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    let listener = try UnixSocket.listen(at: "\(directory)/.s.PGSQL.5432")
    defer { close(listener) }
    var settings = impatient()
    settings.connectLimit = .milliseconds(400)
    let (error, elapsed) = Self.timed {
      _ = try Connection.connect("host=\(directory) user=postgres", settings: settings)
    }
    #expect(error?.kind == .timeout)
    #expect(elapsed < .seconds(30))
    var connection = try Connection.connect(
      "host=\(directory),\(server.socketDirectory) user=postgres dbname=postgres", settings: settings)
    #expect(try connection.query("select 1").count == 1)
  }

  @Test func `a distant host that offers no encryption learns nothing`() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let port = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        _ = bind(descriptor, pointer, size)
        _ = listen(descriptor, 4)
        _ = getsockname(descriptor, pointer, &size)
      }
      return UInt16(bigEndian: pointer.pointee.sin_port)
    }
    let received = Received()
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      let client = accept(descriptor, nil, nil)
      var bytes = [UInt8](repeating: 0, count: 512)
      var total = read(client, &bytes, bytes.count)
      _ = write(client, "N", 1)
      total += read(client, &bytes, bytes.count)
      received.count.store(total, ordering: .releasing)
      close(client)
      done.signal()
    }
    let error = databaseError {
      _ = try Connection.connect(
        "host=db.example.org hostaddr=127.0.0.1 port=\(port) user=anna password=canary")
    }
    #expect(error?.kind == .connection)
    #expect(done.wait(timeout: .now() + 5) == .success)
    // 8 bytes are the request for encryption and nothing else.
    #expect(received.count.load(ordering: .acquiring) == 8)
  }
}
