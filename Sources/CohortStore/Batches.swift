import Postgres

/// One import of a file.
public struct Batch: Hashable, Sendable {
  /// Number in the database.
  public let number: Int64
  /// When it was finished, in UTC, ISO 8601.
  public let finishedAt: String
  /// The study.
  public let study: String
  /// The form.
  public let form: String
  /// Name of the questionnaire.
  public let questionnaire: String
  /// Version of the questionnaire.
  public let questionnaireVersion: Int
  /// Name of the file without folders.
  public let fileName: String
  /// SHA-256 of the file in hexadecimal digits.
  public let fileSHA256: String
  /// Size of the file in bytes.
  public let fileBytes: Int64
  /// Rows read.
  public let rowsRead: Int64
  /// Rows that were new.
  public let rowsNew: Int64
  /// Rows that changed something stored.
  public let rowsChanged: Int64
  /// Rows that were stored already.
  public let rowsSame: Int64
  /// Rows that were refused.
  public let rowsRejected: Int64
  /// Why the file was imported, if it was said.
  public let reason: String?
  /// Cells of stored rows that it changed.
  public let cellsChanged: Int64
  /// When it was taken back, in UTC, ISO 8601; nil if it was not.
  public let undoneAt: String?
  /// Why it was taken back.
  public let undoReason: String?
}

/// What an import found in a file, without the values.
public struct BatchFinding: Hashable, Sendable {
  /// The rule.
  public let rule: String
  /// `error`, `warning` or `note`.
  public let severity: String
  /// The column; empty if none in particular.
  public let column: String
  /// How often.
  public let occurrences: Int64
  /// The first line concerned.
  public let firstLine: Int64
}

/// Imported batches.
public struct Batches {
  let study: Study

  private static let columns = """
    b.batch_id, to_char(b.finished_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as finished_at, b.study,
    b.form, q.name, q.version, b.file_name, encode(b.file_sha256, 'hex') as file_sha256, b.file_bytes, b.rows_read,
    b.rows_new, b.rows_changed, b.rows_same, b.rows_rejected, b.reason, b.cells_changed,
    to_char(u.undone_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as undone_at, u.reason as undo_reason
    """
  private static let tables = """
    intake.batch b join reference.questionnaire q using (questionnaire_id)
      left join intake.undone_batch u using (batch_id)
    """

  /// The last batches, newest first.
  public func list(limit: Int = 50) throws -> [Batch] {
    try study.run { connection in
      try connection.query(
        """
        select \(Self.columns) from \(Self.tables)
        order by b.batch_id desc limit $1
        """, [limit]
      ).map { try Self.batch($0) }
    }
  }

  /// One batch with its findings.
  public func show(_ number: Int64) throws -> (batch: Batch, findings: [BatchFinding]) {
    try study.run { connection in
      let rows = try connection.query(
        """
        select \(Self.columns) from \(Self.tables)
        where b.batch_id = $1
        """, [number])
      guard let row = rows.first else { throw RegistryError.unknownNumber }
      let findings = try connection.query(
        """
        select rule, severity, column_name, occurrences, first_line from intake.finding where batch_id = $1
        order by array_position(array['error', 'warning', 'note'], severity), occurrences desc, rule, column_name
        """, [number])
      return (
        try Self.batch(row),
        try findings.map {
          BatchFinding(
            rule: try $0["rule"], severity: try $0["severity"], column: try $0["column_name"],
            occurrences: try $0["occurrences"], firstLine: try $0["first_line"])
        }
      )
    }
  }

  private static func batch(_ row: Row) throws -> Batch {
    Batch(
      number: try row["batch_id"], finishedAt: try row["finished_at"], study: try row["study"],
      form: try row["form"], questionnaire: try row["name"], questionnaireVersion: try row["version"],
      fileName: try row["file_name"], fileSHA256: try row["file_sha256"], fileBytes: try row["file_bytes"],
      rowsRead: try row["rows_read"], rowsNew: try row["rows_new"], rowsChanged: try row["rows_changed"],
      rowsSame: try row["rows_same"], rowsRejected: try row["rows_rejected"], reason: try row["reason"],
      cellsChanged: try row["cells_changed"], undoneAt: try row["undone_at"],
      undoReason: try row["undo_reason"])
  }
}
