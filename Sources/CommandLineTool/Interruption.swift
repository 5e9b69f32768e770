import CoVaLux
import Dispatch
import Foundation

/// Ctrl-C and SIGTERM: the first cancels the statement and rolls back, a second one ends the program at once.
enum Interruption {
  static func cancelling<Value: Sendable>(_ body: @Sendable @escaping () async throws -> Value) async throws
    -> Value
  {
    let task = Task { try await body() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        if task.isCancelled { Foundation.exit(128 + number) }
        task.cancel()
        Terminal.complain("covalux: interrupted; rolling back, nothing of this file is stored")
      }
      source.resume()
      return source
    }
    defer { for source in sources { source.cancel() } }
    return try await task.value
  }
}
