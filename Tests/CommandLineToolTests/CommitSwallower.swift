import Foundation
import Synchronization

/// A Unix socket in front of a server that ends the session when the server has stored an import and before it can say so.
///
/// It does so once, at the first commit after rows were copied into the cohort.
final class CommitSwallower: Sendable {
  let folder: String
  private let listener: Int32
  private let server: String
  private let hasSwallowed = Atomic(false)

  struct Failure: Error {}

  init(in folder: String, before server: String) throws {
    self.folder = folder
    self.server = "\(server)/.s.PGSQL.5432"
    listener = try Self.open("\(folder)/.s.PGSQL.5432", bind)
    guard listen(listener, 16) == 0 else { throw Failure() }
    Thread.detachNewThread { self.accept() }
  }

  private func accept() {
    while true {
      let client = Glibc.accept(listener, nil, nil)
      guard client >= 0, let target = try? Self.open(server, connect) else { return }
      let session = Session()
      Thread.detachNewThread { self.forward(client, target, session, isRequest: true) }
      Thread.detachNewThread { self.forward(target, client, session, isRequest: false) }
    }
  }

  /// What one session has come to.
  private final class Session: Sendable {
    let hasCopied = Atomic(false)
    let isCommitting = Atomic(false)
  }

  private func forward(_ source: Int32, _ sink: Int32, _ session: Session, isRequest: Bool) {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(source, &buffer, buffer.count)
      guard count > 0 else { break }
      if isRequest {
        let text = String(decoding: buffer[..<count], as: UTF8.self)
        if text.contains("copy cohort.") { session.hasCopied.store(true, ordering: .releasing) }
        if text.contains("commit\0"), session.hasCopied.load(ordering: .acquiring),
          !hasSwallowed.exchange(true, ordering: .acquiringAndReleasing)
        {
          session.isCommitting.store(true, ordering: .releasing)
        }
      } else if session.isCommitting.load(ordering: .acquiring) {
        // The answer has come, so that it is stored.
        break
      }
      guard send(sink, buffer, count, Int32(MSG_NOSIGNAL)) == count else { break }
    }
    shutdown(sink, Int32(SHUT_RDWR))
    shutdown(source, Int32(SHUT_RDWR))
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
