/// Writes records as delimited text into its own buffer, for the caller to drain.
///
/// Cells are quoted only where they have to be. A record of a single empty cell is written `""`, since
/// a blank line is no record.
public struct CSVWriter: Sendable {
  /// How the text is spelled.
  public let dialect: Dialect
  /// Whether text cells that a spreadsheet would run as a formula get an apostrophe in front.
  public let isFormulaSafe: Bool
  /// The finished records that have not been drained, in the dialect's encoding.
  public private(set) var bytes: [UInt8] = []

  private var line: [UInt8] = []
  private var fieldsInLine = 0
  private var lineNumber = 1
  private var drainedBytes = 0

  /// Creates a writer; a byte order mark and a `sep=` line are written at once if the dialect has them.
  public init(dialect: Dialect, isFormulaSafe: Bool) {
    self.dialect = dialect
    self.isFormulaSafe = isFormulaSafe
    if dialect.hasByteOrderMark { bytes += dialect.encoding.byteOrderMark }
    if dialect.hasSeparatorLine {
      let separator = Array("sep=".utf8) + [dialect.delimiter.rawValue] + dialect.lineEnding.bytes
      // All of it is ASCII, which every encoding has.
      _ = Self.encode(separator, as: dialect.encoding, into: &bytes)
      lineNumber += 1
    }
  }

  /// Appends a text cell of UTF-8 bytes to the record.
  public mutating func writeText(_ text: Span<UInt8>) {
    append(text, prefixed: isFormulaSafe && FormulaPrefix.isNeeded(for: text))
  }

  /// Appends a text cell to the record.
  public mutating func writeText(_ text: String) {
    var text = text
    text.withUTF8 { writeText($0.span) }
  }

  /// Appends a cell whose value is typed (a number, a date, a code), never prefixed: −7 stays −7.
  public mutating func writeTyped(_ value: Span<UInt8>) {
    append(value, prefixed: false)
  }

  /// Appends a cell whose value is typed (a number, a date, a code), never prefixed: −7 stays −7.
  public mutating func writeTyped(_ value: String) {
    var value = value
    value.withUTF8 { writeTyped($0.span) }
  }

  /// Appends an integer to the record.
  public mutating func writeTyped(_ value: Int) {
    writeTyped(String(value))
  }

  /// Appends an empty cell to the record.
  public mutating func writeEmpty() {
    writeTyped("")
  }

  /// Appends the cells of a record that was read, as they were, without ending the record.
  public mutating func writeText(cellsOf record: borrowing Record) {
    for field in 0..<record.count {
      let range = record.range(of: field)
      writeText(record.bytes.span.extracting(range))
    }
  }

  /// Ends the record.
  ///
  /// Throws where a character does not exist in the dialect's encoding; the record is then dropped
  /// as a whole, since another character in its place would be a false value.
  public mutating func endRecord() throws(CSVError) {
    if fieldsInLine == 1, line.isEmpty { line += [Dialect.quote, Dialect.quote] }
    line += dialect.lineEnding.bytes
    let start = bytes.count
    let failedAt = Self.encode(line, as: dialect.encoding, into: &bytes)
    if let failedAt {
      let offset = drainedBytes + bytes.count
      bytes.removeSubrange(start...)
      var tracker = PositionTracker(line: lineNumber)
      tracker.advance(over: line.span.bytes.extracting(0..<failedAt))
      clearLine()
      throw CSVError(.unencodable(dialect.encoding), at: tracker.position(byteOffset: offset))
    }
    var previousWasCarriageReturn = false
    lineNumber += PositionTracker.lineBreaks(in: line.span.bytes, after: &previousWasCarriageReturn).count
    clearLine()
  }

  /// Writes a whole record of texts.
  public mutating func writeRecord(_ texts: [String]) throws(CSVError) {
    for text in texts { writeText(text) }
    try endRecord()
  }

  /// Hands the finished bytes to a sink and forgets them.
  public mutating func drain<Failure: Error>(
    into sink: (Span<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    try sink(bytes.span)
    drainedBytes += bytes.count
    bytes.removeAll(keepingCapacity: true)
  }
}

extension CSVWriter {
  private mutating func clearLine() {
    line.removeAll(keepingCapacity: true)
    fieldsInLine = 0
  }

  private mutating func append(_ text: Span<UInt8>, prefixed: Bool) {
    if fieldsInLine > 0 { line.append(dialect.delimiter.rawValue) }
    fieldsInLine += 1
    guard needsQuotes(text) || wouldPassForMark(text) else {
      if prefixed { line.append(FormulaPrefix.byte) }
      text.withUnsafeBufferPointer { line.append(contentsOf: $0) }
      return
    }
    line.append(Dialect.quote)
    if prefixed { line.append(FormulaPrefix.byte) }
    for index in text.indices {
      if text[index] == Dialect.quote { line.append(Dialect.quote) }
      line.append(text[index])
    }
    line.append(Dialect.quote)
  }

  /// Whether a cell begins the file with what a reader would take for its byte order mark.
  private func wouldPassForMark(_ text: Span<UInt8>) -> Bool {
    fieldsInLine == 1 && lineNumber == 1 && text.count >= 3 && text[0] == 0xEF && text[1] == 0xBB
      && text[2] == 0xBF
  }

  private func needsQuotes(_ text: Span<UInt8>) -> Bool {
    let delimiter = dialect.delimiter.rawValue
    for index in text.indices {
      let byte = text[index]
      if byte == delimiter || byte == Dialect.quote || byte == 0x0A || byte == 0x0D { return true }
    }
    return false
  }

  /// Appends valid UTF-8 in an encoding and returns where a character did not exist in it.
  private static func encode(
    _ text: [UInt8], as encoding: TextEncoding, into output: inout [UInt8]
  ) -> Int? {
    guard encoding != .utf8 else {
      output += text
      return nil
    }
    var index = 0
    for scalar in String(decoding: text, as: UTF8.self).unicodeScalars {
      switch encoding {
      case .utf8: break
      case .windows1252:
        guard let byte = Windows1252.byte(scalar) else { return index }
        output.append(byte)
      case .latin1:
        guard scalar.value < 0x100 else { return index }
        output.append(UInt8(scalar.value))
      case .utf16LittleEndian, .utf16BigEndian:
        for unit in UTF16.encode(scalar).map(Array.init) ?? [] {
          let bytes = [UInt8(unit & 0xFF), UInt8(unit >> 8)]
          output += encoding == .utf16BigEndian ? bytes.reversed() : bytes
        }
      case .utf32LittleEndian, .utf32BigEndian:
        let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> UInt32(8 * $0)) }
        output += encoding == .utf32BigEndian ? bytes.reversed() : bytes
      }
      index += UTF8.width(scalar)
    }
    return nil
  }
}
