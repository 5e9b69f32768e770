import CohortModel

/// Holds a questionnaire against a header.
struct Binder {
  private let questionnaire: Questionnaire
  private let header: HeaderIndex
  private let skip: [Glob]
  /// Columns that the questionnaire knows, read or not.
  private var used: Set<Int> = []
  /// Columns that are read.
  private var read: Set<Int> = []
  private var spareColumns: [SpareColumn] = []
  private var findings: [Finding] = []
  private var isRefused = false

  init(_ questionnaire: Questionnaire, _ header: HeaderIndex) {
    self.questionnaire = questionnaire
    self.header = header
    skip = questionnaire.skip.map(Glob.init)
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
    let participant = key(questionnaire.participant, "the participants' codes", spare: .note)
    var event: Int?
    switch questionnaire.event {
    case .column(let column, _)?, .open(let column, _)?:
      // Without its event no row could be stored.
      event = key(.init(columns: column.columns, isOptional: false, line: column.line), "the event")
    case .constant?, nil: break
    }
    let instance = questionnaire.instance.flatMap { key($0, "the instance") }
    let counted = questionnaire.counted.map { key($0.column, "the rows of a participant") ?? -1 }
    let only = questionnaire.only.flatMap { key($0.column, "the kind of row") }
    let slots = questionnaire.slots.map { key($0.column, "the slot \($0.name)") ?? -1 }
    let targets = targets()
    reportGroups()
    reportUnknown()
    reportSpare()
    guard let participant, !isRefused else { return .refused(findings) }
    let columns = BoundQuestionnaire.KeyColumns(
      participant: participant, event: event ?? -1, instance: instance ?? -1, counted: counted,
      only: only ?? -1, slots: slots)
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

  private mutating func key(
    _ column: Questionnaire.KeyColumn, _ what: String, spare severity: Finding.Severity = .warning
  ) -> Int? {
    let index = find(column.columns, spare: severity)
    if index == nil && !column.isOptional {
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

  /// The place of the first spelling that the header has; others that it has as well are spare.
  private mutating func find(_ spellings: [String], spare severity: Finding.Severity) -> Int? {
    guard let index = header.first(of: spellings) else {
      spellings.forEach { refuseRivals(for: $0) }
      return nil
    }
    used.insert(index)
    read.insert(index)
    for other in spellings.compactMap({ header[$0] }) where other != index {
      used.insert(other)
      spareColumns.append(SpareColumn(index: other, instead: index, severity: severity))
    }
    refuseIfRepeated(index)
    return index
  }

  /// Two groups may have questions of one name, and nothing says which is meant.
  private mutating func refuseRivals(for spelling: String) {
    let rivals = header.rivals(for: spelling)
    guard rivals.count > 1 else { return }
    used.formUnion(rivals)
    guard !findings.contains(where: { $0.rule == "several-groups" && $0.column == spelling }) else { return }
    isRefused = true
    let names = rivals.map { "\"\(header.names[$0])\"" }.joined(separator: " and ")
    findings.append(
      Finding(
        rule: "several-groups", severity: .error, column: spelling,
        message: "\(names) of the file could each be this column",
        hint: "name them in the questionnaire with their groups, each for itself or under skip"))
  }

  /// Says once that names were found behind their groups.
  private mutating func reportGroups() {
    let found = used.filter { header.question(at: $0) != nil }.sorted()
    guard !isRefused, let first = found.first else { return }
    findings.append(
      Finding(
        rule: "group-prefix", severity: .note,
        message:
          "\(found.count) \(found.count == 1 ? "column is" : "columns are") found behind the groups of the "
          + "form, such as \"\(Self.shown(header.names[first]))\""))
  }

  /// Columns of their own in the order of the questionnaire, then concepts of several columns.
  private mutating func targets() -> [Target] {
    let writes = questionnaire.writes.enumerated()
    var targets = writes.filter { $0.element.parts.isEmpty }.compactMap { target($0.element, $0.offset) }
    for (place, write) in writes where !write.parts.isEmpty {
      let parts = write.parts.map { target($0, place) }
      guard let first = parts.lazy.compactMap(\.self).first else { continue }
      targets.append(
        Target(
          destination: write.destination, columnIndex: first.columnIndex, columnName: first.columnName,
          write: place, blankReason: write.blankReason, parts: parts))
    }
    return targets
  }

  /// A column that is stored; nil if the file lacks it.
  private mutating func target(_ write: Write, _ place: Int) -> Target? {
    guard let index = find(write.columns, spare: .error) else {
      // An answer may have missed the column of its concept already.
      if !write.isColumnOptional, !write.columns.contains(where: { header.rivals(for: $0).count > 1 }),
        !findings.contains(where: { $0.rule == "missing-column" && $0.column == write.columns.first })
      {
        findings.append(
          Finding(
            rule: "missing-column", severity: questionnaire.wantsEveryColumn ? .error : .warning,
            column: write.columns.first,
            message: "the file has no column for \(write.name)", hint: nearestHint(write.columns)))
      }
      return nil
    }
    return Target(
      destination: write.destination, columnIndex: index, columnName: header.names[index], write: place,
      blankReason: write.blankReason, parts: [])
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

  /// Whether it was said already that the file has a column more than once.
  private func isRepeated(_ name: String) -> Bool {
    findings.contains { $0.rule == "repeated-column" && $0.column == name }
  }

  private func nearestHint(_ columns: [String]) -> String? {
    let unused = header.names.enumerated().filter { !used.contains($0.offset) }.map(\.element)
    return columns.lazy.compactMap { Spelling.nearest(to: $0, among: unused) }.first.map {
      "did you mean \"\($0)\"?"
    }
  }

  private mutating func reportUnknown() {
    let missing = questionnaire.writes.flatMap(\.columns).filter { header[$0] == nil }
    for (index, name) in header.names.enumerated() where !used.contains(index) {
      // A rejects file that is fed again.
      if name.hasPrefix("_covalux_") || skips(index) || isRepeated(name) { continue }
      let known = Spelling.nearest(to: name, among: missing)
      findings.append(
        Finding(
          rule: "unknown-column", severity: .error, column: Self.shown(name),
          message: name.isEmpty
            ? "column \(index + 1) has no name"
            : "questionnaire \(questionnaire.name) does not know this column",
          hint: known.map { "did you mean \"\($0)\"?" }
            ?? "add it to the questionnaire, under writes or under skip"))
    }
  }

  /// A name as findings say it: a header that is none may be as long as the file.
  private static func shown(_ name: String) -> String {
    let beginning = name.unicodeScalars.prefix(longestShownName)
    return beginning.count == name.unicodeScalars.count ? name : String(beginning) + "…"
  }

  private static let longestShownName = 100

  private func skips(_ index: Int) -> Bool {
    skip.contains { $0.matches(header.names[index]) || header.question(at: index).map($0.matches) ?? false }
  }

  /// Nothing is dropped unseen: of two spellings in one header only one is read.
  private mutating func reportSpare() {
    for spare in spareColumns where !read.contains(spare.index) && !skips(spare.index) {
      let finding = spare.finding(names: header.names)
      if !findings.contains(finding) { findings.append(finding) }
    }
  }
}

/// A column that is not read, because the header has another spelling of it that comes before.
private struct SpareColumn {
  let index: Int
  let instead: Int
  let severity: Finding.Severity

  func finding(names: [String]) -> Finding {
    Finding(
      rule: "several-spellings", severity: severity, column: names[index],
      message:
        "is not read: \"\(names[instead])\", which the questionnaire takes for the same column, is in the "
        + "file too and is read",
      hint: severity == .note
        ? "nothing needs to be done if both name the same participant in every row"
        : "put the two into files of their own, remove the one that is not meant, or name it under skip")
  }
}
