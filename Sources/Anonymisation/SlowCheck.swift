/// A second opinion on a published table, by sorting its plain text rows.
///
/// It shares nothing with the search: no codes, no hierarchies, no classes. A cell is what it says,
/// so `*` and an empty cell are values like any other.
public struct SlowCheck: Sendable, Hashable {
  /// The number of equivalence classes.
  public let classCount: Int
  /// The number of distinct units, or of rows where no unit is given.
  public let unitCount: Int
  /// The fewest distinct units in a class; 0 for an empty table.
  public let smallestClass: Int
  /// The fewest distinct values in a class, for each sensitive column asked for; 0 for an empty table.
  public let fewestValues: [Int]
  /// What every class discloses, for each of these columns.
  public let disclosures: [[Disclosure]]

  /// What a class discloses of a sensitive column.
  public struct Disclosure: Sendable, Hashable {
    /// The distinct units of the class.
    public let units: Int
    /// The distinct values that disclose something.
    public let values: Int
    /// The most units that have the same one of these values.
    public let largest: Int

    /// Whether the class has `l` such values, or none that more than 1/l of its units have.
    public func isDiverse(_ l: Int) -> Bool { values >= l || largest * l <= units }
  }

  /// Checks a table.
  ///
  /// - Parameters:
  ///   - rows: the rows, without a header.
  ///   - quasiIdentifiers: the positions of the quasi-identifiers.
  ///   - sensitive: the positions of sensitive columns.
  ///   - nonDisclosing: the values that disclose nothing, for positions of sensitive columns that have such.
  ///   - unit: the position of the column that tells the units apart, if rows of one unit repeat.
  /// - Throws: `SlowCheckError` for a row without one of these positions.
  public init(
    rows: [[String]], quasiIdentifiers: [Int], sensitive: [Int] = [],
    nonDisclosing: [Int: Set<String>] = [:], unit: Int? = nil
  ) throws(SlowCheckError) {
    let width = (quasiIdentifiers + sensitive + [unit ?? 0]).reduce(0) { max($0, $1 + 1) }
    if let row = rows.firstIndex(where: { $0.count < width }) {
      throw SlowCheckError(row: row, expectedColumns: width, foundColumns: rows[row].count)
    }
    let keyed = rows.indices.map { row in (key: quasiIdentifiers.map { rows[row][$0] }, row: row) }
    let sorted = keyed.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    var classes: [[Int]] = []
    for (position, entry) in sorted.enumerated() {
      if position > 0, sorted[position - 1].key == entry.key {
        classes[classes.count - 1].append(entry.row)
      } else {
        classes.append([entry.row])
      }
    }
    func units(in list: [Int]) -> Int {
      unit.map { column in Set(list.map { rows[$0][column] }).count } ?? list.count
    }
    classCount = classes.count
    unitCount = units(in: Array(rows.indices))
    smallestClass = classes.map(units).min() ?? 0
    fewestValues = sensitive.map { column in
      classes.map { list in Set(list.map { rows[$0][column] }).count }.min() ?? 0
    }
    disclosures = sensitive.map { column in
      classes.map { list in
        let rowsOfValue = Dictionary(grouping: list) { rows[$0][column] }
          .filter { !(nonDisclosing[column] ?? []).contains($0.key) }
        return Disclosure(
          units: units(in: list), values: rowsOfValue.count, largest: rowsOfValue.values.map(units).max() ?? 0
        )
      }
    }
  }
}

/// A row too short to be checked; the cells are not shown.
public struct SlowCheckError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The row, counted from 0.
  public let row: Int
  /// The fewest columns a row must have.
  public let expectedColumns: Int
  /// The columns of the row.
  public let foundColumns: Int

  /// Says which row is too short.
  public var description: String {
    "row \(row + 1) has \(foundColumns) columns where at least \(expectedColumns) were expected"
  }
}
