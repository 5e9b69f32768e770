import CohortStore
import Crypto
import Postgres
import Questionnaires

/// What is written down about one import: the questionnaire used, the batch and its findings.
struct BatchRecord {
  let questionnaire: Questionnaire
  let definition: String
  let vocabularyDigest: [UInt8]
  let started: String

  /// What digests of rows start with: all that decides what a row's text means.
  ///
  /// The questionnaire's text and not its number, which differs between databases.
  func digestSeed(
    header: [String], delimiter: UInt8, cleared: [String], notation: String
  ) -> UInt64 {
    var hash = SHA256()
    hash.update(data: Array(definition.utf8))
    hash.update(data: vocabularyDigest)
    hash.update(data: Array(notation.utf8) + [0])
    for name in header { hash.update(data: Array(name.utf8) + [0]) }
    hash.update(data: [delimiter])
    // A row that clears means something else than the same row without.
    for name in cleared { hash.update(data: [1] + Array(name.utf8) + [0]) }
    return hash.finalize().prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// The number of the questionnaire version in the database, recorded with its questions at first use.
  func register(on connection: inout Connection) throws -> Int32 {
    let digest = SHA256.hash(data: Array(definition.utf8)).hexadecimalText
    let known = try connection.query(
      """
      select questionnaire_id from reference.questionnaire
      where name = $1 and version = $2 and sha256 = decode($3, 'hex')
      """, [questionnaire.name, questionnaire.version, digest])
    if let row = known.first { return try row[0] }
    let number: Int32 = try connection.query(
      """
      insert into reference.questionnaire (name, version, sha256, definition)
      values ($1, $2, decode($3, 'hex'), $4) returning questionnaire_id
      """, [questionnaire.name, questionnaire.version, digest, definition]
    ).only()[0]
    var places: [String: Int] = [:]
    for question in questionnaire.answers {
      let kind = Self.storedKind(question.kind)
      let array = kind == "date" ? "number" : kind
      let place = places[array, default: 1]
      places[array] = place + 1
      _ = try connection.execute(
        """
        insert into reference.question (questionnaire_id, kind, place, name, label, codes, is_identifying, is_exportable)
        values ($1, $2, $3, $4, $5, $6::jsonb, $7, $8)
        """,
        [
          number, kind, place, question.name, question.label ?? question.name, Self.codes(of: question),
          question.isIdentifying, !question.isNeverExported,
        ])
    }
    return number
  }

  /// Whether the same bytes were imported with the same questionnaire before, and not taken back.
  func isKnown(_ sha256: [UInt8], _ questionnaireNumber: Int32, on connection: inout Connection) throws
    -> Bool
  {
    try connection.query(
      """
      select exists (select from intake.batch b where file_sha256 = decode($1, 'hex') and questionnaire_id = $2
        and not exists (select from intake.undone_batch u where u.batch_id = b.batch_id))
      """,
      [sha256.hexadecimalText, questionnaireNumber]
    ).only()[0]
  }

  func insert(
    _ batch: Int64, _ questionnaireNumber: Int32, file: SourceFile, sha256: [UInt8], rows: ImportReport.Rows,
    changedCells: Int, findings: [FindingSink.Group], reason: String?, on connection: inout Connection
  ) throws {
    _ = try connection.execute(
      """
      insert into intake.batch (batch_id, started_at, study, form, questionnaire_id, vocabulary_digest, file_name,
        file_sha256, file_bytes, rows_read, rows_new, rows_changed, rows_same, rows_rejected, cells_changed, reason)
      overriding system value
      values ($1, $2::timestamptz, $3, $4, $5, decode($6, 'hex'), $7, decode($8, 'hex'), $9, $10, $11, $12, $13,
        $14, $15, $16)
      """,
      [
        batch, started, questionnaire.study, questionnaire.form, questionnaireNumber,
        vocabularyDigest.hexadecimalText, file.name, sha256.hexadecimalText, file.givenSize, rows.read,
        rows.new,
        rows.changed, rows.same, rows.rejected, changedCells, reason,
      ])
    // Without their messages, groups of one rule and column are one; the first has the first line.
    var isWritten: Set<[String]> = []
    for group in findings {
      let key = [group.rule, group.severity.word, group.column ?? ""]
      guard isWritten.insert(key).inserted else { continue }
      let alike = findings.filter {
        $0.rule == group.rule && $0.severity == group.severity && $0.column == group.column
      }
      _ = try connection.execute(
        """
        insert into intake.finding (batch_id, rule, severity, column_name, occurrences, first_line)
        values ($1, $2, $3, $4, $5, $6)
        """, [batch, key[0], key[1], key[2], alike.reduce(0) { $0 + $1.count }, group.firstLine])
    }
  }

  /// Facts for the audit trail: what the file was and how many rows did what.
  func auditDetail(
    _ batch: Int64, file: SourceFile, digest: String, rows: ImportReport.Rows,
    cleared: [ImportReport.ClearedColumn]
  ) -> String {
    var members: [UInt8] = []
    for (name, text) in [("file", file.name), ("sha256", digest), ("questionnaire", questionnaire.name)] {
      let bytes = Array(text.utf8)
      JSONText.appendMember(JSONText.label(name), bytes, 0..<bytes.count, to: &members)
    }
    return """
      {\(String(decoding: members, as: UTF8.self)),"version":\(questionnaire.version),"batch":\(batch),\
      "read":\(rows.read),"new":\(rows.new),"changed":\(rows.changed),"same":\(rows.same),\
      "rejected":\(rows.rejected)\(Self.auditMember(of: cleared))}
      """
  }

  /// How many stored values each cleared column lost.
  private static func auditMember(of cleared: [ImportReport.ClearedColumn]) -> String {
    guard !cleared.isEmpty else { return "" }
    let members = cleared.map { column in
      String(decoding: JSONText.label(column.column), as: UTF8.self) + String(column.values)
    }
    return ",\"cleared\":{\(members.joined(separator: ","))}"
  }

  private static func storedKind(_ kind: AnswerQuestion.Kind) -> String {
    kind == .integer ? "number" : kind.rawValue
  }

  private static func codes(of question: AnswerQuestion) -> String {
    var members: [UInt8] = []
    for level in question.levels {
      let name = Array(level.name.utf8)
      JSONText.appendMember(JSONText.label(String(level.code)), name, 0..<name.count, to: &members)
    }
    return "{" + String(decoding: members, as: UTF8.self) + "}"
  }
}

extension Sequence<UInt8> {
  /// The bytes as hexadecimal digits, lower case.
  var hexadecimalText: String {
    map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
