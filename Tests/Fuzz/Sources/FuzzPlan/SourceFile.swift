#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What `PlanLines` reads from, in reads of a few bytes.
final class SourceFile {
  fileprivate let descriptor: Int32

  init(path: String) throws(SourceFileError) {
    descriptor = open(path, O_RDONLY)
    guard descriptor >= 0 else { throw SourceFileError() }
  }

  deinit {
    close(descriptor)
  }

  func bytes() -> FileSource { FileSource(file: self) }
}

struct FileSource {
  fileprivate let file: SourceFile
  private var offset = 0

  fileprivate init(file: SourceFile) {
    self.file = file
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = pread(file.descriptor, buffer.baseAddress, min(buffer.count, 7 + offset), off_t(offset))
    guard count >= 0 else { throw SourceFileError() }
    offset += count
    return count
  }
}

struct SourceFileError: Error {}
