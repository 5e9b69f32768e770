import Dispatch
import Synchronization

extension Range<Int> {
  /// Transforms every number on all processors; the results are in order, whatever ran first.
  func concurrentMap<Value: Sendable>(_ transform: @Sendable (Int) -> Value) -> [Value] {
    // Fewer than this many are done before a second thread has started.
    let chunk = 500
    guard count > chunk else { return map(transform) }
    let chunks = Mutex<[Int: [Value]]>([:])
    let chunkCount = (count + chunk - 1) / chunk
    DispatchQueue.concurrentPerform(iterations: chunkCount) { number in
      let start = lowerBound + number * chunk
      let values = (start..<Swift.min(start + chunk, upperBound)).map(transform)
      chunks.withLock { $0[number] = values }
    }
    return chunks.withLock { chunks in (0..<chunkCount).flatMap { chunks[$0] ?? [] } }
  }
}
