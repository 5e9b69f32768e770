import CSV
import Questionnaires

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A regular file opened once and read several times, which must not change meanwhile.
final class SourceFile {
  /// The name as findings and records say it: without folders, or `-`.
  let name: String
  let size: Int64
  /// Where the latest reading has come to.
  private(set) var latestOffset: Int64 = 0
  /// The file that this one was made from; nil for a file of its own.
  private let origin: SourceFile?
  /// Where the cells of rows stood in it.
  let places: CellPlaces?
  /// What forbids storing a row, by its line, and what else was found when the rows were put together.
  let objections: [Int: [Finding]]
  let notes: [Finding]
  private let descriptor: Int32
  private let opened: stat

  /// Size of the file that was given.
  var givenSize: Int64 { origin?.givenSize ?? size }

  /// Rows that were put together from a file; it answers for them.
  init(
    rows: SpoolFile, of origin: SourceFile, places: CellPlaces, objections: [Int: [Finding]], notes: [Finding]
  ) throws(SourceFileError) {
    name = origin.name
    self.origin = origin
    self.places = places
    self.objections = objections
    self.notes = notes
    descriptor = rows.descriptor
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SourceFileError(name: name, .unreadable) }
    opened = status
    size = Int64(status.st_size)
  }

  /// Opens a file, or spools standard input (`-`) into an unlinked file that only this process can read.
  init(path: String) throws(SourceFileError) {
    origin = nil
    places = nil
    objections = [:]
    notes = []
    if path == "-" {
      name = "-"
      descriptor = try Self.spoolStandardInput()
    } else {
      name = path.split(separator: "/").last.map(String.init) ?? path
      descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      guard descriptor >= 0 else {
        throw SourceFileError(name: name, errno == ENOENT ? .absent : .unreadable)
      }
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SourceFileError(name: name, .unreadable) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw SourceFileError(name: name, .notARegularFile) }
    opened = status
    size = Int64(status.st_size)
  }

  /// Opens a table, which may be compressed; what is in it then goes to an unlinked file.
  ///
  /// - Throws: ``SourceFileError``, or ``ImportRefusal`` if what is compressed is damaged or no table.
  static func table(at path: String) throws -> SourceFile {
    let file = try SourceFile(path: path)
    guard let format = Unpacking.Format(of: file.descriptor, named: file.name) else { return file }
    let unpacked = try Unpacking.unpack(file.descriptor, format, name: file.name, size: file.size)
    let table = try SourceFile(unpacked: unpacked, of: file)
    // What changed while it was unpacked is noticed before anything is made of it.
    try table.requireUnchanged()
    return table
  }

  /// Takes over what ``duplicatedDescriptor()`` gave.
  init(owning descriptor: Int32, name: String) throws(SourceFileError) {
    self.name = name
    self.descriptor = descriptor
    origin = nil
    places = nil
    objections = [:]
    notes = []
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SourceFileError(name: name, .unreadable) }
    opened = status
    size = Int64(status.st_size)
  }

  /// What a compressed file holds; it answers for it.
  private init(unpacked descriptor: Int32, of origin: SourceFile) throws(SourceFileError) {
    name = origin.name
    self.origin = origin
    self.descriptor = descriptor
    places = nil
    objections = [:]
    notes = []
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw SourceFileError(name: name, .unreadable) }
    opened = status
    size = Int64(status.st_size)
  }

  /// Another descriptor of the same open file, by which another thread can read it; nil if there can be none.
  func duplicatedDescriptor() -> Int32? {
    let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 0)
    return copy >= 0 ? copy : nil
  }

  deinit {
    close(descriptor)
  }

  /// A source of bytes from the start of the file, independent of any other.
  func bytes() -> FileSource {
    FileSource(file: self)
  }

  /// The whole file as UTF-8 text; for small files such as questionnaires.
  func text() throws(SourceFileError) -> String {
    guard size <= 16 * 1024 * 1024 else { throw SourceFileError(name: name, .tooLarge) }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: Int(size) + 1, alignment: 16)
    defer { buffer.deallocate() }
    var offset = 0
    while offset < Int(size) {
      let count = try read(
        into: UnsafeMutableRawBufferPointer(rebasing: buffer[offset...]), at: Int64(offset))
      guard count > 0 else { break }
      offset += count
    }
    return String(decoding: buffer[..<offset], as: UTF8.self)
  }

  /// The first rows of a table, as many as its header can be told by.
  func firstRows(_ dialect: Dialect) throws -> [[String]] {
    var reader = RecordReader(bytes(), dialect: dialect)
    var record = Record()
    var rows: [[String]] = []
    while rows.count < FileShape.rowsNeeded, try reader.next(&record) { rows.append(record.strings) }
    return rows
  }

  /// Throws if the file is no longer what it was when it was opened.
  ///
  /// The time of the last change of any kind tells: unlike that of the last writing, nobody can set it back.
  func requireUnchanged() throws(SourceFileError) {
    try origin?.requireUnchanged()
    var now = stat()
    guard fstat(descriptor, &now) == 0, now.st_size == opened.st_size,
      now.st_ctim.tv_sec == opened.st_ctim.tv_sec, now.st_ctim.tv_nsec == opened.st_ctim.tv_nsec
    else { throw SourceFileError(name: name, .changed) }
  }

  fileprivate func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int64) throws(SourceFileError)
    -> Int
  {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 {
        // A file that grows, or that the system makes up while it is read.
        guard offset + Int64(count) <= size else { throw SourceFileError(name: name, .changed) }
        latestOffset = offset + Int64(count)
        return count
      }
      guard errno == EINTR else { throw SourceFileError(name: name, .unreadable) }
    }
  }

  private static func spoolStandardInput() throws(SourceFileError) -> Int32 {
    let spool = try SpoolFile.unlinkedDescriptor()
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 * 1024, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = Glibc.read(STDIN_FILENO, chunk.baseAddress, chunk.count)
      if count == 0 { return spool }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      var written = 0
      while written < count {
        let more = write(spool, chunk.baseAddress?.advanced(by: written), count - written)
        if more < 0, errno == EINTR { continue }
        guard more > 0 else { break }
        written += more
      }
      guard written == count else { break }
    }
    close(spool)
    throw SourceFileError(name: "-", .unreadable)
  }
}

/// One reading of a ``SourceFile`` from its start.
struct FileSource: ByteSource {
  fileprivate let file: SourceFile
  private(set) var offset: Int64 = 0

  fileprivate init(file: SourceFile) {
    self.file = file
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let count = try file.read(into: buffer, at: offset)
    offset += Int64(count)
    return count
  }
}

/// Why a file cannot be imported at all.
public struct SourceFileError: Error, Hashable, CustomStringConvertible {
  /// What is wrong with the file.
  public enum Reason: Hashable, Sendable {
    case absent
    case unreadable
    case notARegularFile
    case changed
    case tooLarge
  }

  /// The file's name without folders.
  public let name: String
  /// What is wrong with the file.
  public let reason: Reason

  init(name: String, _ reason: Reason) {
    self.name = name
    self.reason = reason
  }

  /// The error in a sentence, with what to do.
  public var description: String {
    switch reason {
    case .absent: "\(name): there is no such file"
    case .unreadable: "\(name): the file cannot be read; check its permissions"
    case .notARegularFile:
      "\(name): not an ordinary file (a folder, a device or a pipe); give a file, or - for standard input"
    case .tooLarge: "\(name): a file of this kind has at most 16 MiB"
    case .changed: "\(name): the file changed while it was read; nothing was stored, import it again"
    }
  }
}
