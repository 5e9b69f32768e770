import CSV
import Questionnaires

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Unpacks a compressed table through the system's program for it, into an unlinked file.
///
/// Nothing is kept in memory but a block, and what unpacks to far more than any table does is given up early.
struct Unpacking {
  /// How a file is compressed, by its first bytes.
  enum Format: String {
    case gzip
    case zstandard

    /// Looks at a file; nil if it is not compressed in a way that can be read, or if its name does not say that it is:
    /// what was renamed to `.csv` is a mistake to be told, not to be guessed around.
    init?(of descriptor: Int32, named name: String) {
      var head: [UInt8] = [0, 0, 0, 0]
      guard pread(descriptor, &head, head.count, 0) == head.count else { return nil }
      let name = name.lowercased()
      if head.starts(with: [0x1F, 0x8B]), name.hasSuffix(".gz") {
        self = .gzip
      } else if head == [0x28, 0xB5, 0x2F, 0xFD], name.hasSuffix(".zst") {
        self = .zstandard
      } else {
        return nil
      }
    }

    var command: [String] {
      switch self {
      case .gzip: ["gzip", "-dcq"]
      case .zstandard: ["zstd", "-dcq", "--no-progress"]
      }
    }
  }

  /// Bytes from which on the ratio is looked at.
  private static let trustedBytes: Int64 = 256 << 20
  /// Tables of mostly blank cells become a hundred times smaller; what is made to do harm, a thousand times.
  private static let highestRatio: Int64 = 200
  private static let chunk = 256 * 1024

  private let format: Format
  private let name: String
  private let packedBytes: Int64
  private var unpackedBytes: Int64 = 0
  /// Bytes since the last end of a line.
  private var lineBytes = 0

  /// Unpacks a file that is open, and returns the descriptor of what was in it.
  ///
  /// - Throws: ``ImportRefusal`` if it is damaged, is cut off or holds no table.
  static func unpack(_ descriptor: Int32, _ format: Format, name: String, size: Int64) throws -> Int32 {
    var unpacking = Unpacking(format: format, name: name, packedBytes: size)
    return try unpacking.run(descriptor)
  }

  private init(format: Format, name: String, packedBytes: Int64) {
    self.format = format
    self.name = name
    self.packedBytes = packedBytes
  }

  private mutating func run(_ packed: Int32) throws -> Int32 {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SourceFileError(name: name, .unreadable) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let child: pid_t
    do {
      child = try start(input: packed, output: ends[1])
    } catch {
      for end in ends { close(end) }
      throw error
    }
    close(ends[1])
    var spool: SpoolFile?
    do {
      defer { close(ends[0]) }
      var file = try SpoolFile()
      spool = file
      try copy(from: ends[0], to: &file)
      try file.flush()
    } catch {
      kill(child, SIGKILL)
      _ = Self.status(of: child)
      spool?.close()
      throw error
    }
    guard Self.status(of: child) == 0, let spool else {
      spool?.close()
      throw refusal(
        "compression", "the \(format.rawValue) data are damaged or cut off",
        hint: "send the file again, and compare its size with that of the original")
    }
    return spool.descriptor
  }

  private mutating func copy(from pipe: Int32, to file: inout SpoolFile) throws {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.chunk, alignment: 16)
    defer { chunk.deallocate() }
    while true {
      let count = read(pipe, chunk.baseAddress, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw SourceFileError(name: name, .unreadable) }
      guard count > 0 else { return }
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[..<count])
      try check(bytes)
      try file.append(bytes)
    }
  }

  /// Stops what is no table before it fills the disk; what a row may be is checked again when rows are read.
  private mutating func check(_ bytes: UnsafeRawBufferPointer) throws(ImportRefusal) {
    unpackedBytes += Int64(bytes.count)
    let last = bytes.lastIndex { $0 == 0x0A || $0 == 0x0D }
    lineBytes = last.map { bytes.count - 1 - $0 } ?? lineBytes + bytes.count
    // In UTF-32 a character has four bytes.
    guard lineBytes <= 4 * ReadingLimits().rowBytes else {
      throw refusal(
        "size",
        "it unpacks to a line of more than \(4 * ReadingLimits().rowBytes >> 20) MiB, which no table has",
        hint: "check what was compressed")
    }
    guard unpackedBytes <= max(Self.trustedBytes, packedBytes * Self.highestRatio) else {
      throw refusal(
        "size", "it unpacks to more than \(Self.highestRatio) times its size, which no table does",
        hint: "if it is one all the same, unpack it first")
    }
  }

  private func start(input: Int32, output: Int32) throws -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A group of its own: Ctrl-C is for us, and is not to look like a damaged file.
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    let words = format.command.map { strdup($0) } + [nil]
    let environment: [String] = ["PATH=/usr/local/bin:/usr/bin:/bin", "LC_ALL=C"]
    let variables = environment.map { strdup($0) } + [nil]
    defer { for text in words + variables { free(text) } }
    var child: pid_t = 0
    let code = posix_spawnp(&child, format.command[0], &actions, &attributes, words, variables)
    guard code == 0 else {
      throw refusal(
        "compression", "\(format.command[0]) cannot be started, which unpacks \(format.rawValue) files",
        hint: "install it, or unpack the file first")
    }
    return child
  }

  /// How a program ended; 0 is well.
  private static func status(of child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0 {
      guard errno == EINTR else { return -1 }
    }
    return status
  }

  private func refusal(_ rule: String, _ message: String, hint: String) -> ImportRefusal {
    .unusable(file: name, [Finding(rule: rule, severity: .error, message: message, hint: hint)])
  }
}
