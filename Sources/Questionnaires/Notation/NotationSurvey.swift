public import CSV

/// Looks at the columns whose notation a questionnaire leaves open, before any row is stored.
///
/// Every row of the file is looked at, and nothing of it is kept but counts and line numbers.
public struct NotationSurvey: Sendable {
  /// What is known about one column.
  public struct Column: Hashable, Sendable {
    /// Place in the file.
    public let index: Int
    /// Name in the file.
    public let name: String
    /// Day first or month first; nil if the column has no dates or they are declared.
    public internal(set) var dates: TwoWayEvidence?
    /// Comma or point as decimal mark; nil if the column has no numbers or it is declared.
    public internal(set) var decimals: TwoWayEvidence?
    /// Numbers in which a comma or a point can only stand between thousands.
    var groupedByMark = 0
  }

  private struct Open: Sendable {
    var column: Column
    let write: Int
    let openness: Openness
    /// Codes and missing tokens, which are no evidence.
    let tokens: CodeTable
  }

  private var open: [Open] = []
  private let keys: KeyReader
  private let fieldCount: Int

  /// Prepares for a file whose header is bound.
  public init(_ bound: BoundQuestionnaire) {
    keys = bound.keys
    fieldCount = bound.columns.count
    for target in bound.targets where target.parts.isEmpty {
      let write = bound.questionnaire.writes[target.write]
      guard !write.openness.isSettled else { continue }
      var tokens = CodeTable()
      for coding in write.codings { tokens.insert(coding.cell, 0) }
      open.append(
        Open(
          column: Column(
            index: target.columnIndex, name: target.columnName,
            dates: write.openness.dates.map { _ in TwoWayEvidence() },
            decimals: write.openness.decimals.map { _ in TwoWayEvidence() }),
          write: target.write, openness: write.openness, tokens: tokens))
    }
  }

  /// True if no column is open, so that the file need not be looked at.
  public var isSettled: Bool { open.isEmpty }

  /// The columns that are looked at.
  public var columns: [Column] { open.map(\.column) }

  /// Looks at one row.
  public mutating func note(_ record: borrowing Record) {
    guard record.count == fieldCount, keys.isOfStream(record) else { return }
    let line = record.line
    for place in open.indices {
      let range = CellText.trimmed(record.bytes, record.range(of: open[place].column.index))
      guard !range.isEmpty, open[place].tokens[record.bytes, range] == nil else { continue }
      if let choice = open[place].openness.dates {
        open[place].column.dates?.note(
          Self.date(choice.dayFirst, record.bytes, range), Self.date(choice.monthFirst, record.bytes, range),
          line: line)
      }
      if open[place].openness.decimals != nil {
        open[place].column.noteNumber(record.bytes, range, line: line)
      }
    }
  }

  private static func date(_ patterns: [DatePattern], _ bytes: [UInt8], _ range: Range<Int>) -> Int32? {
    for pattern in patterns {
      if let days = pattern.days(bytes, range) { return days }
    }
    return nil
  }

  /// Decides, after the last row.
  ///
  /// - Parameter questionnaire: The questionnaire that was bound.
  /// - Returns: The questionnaire with every column settled and what proved it; or why the file is refused.
  public func conclude(_ questionnaire: Questionnaire) -> NotationProof {
    var questionnaire = questionnaire
    var findings: [Finding] = []
    var refusals: [Finding] = []
    var words: [String] = []
    let pooled = pooledEvidence()
    for column in open {
      let write = column.write
      if let own = column.column.dates, let choice = column.openness.dates {
        let evidence = choice.proof == .together ? pooled.dates : own
        let question = NotationQuestion.dates
        let verdict = evidence.verdict
        if let refusal = question.refusal(verdict, evidence, column: column.column.name) {
          refusals.append(refusal)
        } else {
          let isMonthFirst = verdict == .second
          questionnaire.writes[write].patterns = isMonthFirst ? choice.monthFirst : choice.dayFirst
          words.append("\(column.column.name) \(isMonthFirst ? "mdy" : "dmy")")
          findings += question.note(verdict, evidence, column: column.column.name)
        }
      }
      if let own = column.column.decimals, let proof = column.openness.decimals {
        let evidence = proof == .together ? pooled.decimals : own
        let question = NotationQuestion.decimals
        let verdict = evidence.verdict
        if let refusal = question.refusal(verdict, evidence, column: column.column.name) {
          refusals.append(refusal)
        } else {
          let isComma = verdict == .first
          let isGrouped = column.column.groupedByMark > 0
          questionnaire.writes[write].decimalMark = isComma ? UInt8(ascii: ",") : UInt8(ascii: ".")
          questionnaire.writes[write].grouping = isGrouped ? .marks : .spaces
          words.append("\(column.column.name) \(isComma ? "comma" : "point")\(isGrouped ? " grouped" : "")")
          findings += question.note(verdict, evidence, column: column.column.name)
        }
      }
    }
    guard refusals.isEmpty else { return .undecided(refusals) }
    return .settled(questionnaire, findings, words.joined(separator: "; "))
  }

  private func pooledEvidence() -> (dates: TwoWayEvidence, decimals: TwoWayEvidence) {
    var dates = TwoWayEvidence()
    var decimals = TwoWayEvidence()
    for column in open {
      if column.openness.dates?.proof == .together, let own = column.column.dates { dates.add(own) }
      if column.openness.decimals == .together, let own = column.column.decimals { decimals.add(own) }
    }
    return (dates, decimals)
  }
}

/// What the columns of a file prove about their notation.
public enum NotationProof: Sendable {
  /// The questionnaire with every column settled, what proved it, and all of it in one line.
  case settled(Questionnaire, [Finding], String)
  /// The file cannot be read without being told how it is written.
  case undecided([Finding])
}

extension NotationSurvey.Column {
  mutating func noteNumber(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
    let comma = GroupedNumber(bytes, range, decimalMark: UInt8(ascii: ","))
    let point = GroupedNumber(bytes, range, decimalMark: UInt8(ascii: "."))
    decimals?.note(comma?.value, point?.value, line: line)
    if comma == nil, point?.isGroupedByMark == true { groupedByMark += 1 }
    if point == nil, comma?.isGroupedByMark == true { groupedByMark += 1 }
  }
}
