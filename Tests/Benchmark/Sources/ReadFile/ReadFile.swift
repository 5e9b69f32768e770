import CSV

/// Reads a file once in one of several ways and prints what it held, for `Scripts/benchmark reader`.
@main
enum ReadFile {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4, let encoding = TextEncoding(name: arguments[2]) else {
      print("usage: ReadFile records|twin|survey|dialect ENCODING FILE.csv")
      return
    }
    let dialect = Dialect(encoding: encoding)
    let file = try OpenFile(path: arguments[3])
    switch arguments[1] {
    case "records": print(try Content(recordsOf: file, dialect))
    case "twin": print(try Content(slowlyOf: file, dialect))
    case "survey":
      var source = DigestingSource(file)
      _ = try Dialect.detect(in: &source)
      print(source.digest())
    case "dialect":
      var source = file
      print(try Dialect.detect(in: &source).encoding)
    default: print("there is no way to read called \(arguments[1])")
    }
  }
}

/// What a file holds, so that ways to read it can be compared.
struct Content: CustomStringConvertible {
  var records = 0
  var fields = 0
  /// Bytes of all fields as UTF-8, without delimiters, line ends and quotes around them.
  var bytes = 0

  var description: String { "\(records) \(fields) \(bytes)" }

  /// Reads as an import does, and asks for the range of every field.
  init(recordsOf file: OpenFile, _ dialect: Dialect) throws {
    var reader = RecordReader(file, dialect: dialect)
    var record = Record()
    while try reader.next(&record) {
      records += 1
      fields += record.count
      for field in 0..<record.count { bytes += record.range(of: field).count }
    }
  }

  /// Reads by the state machine that says what a record is, byte by byte, into a record with as much in it.
  init(slowlyOf file: OpenFile, _ dialect: Dialect) throws {
    var machine = RecordStateMachine(delimiter: dialect.delimiter)
    var record = SlowRecord()
    var transcoder = Transcoder(from: dialect.encoding)
    var source = file
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    var text: [UInt8] = []
    while true {
      let count = try chunk.withUnsafeMutableBytes { try source.read(into: $0) }
      text.removeAll(keepingCapacity: true)
      if count > 0 {
        try transcoder.transcode(chunk.span.bytes.extracting(0..<count), into: &text)
      } else {
        try transcoder.finish(into: &text)
      }
      let span = text.span
      for index in span.indices where record.take(span[index], &machine) {
        add(record)
        record.clear()
      }
      guard count > 0 else { break }
    }
    if machine.isInRecord {
      record.endField()
      add(record)
    }
  }

  private mutating func add(_ record: borrowing SlowRecord) {
    records += 1
    fields += record.ends.count
    var start = 0
    for end in record.ends {
      bytes += end - start
      start = end
    }
  }
}

/// A record with what the reader's has: bytes, the end of each field and whether it had quotes, line; within limits.
struct SlowRecord {
  var bytes: [UInt8] = []
  var ends: [Int] = []
  var quoted: [Bool] = []
  var line = 1
  private let limits = ReadingLimits()
  private var fieldIsQuoted = false
  private var previous: UInt8 = 0
  private var linesSeen = 1
  private var rowBytes = 0

  /// Takes a byte and returns whether the record is complete.
  @inline(__always)
  mutating func take(_ byte: UInt8, _ machine: inout RecordStateMachine) -> Bool {
    let event = machine.step(byte)
    rowBytes += 1
    precondition(rowBytes <= limits.rowBytes)
    if byte == 0x0A || byte == 0x0D {
      if byte == 0x0D || previous != 0x0D { linesSeen += 1 }
    }
    previous = byte
    switch event {
    case .fieldByte: bytes.append(byte)
    case .fieldEnd: endField()
    case .recordEnd:
      endField()
      return true
    case .nothing: if machine.state == .quoted { fieldIsQuoted = true }
    case .textAfterClosingQuote: preconditionFailure("no such file is measured")
    }
    return false
  }

  mutating func endField() {
    precondition(ends.count < limits.columns && bytes.count - (ends.last ?? 0) <= limits.fieldBytes)
    ends.append(bytes.count)
    quoted.append(fieldIsQuoted)
    fieldIsQuoted = false
  }

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    quoted.removeAll(keepingCapacity: true)
    line = linesSeen
    rowBytes = 0
  }
}
