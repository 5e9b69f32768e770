import CohortModel
import CohortStore
import Postgres
import Questionnaires

/// Sends rows to their tables and merges those whose keys are stored already.
struct Merge {
  /// What a merge did.
  struct Outcome {
    let batch: Int64
    let changedCells: Int
    /// Rows of the file whose response was stored.
    let comparedRows: Int
    /// Those of them that changed something.
    let changedRows: Int
    /// True if rows of the file share a key; everything must be rolled back then.
    let hasRepeatedKeys: Bool
    /// Participants of whom rows of the file contradict each other where that costs the rows.
    let contradicting: Set<Int64>
    /// Those rows, if ``seeksContradictions``.
    let objections: [Finding]
  }

  /// How the merge treats rows of the file that contradict each other.
  struct Contradictions {
    /// What the questionnaire says that they mean; nil if it says nothing.
    var severity: Finding.Severity?
    /// True to find every line of them; the rows in question are then staged.
    var seeksLines = false
    /// True if the lines have been found and refused, so that nothing is left to do.
    var areSettled = false

    /// What they mean for rows of one table.
    ///
    /// Where a cell names the dose or the infection, each row tells one of its own, and two rows about the same are
    /// refused like two rows about the same response.
    func severity(in plan: TablePlan) -> Finding.Severity {
      let isNamedByCell = plan.groups.contains { if case .cell? = $0.slot { true } else { false } }
      return severity ?? (isNamedByCell ? .error : .warning)
    }
  }

  private let plans: [TablePlan]
  private let targets: [Target]
  private let statements: [MergeStatements]
  private let keys: KeyRing
  private let journal: ChangeJournal?
  private var hasStaging: [Bool]
  private var hasStagedAnswers = false
  private var comparedRows = 0
  /// True if new rows go to tables that this transaction has emptied.
  var isFirstLoad = false
  private(set) var batch: Int64 = 0
  /// Lines that changed something stored, and participants whose rows of other lines no longer match the digests.
  private var changedLines: Set<Int64> = []
  private var unsettledParticipants: Set<Int64> = []
  private var changedCells = 0
  /// Blank cells that empty what is stored; nil if none does.
  var clearing: Clearing?
  private let contradictions: Contradictions
  private var contradicting: Set<Int64> = []
  private var objections: [Finding] = []

  init(
    plans: [TablePlan], targets: [Target], keys: KeyRing, journal: ChangeJournal?,
    contradictions: Contradictions
  ) {
    self.plans = plans
    self.targets = targets
    self.contradictions = contradictions
    self.keys = keys
    self.journal = journal
    statements = plans.map { MergeStatements(plan: $0) }
    hasStaging = plans.map { _ in false }
  }

  /// Takes the batch's number, which changed cells refer to.
  mutating func begin(on connection: inout Connection) throws {
    batch = try connection.query(
      "select nextval(pg_get_serial_sequence('intake.batch', 'batch_id'))"
    ).only()[0]
  }

  /// Notes a row whose response is stored and differs, or may differ.
  mutating func noteCompared() {
    comparedRows += 1
  }

  /// Sends and empties every buffer that holds more than `leastBytes`, parents before children.
  ///
  /// The last and largest COPY is left running, so that the next rows are read while the server stores these.
  mutating func send(
    _ buffers: inout RowBuffers, leastBytes: Int, on connection: inout Connection
  ) throws {
    try sendStaged(&buffers, on: &connection)
    for place in plans.indices where buffers.direct[place].byteCount > leastBytes {
      if place == plans.count - 1 {
        try connection.startCopyIn(plans[place].directCopy(isFirstLoad), taking: &buffers.direct[place])
      } else {
        try connection.copyIn(plans[place].directCopy(isFirstLoad), from: buffers.direct[place])
        buffers.direct[place].removeAll()
      }
    }
  }

