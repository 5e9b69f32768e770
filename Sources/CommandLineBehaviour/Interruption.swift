import Dispatch
import Foundation
import Synchronization

/// Ctrl-C and SIGTERM: the first cancels the statement and rolls back, a second one ends the program at once.
public enum Interruption {
  private static let latest = Mutex<Int32>(0)

  /// The signal that came last; 0 if none did.
  static var signalNumber: Int32 { latest.withLock(\.self) }

  /// Whether a signal asked the program to end.
  public static var isRequested: Bool { signalNumber != 0 }

  /// Runs work that a signal cancels; people are then told the announcement.
  public static func cancelling<Value: Sendable>(
    program: String = "covalux",
    announcing announcement: String = "interrupted; rolling back, nothing of this file is stored",
    _ body: @Sendable @escaping () async throws -> Value
  ) async throws -> Value {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled { Foundation.exit(128 + number) }
        latest.withLock { $0 = number }
        // Said first: once the work is cancelled, the program may be gone before the sentence is out.
        Terminal.complain("\(program): \(announcement)")
        task.cancel()
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return try await task.value
  }
}
