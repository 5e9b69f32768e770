import CohortModel

/// Holds a questionnaire against a header.
struct Binder {
  private let questionnaire: Questionnaire
  private let header: HeaderIndex
  private var used: Set<Int> = []
  private var findings: [Finding] = []
  private var isRefused = false

  init(_ questionnaire: Questionnaire, _ header: HeaderIndex) {
    self.questionnaire = questionnaire
    self.header = header
  }

  mutating func bind(today: StudyDay) -> Binding {
    guard hasAnyKnownColumn else {
      // The line may be data, so none of its texts is repeated.
      return .refused([
        Finding(
          rule: "missing-column", severity: .error, column: nil,
          message: "the first line names no column of questionnaire \(questionnaire.name)",
          hint: "check the questionnaire, the delimiter, and that the file begins with its column names")
      ])
    }
    let participant = key(questionnaire.participant, "the participants' codes")
    var event: Int?
    switch questionnaire.event {
    case .column(let column, _)?, .open(let column)?:
      // Without its event no row could be stored.
      event = key(.init(columns: column.columns, isOptional: false, line: column.line), "the event")
    case .constant?, nil: break
    }
    let instance = questionnaire.instance.flatMap { key($0, "the instance") }
    let only = questionnaire.only.flatMap { key($0.column, "the kind of row") }
    let slots = questionnaire.slots.map { key($0.column, "the slot \($0.name)") ?? -1 }
    let targets = targets()
    reportUnknown()
    guard let participant, !isRefused else { return .refused(findings) }
    let columns = BoundQuestionnaire.KeyColumns(
      participant: participant, event: event ?? -1, instance: instance ?? -1, only: only ?? -1, slots: slots)
    return .bound(
      BoundQuestionnaire(questionnaire, header: header, keys: columns, targets: targets, today: today),
      findings)
  }

  private var hasAnyKnownColumn: Bool {
    let keys = [questionnaire.participant, questionnaire.instance, questionnaire.only?.column].compactMap(
      \.self)
    let columns = keys.flatMap(\.columns) + questionnaire.writes.flatMap(\.columns)
    return columns.contains { header[$0] != nil }
  }

  private mutating func key(_ column: Questionnaire.KeyColumn, _ what: String) -> Int? {
    let index = header.first(of: column.columns)
    for name in column.columns { if let other = header[name] { used.insert(other) } }
    if let index {
      refuseIfRepeated(index)
    } else if !column.isOptional {
      isRefused = true
      let names = column.columns.map { "\"\($0)\"" }.joined(separator: " or ")
      findings.append(
        Finding(
          rule: "missing-column", severity: .error, column: column.columns.first,
          message: "the file has no column \(names) for \(what)",
          hint: nearestHint(column.columns)))
    }
    return index
  }

  private mutating func targets() -> [Target] {
    questionnaire.writes.enumerated().compactMap { place, write in
      for name in write.columns { if let other = header[name] { used.insert(other) } }
      guard let index = header.first(of: write.columns) else {
        if !write.isColumnOptional {
          findings.append(
            Finding(
              rule: "missing-column", severity: .warning, column: write.columns.first,
              message: "the file has no column for \(write.name)", hint: nearestHint(write.columns)))
        }
        return nil
      }
      refuseIfRepeated(index)
      return Target(
        destination: write.destination, columnIndex: index, columnName: header.names[index], write: place,
        blankReason: write.blankReason)
    }
  }

  private mutating func refuseIfRepeated(_ index: Int) {
    let name = header.names[index]
    guard header.names.count(where: { $0 == name }) > 1, !findings.contains(where: { $0.column == name })
    else {
      return
    }
    isRefused = true
    findings.append(
      Finding(
        rule: "repeated-column", severity: .error, column: name,
        message: "the file has this column more than once",
        hint: "rename or remove all but one"))
  }

  private func nearestHint(_ columns: [String]) -> String? {
    let unused = header.names.enumerated().filter { !used.contains($0.offset) }.map(\.element)
    return columns.lazy.compactMap { Spelling.nearest(to: $0, among: unused) }.first.map {
      "did you mean \"\($0)\"?"
    }
  }

  private mutating func reportUnknown() {
    let skip = questionnaire.skip.map(Glob.init)
    let missing = questionnaire.writes.flatMap(\.columns).filter { header[$0] == nil }
    for (index, name) in header.names.enumerated() where !used.contains(index) {
      // A rejects file that is fed again.
      if name.hasPrefix("_covalux_") || skip.contains(where: { $0.matches(name) }) { continue }
      let known = Spelling.nearest(to: name, among: missing)
      findings.append(
        Finding(
          rule: "unknown-column", severity: .error, column: name,
          message: name.isEmpty
            ? "column \(index + 1) has no name"
            : "questionnaire \(questionnaire.name) does not know this column",
          hint: known.map { "did you mean \"\($0)\"?" }
            ?? "add it to the questionnaire, under writes or under skip"))
    }
  }
}
