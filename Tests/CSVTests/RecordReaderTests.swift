import Testing

@testable import CSV

struct RecordReaderTests {
  /// The cases of RFC 4180, section 2, and of the public conformance sets, written anew.
  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("a,b\r\r\n1,2\r\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2\n3,4\r5,6", [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("a,b\n\"Any town, LU\",08123\n", [["a", "b"], ["Any town, LU", "08123"]]),
    ("a,b\n1,\"ha \"\"ha\"\" ha\"\n", [["a", "b"], ["1", "ha \"ha\" ha"]]),
    ("a,b\n\"one \ntwo\",2\n", [["a", "b"], ["one \ntwo", "2"]]),
    ("a,b\r\n\"one \r\ntwo\",2\r\n", [["a", "b"], ["one \r\ntwo", "2"]]),
    ("a,b\n\"\"\"\"\"\"\"\",\"\"\n", [["a", "b"], ["\"\"\"", ""]]),
    ("a,b\n37'36'37.8\"N,he said \"hi\"\n", [["a", "b"], ["37'36'37.8\"N", "he said \"hi\""]]),
    ("a,b\n \"x\",y\n", [["a", "b"], [" \"x\"", "y"]]),
    ("a,b\n4,ʤ\n", [["a", "b"], ["4", "ʤ"]]),
    ("a,b\n,\n", [["a", "b"], ["", ""]]),
    ("a,b\n1,", [["a", "b"], ["1", ""]]),
    ("a,b\n1,\"x\"", [["a", "b"], ["1", "x"]]),
    ("a,b\n\n\n1,2\n\n", [["a", "b"], ["1", "2"]]),
    ("\n\r\na,b\n", [["a", "b"]]),
    ("a\nx\n\n\"\"\ny\n", [["a"], ["x"], [""], ["y"]]),
    ("", []),
    ("\n", []),
    ("\u{FEFF}a,b\n", [["a", "b"]]),
    ("\u{FEFF}\"a\",b\n", [["a", "b"]]),
    ("\u{FEFF}\u{FEFF}a,b\n", [["\u{FEFF}a", "b"]]),
    ("a,b\u{85}1,2\u{2028}3,4", [["a", "b\u{85}1", "2\u{2028}3", "4"]]),
  ])
  func `records are split as RFC 4180 says`(text: String, expected: [[String]]) throws {
    let reading = try read(text)
    #expect(reading.error == nil)
    #expect(reading.fields == expected)
  }

  @Test(arguments: [Delimiter.semicolon, .tab, .pipe, .caret])
  func `any delimiter splits and the others do not`(delimiter: Delimiter) throws {
    let mark = String(Unicode.Scalar(delimiter.rawValue))
    let others = Delimiter.allCases.filter { $0 != delimiter }
      .map { String(Unicode.Scalar($0.rawValue)) }.joined()
    let reading = try read("\(others)\(mark)b\(mark)\"c\(mark)d\"\n", delimiter: delimiter)
    #expect(reading.fields == [[others, "b", "c\(mark)d"]])
  }

  @Test func `lines are counted as an editor does and blank ones count`() throws {
    let reading = try read("a,b\n\n1,\"x\ny\r\nz\rw\"\n2,3\r\n\r\n\r4,5")
    #expect(reading.records.map(\.line) == [1, 3, 7, 10])
  }

  @Test func `records are numbered from the header on without blank lines`() throws {
    var reader = RecordReader(MemorySource("a\n\n1\n2\n"), dialect: Dialect())
    var record = Record()
    var numbers: [Int] = []
    while try reader.next(&record) { numbers.append(record.number) }
    #expect(numbers == [1, 2, 3])
  }

  @Test func `quoted cells are told from unquoted ones`() throws {
    let reading = try read("a,\"b\",\"\",\n")
    #expect(reading.records.first?.quoted == [false, true, true, false])
  }

  @Test func `a record of another width is returned, not thrown`() throws {
    var reader = RecordReader(MemorySource("a,b,c\n1,2\n1,2,3,4\n"), dialect: Dialect())
    var record = Record()
    #expect(reader.expectedFieldCount == nil)
    var counts: [Int] = []
    while try reader.next(&record) { counts.append(record.count) }
    #expect(counts == [3, 2, 4])
    #expect(reader.expectedFieldCount == 3)
  }

  @Test func `the bytes of a field are given without copying`() throws {
    var reader = RecordReader(MemorySource("ab,\"c\"\"d\",e\n"), dialect: Dialect())
    var record = Record()
    #expect(try reader.next(&record))
    let second = record.withField(1) { field in (0..<field.count).map { field[$0] } }
    #expect(second == Array("c\"d".utf8))
    #expect(record.bytes == Array("ab,\"c\"d\",e".utf8))
    #expect(record.range(of: 1) == 4..<7)
    #expect(record.range(of: 2) == 9..<10)
  }

  @Test func `a separator line is skipped but counted`() throws {
    let dialect = Dialect(delimiter: .semicolon, hasSeparatorLine: true)
    let reading = try read(Array("sep=;\r\na;b\r\n1;2".utf8), dialect: dialect)
    #expect(reading.fields == [["a", "b"], ["1", "2"]])
    #expect(reading.records.map(\.line) == [2, 3])
  }

  @Test func `a record longer than the buffer is read whole`() throws {
    let long = String(repeating: "wäre \"\"x\"\"\n", count: 60_000)
    let reading = try read("a,b\n\"\(long)\",2\n3,4\n", limits: ReadingLimits(fieldBytes: 2 << 20))
    #expect(reading.error == nil)
    #expect(reading.records.map(\.line) == [1, 2, 60_003])
    #expect(reading.records[1].fields[0].utf8.count == 60_000 * 10)
  }

  /// Were the record scanned again for every byte, this would take hours.
  @Test(arguments: [TextEncoding.utf8, .windows1252, .utf16LittleEndian])
  func `a long record from a source of single bytes is read in linear time`(encoding: TextEncoding) throws {
    let long = String(repeating: "é, \"\"x\"\"\n", count: 20_000)
    let bytes = encode("a,b\n\"\(long)\",2\n", as: encoding)
    let reading = try read(bytes, dialect: Dialect(encoding: encoding), bufferSize: 64, largestRead: 1)
    #expect(reading.error == nil)
    #expect(reading.records.map(\.line) == [1, 2])
    #expect(reading.records.last?.fields[0].unicodeScalars.count == 20_000 * 7)
  }

  @Test func `quotes that stand elsewhere than around a field do not hide what follows`() throws {
    let reading = try read("\"a\",5\"6,\"b\"\"c\"\n\"x,\"\"y\",\"\",\"\"\"\"\n1,2\"\n")
    #expect(reading.error == nil)
    #expect(reading.fields == [["a", "5\"6", "b\"c"], ["x,\"y", "", "\""], ["1", "2\""]])
    #expect(reading.records.map(\.quoted) == [[true, false, true], [true, true, true], [false, false]])
  }

  @Test func `a source's own error passes through`() {
    struct Unplugged: Error {}
    var reader = RecordReader(dialect: Dialect()) { _ in throw Unplugged() }
    var record = Record()
    #expect(throws: Unplugged.self) { try reader.next(&record) }
  }
}
