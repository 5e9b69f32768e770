import Postgres
import Testing

@Suite struct CopyTests {
  static let columns = """
    small smallint, medium integer, large bigint, number double precision, flag boolean, day date, \
    words text, bytes bytea, document jsonb, codes smallint[], numbers double precision[], texts text[], \
    moment timestamptz, key uuid
    """

  @Test func `fields written together are those written one by one`() {
    let codes = (0..<40).map { Int16(truncatingIfNeeded: $0 &* 7919 - 3) }
    var together = CopyBuffer(capacity: 64)
    together.append(int16Count: codes.count) { codes[$0] }
    together.append(jsonbMembers: Array(#""a":1,"b":null"#.utf8).span)
    var apart = CopyBuffer(capacity: 64)
    for code in codes { apart.append(int16: code) }
    apart.append(jsonb: #"{"a":1,"b":null}"#)
    let first = together.withRows { Array($0) }
    let second = apart.withRows { Array($0) }
    #expect(first == second)
  }

  @Test func `every type arrives in binary form, and its absence too`() throws {
    var connection = try connect()
    try connection.execute("create temporary table everything (\(Self.columns))")
    var rows = CopyBuffer(capacity: 64)
    rows.beginRow(fieldCount: 14)
    rows.append(int16: .min)
    rows.append(int32: .min)
    rows.append(int64: .min)
    rows.append(double: 1.0 / 3)
    rows.append(bool: true)
    rows.append(date: DateDays("1974-02-28"))
    rows.append(text: "ü\u{1F9A0}")
    rows.append(bytes: [UInt8](0...255))
    rows.append(jsonb: #"{"a": [1, null]}"#)
    rows.append(int16s: [-1, 0, 300])
    rows.append(doubles: [0.5, nil])
    rows.append(texts: ["", nil, "a,\"b\""])
    rows.append(microseconds: 86_400_000_000)
    rows.append(uuid: [UInt8](0...15))
    rows.beginRow(fieldCount: 14)
    rows.append(int16: nil)
    rows.append(int32: nil)
    rows.append(int64: nil)
    rows.append(double: nil)
    rows.append(bool: nil)
    rows.append(date: nil)
    rows.append(text: nil)
    rows.appendNull()
    rows.append(jsonb: nil)
    rows.append(int16s: [])
    rows.append(doubles: [])
    rows.append(texts: [])
    rows.append(microseconds: nil)
    rows.append(uuid: nil)
    #expect(rows.rowCount == 2)
    #expect(try connection.copyIn("copy everything from stdin (format binary)", from: rows) == 2)

    let stored = try connection.query(
      """
      select *, document::text as json, extract(epoch from moment)::bigint as seconds, key::text as key_text
      from everything order by small
      """)
    let full = stored[0]
    #expect(try full["small"] as Int16 == .min)
    #expect(try full["medium"] as Int32 == .min)
    #expect(try full["large"] as Int64 == .min)
    #expect(try full["number"] as Double == 1.0 / 3)
    #expect(try full["flag"] as Bool)
    #expect(try full["day"] as DateDays == DateDays("1974-02-28"))
    #expect(try full["words"] as String == "ü\u{1F9A0}")
    #expect(try full["bytes"] as [UInt8] == [UInt8](0...255))
    #expect(try full["json"] as String == #"{"a": [1, null]}"#)
    #expect(try full["codes"] as [Int16] == [-1, 0, 300])
    #expect(try full["numbers"] as [Double?] == [0.5, nil])
    #expect(try full["texts"] as [String?] == ["", nil, "a,\"b\""])
    // 2000-01-02 00:00 UTC, as `date -u -d 2000-01-02 +%s` gives it.
    #expect(try full["seconds"] as Int64 == 946_771_200)
    #expect(try full["key_text"] as String == "00010203-0405-0607-0809-0a0b0c0d0e0f")
    let empty = stored[1]
    for column in ["small", "medium", "large", "number", "flag", "day", "words", "bytes", "document", "key"] {
      #expect(try empty[column] as String? == nil)
    }
    #expect(try empty["codes"] as [Int16] == [])
  }

  @Test func `every type is read back in binary form`() throws {
    var connection = try connect()
    var seen = 0
    let count = try connection.forEachRow(
      copying: """
        select 7::smallint, 8, 9::bigint, 0.25::double precision, true, date '2021-03-02', 'ü',
          '\\x00ff'::bytea
        union all select null, null, null, null, null, null, null, null
        """
    ) { row throws in
      #expect(row.fieldCount == 8)
      seen += 1
      if seen == 1 {
        #expect(try row.int16() == 7)
        #expect(try row.int32() == 8)
        #expect(try row.int64() == 9)
        #expect(try row.double() == 0.25)
        #expect(try row.bool() == true)
        #expect(try row.date()?.description == "2021-03-02")
        #expect(try row.text() == "ü")
        #expect(try row.bytes() == [0, 255])
      } else {
        #expect(try row.int16() == nil)
        #expect(try row.int32() == nil)
      }
    }
    #expect(count == 2)
    #expect(seen == 2)
  }

  @Test func `reading a field of another type is an error, and the rest is drained`() throws {
    var connection = try connect()
    let error = databaseError {
      try connection.forEachRow(copying: "select n from generate_series(1, 100000) as s (n)") { row in
        _ = try row.int64()
      }
    }
    #expect(error?.kind == .decoding)
    #expect(try connection.forEachRow(copying: "select 1 where false") { _ in } == 0)
  }

  @Test func `an error of the server amid the rows being read is thrown`() throws {
    var connection = try connect()
    var seen = 0
    let error = databaseError {
      try connection.forEachRow(copying: "select 1 / (5000 - n) from generate_series(1, 9999) as s (n)") {
        _ in
        seen += 1
      }
    }
    #expect(error?.sqlState == .divisionByZero)
    #expect(seen == 4999)
    #expect(try connection.query("select 1").count == 1)
  }

  @Test func `an empty COPY stores nothing`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    #expect(try connection.copyIn("copy target from stdin (format binary)", from: CopyBuffer()) == 0)
    #expect(try connection.copyIn("copy target from stdin (format binary)") { _ in } == 0)
  }

  @Test func `a row larger than a block arrives whole`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (bytes bytea)")
    let big = [UInt8]((0..<1_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) })
    try connection.copyIn("copy target from stdin (format binary)") { writer in
      try writer.writeRow(fieldCount: 1) { $0.append(bytes: big) }
    }
    let matches: Bool = try connection.query("select bytes = $1 from target", [big]).only()[0]
    #expect(matches)
    #expect(try connection.query("select bytes from target").only()[0] as [UInt8] == big)
  }

  @Test func `many rows go through the writer in blocks`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n bigint, word text)")
    var tail = CopyBuffer()
    tail.beginRow(fieldCount: 2)
    tail.append(int64: 200_000)
    tail.appendNull()
    let count = try connection.copyIn("copy target from stdin (format binary)") { writer in
      for number in 0..<200_000 {
        try writer.writeRow(fieldCount: 2) { row in
          row.append(int64: Int64(number))
          row.append(text: "number \(number)")
        }
      }
      try writer.write(tail)
    }
    #expect(count == 200_001)
    #expect(try connection.query("select sum(n)::bigint from target").only()[0] as Int64 == 20_000_100_000)
  }

  @Test func `an error of the server amid a COPY surfaces with its constraint and stores nothing`() throws {
    var connection = try connect()
    try connection.execute(
      "create temporary table target (n integer constraint target_n_small check (n < 90000))")
    let error = databaseError {
      try connection.copyIn("copy target from stdin (format binary)") { writer in
        for number in 0..<200_000 {
          try writer.writeRow(fieldCount: 1) { $0.append(int32: Int32(number)) }
        }
      }
    }
    #expect(error?.sqlState == .checkViolation)
    #expect(error?.constraint == "target_n_small")
    #expect(error?.description.contains("90000") == false)
    #expect(try connection.query("select n from target").isEmpty)
  }

  struct ClientFailure: Error {}

  @Test func `an error of the client amid a COPY is thrown on, and nothing is stored`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    #expect(throws: ClientFailure.self) {
      try connection.copyIn("copy target from stdin (format binary)") { writer in
        for number in 0..<100_000 {
          if number == 60_000 { throw ClientFailure() }
          try writer.writeRow(fieldCount: 1) { $0.append(int32: Int32(number)) }
        }
      }
    }
    #expect(try connection.query("select n from target").isEmpty)
  }

  /// `count` rows of one number each, larger together than any buffer of a socket.
  private static func numbers(_ count: Int) -> CopyBuffer {
    var rows = CopyBuffer()
    for number in 0..<count {
      rows.beginRow(fieldCount: 1)
      rows.append(int32: Int32(number))
    }
    return rows
  }

  @Test func `a COPY that is left running stores its rows while the buffer is used again`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    var rows = Self.numbers(500_000)
    try connection.startCopyIn("copy target from stdin (format binary)", taking: &rows)
    #expect(rows.rowCount == 0)
    for number in 0..<1000 {
      rows.beginRow(fieldCount: 1)
      rows.append(int32: Int32(-number))
      try connection.pushCopyIn()
    }
    #expect(try connection.finishCopyIn() == 500_000)
    #expect(try connection.finishCopyIn() == 0)
    try connection.startCopyIn("copy target from stdin (format binary)", taking: &rows)
    #expect(try connection.finishCopyIn() == 1000)
    let sum: Int64 = try connection.query("select sum(n)::bigint from target").only()[0]
    #expect(sum == 124_999_750_000 - 499_500)
  }

  @Test func `a COPY that is left running goes on with more rows, and knows its own errors`() throws {
    var connection = try connect()
    try connection.execute(
      "create temporary table target (n integer constraint target_n_small check (n < 400000))")
    var states = [connection.isCopyingIn]
    for count in [100_000, 1, 300_000, 0] {
      var rows = Self.numbers(count)
      try connection.startCopyIn("copy target from stdin (format binary)", taking: &rows)
      states.append(connection.isCopyingIn)
    }
    #expect(try connection.finishCopyIn() == 400_001)
    states.append(connection.isCopyingIn)
    #expect(states == [false, true, true, true, true, false])
    for count in [10, 500_000, 10] {
      var rows = Self.numbers(count)
      try connection.startCopyIn("copy target from stdin (format binary)", taking: &rows)
    }
    let error = databaseError { _ = try connection.finishCopyIn() }
    #expect(error?.constraint == "target_n_small")
    #expect(try connection.query("select count(*) from target").only()[0] as Int64 == 400_001)
  }

  @Test func `an error of the server in a COPY left running is thrown when it is finished`() throws {
    var connection = try connect()
    try connection.execute(
      "create temporary table target (n integer constraint target_n_small check (n < 400000))")
    var rows = Self.numbers(500_000)
    try connection.startCopyIn("copy target from stdin (format binary)", taking: &rows)
    let error = databaseError { _ = try connection.finishCopyIn() }
    #expect(error?.constraint == "target_n_small")
    #expect(try connection.query("select n from target").isEmpty)
  }

  @Test func `no other statement runs beside a COPY left running, and rolling back ends it`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    var rows = Self.numbers(500_000)
    #expect(throws: ClientFailure.self) {
      try connection.transaction { connection in
        try connection.startCopyIn("copy target from stdin (format binary)", taking: &rows)
        #expect(databaseError { try connection.execute("select 1") }?.kind == .usage)
        throw ClientFailure()
      }
    }
    #expect(try connection.query("select n from target").isEmpty)
  }

  @Test func `rows that do not have their columns' form are refused`() throws {
    var connection = try connect()
    try connection.execute("create temporary table target (n integer)")
    var rows = CopyBuffer()
    rows.beginRow(fieldCount: 1)
    rows.append(int64: 1)
    let error = databaseError { try connection.copyIn("copy target from stdin (format binary)", from: rows) }
    #expect(error?.sqlState == .invalidBinaryRepresentation)
    rows.removeAll()
    #expect(rows.byteCount == 0)
    rows.beginRow(fieldCount: 1)
    rows.append(int32: 1)
    #expect(try connection.copyIn("copy target from stdin (format binary)", from: rows) == 1)
  }
}
