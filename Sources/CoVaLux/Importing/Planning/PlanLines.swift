/// The lines of a plan, read one by one.
final class PlanLines {
  private static let longestLine = 16 << 20

  private let file: SourceFile
  private var source: FileSource
  private var waiting: [UInt8] = []
  private var start = 0
  private var isAtEnd = false

  init(path: String) throws(SourceFileError) {
    file = try SourceFile(path: path)
    source = file.bytes()
  }

  /// The next line without its end; nil after the last.
  func next() throws -> [UInt8]? {
    var searched = start
    while true {
      if let end = waiting[searched...].firstIndex(of: UInt8(ascii: "\n")) {
        defer { start = end + 1 }
        return Array(waiting[start..<end])
      }
      guard !isAtEnd, waiting.count - start < Self.longestLine else {
        defer { start = waiting.count }
        return start < waiting.count ? Array(waiting[start...]) : nil
      }
      waiting.removeFirst(start)
      start = 0
      searched = waiting.count
      try fill()
    }
  }

  /// Starts again with the first line.
  func rewind() {
    source = file.bytes()
    waiting.removeAll()
    start = 0
    isAtEnd = false
  }

  private func fill() throws {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    defer { chunk.deallocate() }
    let count = try source.read(into: chunk)
    isAtEnd = count == 0
    waiting.append(contentsOf: chunk[..<count])
  }
}
