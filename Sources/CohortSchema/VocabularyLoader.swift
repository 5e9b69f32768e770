import CSV
import Postgres

/// Loads `Schema/reference/*.csv` into the tables of the same names.
///
/// A vocabulary is loaded when its text changed. Identifiers are never removed, as stored rows may refer to them.
struct VocabularyLoader {
  /// Referenced tables before those that refer to them.
  private static let tables: [(name: String, key: [String])] = [
    ("symptom", ["id"]), ("vaccine", ["id"]), ("vaccine_strain", ["id"]), ("vaccine_synonym", ["synonym"]),
    ("vaccine_approval", ["vaccine", "strain"]), ("variant_period", ["id"]), ("canton", ["id"]),
    ("event", ["id"]), ("recover_weights", ["score", "item", "symptom"]),
    ("eq5d_value_set", ["value_set", "dimension", "level"]),
  ]

  /// Loads what changed and returns whether anything did.
  func load(_ connection: inout Connection) throws -> Bool {
    let rows = try connection.query("select name, encode(sha256, 'hex') as digest from migration.vocabulary")
    var digests: [String: String] = [:]
    for row in rows { digests[try row["name"]] = try row.value("digest", as: String.self) }
    var didLoad = false
    for (name, key) in Self.tables {
      guard let text = Assets.text(of: "reference/\(name).csv") else { continue }
      let digest = Migrator.digest(text)
      guard digests[name] != digest else { continue }
      try load(text, into: name, key: key, &connection)
      _ = try connection.execute(
        """
        insert into migration.vocabulary (name, sha256) values ($1, decode($2, 'hex'))
        on conflict (name) do update set sha256 = excluded.sha256
        """, [name, digest])
      didLoad = true
    }
    return didLoad
  }

  private func load(_ text: String, into table: String, key: [String], _ connection: inout Connection) throws
  {
    let records = try ReferenceTable(text: text)
    let quoted = records.columns.map { quoteIdentifier($0) }
    // The text of a cell is what PostgreSQL reads for the column's type; an empty cell is NULL.
    let types = try connection.query(
      """
      select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0
      """, ["reference.\(table)"])
    var typeOf: [String: String] = [:]
    for row in types { typeOf[try row["name"]] = try row.value("type", as: String.self) }
    let values = records.columns.enumerated().map { place, name in
      "nullif($\(place + 1), '')::\(typeOf[name] ?? "text")"
    }
    let rest = quoted.filter { column in !key.contains { quoteIdentifier($0) == column } }
    let update = rest.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    let sql = """
      insert into reference.\(table) (\(quoted.joined(separator: ", "))) values (\(values.joined(separator: ", ")))
      on conflict (\(key.joined(separator: ", "))) do \(rest.isEmpty ? "nothing" : "update set \(update)")
      """
    for row in records.rows {
      _ = try connection.execute(sql, row.map { $0 as (any PostgresValue)? })
    }
  }
}
