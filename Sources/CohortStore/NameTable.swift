import CohortModel
import Postgres

/// Texts that occur in many rows, each made once and numbered.
struct NameTable {
  private(set) var texts: [String] = []
  private var numbers: [String: Int32] = [:]
  private var latest: (bytes: [UInt8], number: Int32) = ([], -1)

  /// The number of a text given as UTF-8.
  mutating func number(of bytes: UnsafeRawBufferPointer) -> Int32 {
    if latest.number >= 0, latest.bytes.elementsEqual(bytes) { return latest.number }
    let text = String(decoding: bytes, as: UTF8.self)
    let number = numbers[text] ?? Int32(texts.count)
    if number == texts.count {
      texts.append(text)
      numbers[text] = number
    }
    latest = (Array(bytes), number)
    return number
  }

  /// The place of each number among the texts in order.
  var ranks: [Int32] {
    var ranks = [Int32](repeating: 0, count: texts.count)
    for (rank, number) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() {
      ranks[number] = Int32(rank)
    }
    return ranks
  }
}

extension BinaryRowReader {
  /// Reads the number of a `text` that is not NULL.
  mutating func number(_ names: inout NameTable) throws -> Int32 {
    try withField { bytes in names.number(of: bytes ?? UnsafeRawBufferPointer(start: nil, count: 0)) }
  }

  /// Reads a `text` that occurs in many rows.
  mutating func name(_ names: inout NameTable) throws -> String? {
    try withField { bytes in
      guard let bytes else { return nil }
      let number = names.number(of: bytes)
      return names.texts[Int(number)]
    }
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

  /// Reads the `smallint` of a coded answer.
  mutating func code() throws(PostgresError) -> Int16 {
    try int16() ?? MissingReason.notAsked.rawValue
  }
}
