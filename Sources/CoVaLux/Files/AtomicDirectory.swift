import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A folder of files that gets its name only when it is complete.
///
/// It is drafted as a hidden sibling (folder 0700, files 0600, none of them readable by others in between), flushed
/// to disk and renamed into place. What it replaces is kept aside until ``settle()``, so that ``retract()`` can put
/// it back. Every file is reached through the descriptor of the draft, so that nobody can swap it for a link.
public final class AtomicDirectory: Sendable {
  private enum Stage { case draft, published, ended }

  private struct State {
    var stage = Stage.draft
    var names: [String] = []
    var hasReplaced = false
  }

  private let path: String
  private let name: String
  private let draftName: String
  private let replacedName: String
  private let overwrites: Bool
  private let marker: String
  /// The folder that the release lies in, and the draft itself.
  private let parent: Int32
  private let folder: Int32
  private let state = Mutex(State())

  /// Makes an empty draft beside the path.
  ///
  /// - Parameters:
  ///   - path: Where the folder will be.
  ///   - overwrites: Whether a folder of the same kind may be replaced.
  ///   - marker: A file that every folder of the kind has; a folder without it is never replaced.
  /// - Throws: ``DirectoryError`` if the path is taken, is a link, or cannot be written.
  public init(path: String, overwrites: Bool, marker: String) throws(DirectoryError) {
    var trimmed = path[...]
    while trimmed.count > 1, trimmed.last == "/" { trimmed = trimmed.dropLast() }
    let parts = trimmed.split(separator: "/")
    guard let last = parts.last.map(String.init), last != ".", last != "..", !path.utf8.contains(0) else {
      throw DirectoryError(path, .notAName)
    }
    let above = trimmed.dropLast(last.count)
    self.path = path
    self.overwrites = overwrites
    self.marker = marker
    name = last
    var generator = SystemRandomNumberGenerator()
    let suffix = "\(getpid())-\(UInt32.random(in: 0...(.max), using: &generator))"
    draftName = ".\(last).draft-\(suffix)"
    replacedName = ".\(last).replaced-\(suffix)"
    let parent = open(above.isEmpty ? "." : String(above), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard parent >= 0 else { throw DirectoryError(path, .notWritable) }
    do throws(DirectoryError) {
      try Self.requirePrivate(parent, path)
      try Self.requireReplaceable(name, in: parent, path, overwrites: overwrites, marker: marker)
      guard mkdirat(parent, draftName, 0o700) == 0 else { throw DirectoryError(path, .current) }
    } catch {
      close(parent)
      throw error
    }
    let folder = openat(parent, draftName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard folder >= 0, fchmod(folder, 0o700) == 0 else {
      unlinkat(parent, draftName, AT_REMOVEDIR)
      close(parent)
      throw DirectoryError(path, .notWritable)
    }
    self.parent = parent
    self.folder = folder
  }

  deinit {
    if state.withLock({ $0.stage == .draft }) { remove(draftName) }
    close(folder)
    close(parent)
  }

  /// Writes a file into the draft and flushes it to disk.
  public func write(_ bytes: [UInt8], as file: String) throws(DirectoryError) {
    guard Self.isPlain(file) else { throw DirectoryError(path, .notAName) }
    let descriptor = openat(folder, file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw DirectoryError(path, .current) }
    defer { close(descriptor) }
    state.withLock { $0.names.append(file) }
    let isWritten = bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if count < 0 && errno == EINTR { continue }
        guard count > 0 else { return false }
        offset += count
      }
      return true
    }
    guard isWritten, fchmod(descriptor, 0o600) == 0, fsync(descriptor) == 0 else {
      throw DirectoryError(path, .current)
    }
  }

