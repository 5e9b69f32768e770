/// Reads the records of a delimited text file one after another.
///
/// The format is RFC 4180 with what files really hold: any of LF, CRLF and CR ends a line; the last
/// line may lack its end; a quote inside an unquoted field is an ordinary character. Blank lines are
/// skipped but counted, also in a file of one column, where an empty value has to be written `""`.
///
/// The first record is the header. A record of another number of fields is returned like any other:
/// compare its `count` with `expectedFieldCount`. What cannot be split into records is thrown as
/// `CSVError`, after all records before it; the source's own errors pass through. A reader that has
/// thrown is finished.
public struct RecordReader {
  /// How the file is spelled.
  public let dialect: Dialect
  /// The bounds that are enforced.
  public let limits: ReadingLimits
  /// The number of fields of the first record, `nil` before it was read.
  public private(set) var expectedFieldCount: Int?

  private var source: any ByteSource
  private var isSourceAtEnd = false
  /// `nil` where the source is UTF-8, which is checked and scanned where it was read to.
  private var transcoder: Transcoder?
  private var isAtFileStart = true
  /// Valid text up to `limit`, then the beginning of a character up to `filled`, then room.
  private var buffer: [UInt8]
  private var position = 0
  private var limit = 0
  private var filled = 0
  /// What stands where in the valid text.
  private var index = StructureIndex()
  /// What ends the text at `limit` if it is not the end of the file.
  private var failure: CSVError?
  /// How much is read at once; more for records that need more.
  private var readSize: Int
  /// Bytes of the file that wait to be transcoded.
  private var raw: [UInt8] = []
  /// The byte of the file after the one that `filled` stands behind.
  private var filledOffset = 0
  private var line = 1
  private var recordNumber = 0
  private var skipsSeparatorLine: Bool

  /// Creates a reader over a source whose dialect is known.
  public init(_ source: any ByteSource, dialect: Dialect, limits: ReadingLimits = ReadingLimits()) {
    self.init(source, dialect: dialect, limits: limits, bufferSize: 256 * 1024)
  }

  /// Creates a reader over a closure that fills a buffer and returns how many bytes it wrote, 0 at the end.
  public init(
    dialect: Dialect,
    limits: ReadingLimits = ReadingLimits(),
    reading body: @escaping (UnsafeMutableRawBufferPointer) throws -> Int
  ) {
    self.init(ClosureSource(body: body), dialect: dialect, limits: limits)
  }

  init(_ source: any ByteSource, dialect: Dialect, limits: ReadingLimits, bufferSize: Int) {
    self.source = source
    self.dialect = dialect
    self.limits = limits
    transcoder = dialect.encoding == .utf8 ? nil : Transcoder(from: dialect.encoding)
    // The first read has to hold a byte order mark.
    readSize = max(bufferSize, 4)
    buffer = [UInt8](repeating: 0, count: readSize + BlockScan.width)
    skipsSeparatorLine = dialect.hasSeparatorLine
  }

  /// Reads the next record into `record` and returns whether there was one.
  public mutating func next(_ record: inout Record) throws -> Bool {
    if skipsSeparatorLine {
      skipsSeparatorLine = false
      guard try readRecord(into: &record) else { return false }
    }
    guard try readRecord(into: &record) else { return false }
    recordNumber += 1
    record.number = recordNumber
    if expectedFieldCount == nil { expectedFieldCount = record.count }
    return true
  }
}

extension RecordReader {
  private mutating func readRecord(into record: inout Record) throws -> Bool {
    while true {
      skipBlankLines()
      guard position < limit else {
        if let failure { throw failure }
        if isSourceAtEnd && limit == filled { return false }
        try refill()
        continue
      }
      let outcome = scan(into: &record)
      switch outcome {
      case .record(let fields, let textEnd, let next, let innerLineBreaks):
        try checkRow(reaching: textEnd)
        record.count = fields
        record.line = line
        if record.bytes.count > limits.fieldBytes { try checkFields(of: record) }
        line += innerLineBreaks + 1
        position = next
        return true
      case .needsInput:
        try checkRow(reaching: limit)
        if let failure { throw failure }
        try refill()
      case .needsRoom(let index):
        try checkRow(reaching: index)
        let room = record.packedEnds.count - 1
        guard room < limits.columns else {
          throw CSVError(.tooManyColumns(limit: limits.columns), at: place(of: position))
        }
        let more = min(room, limits.columns - room)
        record.packedEnds.append(contentsOf: repeatElement(0, count: more))
      case .failure(let kind, let index, let seenAt):
        try checkRow(reaching: seenAt)
        throw CSVError(kind, at: place(of: index))
      }
    }
  }

