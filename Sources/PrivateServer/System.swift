#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// The operating system's words for an error number.
func systemMessage(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  _ = strerror_r(code, &buffer, buffer.count)
  let known = buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  return known.isEmpty ? "error \(code)" : String(decoding: known, as: UTF8.self)
}

/// Waits a little; a signal may cut it short.
func pause(milliseconds: Int) {
  var span = timespec(tv_sec: milliseconds / 1000, tv_nsec: (milliseconds % 1000) * 1_000_000)
  nanosleep(&span, nil)
}

/// Reads a small file, or the part of it behind `offset`; `nil` where it cannot be read.
func readSmallFile(_ path: String, from offset: Int = 0, limit: Int = 16 * 1024) -> String? {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { return nil }
  defer { close(descriptor) }
  if offset > 0 { lseek(descriptor, off_t(offset), SEEK_SET) }
  var bytes = [UInt8](repeating: 0, count: limit)
  var filled = 0
  while filled < limit {
    let count = bytes.withUnsafeMutableBytes { buffer in
      read(descriptor, buffer.baseAddress.map { $0 + filled }, limit - filled)
    }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 { break }
    filled += count
  }
  return String(decoding: bytes.prefix(filled), as: UTF8.self)
}

/// The names in a folder, sorted; empty where it cannot be read.
func names(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var result: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafeBytes(of: entry.pointee.d_name) { raw in
      String(decoding: raw.prefix { $0 != 0 }, as: UTF8.self)
    }
    if name != "." && name != ".." { result.append(name) }
  }
  return result.sorted()
}

/// What `lstat` or `stat` says of a path; `nil` where there is nothing.
func fileStatus(_ path: String, followingLinks: Bool) -> stat? {
  var result = stat()
  let outcome = followingLinks ? stat(path, &result) : lstat(path, &result)
  return outcome == 0 ? result : nil
}

/// The path with every symbolic link resolved.
func resolvedPath(_ path: String) -> String? {
  guard let resolved = realpath(path, nil) else { return nil }
  defer { free(resolved) }
  return String(cString: resolved)
}
