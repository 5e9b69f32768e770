/// Who was invited, who took part and who left, as far as it may be shown; numbers that do not add up are
/// refused.
public struct ParticipantFlow: Sendable, Hashable {
  /// Persons who leave the flow, or a group that it ends in.
  public struct Part: Sendable, Hashable {
    /// A reason, or the group's name.
    public var label: String
    /// The persons.
    public var n: Int

    /// Makes a part.
    public init(_ label: String, _ n: Int) {
      self.label = label
      self.n = n
    }
  }

  /// A box of the main column, and those who left after it.
  public struct Stage: Sendable, Hashable {
    /// What is counted.
    public var label: String
    /// The persons.
    public var n: Int
    /// Those who do not reach the next stage, by reason.
    public var leaving: [Part]

    /// Makes a stage.
    public init(_ label: String, _ n: Int, leaving: [Part] = []) {
      self.label = label
      self.n = n
      self.leaving = leaving
    }
  }

  /// A box with what may be shown of its number.
  public struct Box: Sendable, Hashable {
    /// What is counted.
    public let label: String
    /// The persons.
    public let n: Disclosed<Int>
    /// Those who left after it; empty for the groups at the end.
    public let leaving: [Box]
  }

  /// The main column from top to bottom.
  public let stages: [Box]
  /// The groups that the last stage parts into.
  public let groups: [Box]

  /// Checks the sums, and then hides what the rule hides.
  ///
  /// - Parameters:
  ///   - stages: the main column with all its numbers.
  ///   - groups: what the last stage, less those who leave after it, parts into.
  ///   - rule: which numbers are hidden; all boxes are one table with known sums.
  /// - Throws: `FigureError.doesNotAddUp` for a stage that is not the one before less those who left, for
  ///   groups that are not all of the last stage, and for negative numbers.
  public init(stages: [Stage], groups: [Part] = [], rule: SmallCells) throws(FigureError) {
    try ParticipantFlow.check(stages, groups)
    var rows: [ResultRow] = []
    for (index, stage) in stages.enumerated() {
      let parted = index + 1 < stages.count || !groups.isEmpty
      rows.append(
        ParticipantFlow.row(
          "\(index)", stage.n, partOf: index == 0 ? nil : index - 1, totalOf: parted ? index : nil))
      for (place, part) in stage.leaving.enumerated() {
        rows.append(ParticipantFlow.row("\(index).\(place)", part.n, partOf: index, totalOf: nil))
      }
    }
    for (place, group) in groups.enumerated() {
      rows.append(ParticipantFlow.row("group \(place)", group.n, partOf: stages.count - 1, totalOf: nil))
    }
    let table = ResultTable(
      statistic: "flow", title: "", question: "", denominator: "", asOf: "", rows: rows)
    var shown = rule.apply(to: table).rows.map(\.count)[...]
    self.stages = stages.map { stage in
      let n = shown.removeFirst()
      let leaving = stage.leaving.map { Box(label: $0.label, n: shown.removeFirst(), leaving: []) }
      return Box(label: stage.label, n: n, leaving: leaving)
    }
    self.groups = groups.map { Box(label: $0.label, n: shown.removeFirst(), leaving: []) }
  }

  private static func row(_ level: String, _ n: Int, partOf: Int?, totalOf: Int?) -> ResultRow {
    ResultRow(
      level: level, measure: "persons", count: n, unit: .persons,
      partitions: partOf.map { ["after \($0)"] } ?? [], totalOf: totalOf.map { ["after \($0)"] } ?? [])
  }

  private static func check(_ stages: [Stage], _ groups: [Part]) throws(FigureError) {
    for (index, stage) in stages.enumerated() {
      let rest = stage.n - stage.leaving.reduce(0) { $0 + $1.n }
      guard stage.n >= 0, rest >= 0, stage.leaving.allSatisfy({ $0.n >= 0 }) else {
        throw FigureError.doesNotAddUp(stage: stage.label)
      }
      if index + 1 < stages.count && stages[index + 1].n != rest {
        throw FigureError.doesNotAddUp(stage: stages[index + 1].label)
      }
      if index + 1 == stages.count && !groups.isEmpty {
        let sum = groups.reduce(0) { $0 + $1.n }
        guard sum == rest, groups.allSatisfy({ $0.n >= 0 }) else {
          throw FigureError.doesNotAddUp(stage: groups.map(\.label).joined(separator: ", "))
        }
      }
    }
    if let group = groups.first, stages.isEmpty { throw FigureError.doesNotAddUp(stage: group.label) }
  }
}
