import CLibPQ
import Dispatch
import Synchronization

/// Cancels what a connection is doing, from any thread.
///
/// A request stays in force until ``reset()``: the statement that runs is ended by the server, and later ones
/// are refused before they are sent; a transaction is rolled back.
public final class CancelHandle: Sendable {
  // The pointer is kept as bits because pointers are not Sendable; every use of it holds the lock.
  private let request = Mutex<UInt>(0)
  private let requested = Atomic(false)
  private let isSending = Atomic(false)

  init() {}

  deinit {
    request.withLock { PQfreeCancel(OpaquePointer(bitPattern: $0)) }
  }

  /// Tells whether cancellation was asked for.
  public var isRequested: Bool {
    requested.load(ordering: .acquiring)
  }

  /// Asks for cancellation and waits until the server has the request, or `limit` has passed.
  ///
  /// Returns whether the server received it.
  @discardableResult
  public func cancel(limit: Duration = .seconds(5)) -> Bool {
    requested.store(true, ordering: .releasing)
    return DeadlineCall.run(limit: limit, { self.send() }, late: { _ in }) ?? false
  }

  /// Asks for cancellation and returns at once.
  public func cancelInBackground() {
    requested.store(true, ordering: .releasing)
    isSending.store(true, ordering: .releasing)
    DispatchQueue(label: "covalux.cancel").async {
      _ = self.send()
      self.isSending.store(false, ordering: .releasing)
    }
  }

  /// Allows statements again.
  public func reset() {
    requested.store(false, ordering: .releasing)
  }

  /// Takes what is needed to reach the backend of an established connection.
  func arm(_ connection: OpaquePointer) {
    let bits = UInt(bitPattern: PQgetCancel(connection))
    request.withLock { current in
      PQfreeCancel(OpaquePointer(bitPattern: current))
      current = bits
    }
  }

  /// Tells whether a request is on its way to the server.
  var isOnItsWay: Bool {
    isSending.load(ordering: .acquiring)
  }

  private func send() -> Bool {
    // A request that is stuck holds the lock; a second one would not get further than the first.
    request.withLockIfAvailable { bits in
      guard let pointer = OpaquePointer(bitPattern: bits) else { return false }
      return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { message in
        PQcancel(pointer, message.baseAddress, 256) == 1
      }
    } ?? false
  }
}
