import CSV

/// Options of one question that must not all be ticked together, compiled for the loop over rows.
struct OptionPlan: Sendable {
  private let places: [Int]
  private let columns: [String]
  private let exclusive: [Bool]
  private let most: Int
  private let isWanted: Bool
  /// Place of the column that says how far the part of the form is.
  private let state: Int?

  /// Nil if the file lacks the options.
  init?(_ group: OptionGroup, _ targets: [Target], _ writes: [Write]) {
    let found = targets.enumerated().filter { group.writes.contains($0.element.write) }
    guard found.count > 1 || group.isWanted && found.count == group.writes.count else { return nil }
    isWanted = group.isWanted && found.count == group.writes.count
    let part = writes[group.writes.lowerBound].part?.name
    state = targets.firstIndex { target in
      let own = writes[target.write].part
      return own?.isState == true && own?.name == part
    }
    places = found.map(\.offset)
    columns = found.map(\.element.columnName)
    exclusive = found.map { group.exclusive.contains($0.element.write) }
    most = group.most ?? Int.max
  }

  /// Reports options that are ticked together and exclude each other, and too many of them.
  func check(_ record: borrowing Record, _ cells: [Cell], _ findings: inout FindingSink) {
    var count = 0
    var excluding: Int?
    for (option, place) in places.enumerated() where cells[place].state == .value && cells[place].int == 1 {
      count += 1
      if exclusive[option] { excluding = excluding ?? option }
    }
    if let excluding, count > 1 {
      report(
        "exclusive-option", columns[excluding], "is ticked together with other options, which it excludes",
        record, &findings)
    }
    if isWanted, count == 0, places.contains(where: { cells[$0].state == .value }), !isIncomplete(cells) {
      report("required", columns[0], "no option is ticked, and one should be", record, &findings)
    }
    if count > most {
      report(
        "too-many-options", columns[0], "more than \(most) options of the question are ticked", record,
        &findings)
    }
  }

  /// A form that says it is incomplete is not asked why.
  private func isIncomplete(_ cells: [Cell]) -> Bool {
    guard let state else { return false }
    return cells[state].state == .value && cells[state].int == 0
  }

  private func report(
    _ rule: String, _ column: String, _ message: String, _ record: borrowing Record,
    _ findings: inout FindingSink
  ) {
    findings.add(
      Finding(
        rule: rule, severity: .warning, line: record.line, record: record.number, column: column,
        message: message, hint: "check the answers at the source"))
  }
}
