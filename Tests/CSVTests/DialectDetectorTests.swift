import Testing

@testable import CSV

struct DialectDetectorTests {
  private func error(
    _ bytes: [UInt8], encoding: TextEncoding? = nil, delimiter: Delimiter? = nil
  ) throws -> CSVError? {
    do {
      _ = try detect(bytes, encoding: encoding, delimiter: delimiter)
      return nil
    } catch let error as CSVError {
      return error
    }
  }

  @Test func `carets are found where no other delimiter is, in every row`() throws {
    let found = try detect(Array("id^age^day\n1^40^2021-02-03\n2^^\n".utf8))
    #expect(found.delimiter == .caret)
    #expect(found.evidence.contains { $0.hasPrefix("delimiter '^': 3 fields in the header") })
    // Units of laboratories, and texts.
    for text in ["WBC 10^9\n7.1\n", "a^b\n", "id,WBC 10^9,RBC 10^12\n1,7,4\n"] {
      let other = try detect(Array(text.utf8))
      #expect(other.delimiter == .comma)
    }
  }

  @Test(arguments: [
    ("plain", TextEncoding.utf8, Dialect.EncodingBasis.validated),
    ("fatigué – 5 €", .utf8, .validated),
    ("fatigué, œdème, très", .windows1252, .plausible),
    ("Müdigkeit „à peine“ n’êtes", .windows1252, .plausible),
    ("fatigué", .utf16LittleEndian, .validated),
    ("fatigué", .utf16BigEndian, .validated),
    ("fatigué Ā", .utf16LittleEndian, .validated),
    ("fatigué 😀", .utf32LittleEndian, .validated),
    ("fatigué 疲", .utf32BigEndian, .validated),
  ])
  func `the encoding is decided by the bytes`(
    text: String, encoding: TextEncoding, basis: Dialect.EncodingBasis
  ) throws {
    let file = "id;comment\r\n1;\(text)\r\n2;x\r\n"
    let bytes = encoding == .windows1252 ? windows1252(file) : encode(file, as: encoding)
    for largestRead in [1, 7, Int.max] {
      let dialect = try detect(bytes, largestRead: largestRead)
      #expect(dialect.encoding == encoding)
      #expect(dialect.encodingBasis == basis)
      #expect(dialect.delimiter == .semicolon)
      #expect(dialect.lineEnding == .carriageReturnLineFeed)
      #expect(!dialect.hasByteOrderMark)
    }
  }

  @Test(arguments: TextEncoding.allCases.filter { !$0.byteOrderMark.isEmpty })
  func `a byte order mark decides`(encoding: TextEncoding) throws {
    let dialect = try detect(encoding.byteOrderMark + encode("id,é\n1,2\n", as: encoding))
    #expect(dialect.encoding == encoding)
    #expect(dialect.hasByteOrderMark)
    #expect(dialect.encodingBasis == .byteOrderMark)
  }

