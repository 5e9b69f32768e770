/// What must be suppressed at a node for its classes to satisfy the models.
///
/// Where a row is a unit, the classes that fail are suppressed, as in ARX. Where a unit has rows in
/// several classes, suppressing it shrinks the other classes too, so classes are checked again until
/// none fails; for monotone models this leaves the largest possible set of units.
struct Suppression {
  /// The classes that are left, in the node's numbering; suppressed ones are empty.
  let remaining: ClassTable
  /// The units suppressed.
  let unitCount: Int
  /// The units suppressed for the monotone models alone: no node below needs fewer.
  let monotoneUnitCount: Int
  /// The suppressed units by their dense number, or nil where a row is a unit.
  let isRemoved: [Bool]?

  init(_ table: ClassTable, in prepared: PreparedTable, models: [any PrivacyModel]) {
    let monotone = models.filter(\.isMonotone)
    let others = models.filter { !$0.isMonotone }
    var state = State(remaining: table, isRemoved: Array(repeating: false, count: prepared.unitCount))
    if table.units == nil { state.isRemoved = [] }
    state.suppress(models: monotone, in: prepared)
    monotoneUnitCount = state.unitCount
    if !others.isEmpty {
      state.suppress(models: others + (table.units == nil ? [] : monotone), in: prepared)
    }
    remaining = state.remaining
    unitCount = state.unitCount
    isRemoved = table.units == nil ? nil : state.isRemoved
  }
}

private struct State {
  var remaining: ClassTable
  var isRemoved: [Bool]
  var unitCount = 0

  mutating func suppress(models: [any PrivacyModel], in prepared: PreparedTable) {
    while true {
      let failing = failingClasses(models, in: prepared)
      if failing.isEmpty { return }
      guard let units = remaining.units else {
        for index in failing {
          unitCount += Int(remaining.rowCounts[index])
          remaining.rowCounts[index] = 0
        }
        return
      }
      for index in failing {
        for entry in units.range(of: index) where !isRemoved[Int(units.codes[entry])] {
          isRemoved[Int(units.codes[entry])] = true
          unitCount += 1
        }
      }
      remaining = prepared.removing(isRemoved, from: remaining)
    }
  }

  private func failingClasses(_ models: [any PrivacyModel], in prepared: PreparedTable) -> [Int] {
    var isFailing = Array(repeating: false, count: remaining.count)
    for model in models {
      let column = prepared.sensitiveColumns.firstIndex { $0.name == model.sensitiveColumn }
      let distributions = column.map {
        prepared.sensitiveColumns[$0].distributions(remaining.sensitive[$0])
      }
      let tableValues = column.map { prepared.sensitiveColumns[$0].tableValues } ?? .empty
      let labels = column.map { prepared.sensitiveColumns[$0].labels } ?? []
      for index in 0..<remaining.count where remaining.rowCounts[index] > 0 && !isFailing[index] {
        let values =
          distributions.map { entries in
            let range = entries.range(of: index)
            return SensitiveDistribution(codes: entries.codes[range], counts: entries.counts[range])
          } ?? .empty
        let equivalenceClass = EquivalenceClass(
          unitCount: remaining.unitCount(of: index), values: values, tableValues: tableValues,
          labels: labels)
        if !model.isSatisfied(by: equivalenceClass) { isFailing[index] = true }
      }
    }
    return isFailing.indices.filter { isFailing[$0] }
  }
}