  /// Reads a file of the draft back from the file system.
  public func read(_ file: String) throws(DirectoryError) -> [UInt8] {
    let descriptor = openat(folder, file, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard Self.isPlain(file), descriptor >= 0 else { throw DirectoryError(path, .notReadable) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = chunk.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw DirectoryError(path, .notReadable) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// The names of the files that lie in the draft, as the file system tells, in alphabetical order.
  public func fileNames() -> [String] { Self.entries(of: draftName, in: parent).map(\.name).sorted() }

  /// Gives the folder its name; what had it before is set aside.
  public func publish() throws(DirectoryError) {
    try Self.requireReplaceable(name, in: parent, path, overwrites: overwrites, marker: marker)
    guard fsync(folder) == 0 else { throw DirectoryError(path, .current) }
    var status = stat()
    let isTaken = fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0
    if isTaken {
      guard renameat(parent, name, parent, replacedName) == 0 else { throw DirectoryError(path, .current) }
      state.withLock { $0.hasReplaced = true }
    }
    // Onto a folder with anything in it, or a link, that appeared meanwhile this fails.
    guard renameat(parent, draftName, parent, name) == 0 else {
      let error = DirectoryError(path, .current)
      putBack()
      throw error
    }
    state.withLock { $0.stage = .published }
    guard fsync(parent) == 0 else {
      retract()
      throw DirectoryError(path, .notWritable)
    }
  }

  /// Takes a published folder away again and puts back what it replaced; a draft is removed.
  public func retract() {
    let stage = state.withLock { state in
      defer { state.stage = .ended }
      return state.stage
    }
    switch stage {
    case .draft: remove(draftName)
    case .published:
      // Out of sight first, then file by file.
      if renameat(parent, name, parent, draftName) == 0 { remove(draftName) }
      putBack()
      fsync(parent)
    case .ended: break
    }
  }

  /// Ends the matter: what was replaced is removed.
  public func settle() {
    let hasReplaced = state.withLock { state in
      defer { state.stage = .ended }
      return state.stage == .published && state.hasReplaced
    }
    if hasReplaced { remove(replacedName) }
    fsync(parent)
  }
}

extension AtomicDirectory {
  private func putBack() {
    let hasReplaced = state.withLock { state in
      defer { state.hasReplaced = false }
      return state.hasReplaced
    }
    if hasReplaced { renameat(parent, replacedName, parent, name) }
  }

  /// Removes a folder of plain files; one with anything else in it stays.
  private func remove(_ folderName: String) {
    let descriptor = openat(parent, folderName, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return }
    for entry in Self.entries(of: folderName, in: parent) where entry.isFile {
      unlinkat(descriptor, entry.name, 0)
    }
    close(descriptor)
    unlinkat(parent, folderName, AT_REMOVEDIR)
  }

  /// A folder in which others may rename our draft is refused; in one like /tmp only owners may.
  private static func requirePrivate(_ parent: Int32, _ path: String) throws(DirectoryError) {
    var status = stat()
    guard fstat(parent, &status) == 0 else { throw DirectoryError(path, .notWritable) }
    let isOpen = status.st_mode & S_IWOTH != 0 && status.st_mode & S_ISVTX == 0
    guard !isOpen else { throw DirectoryError(path, .openParent) }
  }

  private static func requireReplaceable(
    _ name: String, in parent: Int32, _ path: String, overwrites: Bool, marker: String
  ) throws(DirectoryError) {
    var status = stat()
    guard fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { throw DirectoryError(path, .notAFolder) }
    guard overwrites else { throw DirectoryError(path, .exists) }
    let entries = entries(of: name, in: parent)
    let isOfKind = entries.isEmpty || entries.contains { $0.name == marker }
    guard isOfKind, entries.allSatisfy(\.isFile) else {
      throw DirectoryError(path, .anotherKind(marker: marker))
    }
  }

  private static func entries(of name: String, in parent: Int32) -> [(name: String, isFile: Bool)] {
    let descriptor = openat(parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0, let stream = fdopendir(descriptor) else { return [] }
    defer { closedir(stream) }
    var found: [(name: String, isFile: Bool)] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name != ".", name != ".." else { continue }
      var status = stat()
      let isFile =
        fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 && status.st_mode & S_IFMT == S_IFREG
      found.append((name, isFile))
    }
    return found
  }

  private static func isPlain(_ file: String) -> Bool {
    !file.isEmpty && !file.hasPrefix(".") && !file.utf8.contains { $0 == 0 || $0 == UInt8(ascii: "/") }
  }
}

/// Why a folder cannot be written.
public struct DirectoryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What stands in the way.
  public enum Reason: Hashable, Sendable {
    case exists
    case notAFolder
    case notAName
    case anotherKind(marker: String)
    case openParent
    case notReadable
    case notWritable
    case diskFull

    /// What the last system call says.
    static var current: Reason { errno == ENOSPC || errno == EDQUOT ? .diskFull : .notWritable }
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
    case .notAFolder: "\(path): is a link, a file or a device, which is never replaced; choose another name"
    case .notAName: "\(path): not the name of a folder"
    case .anotherKind(let marker):
      "\(path): is not replaced, as it holds other folders or no \(marker); choose another name"
    case .openParent: "\(path): everybody may write in the folder that it lies in; choose another"
    case .notReadable: "\(path): what was written cannot be read back"
    case .notWritable: "\(path): cannot be written; check that its folder exists and may be written"
    case .diskFull: "\(path): the disk is full; nothing was written"
    }
  }
}
