import CSV
import CohortModel

/// A file of the made-up cohort while it is being written.
struct DemonstrationTable {
  /// One row, filled by the names of its columns.
  struct Row {
    fileprivate var cells: [String]
    fileprivate let places: [String: Int]

    subscript(column: String) -> String {
      get { cells[place(of: column)] }
      set { cells[place(of: column)] = newValue }
    }

    private func place(of column: String) -> Int {
      guard let place = places[column] else { preconditionFailure("the table has no column \(column)") }
      return place
    }
  }

  let name: String
  let questionnaire: String
  let columns: [String]
  private let dialect: Dialect
  private let places: [String: Int]
  private var rows: [Row] = []
  private var owners: [Int] = []
  private var defects: [PlantedDefect] = []

  init(_ name: String, as questionnaire: String, columns: [String], dialect: Dialect) {
    self.name = name
    self.questionnaire = questionnaire
    self.columns = columns
    self.dialect = dialect
    places = Dictionary(columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Appends a row of the participant with a number.
  mutating func append(of owner: Int, _ fill: (inout Row) -> Void) {
    var row = Row(cells: Array(repeating: "", count: columns.count), places: places)
    fill(&row)
    rows.append(row)
    owners.append(owner)
  }

  /// Spoils `count` rows that `condition` allows, each row at most once; fewer if there are not as many.
  mutating func plant(
    _ kind: PlantedDefect.Kind, _ count: Int = 1, in column: String, _ consequence: PlantedDefect.Consequence,
    from random: inout DemonstrationRandom, where condition: (Row, _ owner: Int) -> Bool,
    _ change: (inout Row) -> Void
  ) {
    let spoiled = Set(defects.map(\.line))
    var candidates = rows.indices.filter { !spoiled.contains($0 + 2) && condition(rows[$0], owners[$0]) }
    for _ in 0..<min(count, candidates.count) {
      let place = candidates.remove(at: random.below(candidates.count))
      change(&rows[place])
      defects.append(PlantedDefect(line: place + 2, column: column, kind: kind, consequence: consequence))
    }
  }

  /// The finished file.
  func file() -> DemonstrationFile {
    var writer = CSVWriter(dialect: dialect, isFormulaSafe: false)
    do {
      try writer.writeRecord(columns)
      for row in rows { try writer.writeRecord(row.cells) }
    } catch {
      preconditionFailure("the made-up cohort uses characters that its files' encoding lacks")
    }
    return DemonstrationFile(
      name: name, questionnaire: questionnaire, bytes: writer.bytes,
      plantedDefects: defects.sorted { $0.line < $1.line })
  }
}

extension StudyDay {
  /// The day as `dd/MM/yyyy`.
  var dayFirst: String {
    let iso = description
    return "\(iso.suffix(2))/\(iso.dropFirst(5).prefix(2))/\(iso.prefix(4))"
  }
}

extension Dialect {
  /// As French-speaking Excel saves: semicolons, Windows-1252, CRLF.
  static let frenchExcel = Dialect(
    encoding: .windows1252, delimiter: .semicolon, lineEnding: .carriageReturnLineFeed)
  /// As REDCap exports: commas, UTF-8, LF.
  static let redcap = Dialect()
}
