import CSV
import CohortModel
import Postgres
import Questionnaires

/// Holds answers that all rows of a participant share, such as a data access group, against each other.
///
/// The lines of such answers go to a temporary table, as those of doses do. A later row has the finding.
struct SteadyAnswers {
  private struct Answer {
    let target: Int
    let name: String
    let column: String
  }

  private let answers: [Answer]
  private let study: String
  private let form: String
  private var buffer = CopyBuffer()
  private var hasTable = false
  /// Participants whose rows differ.
  private var participants: Set<Int64> = []

  /// Nil if the file has no such answer.
  init?(_ questionnaire: Questionnaire, targets: [Target]) {
    answers = targets.enumerated().compactMap { place, target in
      guard questionnaire.writes[target.write].isSteady, case .answer(let index) = target.destination else {
        return nil
      }
      return Answer(target: place, name: questionnaire.answers[index].name, column: target.columnName)
    }
    guard !answers.isEmpty else { return nil }
    study = questionnaire.study
    form = questionnaire.form
  }

  /// Bytes that wait to be sent.
  var byteCount: Int { buffer.byteCount }

  /// Notes what a row says.
  mutating func note(_ row: borrowing Answers, line: Int, record: Int, participant: Int64) {
    for (place, answer) in answers.enumerated() where row.cells[answer.target].state == .value {
      buffer.beginRow(fieldCount: 5)
      buffer.append(int64: Int64(line))
      buffer.append(int64: Int64(record))
      buffer.append(int64: participant)
      buffer.append(int16: Int16(truncatingIfNeeded: place))
      buffer.append(bytes: row.text.span.extracting(row.cells[answer.target].text))
    }
  }

  /// Sends what waits.
  mutating func flush(on connection: inout Connection) throws {
    guard buffer.rowCount > 0 else { return }
    if !hasTable {
      _ = try connection.execute(
        """
        create temporary table checked_answer
          (line bigint, record bigint, participant_id bigint, place smallint, value text) on commit drop
        """)
      hasTable = true
    }
    _ = try connection.copyIn(
      "copy checked_answer (line, record, participant_id, place, value) from stdin (format binary)",
      from: buffer)
    buffer.removeAll()
  }

  /// Rows that say something else than an earlier row or than what is stored, before it is changed.
  mutating func findings(batch: Int64, on connection: inout Connection) throws -> [Finding] {
    guard hasTable else { return [] }
    _ = try connection.execute("analyze checked_answer")
    let found = try connection.query(Self.question, [answers.map(\.name), study, form, batch])
    return try found.map { row in
      participants.insert(try row["participant_id"])
      let place: Int16 = try row["place"]
      return Finding(
        rule: "differs-between-rows", severity: .warning, line: try row["line"], record: try row["record"],
        column: answers[Int(place)].column,
        message: "is not what other rows of the participant say, in the file or stored",
        hint: "check whether the record was moved, and import all of its rows")
    }
  }

  /// Has the rows of these participants read again by the next import, and this said again.
  func forgetDigests(on connection: inout Connection) throws {
    guard !participants.isEmpty else { return }
    _ = try connection.execute(
      "update cohort.response set digest = null where participant_id = any($1)", [Array(participants)])
  }

  /// Labels of groups and their unique names, which REDCap makes of them, are the same.
  private static func canonical(_ text: String) -> String {
    "left(regexp_replace(replace(lower(\(text)), ' ', '_'), '[^a-z0-9_]', '', 'g'), 18)"
  }

  private static let question = """
    select c.participant_id, c.line, c.record, c.place from checked_answer c
    where exists (
        select from cohort.response r join cohort.answer a using (participant_id, form, event, instance)
        where r.participant_id = c.participant_id and r.batch_id is distinct from $4
          and r.form in (select b.form from intake.batch b where b.study = $2
            union select $3)
          and \(canonical("a.texts ->> ($1::text[])[c.place + 1]")) <> \(canonical("c.value")))
      or exists (
        select from checked_answer d
        where d.participant_id = c.participant_id and d.place = c.place and d.line < c.line
          and \(canonical("d.value")) <> \(canonical("c.value")))
    order by 2, 4
    """
}

/// What is noted of rows to be held against others once all are there.
extension ImportAttempt {
  /// Bytes that wait to be sent.
  var notedBytes: Int { (doses?.byteCount ?? 0) + (steady?.byteCount ?? 0) + (course?.byteCount ?? 0) }

  /// Notes a row that is stored.
  mutating func note(
    _ answers: borrowing Answers, _ record: borrowing Record, of entry: ParticipantIndex.Entry
  ) {
    let isAlone = entry.isNew && !entry.hasRows
    doses?.note(
      answers, line: record.line, record: record.number, participant: entry.number, isAlone: isAlone)
    steady?.note(answers, line: record.line, record: record.number, participant: entry.number)
    course?.note(
      answers, line: record.line, record: record.number, participant: entry.number, isAlone: isAlone)
  }

  /// Sends what is noted.
  mutating func flushNotes(on connection: inout Connection) throws {
    try doses?.flush(on: &connection)
    try steady?.flush(on: &connection)
    try course?.flush(on: &connection)
  }

  /// Says which rows differ that should not, while what is stored is what it was.
  mutating func compareSteadyAnswers(on connection: inout Connection) throws {
    let batch = merge.batch
    for finding in try steady?.findings(batch: batch, on: &connection) ?? [] { findings.add(finding) }
  }
}
