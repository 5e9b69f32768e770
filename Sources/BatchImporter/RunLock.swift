import Foundation

/// Lets only one run work on an inbox; the system takes the lock back when the process ends in whatever way.
final class RunLock {
  private let descriptor: Int32

  /// Takes the lock.
  ///
  /// - Throws: ``FolderError`` if another run has it, or the file system gives none.
  init(of folders: InboxFolders) throws(FolderError) {
    descriptor = open(
      "\(folders.inbox)/.covalux-import.lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw FolderError(folder: folders.inbox, name: "", .notWritable) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      let isTaken = errno == EWOULDBLOCK
      close(descriptor)
      throw FolderError(folder: folders.inbox, name: "", isTaken ? .locked : .notLockable)
    }
  }

  func release() {
    close(descriptor)
  }
}
