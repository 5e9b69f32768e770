/// The equivalence classes of a table: sizes in distinct units, and their sensitive values.
public struct EquivalenceClasses: Sendable {
  /// The distinct units of each class.
  public let sizes: [Int]
  /// The rows of each class.
  public let rowCounts: [Int]
  private let distributions: [String: ClassEntries]

  init(_ table: ClassTable, sensitiveColumns: [SensitiveColumn]) {
    let kept = (0..<table.count).filter { table.rowCounts[$0] > 0 }
    sizes = kept.map(table.unitCount)
    rowCounts = kept.map { Int(table.rowCounts[$0]) }
    var distributions: [String: ClassEntries] = [:]
    for (column, entries) in zip(sensitiveColumns, table.sensitive) {
      let all = column.distributions(entries)
      var ofKept = ClassEntries()
      for index in kept {
        for entry in all.range(of: index) { ofKept.append(code: all.codes[entry], count: all.counts[entry]) }
        ofKept.endClass()
      }
      distributions[column.name] = ofKept
    }
    self.distributions = distributions
  }

  /// The number of classes.
  public var count: Int { sizes.count }

  /// The size of the smallest class; 0 for no class.
  public var smallest: Int { sizes.min() ?? 0 }

  /// The size of the largest class; 0 for no class.
  public var largest: Int { sizes.max() ?? 0 }

  /// The mean size; 0 for no class.
  public var averageSize: Double {
    sizes.isEmpty ? 0 : Double(sizes.reduce(0, +)) / Double(sizes.count)
  }

  /// How many units of a class have each value of a sensitive column.
  ///
  /// - Returns: nil for a column that no model of the plan looks at.
  public func distribution(of column: String, inClass index: Int) -> SensitiveDistribution? {
    distributions[column].map { entries in
      let range = entries.range(of: index)
      return SensitiveDistribution(codes: entries.codes[range], counts: entries.counts[range])
    }
  }
}
