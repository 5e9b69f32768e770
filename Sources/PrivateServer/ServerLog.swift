#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The file that the server's error stream goes to.
///
/// The server is handed the open file, so that its account needs no rights in the folder.
struct ServerLog {
  let descriptor: Int32
  private let path: String
  /// Where this start's lines begin.
  private let start: Int

  private static let largestSize = 1 << 20

  /// Opens the log for appending; a large one is kept aside once.
  static func open(_ home: ServerHome) throws(PrivateServerError) -> ServerLog {
    let path = home.logFile
    if let status = fileStatus(path, followingLinks: false), Int(status.st_size) > largestSize {
      rename(path, path + ".old")
    }
    let descriptor = openForAppending(path)
    guard descriptor >= 0 else { throw .system(call: "open", path: path, code: errno) }
    fchmod(descriptor, 0o600)
    return ServerLog(descriptor: descriptor, path: path, start: max(0, Int(lseek(descriptor, 0, SEEK_END))))
  }

  /// What the server has said since the log was opened.
  func newText() -> String { readSmallFile(path, from: start) ?? "" }

  func close() { closeDescriptor(descriptor) }
}

private func openForAppending(_ path: String) -> Int32 {
  open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
}

private func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