  private mutating func sendStaged(_ buffers: inout RowBuffers, on connection: inout Connection) throws {
    for place in plans.indices where buffers.staged[place].rowCount > 0 {
      if !hasStaging[place] { _ = try connection.execute(statements[place].create) }
      hasStaging[place] = true
      _ = try connection.copyIn(statements[place].copy, from: buffers.staged[place])
      buffers.emptyStaged(place)
    }
    guard buffers.stagedAnswers.rowCount > 0 else { return }
    if !hasStagedAnswers { _ = try connection.execute(AnswerEncoder.createStaging) }
    hasStagedAnswers = true
    _ = try connection.copyIn(AnswerEncoder.stagingCopy, from: buffers.stagedAnswers)
    buffers.emptyStagedAnswers()
  }

  /// Merges what was staged.
  mutating func run(on connection: inout Connection, findings: inout FindingSink) throws -> Outcome {
    for place in plans.indices where hasStaging[place] {
      guard try merge(plans[place], statements[place], &connection, &findings) else {
        return outcome(changedRows: 0, hasRepeatedKeys: true)
      }
    }
    if hasStagedAnswers { try mergeAnswers(&connection) }
    if clearing != nil { try clear(&connection) }
    let changedRows = try settleDigests(&connection)
    return outcome(changedRows: changedRows, hasRepeatedKeys: false)
  }

  private func outcome(changedRows: Int, hasRepeatedKeys: Bool) -> Outcome {
    Outcome(
      batch: batch, changedCells: changedCells, comparedRows: comparedRows, changedRows: changedRows,
      hasRepeatedKeys: hasRepeatedKeys, contradicting: contradicting, objections: objections)
  }

  /// Merges one table; false if keys repeat.
  private mutating func merge(
    _ plan: TablePlan, _ statements: MergeStatements, _ connection: inout Connection,
    _ findings: inout FindingSink
  ) throws -> Bool {
    _ = try connection.execute("analyze \(statements.staging)")
    if let question = statements.hasRepeatedKeys {
      let repeats: Bool = try connection.query(question).only()[0]
      guard !repeats else { return false }
    }
    for statement in statements.collapse { _ = try connection.execute(statement) }
    if let query = statements.contradictions {
      for row in try connection.query(query) {
        let column: String = try row["column_name"]
        findings.add(
          Finding(
            rule: "contradiction", severity: min(contradictions.severity(in: plan), .warning),
            line: try row["source_line"], column: plan.source(of: column, among: targets),
            message:
              "\(plan.block.rawValue).\(column) differs from what an earlier line of the file says; not stored",
            hint: "correct one of the two lines"))
        unsettledParticipants.insert(try row["participant_id"])
      }
    }
    if contradictions.severity(in: plan) == .error, !contradictions.areSettled {
      try seekContradictions(plan, statements, &connection)
    }
    if let query = statements.changedCells {
      try record(query, table: plan.table, isShared: plan.isShared, &connection)
    }
    try noteNewRows(statements.newRows, table: plan.table, &connection)
    _ = try connection.execute(statements.insert(batch: batch))
    if let update = statements.update { _ = try connection.execute(update) }
    if let update = statements.updateDigests { _ = try connection.execute(update) }
    return true
  }

  /// Finds participants of whom rows contradict each other, or the lines of these rows.
  private mutating func seekContradictions(
    _ plan: TablePlan, _ statements: MergeStatements, _ connection: inout Connection
  ) throws {
    guard contradictions.seeksLines else {
      if let query = statements.conflictingParticipants {
        for row in try connection.query(query) { contradicting.insert(try row[0]) }
      }
      return
    }
    guard let query = statements.conflictingLines else { return }
    for row in try connection.query(query) {
      let column: String = try row["column_name"]
      objections.append(
        Finding(
          rule: RowRule.Kind.contradiction.rawValue, severity: .error, line: try row["source_line"],
          column: plan.source(of: column, among: targets),
          message: "another row of the file has another value for \(plan.block.rawValue).\(column)",
          hint: "keep the right row, or correct the others"))
    }
  }

