#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Lets one command at a time start or stop the server.
///
/// The kernel drops the lock when its holder dies.
struct StartLock {
  private let descriptor: Int32

  static func take(_ path: String, deadline: Deadline) throws(PrivateServerError) -> StartLock {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      guard code == EWOULDBLOCK || code == EINTR else {
        close(descriptor)
        throw .system(call: "flock", path: path, code: code)
      }
      guard !deadline.hasPassed else {
        close(descriptor)
        throw .lockTimedOut(path: path)
      }
      pause(milliseconds: 5)
    }
    return StartLock(descriptor: descriptor)
  }

  func release() { close(descriptor) }
}

/// A moment after which waiting is given up.
struct Deadline {
  private let end: ContinuousClock.Instant

  init(in duration: Duration) { end = .now + duration }

  var hasPassed: Bool { .now > end }
}
