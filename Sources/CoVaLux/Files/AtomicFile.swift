#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that gets its name only when it is complete: mode 0600, flushed to disk, then renamed into place.
public final class AtomicFile {
  private let path: String
  private let name: String
  private let draft: String
  private let overwrites: Bool
  /// The folder as it was opened: what its path leads to later is another matter.
  private let folder: Int32
  private var descriptor: Int32
  private var isPublished = false

  /// Opens a draft beside the path.
  ///
  /// - Throws: ``OutputError`` if the path exists and may not be replaced, is anything but an ordinary file with one
  ///   name, or lies in a folder that cannot be written.
  public init(path: String, overwrites: Bool) throws(OutputError) {
    self.path = path
    self.overwrites = overwrites
    let separator = path.lastIndex(of: "/")
    name = separator.map { String(path[path.index(after: $0)...]) } ?? path
    guard !name.isEmpty, name != ".", name != "..", !path.utf8.contains(0) else {
      throw OutputError(path, .notAFileName)
    }
    var generator = SystemRandomNumberGenerator()
    draft = ".\(name).\(getpid())-\(UInt32.random(in: 0...(.max), using: &generator))"
    let folderPath = separator.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    folder = open(folderPath, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    descriptor = -1
    guard folder >= 0 else { throw OutputError(path, .notWritable) }
    try requireOwnFolder()
    try requireReplaceable()
    descriptor = openat(folder, draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw OutputError(path, .notWritable) }
    // The creation mode goes through the umask, which may be stricter but also stranger than 0600.
    fchmod(descriptor, 0o600)
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isPublished && descriptor != -1 { unlinkat(folder, draft, 0) }
    if folder >= 0 { close(folder) }
  }

  /// Whether anything has the path, a broken symbolic link included.
  public static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// Whether two paths lead to one file, by whatever names and links.
  static func isSame(_ path: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(path, &first) == 0, stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// Appends bytes to the draft.
  public func write(_ bytes: Span<UInt8>) throws(OutputError) {
    let isWritten = bytes.withUnsafeBufferPointer { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        offset += count
      }
      return true
    }
    guard isWritten else { throw OutputError(path, errno == ENOSPC ? .diskFull : .notWritable) }
  }

  /// Appends text to the draft.
  public func write(_ text: String) throws(OutputError) {
    let bytes = Array(text.utf8)
    try write(bytes.span)
  }

  /// Empties the draft.
  public func truncate() throws(OutputError) {
    guard ftruncate(descriptor, 0) == 0, lseek(descriptor, 0, SEEK_SET) == 0 else {
      throw OutputError(path, .notWritable)
    }
  }

  /// Gives the file its name.
  ///
  /// Without leave to overwrite, a file that appeared meanwhile is kept.
  public func publish() throws(OutputError) {
    guard fsync(descriptor) == 0 else { throw OutputError(path, errno == ENOSPC ? .diskFull : .notWritable) }
    try requireReplaceable()
    if overwrites {
      guard renameat(folder, draft, folder, name) == 0 else { throw OutputError(path, .notWritable) }
    } else {
      guard linkat(folder, draft, folder, name, 0) == 0 else {
        throw OutputError(path, errno == EEXIST ? .exists : .notWritable)
      }
      unlinkat(folder, draft, 0)
    }
    isPublished = true
    guard fsync(folder) == 0 else { throw OutputError(path, .notWritable) }
  }

  /// Where everybody may rename and remove everybody's files, nobody can say what a file will be.
  private func requireOwnFolder() throws(OutputError) {
    var status = stat()
    guard fstat(folder, &status) == 0 else { throw OutputError(path, .notWritable) }
    guard status.st_mode & S_IWOTH == 0 || status.st_mode & S_ISVTX != 0 else {
      throw OutputError(path, .openFolder)
    }
  }

  private func requireReplaceable() throws(OutputError) {
    var status = stat()
    guard fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    // Replacing a device, a pipe or a link would not do what the user expects, and could do harm.
    guard status.st_mode & S_IFMT == S_IFREG, status.st_nlink == 1 else {
      throw OutputError(path, .notOrdinary)
    }
    guard overwrites else { throw OutputError(path, .exists) }
  }
}

/// Why a file cannot be written.
public struct OutputError: Error, Hashable, CustomStringConvertible {
  /// What stands in the way.
  public enum Reason: Hashable, Sendable {
    case exists
    case notOrdinary
    /// What is read would be lost.
    case isInput
    case notAFileName
    case notWritable
    /// Everybody may rename and remove files in the folder.
    case openFolder
    case diskFull
  }

  /// The path.
  public let path: String
  /// What stands in the way.
  public let reason: Reason

  init(_ path: String, _ reason: Reason) {
    self.path = path
    self.reason = reason
  }

  /// The error in a sentence, with what to do.
  public var description: String {
    switch reason {
    case .exists: "\(path): exists already; choose another name or add --force"
    case .notOrdinary: "\(path): not an ordinary file (a link, a folder or a device); choose another name"
    case .isInput: "\(path): is the file that is read; choose another name"
    case .notAFileName: "\(path): not the name of a file"
    case .notWritable: "\(path): cannot be written; check that its folder exists and may be written"
    case .openFolder:
      "\(path): everybody may write in the folder that it lies in; choose another"
    case .diskFull: "\(path): the disk is full; nothing was written"
    }
  }
}
