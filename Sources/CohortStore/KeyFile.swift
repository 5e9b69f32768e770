#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file of 32 secret bytes that only its owner can read.
struct KeyFile {
  let path: String
  let directory: String

  /// The key, made if there is no file yet.
  func key() throws(KeyError) -> [UInt8] {
    if let existing = try existingKey() { return existing }
    return try makeKey()
  }

  private func existingKey() throws(KeyError) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ENOENT { return nil }
      throw KeyError(path, .notReadable)
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid() || geteuid() == 0
    else { throw KeyError(path, .notReadable) }
    guard status.st_mode & 0o077 == 0 else { throw KeyError(path, .readableByOthers) }
    var bytes = [UInt8](repeating: 0, count: 33)
    let count = read(file, &bytes, bytes.count)
    guard count == 32 else { throw KeyError(path, .wrongLength) }
    return Array(bytes.prefix(32))
  }

  /// Writes a new key beside its place and links it there, so that of two programs both end up with the same.
  private func makeKey() throws(KeyError) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
    let draft = "\(directory)/.key-\(getpid())-\(UInt32.random(in: 0...(.max), using: &generator))"
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw KeyError(path, .notWritable) }
    defer { unlink(draft) }
    let written = write(file, bytes, bytes.count)
    let isSafe = written == 32 && fsync(file) == 0
    close(file)
    guard isSafe else { throw KeyError(path, .notWritable) }
    if link(draft, path) == 0 { return bytes }
    guard errno == EEXIST, let existing = try existingKey() else { throw KeyError(path, .notWritable) }
    return existing
  }
}
