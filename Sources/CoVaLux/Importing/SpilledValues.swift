#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Sorts elements of one size in bounded memory: what does not fit goes to an unlinked file in sorted runs.
///
/// Elements that compare equal come in any order.
final class SpilledValues<Element: BitwiseCopyable & Comparable> {
  /// One sorted run, of which a block is in memory.
  private struct Run {
    var offset: Int64
    let end: Int64
    var block: [Element] = []
    var place = 0

    var head: Element { block[place] }
  }

  /// Elements that are handed over to be written at once.
  private static var written: Int { 4096 }
  /// The least bytes of a run that are read at once.
  private static var leastBlock: Int { 16 << 10 }

  private let memory: Int
  private let capacity: Int
  private var buffer: [Element] = []
  private var file: SpoolFile?
  private var runs: [Range<Int64>] = []

  /// - Parameter memory: Bytes of elements that are held before they are spilled.
  init(memory: Int = 8 << 20) {
    self.memory = memory
    capacity = max(2, memory / MemoryLayout<Element>.stride)
  }

  deinit {
    file?.close()
  }

  func append(_ element: Element) throws {
    buffer.append(element)
    if buffer.count >= capacity { try spill() }
  }

  /// Calls a closure with each element, the least first; may be asked again.
  func forEach(_ body: (Element) throws -> Void) throws {
    guard file != nil else {
      buffer.sort()
      for element in buffer { try body(element) }
      return
    }
    try spill()
    try file?.flush()
    buffer = []
    var runs = self.runs.map { Run(offset: $0.lowerBound, end: $0.upperBound) }
    for index in runs.indices { try readBlock(of: &runs[index], among: runs.count) }
    // The run whose head is least comes last, from where it is taken cheaply.
    var order = runs.indices.sorted { runs[$0].head > runs[$1].head }
    while let least = order.popLast() {
      try body(runs[least].head)
      runs[least].place += 1
      if runs[least].place == runs[least].block.count {
        guard try readBlock(of: &runs[least], among: runs.count) else { continue }
      }
      let head = runs[least].head
      var (low, high) = (0, order.count)
      while low < high {
        let middle = (low + high) / 2
        if runs[order[middle]].head > head { low = middle + 1 } else { high = middle }
      }
      order.insert(least, at: low)
    }
  }

  /// Reads the next elements of a run; false at its end.
  @discardableResult
  private func readBlock(of run: inout Run, among count: Int) throws -> Bool {
    guard let file, run.offset < run.end else { return false }
    let stride = MemoryLayout<Element>.stride
    let wanted = Int(
      min(Int64(max(Self.leastBlock, memory / count) / stride), (run.end - run.offset) / Int64(stride)))
    var isWhole = true
    run.block = [Element](unsafeUninitializedCapacity: wanted) { buffer, initialized in
      let bytes = UnsafeMutableRawBufferPointer(buffer)
      var filled = 0
      while filled < wanted * stride {
        let more = pread(
          file.descriptor, bytes.baseAddress?.advanced(by: filled), wanted * stride - filled,
          off_t(run.offset) + off_t(filled))
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { break }
        filled += more
      }
      isWhole = filled == wanted * stride
      initialized = isWhole ? wanted : 0
    }
    guard isWhole else { throw SourceFileError(name: "-", .unreadable) }
    run.offset += Int64(wanted * stride)
    run.place = 0
    return true
  }

  private func spill() throws {
    guard !buffer.isEmpty else { return }
    buffer.sort()
    var file = try self.file ?? SpoolFile()
    self.file = file
    let start = file.size
    var first = 0
    while first < buffer.count {
      let end = min(first + Self.written, buffer.count)
      // Elements are plain values, so that their bytes can be written and read again.
      let bytes = buffer[first..<end].withUnsafeBytes { Array($0) }
      try file.append(bytes)
      first = end
    }
    runs.append(start..<file.size)
    self.file = file
    buffer.removeAll(keepingCapacity: true)
  }
}
