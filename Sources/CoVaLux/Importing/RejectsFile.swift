import CSV
import Questionnaires

/// The rejected rows of a file, in its own dialect, to be corrected and fed again; a file of mode 0600.
final class RejectsFile {
  /// Columns that say what is wrong; an importer ignores them when the file comes back.
  static let addedColumns = [
    "_covalux_line", "_covalux_record", "_covalux_column", "_covalux_rule", "_covalux_reason",
    "_covalux_hint",
  ]

  private let output: AtomicFile
  private var writer: CSVWriter
  private let dialect: Dialect
  /// Columns of the input, without those that an earlier rejects file added.
  private var keptColumns: [Int] = []

  init(path: String, dialect: Dialect, overwrites: Bool) throws {
    guard overwrites || !AtomicFile.exists(path) else { throw ImportRefusal.rejectsExist(path: path) }
    self.dialect = dialect
    writer = CSVWriter(dialect: dialect, isFormulaSafe: false)
    output = try AtomicFile(path: path, overwrites: overwrites)
  }

  /// Writes all rows of the header, so that the file can be fed again.
  func begin(header: FileHeader) {
    keptColumns = header.columns.indices.filter { !Self.addedColumns.contains(header.columns[$0]) }
    let naming = header.layout.names[0]
    for (place, row) in header.rows.enumerated() {
      let added = place + 1 == naming ? Self.addedColumns : Self.addedColumns.map { _ in "" }
      write(keptColumns.map { row[$0] } + added)
    }
  }

  /// Writes one rejected row with what is wrong with it; a row refused for consent shows place and rule only.
  func append(
    _ record: borrowing Record, _ findings: [Finding], fieldCount: Int, hidesCells: Bool
  ) throws {
    let errors = findings.filter { $0.severity == .error }
    var cells: [String] = []
    for column in keptColumns {
      cells.append(hidesCells || column >= record.count ? "" : record.string(at: column))
    }
    write(
      cells + [
        String(record.line), String(record.number), errors.map { $0.column ?? "" }.joined(separator: "; "),
        errors.map(\.rule).joined(separator: "; "), errors.map(\.message).joined(separator: "; "),
        errors.compactMap(\.hint).joined(separator: "; "),
      ])
    if writer.bytes.count > 256 * 1024 { try drain() }
  }

  /// Forgets what was written, for another reading of the file.
  func restart() throws {
    writer = CSVWriter(dialect: dialect, isFormulaSafe: false)
    try output.truncate()
  }

  /// Gives the file its name if there is anything in it, and removes it otherwise.
  func publish(isWanted: Bool) throws {
    guard isWanted else { return }
    try drain()
    try output.publish()
  }

  private func write(_ cells: [String]) {
    for cell in cells { cell.isEmpty ? writer.writeEmpty() : writer.writeText(cell) }
    try? writer.endRecord()
  }

  private func drain() throws {
    try writer.drain { bytes throws(OutputError) in try output.write(bytes) }
  }
}
