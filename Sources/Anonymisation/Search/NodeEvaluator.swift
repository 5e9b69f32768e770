/// Evaluates nodes one by one, building each from the smallest table already known below it.
struct NodeEvaluator {
  /// What is known of a node after its classes were counted.
  struct Verdict {
    /// The units to suppress.
    let suppressedUnits: Int
    /// The units to suppress for the monotone models alone.
    let monotoneSuppressedUnits: Int
    /// Orders nodes by loss, suppression included; nil where too many units are suppressed.
    let rank: Double?
  }

  let prepared: PreparedTable
  let models: [any PrivacyModel]
  let suppressionLimit: Int
  let utility: UtilityLoss
  private let grouping: ClassGrouping
  private var snapshots: [(levels: [Int], table: ClassTable)] = []
  private var oldestSnapshot = 0
  private var snapshotFootprint = 0

  /// How much the snapshots may hold together, in numbers of four bytes.
  private static let footprintLimit = 50_000_000
  private static let snapshotLimit = 200

  init(prepared: PreparedTable, plan: AnonymisationPlan) {
    self.prepared = prepared
    models = plan.models
    suppressionLimit = plan.suppressionLimit.floor(of: prepared.unitCount)
    utility = plan.utility
    grouping = ClassGrouping(columns: prepared.columns, categories: prepared.finestCategories)
  }

  /// The least rank of a node, whatever has to be suppressed: a suppressed row only adds loss.
  func lowerBound(_ levels: [Int], terms: UnsafeMutableBufferPointer<Double>) -> Double {
    for (index, level) in levels.enumerated() {
      terms[index] = term(of: index, leafSum: prepared.columns[index].leafSums[level])
    }
    return utility.rank(terms)
  }

  mutating func verdict(at levels: [Int]) -> Verdict {
    let table = self.table(at: levels)
    let suppression = Suppression(table, in: prepared, models: models)
    let isWithinLimit = suppression.unitCount <= suppressionLimit
    return Verdict(
      suppressedUnits: suppression.unitCount, monotoneSuppressedUnits: suppression.monotoneUnitCount,
      rank: isWithinLimit ? rank(of: suppression, table: table, levels: levels) : nil)
  }

  /// The classes of a node before suppression.
  mutating func table(at levels: [Int]) -> ClassTable {
    if levels.allSatisfy({ $0 == 0 }) { return prepared.finest }
    var source = prepared.finest
    for snapshot in snapshots where snapshot.table.count < source.count {
      if zip(snapshot.levels, levels).allSatisfy({ $0 <= $1 }) { source = snapshot.table }
    }
    let table = prepared.merge(source, to: levels, with: grouping)
    if table.count * 4 < prepared.finest.count * 3 { keep(table, levels: levels) }
    return table
  }

  private mutating func keep(_ table: ClassTable, levels: [Int]) {
    guard snapshotFootprint + table.footprint <= Self.footprintLimit else { return }
    snapshotFootprint += table.footprint
    if snapshots.count < Self.snapshotLimit {
      snapshots.append((levels, table))
    } else {
      snapshotFootprint -= snapshots[oldestSnapshot].table.footprint
      snapshots[oldestSnapshot] = (levels, table)
      oldestSnapshot = (oldestSnapshot + 1) % Self.snapshotLimit
    }
  }

  private func term(of column: Int, leafSum: Int) -> Double {
    utility.term(
      utility.columnLoss(
        leafSum: leafSum, rowCount: prepared.rowCount,
        leafCount: prepared.columns[column].hierarchyLeafCount))
  }

  private func rank(of suppression: Suppression, table: ClassTable, levels: [Int]) -> Double {
    var leafSums = zip(prepared.columns, levels).map { $0.leafSums[$1] }
    for index in 0..<table.count {
      let lost = Int(table.rowCounts[index] - suppression.remaining.rowCounts[index])
      guard lost > 0 else { continue }
      let finest = Int(table.representatives[index]) * prepared.columns.count
      for (number, column) in prepared.columns.enumerated() {
        let category = Int(prepared.finestCategories[finest + number])
        leafSums[number] += lost * (column.hierarchyLeafCount - column.leafCounts[levels[number]][category])
      }
    }
    var terms = leafSums.indices.map { term(of: $0, leafSum: leafSums[$0]) }
    return terms.withUnsafeMutableBufferPointer { utility.rank($0) }
  }
}
