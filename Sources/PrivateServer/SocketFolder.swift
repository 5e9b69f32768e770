#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Chooses where the socket lies.
///
/// The kernel takes about 107 bytes for a socket's path, so a deep home needs a short folder elsewhere, whose name
/// is derived from the home's.
enum SocketFolder {
  static let longestSocketPath = 99

  /// Chooses the folder without making it.
  static func path(for home: ServerHome, account: ServerAccount, environment: [String: String]) -> String {
    let inHome = home.path + "/socket"
    if isShort(inHome) { return inHome }
    let mark = digest(home.path)
    if !account.isAnotherUser, let runtime = environment["XDG_RUNTIME_DIR"], runtime.hasPrefix("/") {
      let folder = "\(runtime)/covalux-\(mark)"
      if isShort(folder) && PrivateFolder.defect(runtime, ownerID: account.userID) == nil { return folder }
    }
    return "/tmp/covalux-\(geteuid())-\(mark)"
  }

  private static func isShort(_ folder: String) -> Bool {
    Endpoint(socketDirectory: folder, port: PrivateServer.port).socketPath.utf8.count <= longestSocketPath
  }

  /// FNV-1a, 64 bits: tells homes apart, keeps no secret.
  private static func digest(_ text: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}

extension Endpoint {
  /// Whether a server accepts connections here.
  ///
  /// A socket file that a crash left behind refuses them.
  var isAnswering: Bool {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(socketPath.utf8)
    let fits = withUnsafeMutableBytes(of: &address.sun_path) { space in
      guard path.count < space.count else { return false }
      space.copyBytes(from: path)
      return true
    }
    guard fits else { return false }
    #if canImport(Glibc)
      let kind = Int32(SOCK_STREAM.rawValue)
    #else
      let kind = SOCK_STREAM
    #endif
    let descriptor = socket(AF_UNIX, kind, 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // A server too busy to take one more answers EAGAIN instead of making us wait, and is there all the same.
    guard fcntl(descriptor, F_SETFD, FD_CLOEXEC) == 0, fcntl(descriptor, F_SETFL, O_NONBLOCK) == 0 else {
      return false
    }
    let outcome = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        connect(descriptor, generic, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    return outcome == 0 || errno == EAGAIN
  }
}
