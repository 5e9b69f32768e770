import Foundation
import Synchronization

/// A Unix socket in front of a server that forwards bytes, and for its first connection can stop doing so.
///
/// Whoever sends into it while it swallows gets no error: the socket goes on accepting bytes.
final class SwallowingProxy: Sendable {
  let directory: String
  private let listener: Int32
  private let target: String
  private let swallowsAnswers = Atomic(false)
  private let swallowsRequests = Atomic(false)

  var connectionString: String { "host=\(directory) port=5432 user=postgres dbname=postgres" }

  init(to serverDirectory: String) throws {
    // The server's folder goes when the tests end, and this one with it.
    directory = serverDirectory + "/proxy-\(UUID().uuidString.prefix(8))"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: false)
    target = "\(serverDirectory)/.s.PGSQL.5432"
    listener = try UnixSocket.listen(at: "\(directory)/.s.PGSQL.5432")
    Thread.detachNewThread { self.accept() }
  }

  func swallowAnswers() { swallowsAnswers.store(true, ordering: .releasing) }
  func swallowRequests() { swallowsRequests.store(true, ordering: .releasing) }

  private func accept() {
    var isFirst = true
    let listener = listener
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0, let server = try? UnixSocket.connect(to: target) else { return }
      let (toServer, toClient) = isFirst ? (Swallow.requests, Swallow.answers) : (.nothing, .nothing)
      isFirst = false
      Thread.detachNewThread { self.forward(client, server, toServer) }
      Thread.detachNewThread { self.forward(server, client, toClient) }
    }
  }

  private enum Swallow { case nothing, requests, answers }

  private func forward(_ source: Int32, _ sink: Int32, _ swallow: Swallow) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      let isSwallowed =
        switch swallow {
        case .nothing: false
        case .requests: swallowsRequests.load(ordering: .acquiring)
        case .answers: swallowsAnswers.load(ordering: .acquiring)
        }
      if isSwallowed { continue }
      guard send(sink, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(sink, Int32(SHUT_RDWR))
  }
}

/// Unix sockets by path, for the tests.
enum UnixSocket {
  struct Failure: Error {}

  static func listen(at path: String) throws -> Int32 {
    let descriptor = try open(path, bind)
    guard Glibc.listen(descriptor, 16) == 0 else { throw Failure() }
    return descriptor
  }

  static func connect(to path: String) throws -> Int32 {
    try open(path, Glibc.connect)
  }

  private static func open(
    _ path: String, _ call: (Int32, UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        call(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard result == 0 else { throw Failure() }
    return descriptor
  }
}
