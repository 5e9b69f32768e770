/// A quasi-identifier made ready for the search: only categories that occur, densely numbered.
struct PreparedColumn: Sendable {
  /// The number of categories that occur.
  let categoryCount: Int
  /// For each level and category the dense code of its label.
  let codes: [[Int32]]
  /// For each level the number of labels that occur.
  let codeCounts: [Int]
  /// For each level and category the label.
  let labels: [[String]]
  /// For each level and category the number of the hierarchy's categories under its label.
  let leafCounts: [[Int]]
  /// For each level the sum of `leafCounts` over all rows.
  let leafSums: [Int]
  /// The number of categories of the hierarchy, those that do not occur included.
  let hierarchyLeafCount: Int
  /// The category of each row.
  let categories: [Int32]

  var height: Int { codes.count - 1 }

  init(_ column: Microdata.Column, hierarchy: Hierarchy) throws(AnonymisationError) {
    var categoryOfCode = Array(repeating: Int32(-1), count: column.labels.count)
    var leaves: [Int32] = []
    var rowCounts: [Int] = []
    var categories: [Int32] = []
    categories.reserveCapacity(column.codes.count)
    var missing = 0
    for code in column.codes {
      if categoryOfCode[Int(code)] < 0 {
        if let leaf = hierarchy.leaf(for: column.labels[Int(code)]) {
          leaves.append(leaf)
        } else {
          missing += 1
          leaves.append(0)
        }
        categoryOfCode[Int(code)] = Int32(rowCounts.count)
        rowCounts.append(0)
      }
      let category = categoryOfCode[Int(code)]
      rowCounts[Int(category)] += 1
      categories.append(category)
    }
    guard missing == 0 else { throw .valuesMissingFromHierarchy(column: column.name, count: missing) }

    let coded = hierarchy.levels.map { level in
      Microdata.Column(name: "", role: .quasiIdentifier, values: leaves.map { level.label(ofLeaf: $0) })
    }
    self.categoryCount = leaves.count
    self.codes = coded.map(\.codes)
    self.codeCounts = coded.map(\.labels.count)
    self.labels = hierarchy.levels.map { level in leaves.map { level.label(ofLeaf: $0) } }
    let leafCounts = hierarchy.levels.map { level in
      leaves.map { level.leafCounts[Int(level.codes[Int($0)])] }
    }
    self.leafCounts = leafCounts
    self.leafSums = leafCounts.map { counts in zip(counts, rowCounts).reduce(0) { $0 + $1.0 * $1.1 } }
    self.hierarchyLeafCount = hierarchy.leafCount
    self.categories = categories
  }
}
