import Postgres

/// A value of the model as the text of a column.
struct ColumnText: Hashable {
  let name: String
  /// Nil where the model has no value.
  let text: String?
  /// What is stored where the model has no value; nil is NULL.
  let absent: String?

  init(_ name: String, _ text: String?, absent: String? = nil) {
    self.name = name
    self.text = text
    self.absent = absent
  }

  var stored: String? { text ?? absent }
}

/// A row of one of the cohort's tables, by its key.
struct StoredRow {
  let table: String
  let participant: Int64
  /// The columns of the key after the participant's.
  let key: [(column: String, value: any PostgresValue)]

  /// The key as changed cells name it.
  var rowKey: String { key.map(\.value.postgresText).joined(separator: "/") }

  private var predicate: String {
    (["participant_id"] + key.map(\.column)).enumerated().map { "\($0.element) = $\($0.offset + 1)" }
      .joined(separator: " and ")
  }

  private var parameters: [(any PostgresValue)?] { [participant] + key.map(\.value) }

  func insert(_ columns: [ColumnText], on connection: inout Connection) throws {
    let names = ["participant_id"] + key.map(\.column) + columns.map { quoteIdentifier($0.name) }
    let places = names.indices.map { "$\($0 + 1)" }
    try connection.execute(
      "insert into \(table) (\(names.joined(separator: ", "))) values (\(places.joined(separator: ", ")))",
      parameters + columns.map { $0.stored })
  }

  /// Stores what differs and keeps the old values sealed; returns the names of the columns that changed.
  func update(
    from old: [ColumnText], to new: [ColumnText], keys: KeyRing, on connection: inout Connection
  ) throws -> [String] {
    let before = Dictionary(old.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    let changed = new.filter { $0 != before[$0.name] }
    guard !changed.isEmpty else { return [] }
    let stored = try texts(on: &connection)
    let count = parameters.count
    let assignments = changed.enumerated().map {
      "\(quoteIdentifier($0.element.name)) = $\(count + $0.offset + 1)"
    }
    try connection.execute(
      "update \(table) set \(assignments.joined(separator: ", ")) where \(predicate)",
      parameters + changed.map { $0.stored })
    for column in changed {
      try seal(ChangedCell(old: stored[column.name], new: column.stored), of: column.name, keys, &connection)
    }
    return changed.map(\.name)
  }

  /// Removes the row and keeps its values sealed.
  func remove(keys: KeyRing, on connection: inout Connection) throws {
    let stored = try texts(on: &connection)
    guard !stored.isEmpty else { throw RegistryError.unknownRow(table: table) }
    try connection.execute("delete from \(table) where \(predicate)", parameters)
    let unsealed = Set(["participant_id", "batch_id"] + key.map(\.column))
    for (column, text) in stored.sorted(by: { $0.key < $1.key }) where !unsealed.contains(column) {
      try seal(ChangedCell(old: text, new: nil), of: column, keys, &connection)
    }
  }

  /// What is stored, by column and without NULL.
  private func texts(on connection: inout Connection) throws -> [String: String] {
    let rows = try connection.query(
      "select e.key, e.value from \(table) t, jsonb_each_text(to_jsonb(t)) e where \(predicate) and e.value is not null",
      parameters)
    var texts: [String: String] = [:]
    for row in rows { texts[try row[0]] = try row.value("value", as: String.self) }
    return texts
  }

  private func seal(
    _ change: ChangedCell, of column: String, _ keys: KeyRing, _ connection: inout Connection
  ) throws {
    let sealed = try change.sealed(
      with: keys, table: table, rowKey: rowKey, column: column, participant: participant)
    try connection.execute(
      """
      insert into intake.changed_cell (participant_id, table_name, row_key, column_name, sealed)
      values ($1, $2, $3, $4, $5)
      """, [participant, table, rowKey, column, sealed])
  }
}
