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
    var seen: Set<UInt64> = []
    var devices: Set<UInt64> = []
    for folder in [inbox, done, rejected, reports] {
      var status = stat()
      guard stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
        throw UsageError(description: "\(folder): there is no such folder; make it first")
      }
      guard seen.insert(UInt64(status.st_ino)).inserted else {
        throw UsageError(description: "\(folder): each of the four folders must be another one")
      }
      guard access(folder, W_OK | X_OK) == 0 else {
        throw FolderError(folder: folder, name: "", .notWritable)
      }
      if folder != reports { devices.insert(UInt64(status.st_dev)) }
    }
    guard devices.count == 1 else {
      throw UsageError(
        description: "the inbox and the folders for done and rejected files must be on one file system")
    }
  }

  /// Names of the files in the inbox: ordinary files that are not hidden, in alphabetical order.
  func waiting() throws -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: inbox) else {
      throw FolderError(folder: inbox, name: "", .notReadable)
    }
    return names.filter { !$0.hasPrefix(".") && state(of: $0) != nil }.sorted()
  }

  /// Size and time of the last change of a file in the inbox; nil if it is no ordinary file.
  func state(of name: String) -> FileState? {
    var status = stat()
    guard lstat("\(inbox)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return FileState(
      size: Int64(status.st_size), seconds: Int64(status.st_mtim.tv_sec),
      nanoseconds: Int64(status.st_mtim.tv_nsec))
  }

  /// Moves a file out of the inbox and never over another one; returns its new name.
  func move(_ name: String, to folder: String) throws(FolderError) -> String {
    for number in 1...10_000 {
      let target = Self.name(name, number)
      // A link, unlike a renaming, never replaces a file.
      if link("\(inbox)/\(name)", "\(folder)/\(target)") == 0 {
        guard unlink("\(inbox)/\(name)") == 0 else {
          throw FolderError(folder: inbox, name: name, .notMovable)
        }
        return target
      }
      guard errno == EEXIST else { break }
    }
    throw FolderError(folder: folder, name: name, .notMovable)
  }

  /// The first of the names `a.csv`, `a.2.csv`, `a.3.csv` for which neither a report nor a file of rejects exists.
  func reportName(for name: String) -> String {
    var number = 1
    while [".json", ".rejected.csv"].contains(where: { ending in
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

/// What tells whether a file is still being written.
struct FileState: Hashable, Sendable {
  let size: Int64
  let seconds: Int64
  let nanoseconds: Int64
}
