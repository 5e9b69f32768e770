import CSV

/// A vocabulary file of `Schema/reference` as text cells.
public struct ReferenceTable: Sendable {
  /// The header.
  public let columns: [String]
  /// The rows, each with one cell per column.
  public let rows: [[String]]

  /// Reads a comma-separated file with a header.
  public init(text: String) throws {
    var reader = RecordReader(MemorySource(text), dialect: Dialect())
    var record = Record()
    guard try reader.next(&record) else {
      columns = []
      rows = []
      return
    }
    columns = record.strings
    var rows: [[String]] = []
    while try reader.next(&record) { rows.append(record.strings) }
    self.rows = rows
  }

  /// The vocabulary of a name such as `symptom`, from the files that the program carries.
  public init(named name: String) throws {
    try self.init(text: Assets.text(of: "reference/\(name).csv") ?? "")
  }

  /// One row as a dictionary from column name to cell; empty cells are left out.
  public var records: [[String: String]] {
    rows.map { row in
      Dictionary(
        zip(columns, row).filter { !$0.1.isEmpty }.map { ($0.0, $0.1) },
        uniquingKeysWith: { first, _ in first })
    }
  }
}
