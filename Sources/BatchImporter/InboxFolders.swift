import CommandLineBehaviour
import Foundation

/// The folders that files travel through, all on one file system, so that a file is moved by its name alone.
struct InboxFolders: Sendable {
  let inbox: String
  let done: String
  let rejected: String
  let reports: String

  init(inbox: String, done: String, rejected: String, reports: String) throws {
    self.inbox = inbox
    self.done = done
    self.rejected = rejected
    self.reports = reports
    var seen: Set<[UInt64]> = []
    for folder in [inbox, done, rejected, reports] {
      var status = stat()
      guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw UsageError(description: "\(folder): there is no such folder; make it first")
      }
      guard seen.insert([UInt64(status.st_dev), UInt64(status.st_ino)]).inserted else {
        throw UsageError(description: "\(folder): each of the four folders must be another one")
      }
      guard access(folder, W_OK | X_OK) == 0 else {
        throw FolderError(folder: folder, name: "", .notWritable)
      }
    }
    for folder in [done, rejected] { try Self.tryMoving(from: inbox, to: folder) }
  }

  /// Moves an empty file: two mounts of one file system are not told apart by their numbers.
  private static func tryMoving(from inbox: String, to folder: String) throws {
    let name = ".covalux-import.\(getpid())"
    let descriptor = open("\(inbox)/\(name)", O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FolderError(folder: inbox, name: "", .notWritable) }
    close(descriptor)
    guard rename("\(inbox)/\(name)", "\(folder)/\(name)") == 0 else {
      let isElsewhere = errno == EXDEV
      unlink("\(inbox)/\(name)")
      guard isElsewhere else { throw FolderError(folder: folder, name: "", .notWritable) }
      throw UsageError(
        description: "\(folder): not on the file system of the inbox, or another mount of it; "
          + "inbox, done and rejected must be folders of one mount")
    }
    unlink("\(folder)/\(name)")
  }

  /// The files in the inbox, by name: ordinary ones that are neither hidden nor the drafts of a transfer.
  func waiting() throws -> [WaitingFile] {
    try names().compactMap { name in state(of: name).map { WaitingFile(name: name, state: $0) } }
  }

  /// What is called like a file and is a link, a pipe or a device, which nobody should follow.
  func links() throws -> [String] {
    try names().filter { name in
      var status = stat()
      guard lstat("\(inbox)/\(name)", &status) == 0 else { return false }
      return ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
    }
  }

  private func names() throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: inbox) else {
      throw FolderError(folder: inbox, name: "", .notReadable)
    }
    return names.filter { name in
      !name.hasPrefix(".") && !Self.draftEndings.contains { name.lowercased().hasSuffix($0) }
    }.sorted()
  }

  /// Endings that browsers and programs for transferring files give to what is not complete.
  private static let draftEndings = [".part", ".filepart", ".partial", ".tmp", ".crdownload", "~"]

  /// Size and time of the last change of a file in the inbox; nil if it is no ordinary file.
  func state(of name: String) -> FileState? {
    FileState(ofFileAt: "\(inbox)/\(name)")
  }

  /// Moves a file out of the inbox and never over another one; returns its new name.
  func move(_ name: String, to folder: String) throws(FolderError) -> String {
    for number in 1...10_000 {
      let target = Self.name(name, number)
      // Made here, so that what is renamed over is nobody else's. A link, which never replaces a file, is given by
      // Linux only to who may write the file, and what arrives often belongs to another user.
      let place = open("\(folder)/\(target)", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
      if place < 0 && errno == EEXIST { continue }
      guard place >= 0 else { break }
      close(place)
      if rename("\(inbox)/\(name)", "\(folder)/\(target)") == 0 { return target }
      unlink("\(folder)/\(target)")
      break
    }
    throw FolderError(folder: folder, name: name, .notMovable)
  }

  /// The first of the names `a.csv`, `a.2.csv`, `a.3.csv` about which nothing lies in the reports.
  func reportName(for name: String) -> String {
    // The endings must find room in the 255 bytes that a name may have.
    var name = name
    while name.utf8.count > 200 { name.removeLast() }
    var number = 1
    while [".json", ".html", ".rejected.csv"].contains(where: { ending in
      FileManager.default.fileExists(atPath: "\(reports)/\(Self.name(name, number))\(ending)")
    }) { number += 1 }
    return Self.name(name, number)
  }

  private static func name(_ name: String, _ number: Int) -> String {
    guard number > 1 else { return name }
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    return "\(name[..<dot]).\(number)\(name[dot...])"
  }
}

/// A file in the inbox as it was when it was seen.
struct WaitingFile: Sendable {
  let name: String
  let state: FileState
}

/// What tells whether a file is still being written, or is another one.
struct FileState: Hashable, Sendable {
  let file: UInt64
  let size: Int64
  let seconds: Int64
  let nanoseconds: Int64

  /// Looks at a file; nil if it is no ordinary one.
  init?(ofFileAt path: String) {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    file = UInt64(status.st_ino)
    size = Int64(status.st_size)
    seconds = Int64(status.st_mtim.tv_sec)
    nanoseconds = Int64(status.st_mtim.tv_nsec)
  }
}
