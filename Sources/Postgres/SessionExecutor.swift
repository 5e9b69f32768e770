import Dispatch

/// A thread of its own for a database: libpq blocks, and must not block the threads shared by all tasks.
final class SessionExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "covalux.database")

  func enqueue(_ job: consuming ExecutorJob) {
    let unowned = UnownedJob(job)
    let executor = asUnownedSerialExecutor()
    queue.async { unowned.runSynchronously(on: executor) }
  }
}
