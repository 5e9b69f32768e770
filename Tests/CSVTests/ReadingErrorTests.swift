import Testing

@testable import CSV

struct ReadingErrorTests {
  private func expect(
    _ text: [UInt8], fails kind: CSVError.Kind, line: Int, column: Int, byte: Int,
    after records: Int, dialect: Dialect = Dialect(), limits: ReadingLimits = ReadingLimits(),
    location: SourceLocation = #_sourceLocation
  ) throws {
    let expected = CSVError(kind, at: CSVError.Position(line: line, column: column, byteOffset: byte))
    for bufferSize in [1, 8, 64, 256 * 1024] {
      let reading = try read(
        text, dialect: dialect, limits: limits, bufferSize: bufferSize, largestRead: 5)
      #expect(reading.error == expected, sourceLocation: location)
      #expect(reading.records.count == records, sourceLocation: location)
    }
  }

  @Test func `text after a closing quote is an error at that text`() throws {
    try expect(
      Array("a,b\n\"é\nx\",\"y\" z\n1,2\n".utf8), fails: .textAfterClosingQuote,
      line: 3, column: 7, byte: 14, after: 1)
  }

  @Test func `an open quote is an error where it was opened`() throws {
    try expect(
      Array("a,b\n1,2\n3,\"open\n4,5\n".utf8), fails: .unclosedQuote, line: 3, column: 3, byte: 10, after: 2)
  }

  @Test func `a NUL is an error after the records before it`() throws {
    try expect(Array("a,b\n1,2\n3,x\0y\n".utf8), fails: .nulCharacter, line: 3, column: 4, byte: 11, after: 2)
  }

  @Test(
    arguments: [
      ([0xC0, 0xAF], [0xC0, 0xAF]), ([0xED, 0xA0, 0x80], [0xED, 0xA0, 0x80]), ([0xE9], [0xE9]),
      ([0xF4, 0x90, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80]), ([0xE2, 0x82], [0xE2, 0x82]), ([0x80], [0x80]),
      ([0xFF], [0xFF]),
    ] as [([UInt8], [UInt8])])
  func `bytes that are no UTF-8 are an error with their values in hex`(bad: [UInt8], shown: [UInt8]) throws {
    let text = Array("é,b\n1,à".utf8) + bad + Array("x\n".utf8)
    try expect(text, fails: .undecodable(.utf8, bytes: shown), line: 2, column: 4, byte: 9, after: 1)
  }

  @Test func `a character cut by the end of the file is an error`() throws {
    try expect(
      Array("a\nb\n".utf8) + [0xE2, 0x82], fails: .undecodable(.utf8, bytes: [0xE2, 0x82]),
      line: 3, column: 1, byte: 4, after: 2)
  }

  @Test func `limits are errors at the record`() throws {
    let limits = ReadingLimits(fieldBytes: 4, rowBytes: 12, columns: 3)
    try expect(
      Array("a,b\n1,12345\n".utf8), fails: .fieldTooLong(limitBytes: 4), line: 2, column: 1, byte: 4,
      after: 1,
      limits: limits)
    try expect(
      Array("a,b\n1,2,3,4\n".utf8), fails: .tooManyColumns(limit: 3), line: 2, column: 1, byte: 4, after: 1,
      limits: limits)
    try expect(
      Array("a,b\n1,\"234567890123\n\n".utf8), fails: .rowTooLong(limitBytes: 12), line: 2, column: 1,
      byte: 4,
      after: 1, limits: limits)
    let widest = try read(Array("1,1234,\"567\"\n".utf8), limits: limits)
    #expect(widest.fields == [["1", "1234", "567"]])
  }

  @Test func `positions are those of the file in every encoding`() throws {
    let text = "é,b\r\n\"€\r\n\",\"y\"z\n"
    let places: [(TextEncoding, Int)] = [
      (.utf8, 17), (.windows1252, 14), (.utf16LittleEndian, 30), (.utf16BigEndian, 30),
      (.utf32LittleEndian, 60), (.utf32BigEndian, 60),
    ]
    for (encoding, byte) in places {
      let bytes = encoding.byteOrderMark.isEmpty || encoding == .utf8 ? [] : encoding.byteOrderMark
      try expect(
        bytes + encode(text, as: encoding), fails: .textAfterClosingQuote, line: 3, column: 6, byte: byte,
        after: 1, dialect: Dialect(encoding: encoding))
    }
  }

  @Test func `an error says where, what and what to do but not the cell`() throws {
    let reading = try read("a,b\n\"canary\"x,2\n")
    let message = try #require(reading.error).description
    #expect(
      message
        == "line 2, column 9 (byte 12): expected a delimiter or a line end after the closing quote, "
        + "found more text; double the quotes inside the cell, and quote the whole cell")
    #expect(!message.contains("canary"))
  }
}

/// Encodes through the standard library, independently of the module's own tables.
func encode(_ text: String, as encoding: TextEncoding) -> [UInt8] {
  switch encoding {
  case .utf8: Array(text.utf8)
  case .latin1: text.unicodeScalars.map { UInt8($0.value) }
  case .windows1252: text.unicodeScalars.map { $0 == "€" ? 0x80 : $0 == "œ" ? 0x9C : UInt8($0.value) }
  case .utf16LittleEndian: text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  case .utf16BigEndian: text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
  case .utf32LittleEndian: encode(text, as: .utf32BigEndian).inUnits(of: 4) { $0.reversed() }
  case .utf32BigEndian:
    text.unicodeScalars.flatMap { scalar in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: scalar.value >> UInt32($0)) }
    }
  }
}

extension [UInt8] {
  fileprivate func inUnits(of size: Int, _ change: (ArraySlice<UInt8>) -> [UInt8]) -> [UInt8] {
    stride(from: 0, to: count, by: size).flatMap { change(self[$0..<$0 + size]) }
  }
}
