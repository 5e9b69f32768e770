#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// An unlinked file that only this process can read, written once from start to end and then read in pieces.
///
/// Whoever holds it closes it.
struct SpoolFile: Sendable {
  private static let blockSize = 256 * 1024

  let descriptor: Int32
  private(set) var size: Int64 = 0
  private var waiting: [UInt8] = []
  private var block: [UInt8] = []
  private var blockStart: Int64 = 0

  init() throws(SourceFileError) {
    descriptor = try Self.unlinkedDescriptor()
  }

  func close() {
    #if canImport(Glibc)
      _ = Glibc.close(descriptor)
    #else
      _ = Darwin.close(descriptor)
    #endif
  }

  /// Opens a file of mode 0600 that has no name any more, in the folder that TMPDIR names, else in /tmp.
  static func unlinkedDescriptor() throws(SourceFileError) -> Int32 {
    let wish = getenv("TMPDIR").map { String(cString: $0) } ?? ""
    let folder = wish.hasPrefix("/") ? wish : "/tmp"
    var template = Array("\(folder)/covalux-XXXXXX".utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw SourceFileError(name: "-", .unreadable) }
    unlink(template)
    return descriptor
  }

  mutating func append(_ bytes: some Collection<UInt8>) throws(SourceFileError) {
    waiting.append(contentsOf: bytes)
    size += Int64(bytes.count)
    if waiting.count >= Self.blockSize { try flush() }
  }

  mutating func append(_ bytes: Span<UInt8>) throws(SourceFileError) {
    bytes.withUnsafeBufferPointer { waiting.append(contentsOf: $0) }
    size += Int64(bytes.count)
    if waiting.count >= Self.blockSize { try flush() }
  }

  /// Writes what waits; before anything is read.
  mutating func flush() throws(SourceFileError) {
    var written = 0
    while written < waiting.count {
      let count = waiting.withUnsafeBytes {
        write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SourceFileError(name: "-", .unreadable) }
      written += count
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Reads bytes that are there, from the block that was read last or from a new one.
  mutating func bytes(at offset: Int64, count: Int) throws(SourceFileError) -> ArraySlice<UInt8> {
    if offset < blockStart || offset + Int64(count) > blockStart + Int64(block.count) {
      let wanted = Int(min(Int64(max(count, Self.blockSize)), size - offset))
      if block.count != wanted { block = [UInt8](repeating: 0, count: wanted) }
      blockStart = offset
      var filled = 0
      while filled < wanted {
        let count = block.withUnsafeMutableBytes {
          pread(
            descriptor, $0.baseAddress?.advanced(by: filled), wanted - filled, off_t(offset) + off_t(filled))
        }
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { throw SourceFileError(name: "-", .unreadable) }
        filled += count
      }
    }
    let start = Int(offset - blockStart)
    return block[start..<start + count]
  }
}
