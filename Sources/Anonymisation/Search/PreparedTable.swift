/// A table made ready for the search: its finest classes, and how to merge them for any node.
struct PreparedTable: Sendable {
  let columns: [PreparedColumn]
  let sensitiveColumns: [SensitiveColumn]
  let rowCount: Int
  let unitCount: Int
  /// The unit of each row, densely numbered, or nil where a row is a unit.
  let unitOfRow: [Int32]?
  /// The finest class of each row.
  let finestOfRow: [Int32]
  /// The classes with every quasi-identifier at level 0.
  let finest: ClassTable
  /// The categories of each finest class, class after class.
  let finestCategories: [Int32]

  init(columns: [PreparedColumn], sensitive: [Microdata.Column], units: [Int32]?, rowCount: Int) {
    let unitOfRow = units.flatMap { Self.denseUnits($0) }
    let sensitiveColumns = sensitive.map { SensitiveColumn($0, units: unitOfRow) }
    var rowCategories: [Int32] = []
    rowCategories.reserveCapacity(rowCount * columns.count)
    for row in 0..<rowCount {
      for column in columns { rowCategories.append(column.categories[row]) }
    }
    let rows = Array(Int32(0)..<Int32(rowCount))
    let grouping = ClassGrouping(columns: columns, categories: rowCategories)
    let (finestOfRow, firstRows) = grouping.group(rows, levels: columns.map { _ in 0 })

    let groups = ClassGroups(assignment: finestOfRow, count: firstRows.count)
    var finest = ClassTable()
    finest.representatives = Array(Int32(0)..<Int32(firstRows.count))
    finest.rowCounts = (0..<groups.count).map { Int32(groups.range(of: $0).count) }
    finest.units = unitOfRow.map { units in
      Self.entries(of: units, codeCount: rowCount, in: groups)
    }
    finest.sensitive = sensitiveColumns.map {
      Self.entries(of: $0.entries, codeCount: $0.entryCount, in: groups)
    }
    self.columns = columns
    self.sensitiveColumns = sensitiveColumns
    self.rowCount = rowCount
    self.unitOfRow = unitOfRow
    self.unitCount = unitOfRow.map { Int($0.max() ?? -1) + 1 } ?? rowCount
    self.finestOfRow = finestOfRow
    self.finest = finest
    self.finestCategories = firstRows.flatMap { row in columns.map { $0.categories[Int(row)] } }
  }

  /// Merges the classes of a node into those of a node above it.
  func merge(_ table: ClassTable, to levels: [Int], with grouping: ClassGrouping) -> ClassTable {
    let (assignment, firstMembers) = grouping.group(table.representatives, levels: levels)
    var merged = ClassTable()
    merged.representatives = firstMembers
    merged.rowCounts = Array(repeating: 0, count: firstMembers.count)
    for (member, group) in assignment.enumerated() {
      merged.rowCounts[Int(group)] += table.rowCounts[member]
    }
    guard table.units != nil || !table.sensitive.isEmpty else { return merged }
    let groups = ClassGroups(assignment: assignment, count: firstMembers.count)
    merged.units = table.units.map { $0.merged(groups, codeCount: unitCount) }
    merged.sensitive = zip(table.sensitive, sensitiveColumns).map { entries, column in
      entries.merged(groups, codeCount: column.entryCount)
    }
    return merged
  }

  /// Takes units out of a table whose units have several rows; a class may be left empty.
  func removing(_ isRemoved: [Bool], from table: ClassTable) -> ClassTable {
    var remaining = table
    guard let units = table.units?.filtered({ !isRemoved[Int($0)] }) else { return table }
    remaining.units = units
    for index in 0..<table.count {
      remaining.rowCounts[index] = units.range(of: index).reduce(0) { $0 + units.counts[$1] }
    }
    remaining.sensitive = zip(table.sensitive, sensitiveColumns).map { entries, column in
      entries.filtered { !isRemoved[Int(column.unitOfPair[Int($0)])] }
    }
    return remaining
  }

  /// Numbers the units densely; nil where no unit has two rows.
  private static func denseUnits(_ units: [Int32]) -> [Int32]? {
    var numberOfUnit: [Int32: Int32] = [:]
    let dense = units.map { unit in
      let next = Int32(numberOfUnit.count)
      if let number = numberOfUnit[unit] { return number }
      numberOfUnit[unit] = next
      return next
    }
    return numberOfUnit.count == units.count ? nil : dense
  }

  private static func entries(of codes: [Int32], codeCount: Int, in groups: ClassGroups) -> ClassEntries {
    var single = ClassEntries()
    single.offsets = Array(Int32(0)...Int32(codes.count))
    single.codes = codes
    single.counts = Array(repeating: 1, count: codes.count)
    return single.merged(groups, codeCount: codeCount)
  }
}
