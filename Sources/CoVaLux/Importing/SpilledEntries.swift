/// Sorts entries by the bytes of their keys in bounded memory: what does not fit goes to an unlinked file in runs.
struct SpilledEntries: ~Copyable {
  /// The bytes of one entry, its key first.
  struct Entry {
    let bytes: ArraySlice<UInt8>
    let keyLength: Int

    var key: ArraySlice<UInt8> { bytes.prefix(keyLength) }
    var payload: ArraySlice<UInt8> { bytes.dropFirst(keyLength) }
  }

  /// Reads one run from the file, entry by entry.
  private struct Run {
    var spool: SpoolFile
    var offset: Int64
    let end: Int64
    var head: [UInt8] = []
    var keyLength = 0

    /// Reads the next entry; false at the end.
    mutating func advance() throws -> Bool {
      guard offset < end else { return false }
      let lengths = SpilledEntries.lengths(try spool.bytes(at: offset, count: SpilledEntries.headLength))
      head = Array(
        try spool.bytes(at: offset + Int64(SpilledEntries.headLength), count: lengths.key + lengths.payload))
      keyLength = lengths.key
      offset += Int64(SpilledEntries.headLength + lengths.key + lengths.payload)
      return true
    }
  }

  private static let headLength = 8

  private let memory: Int
  private var buffer: [UInt8] = []
  private var offsets: [Int] = []
  private var spool: SpoolFile?
  private var runs: [Range<Int64>] = []

  /// - Parameter memory: Bytes of entries that are held before they are spilled.
  init(memory: Int = 16 << 20) {
    self.memory = memory
  }

  deinit {
    spool?.close()
  }

  mutating func append(key: [UInt8], payload: some Collection<UInt8>) throws {
    offsets.append(buffer.count)
    for length in [key.count, payload.count] {
      for shift in [24, 16, 8, 0] { buffer.append(UInt8(truncatingIfNeeded: length >> shift)) }
    }
    buffer += key
    buffer += payload
    if buffer.count >= memory { try spill() }
  }

  /// Calls a closure with each entry, in the order of the keys.
  mutating func forEach(_ body: (Entry) throws -> Void) throws {
    guard spool != nil else {
      sort()
      for offset in offsets {
        let lengths = Self.lengths(buffer[offset..<offset + Self.headLength])
        let start = offset + Self.headLength
        try body(Entry(bytes: buffer[start..<start + lengths.key + lengths.payload], keyLength: lengths.key))
      }
      return
    }
    try spill()
    try spool?.flush()
    guard let spool else { return }
    var sources = runs.map { Run(spool: spool, offset: $0.lowerBound, end: $0.upperBound) }
    var open: [Int] = []
    for index in sources.indices where try sources[index].advance() { open.append(index) }
    while let first = open.first {
      var least = first
      for index in open.dropFirst()
      where sources[index].head.prefix(sources[index].keyLength).lexicographicallyPrecedes(
        sources[least].head.prefix(sources[least].keyLength))
      { least = index }
      try body(Entry(bytes: sources[least].head[...], keyLength: sources[least].keyLength))
      if try !sources[least].advance() { open.removeAll { $0 == least } }
    }
  }

  private mutating func spill() throws {
    guard !offsets.isEmpty else { return }
    sort()
    var file = try spool ?? SpoolFile()
    let start = file.size
    for offset in offsets {
      let lengths = Self.lengths(buffer[offset..<offset + Self.headLength])
      try file.append(buffer[offset..<offset + Self.headLength + lengths.key + lengths.payload])
    }
    runs.append(start..<file.size)
    spool = file
    buffer.removeAll(keepingCapacity: true)
    offsets.removeAll(keepingCapacity: true)
  }

  private mutating func sort() {
    let buffer = buffer
    offsets.sort { left, right in
      let (first, second) = (Self.key(buffer, left), Self.key(buffer, right))
      return first.lexicographicallyPrecedes(second)
    }
  }

  private static func key(_ buffer: [UInt8], _ offset: Int) -> ArraySlice<UInt8> {
    let start = offset + headLength
    return buffer[start..<start + lengths(buffer[offset..<start]).key]
  }

  private static func lengths(_ head: ArraySlice<UInt8>) -> (key: Int, payload: Int) {
    func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }
    return (number(head.prefix(4)), number(head.dropFirst(4)))
  }
}
