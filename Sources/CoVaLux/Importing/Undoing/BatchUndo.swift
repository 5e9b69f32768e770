import CohortStore
import Postgres

/// Takes one batch back in a transaction: removes its rows and gives the cells that it changed their old values.
struct BatchUndo {
  let batch: Int64
  let reason: String
  let keys: KeyRing
  let audit: AuditTrail

  private struct Facts {
    let questionnaire: Int32
    let newResponses: Int
    let changedCells: Int
  }

  /// Throws ``UndoRefusal`` where something came after the batch that builds on it; the caller rolls back.
  func run(on connection: inout Connection) throws -> UndoReport {
    try connection.execute("set local role covalux_writer")
    // No import and no direct entry meanwhile, and no release of what is about to go.
    try connection.execute("select pg_advisory_xact_lock(7206512, 2)")
    try connection.execute("select pg_advisory_xact_lock_shared(7206512, 3)")
    let facts = try facts(on: &connection)
    let statements = UndoStatements(batch: batch, questionnaire: facts.questionnaire)
    let cells = try openCells(on: &connection)
    for statement in statements.prepare { try connection.execute(statement) }
    let storedResponses: Int = try connection.query(
      "select count(*) from cohort.response where batch_id = $1", [batch]
    ).only()[0]

    var obstacles = try obstacles(statements, on: &connection)
    var restoration = CellRestoration(statements: statements)
    try restoration.run(on: &connection)
    obstacles += restoration.unrestored.map {
      .init(table: $0.table, obstacle: .changedAgain, count: $0.count)
    }
    guard obstacles.isEmpty else { throw UndoRefusal.builtUpon(batch, Self.merged(obstacles)) }
    let removed = try removeRows(on: &connection)
    try connection.execute(UndoStatements.clearDigests)

    try connection.execute(
      "insert into intake.undone_batch (batch_id, reason) values ($1, $2)", [batch, reason])
    let head = try audit.append(
      "batch-undo", reason: reason,
      detail: Self.detail(batch, removed: removed, restored: restoration.restored), on: &connection)
    return UndoReport(
      batch: batch, removedRows: removed, restoredCells: restoration.restored,
      absentResponses: max(0, facts.newResponses - storedResponses),
      absentCells: max(0, facts.changedCells - cells), auditHead: head)
  }

  private func facts(on connection: inout Connection) throws -> Facts {
    let rows = try connection.query(
      """
      select questionnaire_id, rows_new, cells_changed, exists (
        select from intake.undone_batch u where u.batch_id = b.batch_id) as is_undone
      from intake.batch b where batch_id = $1
      """, [batch])
    guard let row = rows.first else { throw RegistryError.unknownNumber }
    guard try !row.value("is_undone", as: Bool.self) else { throw UndoRefusal.alreadyUndone(batch) }
    return Facts(
      questionnaire: try row["questionnaire_id"], newResponses: try row["rows_new"],
      changedCells: try row["cells_changed"])
  }

  /// Opens what the batch changed into a temporary table; returns how many cells.
  private func openCells(on connection: inout Connection) throws -> Int {
    try connection.execute(UndoStatements.createCells)
    try connection.execute(
      """
      declare changed no scroll cursor for
      select change_id, participant_id, table_name, row_key, column_name, sealed from intake.changed_cell
      where batch_id = \(batch)
      """)
    var count = 0
    var buffer = CopyBuffer()
    while true {
      let page = try connection.query("fetch 5000 from changed")
      guard !page.isEmpty else { break }
      for row in page {
        let (table, rowKey, column): (String, String, String) = (
          try row["table_name"], try row["row_key"], try row["column_name"]
        )
        let participant: Int64 = try row["participant_id"]
        let change = try ChangedCell(
          sealed: try row["sealed"], with: keys, table: table, rowKey: rowKey, column: column,
          participant: participant)
        buffer.beginRow(fieldCount: 7)
        buffer.append(int64: try row["change_id"])
        buffer.append(int64: participant)
        for text in [table, rowKey, column, change.old, change.new] { buffer.append(text: text) }
        count += 1
      }
      _ = try connection.copyIn(UndoStatements.copyCells, from: buffer)
      buffer.removeAll()
    }
    try connection.execute("close changed")
    return count
  }

  private func obstacles(
    _ statements: UndoStatements, on connection: inout Connection
  ) throws -> [UndoRefusal.Count] {
    var found: [UndoRefusal.Count] = []
    for row in try connection.query(UndoStatements.takeCellsChangedAgain) {
      found.append(.init(table: try row[0], obstacle: .changedAgain, count: try row[1]))
    }
    var questions: [(String, UndoRefusal.Obstacle, String)] = UndoStatements.tables.map {
      ($0.name, .changedRow, statements.changedRows(of: $0))
    }
    questions += UndoStatements.children.map { ($0, .addedRow, statements.addedRows(in: $0)) }
    questions.append(("cohort.other_version_answer", .addedRow, statements.addedAnswers))
    questions.append(("cohort.participant", .merged, statements.merges))
    questions.append(("cohort.participant", .released, statements.releases))
    questions.append(("cohort.participant", .otherCode, statements.otherCodes))
    for (table, obstacle, question) in questions {
      let count: Int = try connection.query(question).only()[0]
      if count > 0 { found.append(.init(table: table, obstacle: obstacle, count: count)) }
    }
    return found
  }

  private func removeRows(on connection: inout Connection) throws -> [UndoReport.TableCount] {
    let numbers = try connection.query(UndoStatements.participantNumbers, [batch]).map { row -> Int64 in
      try row[0]
    }
    if !numbers.isEmpty {
      try connection.execute("set local role covalux_identity")
      try connection.execute(
        "delete from identity.duplicate where participant_id = any($1) or other_id = any($1)", [numbers])
      try connection.execute("delete from identity.person where participant_id = any($1)", [numbers])
      try connection.execute("set local role covalux_writer")
      for table in ["intake.crosswalk", "intake.changed_cell"] {
        try connection.execute("delete from \(table) where participant_id = any($1)", [numbers])
      }
    }
    return try UndoStatements.tables.compactMap { table in
      let count = try connection.execute("delete from \(table.name) where batch_id = $1", [batch])
      return count > 0 ? UndoReport.TableCount(table: table.name, count: count) : nil
    }
  }

  /// One count for each table and obstacle.
  private static func merged(_ counts: [UndoRefusal.Count]) -> [UndoRefusal.Count] {
    var merged: [UndoRefusal.Count] = []
    for count in counts {
      if let place = merged.firstIndex(where: { $0.table == count.table && $0.obstacle == count.obstacle }) {
        let sum = merged[place].count + count.count
        merged[place] = .init(table: count.table, obstacle: count.obstacle, count: sum)
      } else {
        merged.append(count)
      }
    }
    return merged
  }

  private static func detail(
    _ batch: Int64, removed: [UndoReport.TableCount], restored: [UndoReport.TableCount]
  ) -> String {
    func object(_ counts: [UndoReport.TableCount]) -> String {
      "{" + counts.map { "\"\($0.table)\":\($0.count)" }.joined(separator: ",") + "}"
    }
    return "{\"batch\":\(batch),\"removed\":\(object(removed)),\"restored\":\(object(restored))}"
  }
}
