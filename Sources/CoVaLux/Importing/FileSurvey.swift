import CSV
import Crypto

/// What the first reading of a file finds out: its digest and its dialect, from every byte of it.
struct FileSurvey {
  let sha256: [UInt8]
  let dialect: Dialect

  /// Reads the file to its end.
  init(of file: SourceFile, encoding: TextEncoding?, delimiter: Delimiter?) throws {
    var source = DigestingSource(source: file.bytes())
    dialect = try Dialect.detect(in: &source, encoding: encoding, delimiter: delimiter)
    try source.drain()
    sha256 = Array(source.hash.finalize())
  }

  /// The survey of rows that were put together from the file, whose digest stays that of the file.
  func ofRows(_ dialect: Dialect) -> FileSurvey { FileSurvey(sha256: sha256, dialect: dialect) }

  private init(sha256: [UInt8], dialect: Dialect) {
    self.sha256 = sha256
    self.dialect = dialect
  }

  /// The digest in hexadecimal digits.
  var hexadecimalDigest: String {
    sha256.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}

/// Hashes what is read through it.
private struct DigestingSource: ByteSource {
  var source: FileSource
  var hash = SHA256()

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try source.read(into: buffer)
    if count > 0 { hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[0..<count])) }
    return count
  }

  mutating func drain() throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    defer { buffer.deallocate() }
    while try read(into: buffer) > 0 {}
  }
}
