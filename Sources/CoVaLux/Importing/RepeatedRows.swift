/// Rows of a file that share their key with another one, in the order of the file.
///
/// They lie in an unlinked file, so that they take no more memory the more there are.
final class RepeatedRows: Sendable {
  /// What becomes of such a row.
  enum Verdict {
    /// An earlier row says the same.
    case stands
    /// Another row says something else, and nobody can say which is right.
    case refused
  }

  /// Reads along with the rows of the file.
  struct Cursor {
    private let rows: RepeatedRows
    private var file: SpoolFile
    private var offset: Int64 = 0
    private var next: (record: Int, verdict: Verdict)?

    init(_ rows: RepeatedRows) throws(SourceFileError) {
      self.rows = rows
      file = rows.file
      try advance()
    }

    /// What becomes of a row; nil if it shares its key with no other.
    ///
    /// Records are asked for in the order of the file.
    mutating func verdict(of record: Int) throws(SourceFileError) -> Verdict? {
      while let next, next.record < record { try advance() }
      guard let next, next.record == record else { return nil }
      return next.verdict
    }

    private mutating func advance() throws(SourceFileError) {
      guard offset < file.size else {
        next = nil
        return
      }
      let number = CellPlaces.numbers(try file.bytes(at: offset, count: 8))[0]
      offset += 8
      next = (number >> 1, number & 1 == 0 ? .stands : .refused)
    }
  }

  private let file: SpoolFile

  fileprivate init(_ file: SpoolFile) {
    self.file = file
  }

  deinit {
    file.close()
  }
}

/// The keys of a file's rows with digests of their values, sorted on disk to find those that occur more than once.
final class KeySearch {
  private struct Row: BitwiseCopyable, Comparable {
    let key: RowDigest
    let record: Int
    let values: RowDigest

    static func < (left: Row, right: Row) -> Bool {
      (left.key.high, left.key.low, left.record) < (right.key.high, right.key.low, right.record)
    }
  }

  private let rows: SpilledValues<Row>

  /// - Parameter memory: Bytes of rows that are held before they are spilled.
  init(memory: Int = 8 << 20) {
    rows = SpilledValues(memory: memory)
  }

  /// Notes a row.
  func note(key: RowDigest, values: RowDigest, record: Int) throws {
    try rows.append(Row(key: key, record: record, values: values))
  }

  /// The rows that share a key: all of them where they differ, else all but the first.
  func repeated() throws -> RepeatedRows {
    // Whether the rows of a key differ is known at its last one, so the keys are gone through twice.
    var differing = BitSet()
    try forEachRepeat { key, first, row in
      if row.values != first.values { _ = differing.insert(key) }
    }
    // The number of the record, and a bit for a refusal.
    let found = SpilledValues<Int>()
    try forEachRepeat { key, first, row in
      let isRefused = differing.contains(key)
      if isRefused && row.isSecond { try found.append(first.record << 1 | 1) }
      try found.append(row.record << 1 | (isRefused ? 1 : 0))
    }
    var file = try SpoolFile()
    do {
      try found.forEach { try file.append(CellPlaces.bytes([$0])) }
      try file.flush()
    } catch {
      file.close()
      throw error
    }
    return RepeatedRows(file)
  }

  /// Calls a closure with each row that is not the first of its key: the number of the key among those that occur more
  /// than once, the first row, and the row.
  private func forEachRepeat(
    _ body: (Int, Row, (record: Int, values: RowDigest, isSecond: Bool)) throws -> Void
  ) throws {
    var first: Row?
    var isSecond = true
    var key = -1
    try rows.forEach { row in
      guard let known = first, known.key == row.key else {
        first = row
        isSecond = true
        return
      }
      if isSecond { key += 1 }
      try body(key, known, (row.record, row.values, isSecond))
      isSecond = false
    }
  }
}
