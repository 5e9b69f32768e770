import Questionnaires
import Synchronization

/// Where the cells of rows stood in the file from which the rows were put together.
///
/// A row has a place of its own, that of its first cell. What is known of rows lies in a file, so that it takes no more
/// memory the more rows there are.
final class CellPlaces: FindingPlaces {
  /// A line and a record of the file that people see.
  struct Place: Hashable {
    let line: Int
    let record: Int
  }

  /// The cells of one row.
  struct Row {
    var first: Place
    /// By the number of the column.
    var cells: [Int: Place]
  }

  private struct Files: Sendable {
    /// For each row 8 bytes, where its cells begin, and 16 bytes, its place.
    var index: SpoolFile
    /// For each cell 24 bytes: column, line, record.
    var cells: SpoolFile
  }

  private static let indexLength = 24
  private static let cellLength = 24

  private let files: Mutex<Files>
  private let descriptors: [SpoolFile]
  private let columns: [String: Int]
  /// Where a column of the rows is named first.
  private let firstPlaces: [Int: Place]
  /// What to do about a column that no questionnaire knows, by its number.
  private let hints: [Int: String]

  /// Takes the files that ``append(_:index:cells:)`` wrote and what is known of the rows' columns.
  init(index: SpoolFile, cells: SpoolFile, columns: [String], firstPlaces: [Int: Place], hints: [Int: String])
  {
    self.hints = hints
    files = Mutex(Files(index: index, cells: cells))
    descriptors = [index, cells]
    self.columns = Dictionary(
      columns.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    self.firstPlaces = firstPlaces
  }

  deinit {
    for file in descriptors { file.close() }
  }

  /// The line of a row by its number, 2 for the first behind the header; the number itself if there is no such row.
  func line(ofRow number: Int) -> Int {
    files.withLock { Self.index(number, &$0)?.first.line } ?? number
  }

  func located(_ finding: Finding) -> Finding {
    let column = finding.column.flatMap { columns[$0] }
    guard finding.line > 0 else {
      guard let column, let place = firstPlaces[column] else { return finding }
      return Finding(
        rule: finding.rule, severity: finding.severity, line: place.line, record: place.record,
        column: finding.column, message: finding.message, hint: hints[column] ?? finding.hint)
    }
    guard let entry = files.withLock({ Self.index(finding.record, &$0) }), entry.first.line == finding.line
    else { return finding }
    let cell = column.flatMap { column in files.withLock { Self.cell(column, entry, &$0) } }
    let place = cell ?? entry.first
    return finding.at(line: place.line, record: place.record)
  }

  /// Writes a row behind those before it.
  static func append(_ row: Row, index: inout SpoolFile, cells: inout SpoolFile) throws {
    try index.append(bytes([Int(cells.size), row.first.line, row.first.record]))
    for (column, place) in row.cells { try cells.append(bytes([column, place.line, place.record])) }
  }

  private typealias Entry = (cells: Range<Int64>, first: Place)

  private static func index(_ number: Int, _ files: inout Files) -> Entry? {
    let offset = Int64(number - 2) * Int64(indexLength)
    guard number >= 2, offset + Int64(indexLength) <= files.index.size,
      let own = try? numbers(files.index.bytes(at: offset, count: indexLength))
    else { return nil }
    var end = files.cells.size
    let next = offset + Int64(indexLength)
    if next < files.index.size, let following = try? numbers(files.index.bytes(at: next, count: indexLength))
    {
      end = Int64(following[0])
    }
    return (Int64(own[0])..<end, Place(line: own[1], record: own[2]))
  }

  private static func cell(_ column: Int, _ entry: Entry, _ files: inout Files) -> Place? {
    var offset = entry.cells.lowerBound
    while offset < entry.cells.upperBound {
      guard let cell = try? numbers(files.cells.bytes(at: offset, count: cellLength)) else { return nil }
      if cell[0] == column { return Place(line: cell[1], record: cell[2]) }
      offset += Int64(cellLength)
    }
    return nil
  }

  static func bytes(_ numbers: [Int]) -> [UInt8] {
    numbers.flatMap { number in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }
  }

  static func numbers(_ bytes: ArraySlice<UInt8>) -> [Int] {
    var rest = bytes
    var numbers: [Int] = []
    while rest.count >= 8 {
      numbers.append(rest.prefix(8).reduce(0) { $0 << 8 | Int($1) })
      rest = rest.dropFirst(8)
    }
    return numbers
  }
}
