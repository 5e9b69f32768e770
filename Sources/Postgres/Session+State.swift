import CLibPQ

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension Session {
  var isInTransaction: Bool {
    let status = transactionStatus
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR
  }

  var serverVersion: Int { (try? open()).map { Int(PQserverVersion($0)) } ?? 0 }

  var backendProcess: Int32 { (try? open()).map { PQbackendPID($0) } ?? 0 }

  var isEncrypted: Bool { (try? open()).map { PQsslInUse($0) == 1 } ?? false }

  /// Waits until a request to cancel has arrived or failed, lets the backend take it, and forgets it.
  func settleCancellation() {
    guard cancelHandle.isRequested else { return }
    let clock = ContinuousClock()
    let deadline = clock.now + settings.inquiryLimit
    while cancelHandle.isOnItsWay, clock.now < deadline { usleep(1000) }
    // The signal of a late request hits this statement instead of the next of the program.
    if !isClosed { _ = try? runControl("select 1") }
    cancelHandle.reset()
  }
}
