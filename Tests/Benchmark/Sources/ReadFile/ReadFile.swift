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
    let file = try SourceFile(path: arguments[3])
    switch arguments[1] {
    case "records": print(try Content(recordsOf: file, dialect))
    case "twin": print(try Content(slowlyOf: file, dialect))
    case "survey": print(try FileSurvey(of: file, encoding: nil, delimiter: nil).hexadecimalDigest)
    case "dialect":
      var source = file.bytes()
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
  init(recordsOf file: SourceFile, _ dialect: Dialect) throws {
    var reader = RecordReader(file.bytes(), dialect: dialect)
    var record = Record()
    while try reader.next(&record) {
      records += 1
      fields += record.count
      for field in 0..<record.count { bytes += record.range(of: field).count }
    }
  }

  /// Reads by the state machine that says what a record is, byte by byte.
  init(slowlyOf file: SourceFile, _ dialect: Dialect) throws {
    var machine = RecordStateMachine(delimiter: dialect.delimiter)
    var transcoder = Transcoder(from: dialect.encoding)
    var source = file.bytes()
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
      step(over: text.span, &machine)
      guard count > 0 else { break }
    }
    if machine.isInRecord { endRecord() }
  }

  private mutating func step(over text: Span<UInt8>, _ machine: inout RecordStateMachine) {
    for index in text.indices {
      switch machine.step(text[index]) {
      case .fieldByte: bytes += 1
      case .fieldEnd: fields += 1
      case .recordEnd: endRecord()
      case .nothing, .textAfterClosingQuote: break
      }
    }
  }

  private mutating func endRecord() {
    fields += 1
    records += 1
  }
}
