import CSV
import Crypto

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A file that is read once, from its start.
struct OpenFile: ByteSource {
  struct Unreadable: Error {}

  private let descriptor: Int32

  init(path: String) throws {
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw Unreadable() }
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    // The name is also the method's.
    #if canImport(Glibc)
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    #elseif canImport(Darwin)
      let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
    #endif
    guard count >= 0 else { throw Unreadable() }
    return count
  }
}

/// Hashes what is read through it, as the reading before an import does.
struct DigestingSource: ByteSource {
  private var source: OpenFile
  private var hash = SHA256()

  init(_ source: OpenFile) {
    self.source = source
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    if count > 0 { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[0..<count])) }
    return count
  }

  /// The digest of everything that was read, in hexadecimal digits.
  func digest() -> String {
    hash.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
