import Postgres

/// Gives the cells of a batch their old values, each only if it still is what the batch made it.
struct CellRestoration {
  let statements: UndoStatements
  private(set) var restored: [UndoReport.TableCount] = []
  /// Cells that are something else by now.
  private(set) var unrestored: [UndoReport.TableCount] = []

  init(statements: UndoStatements) {
    self.statements = statements
  }

  mutating func run(on connection: inout Connection) throws {
    var columns: [String: [(name: String, count: Int)]] = [:]
    for row in try connection.query(
      "select table_name, column_name, count(*) as cells from undone_cell group by 1, 2 order by 1, 2")
    {
      let column = (
        name: try row.value("column_name", as: String.self), count: try row.value("cells", as: Int.self)
      )
      columns[try row["table_name"], default: []].append(column)
    }
    for table in UndoStatements.tables {
      guard let changed = columns[table.name] else { continue }
      let types = try types(of: table.name, on: &connection)
      let known = changed.compactMap { column in types[column.name].map { (name: column.name, type: $0) } }
      let count = try restore(known, in: table, cellsOf: table.name, on: &connection)
      note(table.name, wanted: changed.reduce(0) { $0 + $1.count }, restored: count)
    }
    if let changed = columns[UndoStatements.answers] {
      let count = try restoreAnswers(changed.map(\.name), on: &connection)
      note(UndoStatements.answers, wanted: changed.reduce(0) { $0 + $1.count }, restored: count)
    }
  }

  private func restore(
    _ columns: [(name: String, type: String)], in table: (name: String, rowKey: String),
    cellsOf noted: String, on connection: inout Connection
  ) throws -> Int {
    guard !columns.isEmpty else { return 0 }
    return try connection.query(statements.restore(in: table, cellsOf: noted, columns)).only()[0]
  }

  private mutating func note(_ table: String, wanted: Int, restored count: Int) {
    if count > 0 { restored.append(.init(table: table, count: count)) }
    if wanted > count { unrestored.append(.init(table: table, count: wanted - count)) }
  }

  /// Returns how many cells have their old values.
  private func restoreAnswers(_ columns: [String], on connection: inout Connection) throws -> Int {
    let elements = columns.compactMap { column in
      Self.type(ofElement: column).map { (name: column, type: $0) }
    }
    var count = 0
    for table in UndoStatements.tables where UndoStatements.answerTables.contains(table.name) {
      count += try restore(elements, in: table, cellsOf: UndoStatements.answers, on: &connection)
      for object in ["texts", "reasons"] where columns.contains(where: { $0.hasPrefix("\(object)[") }) {
        count += try connection.query(statements.restoreMembers(in: table.name, object: object)).only()[0]
      }
    }
    if columns.contains("questionnaire") {
      count += try connection.execute(statements.emptyFirstAnswers)
    }
    return count
  }

  /// The type of `coded[3]` or `numbers[1]`; nil of anything else.
  private static func type(ofElement column: String) -> String? {
    for (array, type) in [("coded", "smallint"), ("numbers", "double precision")]
    where column.hasPrefix("\(array)[") && column.hasSuffix("]") {
      return Int(column.dropFirst(array.count + 1).dropLast()).map { _ in type }
    }
    return nil
  }

  /// Types of a table's columns, which cells name and so must exist.
  private func types(of table: String, on connection: inout Connection) throws -> [String: String] {
    let rows = try connection.query(
      """
      select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped
      """, [table])
    var types: [String: String] = [:]
    for row in rows { types[try row["name"]] = try row.value("type", as: String.self) }
    return types
  }
}
