import CoVaLux
import CommandLineBehaviour

/// Something that passes by itself or that somebody else puts right, while the importer goes on trying.
enum Obstacle {
  /// Whether an error says nothing against a file and may be gone at the next attempt: a server that is down, restarts,
  /// fails over or is full, a folder that is not there or full.
  static func isPassing(_ error: any Error) -> Bool {
    switch error {
    case let error as PostgresError:
      if error.isConnectionLost || error.isRetriable { return true }
      guard let state = error.sqlState else { return false }
      return state == .readOnlyTransaction || state.stateClass == .insufficientResources
        || [.adminShutdown, .crashShutdown, .cannotConnectNow].contains(state)
    case is OutputError: return true
    case let error as FolderError: return error.exitStatus == .file
    default: return false
    }
  }

  /// Whether nobody knows if a file was stored, as the answer to the commit was lost.
  static func leavesOutcomeUnknown(_ error: any Error) -> Bool {
    guard let error = error as? PostgresError else { return false }
    return error.kind == .outcomeUnknown
  }
}