  private mutating func mergeAnswers(_ connection: inout Connection) throws {
    _ = try connection.execute("analyze staging_answer")
    try record(AnswerMergeStatements.changedCells, table: "cohort.answer", isShared: false, &connection)
    try noteNewRows(AnswerMergeStatements.newRows, table: "cohort.answer", &connection)
    for statement in AnswerMergeStatements.merge(batch: batch) { _ = try connection.execute(statement) }
  }

  /// Empties what blank cells of the named columns clear, but nothing that another row of the file gives.
  private mutating func clear(_ connection: inout Connection) throws {
    guard let statements = clearing?.statements, try clearing?.prepare(on: &connection) == true else {
      return
    }
    for (place, statement) in statements.enumerated() {
      let staged = statement.plan.flatMap { hasStaging[$0] ? self.statements[$0].staging : nil }
      try record(
        statement.changedCells(keeping: staged), table: statement.table, isShared: statement.isShared,
        isCleared: true, &connection)
      try clearing?.empty(place, keeping: staged, on: &connection)
    }
  }

  /// Notes the lines that give a table a row to a participant who has none there yet.
  private mutating func noteNewRows(_ query: String, table: String, _ connection: inout Connection) throws {
    let lines = try connection.query(query).map { row -> Int64 in try row[0] }
    changedLines.formUnion(lines)
    try journal?.noteNewRows(table, lines: lines.sorted())
  }

  /// Seals and stores old and new value of each cell that is about to change.
  private mutating func record(
    _ query: String, table: String, isShared: Bool, isCleared: Bool = false, _ connection: inout Connection
  ) throws {
    let order = journal == nil ? "" : "\norder by participant_id, row_key, column_name, source_line"
    _ = try connection.execute("declare changed no scroll cursor for \(query)\(order)")
    var buffer = CopyBuffer()
    while true {
      let page = try connection.query("fetch 5000 from changed")
      guard !page.isEmpty else { break }
      var noted: [ChangeJournal.Cell] = []
      for row in page {
        let line: Int64 = try row["source_line"]
        let participant: Int64 = try row["participant_id"]
        let rowKey: String = try row["row_key"]
        let column: String = try row["column_name"]
        changedLines.insert(line)
        if isShared { unsettledParticipants.insert(participant) }
        let change = ChangedCell(old: try row["old_text"], new: try row["new_text"])
        if journal != nil {
          noted.append(
            .init(
              line: line, participant: participant, row: rowKey, column: column, change: change,
              isCleared: isCleared))
        }
        buffer.beginRow(fieldCount: 6)
        buffer.append(int64: batch)
        buffer.append(int64: participant)
        buffer.append(text: table)
        buffer.append(text: rowKey)
        buffer.append(text: column)
        buffer.append(
          bytes: try change.sealed(
            with: keys, table: table, rowKey: rowKey, column: column, participant: participant))
        changedCells += 1
      }
      try journal?.note(noted, table: table, on: &connection)
      _ = try connection.copyIn(ChangedCell.copyStatement, from: buffer)
      buffer.removeAll()
    }
    _ = try connection.execute("close changed")
  }

  /// Forgets digests that no longer say what is stored, and counts the compared rows that changed something.
  private mutating func settleDigests(_ connection: inout Connection) throws -> Int {
    if !unsettledParticipants.isEmpty {
      _ = try connection.execute(
        "update cohort.response set digest = null where digest is not null and participant_id = any($1)",
        [Array(unsettledParticipants)])
    }
    guard let place = plans.firstIndex(where: { $0.block == .response }), hasStaging[place],
      !changedLines.isEmpty
    else { return 0 }
    return try connection.query(
      "select count(*) from \(statements[place].staging) where source_line = any($1)", [Array(changedLines)]
    ).only()[0]
  }
}
