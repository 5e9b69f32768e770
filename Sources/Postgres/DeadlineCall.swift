import Dispatch
import Synchronization

/// A call that cannot be interrupted, run on a thread of its own and waited for only so long.
///
/// libpq resolves names and sends cancel requests with blocking calls that have no deadline.
final class DeadlineCall<Value: Sendable>: Sendable {
  private enum State {
    case running
    case finished(Value)
    case abandoned
  }

  private let state = Mutex(State.running)
  private let isFinished = DispatchSemaphore(value: 0)

  /// Runs `body` and returns its value; when it takes longer than `limit`, `nil`, and `late` gets the value.
  static func run(
    limit: Duration,
    _ body: @escaping @Sendable () -> Value,
    late: @escaping @Sendable (Value) -> Void
  ) -> Value? {
    let call = DeadlineCall()
    DispatchQueue(label: "covalux.deadline").async { call.finish(body(), late) }
    _ = call.isFinished.wait(timeout: .now() + .milliseconds(Int(limit.wholeMilliseconds)))
    return call.take()
  }

  private func finish(_ value: Value, _ late: (Value) -> Void) {
    let wasAbandoned = state.withLock { state in
      if case .abandoned = state { return true }
      state = .finished(value)
      return false
    }
    if wasAbandoned { late(value) }
    isFinished.signal()
  }

  private func take() -> Value? {
    state.withLock { state in
      if case .finished(let value) = state { return value }
      state = .abandoned
      return nil
    }
  }
}
