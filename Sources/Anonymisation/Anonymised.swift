/// A table with its optimal generalisation, and what that does to loss and risk.
public struct Anonymised: Sendable {
  /// The names of the quasi-identifiers, in column order.
  public let quasiIdentifiers: [String]
  /// The level of each quasi-identifier.
  public let generalisation: Generalisation
  /// The suppressed units, ascending: the table's unit numbers, or row indices where a row is a unit.
  public let suppressedUnits: [Int32]
  /// The number of rows left out because their unit is suppressed.
  public let suppressedRowCount: Int
  /// The units of the table, the suppressed included.
  public let unitCount: Int
  /// The loss of utility, from 0 to 1.
  public let loss: Double
  /// The nodes of the lattice.
  public let latticeNodes: Int
  /// The nodes whose classes were counted.
  public let nodesChecked: Int
  /// Whether no other node within the suppression limit has less loss; the exact search proves it always.
  public let isProvenOptimal: Bool
  /// The classes of the units that are left.
  public let classes: EquivalenceClasses
  /// The risk of all units with their values as they are.
  public let riskBefore: Risk
  /// The risk of the units that are left, with their values generalised.
  public let riskAfter: Risk

  private let isSuppressedRow: [Bool]
  private let labelsOfCategory: [[String]]
  private let categories: [[Int32]]

  init(
    _ outcome: LatticeSearch.Outcome, of prepared: PreparedTable, microdata: Microdata,
    plan: AnonymisationPlan
  ) {
    // Built afresh from the finest classes, in the order of which `group` numbers them.
    let grouping = ClassGrouping(columns: prepared.columns, categories: prepared.finestCategories)
    let (classOfFinest, _) = grouping.group(prepared.finest.representatives, levels: outcome.levels)
    let table = prepared.merge(prepared.finest, to: outcome.levels, with: grouping)
    let suppression = Suppression(table, in: prepared, models: plan.models)

    let isSuppressedRow = (0..<prepared.rowCount).map { row in
      if let unitOfRow = prepared.unitOfRow, let isRemoved = suppression.isRemoved {
        return isRemoved[Int(unitOfRow[row])]
      }
      let index = Int(classOfFinest[Int(prepared.finestOfRow[row])])
      return suppression.remaining.rowCounts[index] == 0
    }
    let suppressedRows = isSuppressedRow.indices.filter { isSuppressedRow[$0] }
    if let units = microdata.units {
      suppressedUnits = Set(suppressedRows.map { units[$0] }).sorted()
    } else {
      suppressedUnits = suppressedRows.map(Int32.init)
    }
    self.isSuppressedRow = isSuppressedRow
    suppressedRowCount = suppressedRows.count
    unitCount = prepared.unitCount
    quasiIdentifiers = microdata.quasiIdentifiers
    generalisation = Generalisation(levels: outcome.levels)
    loss = plan.utility.score(rank: outcome.rank, columnCount: prepared.columns.count)
    latticeNodes = outcome.nodeCount
    nodesChecked = outcome.nodesChecked
    isProvenOptimal = true
    classes = EquivalenceClasses(suppression.remaining, sensitiveColumns: prepared.sensitiveColumns)
    riskBefore = Risk(prepared.finest)
    riskAfter = Risk(suppression.remaining)
    labelsOfCategory = zip(prepared.columns, outcome.levels).map { $0.labels[$1] }
    categories = prepared.columns.map(\.categories)
  }

  /// The distinct units of the smallest class; 0 if all units are suppressed.
  public var smallestClass: Int { classes.smallest }

  /// Whether a row is left out.
  public func isSuppressed(row: Int) -> Bool { isSuppressedRow[row] }

  /// The generalised labels of a row, one for each of `quasiIdentifiers`.
  ///
  /// - Returns: nil for a suppressed row, which must not be published.
  public func labels(ofRow row: Int) -> [String]? {
    isSuppressedRow[row] ? nil : categories.indices.map { labelsOfCategory[$0][Int(categories[$0][row])] }
  }
}

extension Risk {
  /// The risk of the units in classes; a unit in several counts for its smallest.
  init(_ table: ClassTable) {
    var unitsBySize: [Int: Int] = [:]
    if let units = table.units {
      var smallestOfUnit: [Int32: Int] = [:]
      for index in 0..<table.count {
        for entry in units.range(of: index) {
          smallestOfUnit[units.codes[entry], default: .max] =
            min(smallestOfUnit[units.codes[entry], default: .max], units.length(of: index))
        }
      }
      for size in smallestOfUnit.values { unitsBySize[size, default: 0] += 1 }
    } else {
      for count in table.rowCounts where count > 0 { unitsBySize[Int(count), default: 0] += Int(count) }
    }
    self.init(unitsBySize: unitsBySize)
  }
}
