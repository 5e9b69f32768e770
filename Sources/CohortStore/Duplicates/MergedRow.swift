import Postgres

/// Two rows of one key that a merge combined, as they were before.
struct MergedRow {
  /// Where the codes of merged participants are noted.
  static let codes = "intake.crosswalk"
  /// Where sealed identifiers are noted.
  static let identity = "identity.person"
  static let onlyRow = "[]"

  let table: String
  var rowKey = Self.onlyRow
  /// What the kept row took from the absorbed one: columns, or names of identifiers.
  var taken: [String] = []
  /// The kept and the absorbed row as JSON, or sealed identifiers in hexadecimal digits; nil where there was none.
  let images: ChangedCell

  func insert(
    _ merge: Int64, kept: Int64, keys: KeyRing, on connection: inout Connection
  ) throws {
    let sealed = try images.sealed(
      with: keys, table: table, rowKey: rowKey, column: Self.context(merge), participant: kept)
    try connection.execute(
      """
      insert into intake.person_merge_row (participant_id, merge_id, table_name, row_key, fate, taken_columns, sealed)
      values ($1, $2, $3, $4, 'combined', $5, $6)
      """, [kept, merge, table, rowKey, taken, sealed])
  }

  /// The rows that a merge combined, by table and key.
  static func all(of merge: Int64, kept: Int64, keys: KeyRing, on connection: inout Connection) throws
    -> [MergedRow]
  {
    try connection.query(
      """
      select table_name, row_key, taken_columns, sealed from intake.person_merge_row
      where participant_id = $1 and merge_id = $2 and fate = 'combined' order by table_name, row_key
      """, [kept, merge]
    ).map { row in
      let (table, rowKey): (String, String) = (try row["table_name"], try row["row_key"])
      return MergedRow(
        table: table, rowKey: rowKey, taken: try row["taken_columns"],
        images: try ChangedCell(
          sealed: try row["sealed"], with: keys, table: table, rowKey: rowKey, column: context(merge),
          participant: kept))
    }
  }

  private static func context(_ merge: Int64) -> String { "person-merge/\(merge)" }
}

extension Connection {
  /// Names and types of a table's columns.
  mutating func columns(of table: String) throws -> [(name: String, type: String)] {
    try query(
      """
      select attname::text as name, format_type(atttypid, atttypmod) as type from pg_attribute
      where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum
      """, [table]
    ).map { (try $0["name"], try $0["type"]) }
  }
}
