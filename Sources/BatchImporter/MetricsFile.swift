import CommandLineBehaviour
import Foundation

/// The file of counts, which is replaced as a whole: a reader sees the old one or the new one.
struct MetricsFile: Sendable {
  /// The counts that an earlier run left; zeros if there is no file.
  let begun: ImportMetrics

  private let path: String
  private let draft: String

  /// Looks at what is there and tries whether it can be replaced.
  init(path: String) throws {
    self.path = path
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    // Neither hidden files nor other endings are collected.
    draft = "\(folder).\(path.dropFirst(folder.count)).\(getpid())"
    let text = try? String(contentsOfFile: path, encoding: .utf8)
    begun = text.map(ImportMetrics.init(continuing:)) ?? ImportMetrics()
    try write(text ?? begun.text)
  }

  /// Replaces the file; who reads it is another user, and it holds nothing about anybody.
  func write(_ text: String) throws(FolderError) {
    // What a run with the same number left behind is removed, and nothing that another user put there is written to.
    unlink(draft)
    let descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FolderError(folder: path, name: "", .notReplaceable) }
    let bytes = Array(text.utf8)
    let isWritten =
      bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
      && fchmod(descriptor, 0o644) == 0
    close(descriptor)
    guard isWritten, rename(draft, path) == 0 else {
      unlink(draft)
      throw FolderError(folder: path, name: "", .notReplaceable)
    }
  }
}
