import CSV
import Dispatch
import Synchronization

/// The survey of a large file, going on in another thread while the rows are read and stored already.
///
/// They are read in the dialect that the beginning of the file shows. Only if the whole file shows another one, or
/// cannot be used, has it been for nothing: everything is rolled back then.
final class ConcurrentSurvey: Sendable {
  /// Thrown where the whole file shows another dialect than its beginning.
  struct Contradiction: Error {}

  /// The dialect by the beginning of the file.
  let dialect: Dialect
  private let name: String
  private let outcome = Mutex<Result<FileSurvey, any Error>?>(nil)
  private let isDone = DispatchSemaphore(value: 0)

  private static let leastBytes: Int64 = 4 << 20
  /// More than the sample by which the delimiter is chosen.
  private static let beginningBytes = 1 << 20

  /// Begins to survey a file; nil if it is small, or its beginning is not certainly UTF-8 in some dialect.
  init?(of file: SourceFile, encoding: TextEncoding?, delimiter: Delimiter?) throws {
    guard file.size >= Self.leastBytes,
      let dialect = try Self.beginning(of: file, encoding, delimiter), dialect.encoding == .utf8,
      let descriptor = file.duplicatedDescriptor()
    else { return nil }
    self.dialect = dialect
    name = file.name
    DispatchQueue(label: "survey").async { [self] in
      let result = Result { () throws -> FileSurvey in
        let file = try SourceFile(owning: descriptor, name: name)
        return try FileSurvey(of: file, encoding: encoding, delimiter: delimiter)
      }
      outcome.withLock { $0 = result }
      isDone.signal()
    }
  }

  /// Waits for the end of the file; throws what makes it unusable, or ``Contradiction``.
  func finish() throws -> FileSurvey {
    isDone.wait()
    isDone.signal()
    guard let survey = try outcome.withLock({ try $0?.get() }) else { throw Contradiction() }
    let found = survey.dialect
    guard found.encoding == dialect.encoding, found.hasByteOrderMark == dialect.hasByteOrderMark,
      found.delimiter == dialect.delimiter, found.hasSeparatorLine == dialect.hasSeparatorLine
    else { throw Contradiction() }
    return survey
  }

  /// Nil where the beginning allows no decision; the survey of the whole file says why, or decides.
  private static func beginning(
    of file: SourceFile, _ encoding: TextEncoding?, _ delimiter: Delimiter?
  ) throws -> Dialect? {
    var bytes = [UInt8](repeating: 0, count: beginningBytes)
    var source = file.bytes()
    var filled = 0
    while filled < bytes.count {
      let count = try bytes.withUnsafeMutableBytes { bytes in
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[filled...]))
      }
      guard count > 0 else { return nil }
      filled += count
    }
    // Up to the end of a line, so that no character is cut.
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return nil }
    var detector = DialectDetector(encoding: encoding, delimiter: delimiter)
    detector.consume(bytes.span.extracting(...end).bytes)
    return try? detector.conclude()
  }
}
