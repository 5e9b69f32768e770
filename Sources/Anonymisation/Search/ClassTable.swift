/// The equivalence classes of one node of the lattice.
struct ClassTable: Sendable {
  /// For each class, one of the finest classes in it.
  var representatives: [Int32] = []
  /// The rows of each class.
  var rowCounts: [Int32] = []
  /// The units of each class with their rows, or nil where a row is a unit.
  var units: ClassEntries?
  /// For each sensitive column the values of each class, or (unit, value) pairs where `units` is set.
  var sensitive: [ClassEntries] = []

  var count: Int { representatives.count }

  /// The number of distinct units in a class.
  func unitCount(of index: Int) -> Int {
    units?.length(of: index) ?? Int(rowCounts[index])
  }

  /// A measure of the memory held.
  var footprint: Int {
    sensitive.reduce(2 * count + 2 * (units?.codes.count ?? 0)) { $0 + 2 * $1.codes.count }
  }
}
