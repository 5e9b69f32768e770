/// Something that bytes are read from: a file, a pipe, memory.
public protocol ByteSource {
  /// Fills the beginning of the buffer and returns how many bytes it wrote, 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int
}

/// Bytes in memory as a source.
public struct MemorySource: ByteSource, Sendable {
  private let bytes: [UInt8]
  private let largestRead: Int
  private var position = 0

  /// Creates a source over bytes, handed out in reads of at most `largestRead` bytes.
  public init(_ bytes: [UInt8], largestRead: Int = .max) {
    self.bytes = bytes
    self.largestRead = largestRead
  }

  /// Creates a source over the UTF-8 bytes of a text.
  public init(_ text: String) {
    self.init(Array(text.utf8))
  }

  /// Copies the next bytes into the buffer.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, bytes.count - position, largestRead)
    buffer.copyBytes(from: bytes[position..<position + count])
    position += count
    return count
  }
}

/// A closure as a source.
struct ClosureSource: ByteSource {
  let body: (UnsafeMutableRawBufferPointer) throws -> Int

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try body(buffer)
  }
}
