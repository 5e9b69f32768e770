import CohortModel
import Postgres

/// Texts that occur in many rows, each made once.
struct NameTable {
  private var names: [(bytes: [UInt8], text: String)] = []
  private var latest = 0

  /// The text of UTF-8 bytes.
  mutating func text(of bytes: UnsafeRawBufferPointer) -> String {
    if latest < names.count, names[latest].bytes.elementsEqual(bytes) { return names[latest].text }
    if let place = names.firstIndex(where: { $0.bytes.count == bytes.count && $0.bytes.elementsEqual(bytes) })
    {
      latest = place
      return names[place].text
    }
    let text = String(decoding: bytes, as: UTF8.self)
    // A table that grows without end would be slower than none.
    guard names.count < 256 else { return text }
    latest = names.count
    names.append((Array(bytes), text))
    return text
  }
}

extension BinaryRowReader {
  /// Reads a `text` that occurs in many rows.
  mutating func name(_ names: inout NameTable) throws -> String? {
    try withField { bytes in bytes.map { names.text(of: $0) } }
  }

  /// Reads a `date`.
  mutating func day() throws(PostgresError) -> StudyDay? {
    try date().map { StudyDay(days: $0.rawValue) }
  }

  /// Reads a `date` and the `smallint` of its precision.
  mutating func partialDate() throws(PostgresError) -> PartialDate? {
    let day = try day()
    let precision = try int16().flatMap(PartialDate.Precision.init) ?? .day
    return day.map { PartialDate($0, precision: precision) }
  }

  /// Reads the `smallint` of a coded answer; there is none where the table has no row.
  mutating func code() throws(PostgresError) -> Int16 {
    try int16() ?? MissingReason.notAsked.rawValue
  }
}