  @Test func `an undecodable byte in line 90,000 is found before any row is read`() throws {
    let row = Array("1,fièvre,été\n".utf8)
    var bytes = Array("id,a,b\n".utf8)
    for _ in 2..<90_000 { bytes += row }
    let offset = bytes.count + 3
    bytes += Array("1,é".utf8.dropLast()) + Array(",x\n".utf8)
    for largestRead in [4099, Int.max] {
      var source = MemorySource(bytes, largestRead: largestRead)
      #expect(
        throws: CSVError(
          .unknownEncoding(bytes: [0xC3]),
          at: CSVError.Position(line: 90_000, column: 3, byteOffset: offset - 1))
      ) {
        try Dialect.detect(in: &source)
      }
    }
  }

  @Test(
    arguments: [
      [0xC0, 0xAF], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xF0, 0x9F, 0x98], [0xF8, 0x88, 0x80, 0x80, 0x80],
      [0x80],
      [0xFF], [0x81, 0x30],
    ] as [[UInt8]])
  func `damaged UTF-8 is not taken for Windows-1252`(bad: [UInt8]) throws {
    let found = try error(Array("id,comment\n1,".utf8) + bad + Array("\n".utf8))
    guard case .unknownEncoding = found?.kind else {
      Issue.record("found \(String(describing: found))")
      return
    }
    #expect(found?.position == CSVError.Position(line: 2, column: 3, byteOffset: 13))
  }

  @Test(arguments: [0x81, 0x8D, 0x8F, 0x90, 0x9D] as [UInt8])
  func `a byte that Windows-1252 leaves undefined is refused with its place`(byte: UInt8) throws {
    let bytes = windows1252("id,été\n1,é") + [byte]
    #expect(
      try error(bytes)
        == CSVError(
          .unknownEncoding(bytes: [byte]), at: CSVError.Position(line: 2, column: 4, byteOffset: 10)))
    #expect(
      try error(bytes, encoding: .windows1252)
        == CSVError(
          .undecodable(.windows1252, bytes: [byte]),
          at: CSVError.Position(line: 2, column: 4, byteOffset: 10)))
    #expect(try error(bytes, encoding: .latin1) == nil)
  }

  @Test(
    arguments: [
      ([0x50, 0x4B, 0x03, 0x04] + Array("......[Content_Types].xml".utf8), FileFormat.excelWorkbook),
      (
        [0x50, 0x4B, 0x03, 0x04] + Array("..mimetypeapplication/vnd.oasis.opendocument".utf8),
        .openDocumentSpreadsheet
      ),
      ([0x50, 0x4B, 0x03, 0x04] + Array("...data.csv".utf8), .zipArchive),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1], .oldExcelWorkbook), ([0x1F, 0x8B, 8, 0], .compressedFile),
      (Array("%PDF-1.7\n".utf8), .portableDocument), (Array("{\\rtf1 x}".utf8), .richText),
      (Array("\n <!DOCTYPE html><table>".utf8), .markup), (Array("<?xml version".utf8), .markup),
      (Array("+/v8-id,x\n".utf8), .utf7Text),
    ] as [([UInt8], FileFormat)])
  func `another format is refused by its name`(bytes: [UInt8], format: FileFormat) throws {
    let found = try error(bytes)
    #expect(found?.kind == .notText(format))
    #expect(found?.description.contains(format.rawValue) == true)
  }

  @Test func `NUL, emptiness and a contradicted mark are refused`() throws {
    #expect(
      try error(Array("a,b\n1,x\0\n".utf8))
        == CSVError(.nulCharacter, at: CSVError.Position(line: 2, column: 4, byteOffset: 7)))
    #expect(try error([UInt8](repeating: 0, count: 1024))?.kind == .nulCharacter)
    for blank in ["", "\u{FEFF}", "\r\n", "   \n  \n", "\t\t\t"] {
      #expect(try error(Array(blank.utf8))?.kind == .emptyFile)
    }
    #expect(
      try error(Array("\u{FEFF}a,b\n".utf8), encoding: .windows1252)?.kind
        == .encodingContradicted(declared: .windows1252, found: .utf8))
    #expect(try error([0xFF, 0xFE, 0x61, 0, 0x2C])?.kind == .undecodable(.utf16LittleEndian, bytes: [0x2C]))
  }

  @Test(arguments: [
    ("a,b,c\n1,2,3\n", Delimiter.comma), ("a;b;c\n1;2,5;3\n", .semicolon), ("a\tb\n1\t2\n", .tab),
    ("a|b\n1|2\n", .pipe), ("a;b\n1;\"x\n;y\"\n", .semicolon), ("only\n1\n2\n", .comma),
    ("a;b;c\n1;x;a,b,c,d\n2;y;a,b,c,d\n", .semicolon), ("id,\"a;b;c\"\n1,x\n", .comma),
    ("a,b;c;d;e;f\n1,5;2;3;4;5\n", .semicolon), ("a;b\n1;2", .semicolon),
    ("name, first;age\nx, y;3\nz;4\n", .semicolon),
  ])
  func `the delimiter is the one that the first records agree on`(text: String, expected: Delimiter) throws {
    #expect(try detect(Array(text.utf8)).delimiter == expected)
  }

  @Test(arguments: [
    ("a,b;c\n1,2;3\n", CSVError.Kind.ambiguousDelimiter([.comma, .semicolon])),
    ("a;b;c\n1,2,3\n4,5,6\n", .delimiterChanges(header: .semicolon, rows: .comma)),
    ("a\n1,5\n2,5\n", .delimiterChanges(header: nil, rows: .comma)),
  ])
  func `two possible delimiters are an error that names the option`(
    text: String, kind: CSVError.Kind
  ) throws {
    let found = try error(Array(text.utf8))
    #expect(found?.kind == kind)
    #expect(found?.description.contains("--delimiter") == true)
    #expect(try error(Array(text.utf8), delimiter: .comma) == nil)
  }

  @Test func `a separator line is honoured`() throws {
    for text in ["sep=;\r\na,1;b\r\n1;2\r\n", "\"sep=;\"\na;b\n", "\u{FEFF}SEP=;\na;b\n"] {
      let dialect = try detect(Array(text.utf8))
      #expect(dialect.delimiter == .semicolon)
      #expect(dialect.hasSeparatorLine)
    }
    #expect(try detect(Array("sep=,x\n1,2\n".utf8)).hasSeparatorLine == false)
    #expect(try error(Array("sep=#\na#b\n".utf8))?.kind == .unsupportedSeparator)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", LineEnding.lineFeed), ("a,b\r\n\"x\ny\",2\r\n", .carriageReturnLineFeed),
    ("a,b\r1,2\r", .carriageReturn), ("a,b\r\n1,2\n", .mixed), ("a,b", .lineFeed),
  ])
  func `line endings are those outside of quotes`(text: String, expected: LineEnding) throws {
    #expect(try detect(Array(text.utf8)).lineEnding == expected)
  }

  @Test func `Windows-1252 that nothing proves says what speaks for it and how to declare it`() throws {
    let dialect = try detect(windows1252("id;note\r\n1;fièvre\r\n"))
    let doubt = try #require(dialect.encodingDoubt)
    #expect(
      doubt.description
        == "line 2, column 5 (byte 13): expected UTF-8 text, found the byte E8, è in Windows-1252; if the file is "
        + "Windows-1252, declare it with --encoding windows-1252 or as encoding in the questionnaire; otherwise save "
        + "it as UTF-8")
    #expect(try detect(windows1252("id;note\r\n1;fièvre\r\n"), encoding: .windows1252).encodingDoubt == nil)
    #expect(try detect(Array("id;note\r\n1;fièvre\r\n".utf8)).encodingDoubt == nil)
  }

  @Test func `a file that is no text is given up at once`() throws {
    for head in [[0x1F, 0x8B, 8, 0], Array("a,b\n1,\0\n".utf8)] as [[UInt8]] {
      var source = CountingSource(bytes: head)
      #expect(throws: CSVError.self) { try Dialect.detect(in: &source) }
      #expect(source.reads <= 2)
    }
  }

  @Test func `the evidence is said without any cell`() throws {
    let dialect = try detect(windows1252("id;symptôme\r\n1;fièvre\r\n2;canary\r\n"))
    #expect(
      dialect.evidence == [
        "encoding Windows-1252: not UTF-8 (from line 1 on), and 2 of 2 places beyond ASCII read as words, "
          + "which is no proof",
        "delimiter ';': 2 fields in the header and in 2 of the first 2 rows",
      ])
  }
}

/// Windows-1252 bytes by the code page's chart, for the characters that the tests use.
func windows1252(_ text: String) -> [UInt8] {
  let signs: [Unicode.Scalar: UInt8] = [
    "€": 0x80, "„": 0x84, "…": 0x85, "œ": 0x9C, "’": 0x92, "“": 0x93, "”": 0x94, "–": 0x96,
  ]
  return text.unicodeScalars.map { signs[$0] ?? UInt8($0.value) }
}

/// A beginning and then spaces without end.
private struct CountingSource: ByteSource {
  let bytes: [UInt8]
  private(set) var reads = 0

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    buffer.initializeMemory(as: UInt8.self, repeating: 0x20)
    if reads == 0 { buffer.copyBytes(from: bytes) }
    reads += 1
    return reads > 1000 ? 0 : buffer.count
  }
}
