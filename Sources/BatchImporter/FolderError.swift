import CommandLineBehaviour

/// Why a folder of the run cannot be used, or a file in it not be moved.
struct FolderError: ErrorWithExitStatus, CustomStringConvertible {
  enum Reason {
    case notReadable
    case notWritable
    case notMovable
    case notReplaceable
    case locked
    case notLockable
  }

  let folder: String
  let name: String
  let reason: Reason

  init(folder: String, name: String, _ reason: Reason) {
    self.folder = folder
    self.name = name
    self.reason = reason
  }

  var exitStatus: ExitStatus { reason == .locked ? .refused : .file }

  var description: String {
    switch reason {
    case .notReadable: "\(folder): the folder cannot be read; check its permissions"
    case .notWritable: "\(folder): nothing can be written into the folder; check its permissions"
    case .notMovable:
      "\(name): cannot be moved to \(folder); what was stored stays stored, and the next run finds it unchanged"
    case .notReplaceable: "\(folder): cannot be written; check that its folder exists and may be written"
    case .notLockable: "\(folder): its file system gives no locks; use a folder on another one"
    case .locked: "\(folder): another covalux-import works on this inbox; wait until it has ended"
    }
  }
}
