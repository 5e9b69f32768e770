/// A sensitive column that some model looks at, made ready for the search.
struct SensitiveColumn: Sendable {
  let name: String
  /// The label of each value.
  let labels: [String]
  /// The entry of each row: its value, or its (unit, value) pair where rows of a unit repeat.
  let entries: [Int32]
  /// Entries are below this.
  let entryCount: Int
  /// The value of each pair; nil where an entry is a value.
  let valueOfPair: [Int32]?
  /// The unit of each pair; empty where an entry is a value.
  let unitOfPair: [Int32]
  /// The number of units with each value in the whole table.
  let tableValues: SensitiveDistribution

  init(_ column: Microdata.Column, units: [Int32]?) {
    name = column.name
    labels = column.labels
    var tableCounts = Array(repeating: Int32(0), count: column.labels.count)
    if let units {
      var pairOfKey: [Int: Int32] = [:]
      var valueOfPair: [Int32] = []
      var unitOfPair: [Int32] = []
      entries = zip(units, column.codes).map { unit, value in
        let key = Int(unit) * column.labels.count + Int(value)
        if let pair = pairOfKey[key] { return pair }
        let pair = Int32(valueOfPair.count)
        pairOfKey[key] = pair
        valueOfPair.append(value)
        unitOfPair.append(unit)
        tableCounts[Int(value)] += 1
        return pair
      }
      entryCount = valueOfPair.count
      self.valueOfPair = valueOfPair
      self.unitOfPair = unitOfPair
    } else {
      for value in column.codes { tableCounts[Int(value)] += 1 }
      entries = column.codes
      entryCount = column.labels.count
      valueOfPair = nil
      unitOfPair = []
    }
    tableValues = SensitiveDistribution(
      codes: ArraySlice(column.labels.indices.map(Int32.init)), counts: tableCounts[...])
  }

  /// The number of units with each value, class by class.
  func distributions(_ classes: ClassEntries) -> ClassEntries {
    guard let valueOfPair else { return classes }
    var ones = classes
    for entry in ones.codes.indices {
      ones.codes[entry] = valueOfPair[Int(classes.codes[entry])]
      ones.counts[entry] = 1
    }
    let everyClass = Array(Int32(0)..<Int32(classes.offsets.count - 1))
    let groups = ClassGroups(assignment: everyClass, count: everyClass.count)
    return ones.merged(groups, codeCount: tableValues.codes.count)
  }
}
