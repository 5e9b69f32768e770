import Postgres
import Testing

@Suite struct ValueTests {
  func echo<Value: PostgresValue>(_ value: Value?, as type: String) throws -> Value? {
    var connection = try connect()
    return try connection.query("select $1::\(type)", [value]).only()[0]
  }

  @Test func `every type comes back as it was sent, and so does its absence`() throws {
    #expect(try echo(true, as: "boolean") == true)
    #expect(try echo(Int16.min, as: "smallint") == Int16.min)
    #expect(try echo(Int32.min, as: "integer") == Int32.min)
    #expect(try echo(Int64.min, as: "bigint") == Int64.min)
    #expect(try echo(Int.max, as: "bigint") == Int.max)
    #expect(try echo("", as: "text") == "")
    #expect(try echo("ü\u{1F9A0}'\"\\\n\t$1", as: "text") == "ü\u{1F9A0}'\"\\\n\t$1")
    #expect(try echo([UInt8](0...255), as: "bytea") == [UInt8](0...255))
    #expect(try echo([UInt8](), as: "bytea") == [])
    #expect(try echo(Bool?.none, as: "boolean") == nil)
    #expect(try echo(Int64?.none, as: "bigint") == nil)
    #expect(try echo(String?.none, as: "text") == nil)
    #expect(try echo([UInt8]?.none, as: "bytea") == nil)
    #expect(try echo(DateDays?.none, as: "date") == nil)
  }

  @Test(arguments: [0.1, -0.0, 1e308, .leastNonzeroMagnitude, .infinity, -.infinity, 1.0 / 3])
  func `a number with a point keeps every bit`(number: Double) throws {
    let answer = try echo(number, as: "double precision")
    #expect(answer?.bitPattern == number.bitPattern)
  }

  @Test func `not a number stays not a number`() throws {
    #expect(try echo(Double.nan, as: "double precision")?.isNaN == true)
  }

  @Test func `arrays keep quotes, commas, braces, empty texts and the word NULL`() throws {
    let texts = ["", "a,b", "{c}", "\"d\" \\ e", "NULL", "\"\u{301}", "ü"]
    #expect(try echo(texts, as: "text[]") == texts)
    #expect(try echo([Int16.min, 0, Int16.max], as: "smallint[]") == [Int16.min, 0, Int16.max])
    #expect(try echo([Int64](), as: "bigint[]") == [])
    #expect(try echo([1.5, nil, -2], as: "double precision[]") == [1.5, nil, -2])
  }

  @Test func `the server reads and writes dates as we do`() throws {
    var connection = try connect()
    // One day of every month and leap day from year 1 to 9999, compared with the server's own arithmetic.
    let rows = try connection.query(
      """
      select day::text as text, (day - date '2000-01-01') as number
      from generate_series(timestamp '0001-01-01', '9999-12-31', '29 days') as series (day_time),
        lateral (select day_time::date as day) as one
      """)
    #expect(rows.count > 100_000)
    var wrong = 0
    for row in rows {
      let text: String = try row["text"]
      let number: Int32 = try row["number"]
      if DateDays(text)?.rawValue != number || DateDays(rawValue: number).description != text { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(try echo(DateDays.infinity, as: "date") == .infinity)
    #expect(try echo(DateDays.negativeInfinity, as: "date") == .negativeInfinity)
  }

  @Test(arguments: ["2021-02-29", "2021-13-01", "2021-1-01", "21-01-01", "2021-01-01x", "", "0000-01-01"])
  func `what is not a date is not read as one`(text: String) {
    #expect(DateDays(text) == nil)
  }

  @Test func `NULL where a value is required names the column`() throws {
    var connection = try connect()
    let row = try connection.query("select null::bigint as dose").only()
    let error = databaseError { let _: Int64 = try row["dose"] }
    #expect(error?.kind == .decoding)
    #expect(error?.column == "dose")
    #expect(try row["dose"] as Int64? == nil)
  }

  @Test func `a value of another type is refused and not quoted`() throws {
    var connection = try connect()
    let row = try connection.query("select 'canary-7261' as code, 70000 as number").only()
    let error = databaseError { let _: Int64 = try row["code"] }
    #expect(error?.kind == .decoding)
    #expect(error?.description.contains("canary") == false)
    #expect(databaseError { let _: Int16 = try row["number"] }?.kind == .decoding)
    #expect(databaseError { let _: Int16 = try row["absent"] }?.kind == .usage)
    #expect(databaseError { let _: Int16 = try row[2] }?.kind == .usage)
  }

  @Test func `columns are found by their exact names`() throws {
    var connection = try connect()
    let row = try connection.query(#"select 1 as "Dose", 2 as dose, 3 as "a""b""#).only()
    #expect(try row.value("Dose", as: Int.self) == 1)
    #expect(try row.value("dose", as: Int.self) == 2)
    #expect(try row.value(#"a"b"#, as: Int.self) == 3)
  }
}
