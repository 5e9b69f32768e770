import Testing

@testable import CSV

struct CSVWriterTests {
  private func written(
    _ records: [[String]], dialect: Dialect = Dialect(), isFormulaSafe: Bool = false
  ) throws -> [UInt8] {
    var writer = CSVWriter(dialect: dialect, isFormulaSafe: isFormulaSafe)
    for record in records { try writer.writeRecord(record) }
    return writer.bytes
  }

  @Test func `cells are quoted only where they have to be`() throws {
    let bytes = try written([["a", "b c", "d,e", "f\"g", "h\ni", "j\rk", ""], [""], ["", ""], [" x "]])
    #expect(
      String(decoding: bytes, as: UTF8.self)
        == "a,b c,\"d,e\",\"f\"\"g\",\"h\ni\",\"j\rk\",\n\"\"\n,\n x \n")
  }

  @Test(arguments: TextEncoding.allCases, [LineEnding.lineFeed, .carriageReturnLineFeed, .carriageReturn])
  func `what was written is read back in every dialect`(encoding: TextEncoding, lineEnding: LineEnding) throws
  {
    let records = [["id", "Äußerung"], ["1", "a;b\r\n\"c\""], [""], ["", "é"], ["\n"]]
    for hasMark in [false, true] where !hasMark || !encoding.byteOrderMark.isEmpty {
      for hasSeparatorLine in [false, true] {
        let dialect = Dialect(
          encoding: encoding, hasByteOrderMark: hasMark, delimiter: .semicolon, lineEnding: lineEnding,
          hasSeparatorLine: hasSeparatorLine)
        let bytes = try written(records, dialect: dialect)
        let reading = try read(bytes, dialect: dialect)
        #expect(reading.error == nil)
        #expect(reading.fields == records)
      }
    }
  }

  @Test func `random records are read back as they were`() throws {
    let pieces = [
      ",", ";", "\"", "\n", "\r", "a", "é", " ", "=", "😀", "'", "longer text of more than a lane",
    ]
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<300 {
      let records = (0..<5).map { _ in
        (0..<Int.random(in: 1...5, using: &generator)).map { _ in
          (0..<Int.random(in: 0...4, using: &generator)).map { _ in
            pieces[Int.random(in: 0..<pieces.count, using: &generator)]
          }
          .joined()
        }
      }
      let reading = try read(try written(records))
      // Cells may begin with a byte order mark's scalar nowhere here, so the texts are the same.
      #expect(reading.fields == records)
    }
  }

  @Test func `a character that the encoding lacks is an error and the record is dropped whole`() throws {
    var writer = CSVWriter(dialect: Dialect(encoding: .windows1252), isFormulaSafe: false)
    try writer.writeRecord(["a", "é"])
    writer.writeText("x\ny")
    writer.writeText("€疲")
    #expect(
      throws: CSVError(
        .unencodable(.windows1252), at: CSVError.Position(line: 3, column: 5, byteOffset: 11))
    ) {
      try writer.endRecord()
    }
    try writer.writeRecord(["b", "c"])
    #expect(writer.bytes == Array("a,".utf8) + [0xE9, 0x0A] + Array("b,c\n".utf8))
  }

  @Test func `a record that was read is copied cell by cell`() throws {
    let dialect = Dialect(delimiter: .semicolon, lineEnding: .carriageReturnLineFeed)
    var reader = RecordReader(MemorySource("1;\"a;b\";\r\n"), dialect: dialect)
    var record = Record()
    #expect(try reader.next(&record))
    var writer = CSVWriter(dialect: dialect, isFormulaSafe: false)
    writer.writeText(cellsOf: record)
    writer.writeTyped(-7)
    writer.writeEmpty()
    try writer.endRecord()
    var sink: [UInt8] = []
    writer.drain { bytes in
      for index in bytes.indices { sink.append(bytes[index]) }
    }
    #expect(String(decoding: sink, as: UTF8.self) == "1;\"a;b\";;-7;\r\n")
    #expect(writer.bytes.isEmpty)
  }

  @Test(arguments: [
    "=1+1", "+1", "-1", "@x", "|x", "\t=x", "\rx", "\nx", "  =1", "\"=1", "'=1", "\u{FEFF}=1", "\u{A0}=1",
    "\u{200B}=1", "＝1", "＋1", "－1", "＠x", "｜x", " \"\u{200B}＝1",
  ])
  func `a formula gets an apostrophe as text and none as a typed value`(cell: String) throws {
    var writer = CSVWriter(dialect: Dialect(), isFormulaSafe: true)
    writer.writeText(cell)
    try writer.endRecord()
    writer.writeTyped(cell)
    try writer.endRecord()
    let reading = try read(writer.bytes)
    #expect(reading.fields == [["'" + cell], [cell]])
    let prefixed = Array(("'" + cell).utf8)
    let isPresent = FormulaPrefix.isPresent(in: prefixed.span)
    #expect(isPresent)
    #expect(try read(try written([[cell]])).fields == [[cell]])
  }

  @Test(arguments: ["", "7", "a=1", "x@y.lu", "'a", " ", "é", "\u{3B1}=", "2021-03-04"])
  func `other cells stay as they are`(cell: String) throws {
    #expect(try read(try written([[cell]], isFormulaSafe: true)).fields == [[cell]])
    let bytes = Array(cell.utf8)
    let isPresent = FormulaPrefix.isPresent(in: bytes.span)
    #expect(!isPresent)
  }
}