  private func scan(into record: inout Record) -> RecordScanner.Outcome {
    RecordScanner.scan(
      buffer.span.bytes, marks: index.blocks.span, from: position, to: limit,
      isFinal: isSourceAtEnd && failure == nil && limit == filled,
      delimiter: dialect.delimiter.rawValue, mostFields: limits.columns, packedEnds: &record.packedEnds,
      output: &record.bytes)
  }

  private mutating func skipBlankLines() {
    while position < limit {
      switch buffer[position] {
      case 0x0A: position += 1
      case 0x0D:
        if position + 1 == limit && failure == nil && !isSourceAtEnd { return }
        position += position + 1 < limit && buffer[position + 1] == 0x0A ? 2 : 1
      default: return
      }
      line += 1
    }
  }

  private func checkRow(reaching index: Int) throws(CSVError) {
    guard index - position > limits.rowBytes else { return }
    throw CSVError(.rowTooLong(limitBytes: limits.rowBytes), at: place(of: position))
  }

  private func checkFields(of record: Record) throws(CSVError) {
    for field in 0..<record.count where record.range(of: field).count > limits.fieldBytes {
      throw CSVError(.fieldTooLong(limitBytes: limits.fieldBytes), at: place(of: position))
    }
  }

  /// The place in the file of an index of the buffer; the reader itself stands at a line's beginning.
  private func place(of index: Int) -> CSVError.Position {
    var tracker = PositionTracker(line: line)
    tracker.advance(over: buffer.span.bytes.extracting(position..<index))
    return tracker.position(byteOffset: fileOffset(of: index))
  }

  private func fileOffset(of index: Int) -> Int {
    filledOffset - dialect.encoding.byteCount(ofUTF8: buffer.span.bytes.extracting(index..<filled))
  }
}

extension RecordReader {
  private mutating func refill() throws {
    discardRead()
    if transcoder == nil { try readUTF8() } else { try readTranscoded() }
    buffer.withUnsafeBytes { bytes in
      index.mark(bytes.bytes, to: limit, delimiter: dialect.delimiter.rawValue)
    }
  }

  private mutating func discardRead() {
    let start = position
    let end = filled
    buffer.withUnsafeMutableBytes { bytes in
      bytes.copyBytes(from: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }
    limit -= start
    filled -= start
    position = 0
    // A record that fills half of the buffer is long: doubling keeps the repeated scans linear.
    if filled >= readSize / 2 {
      readSize *= 2
    }
  }

  private mutating func readUTF8() throws {
    let room = readSize + BlockScan.width - buffer.count
    if room > 0 { buffer.append(contentsOf: repeatElement(0, count: room)) }
    while !isSourceAtEnd, filled < readSize {
      let start = filled
      let end = readSize
      let count = try buffer.withUnsafeMutableBytes { bytes in
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start..<end]))
      }
      filled += count
      filledOffset += count
      isSourceAtEnd = count == 0
    }
    if isAtFileStart {
      isAtFileStart = false
      let mark = TextEncoding.utf8.byteOrderMark
      if filled >= mark.count, buffer[..<mark.count] == mark[...] {
        position = mark.count
        limit = mark.count
      }
    }
    let scan = UTF8Scan(buffer.span.bytes, from: limit, to: filled, isFinal: isSourceAtEnd)
    limit = scan.index
    switch scan.stop {
    case .end, .incomplete: break
    case .nul: failure = CSVError(.nulCharacter, at: place(of: limit))
    case .invalid(let length):
      let bytes = Array(buffer[limit..<limit + length])
      failure = CSVError(.undecodable(.utf8, bytes: bytes), at: place(of: limit))
    }
  }

  private mutating func readTranscoded() throws {
    guard var transcoder else { return }
    // Both taken out while they change, so that neither is copied.
    var raw: [UInt8] = []
    var text: [UInt8] = []
    swap(&raw, &self.raw)
    swap(&text, &buffer)
    if raw.count < readSize { raw = [UInt8](repeating: 0, count: readSize) }
    // Full, whatever the source gives at once: with every refill the open record is scanned again.
    var count = 0
    while !isSourceAtEnd, count < raw.count {
      let start = count
      let more = try raw.withUnsafeMutableBytes { bytes in
        try source.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[start...]))
      }
      count += more
      isSourceAtEnd = more == 0
    }
    text.removeLast(text.count - filled)
    do throws(CSVError) {
      try transcoder.transcode(raw.span.bytes.extracting(0..<count), into: &text)
      if isSourceAtEnd { try transcoder.finish(into: &text) }
    } catch {
      failure = error
    }
    filled = text.count
    limit = filled
    filledOffset = transcoder.byteOffset
    text.append(contentsOf: repeatElement(0, count: BlockScan.width))
    swap(&raw, &self.raw)
    swap(&text, &buffer)
    self.transcoder = transcoder
  }
}
