import CSV
import CohortModel
import Postgres
import Questionnaires

/// Holds the end of symptoms against what other rows, or what is stored, tell of their beginning, and against the first
/// infection: nothing can be over before it began.
///
/// The lines go to a temporary table beside the rows, and what the participants then have is compared once all of it is
/// stored.
struct CourseChecks {
  private enum Kind: Int16 {
    case end
    case beginning
    case onset
  }

  private struct Day {
    let target: Int
    let column: String
    let kind: Kind
  }

  private let rule: RowRule
  private let days: [Day]
  private let form: String
  private var buffer = CopyBuffer()
  private var hasTable = false

  /// Nil if the questionnaire does not ask for the rule or the file tells no such day.
  init?(_ questionnaire: Questionnaire, targets: [Target]) {
    guard let rule = questionnaire.rules.first(where: { $0.kind == .symptomsInOrder }) else { return nil }
    self.rule = rule
    form = questionnaire.form
    days = targets.enumerated().compactMap { place, target in
      guard case .concept(let concept, _) = target.destination else { return nil }
      let kind: Kind? =
        switch concept.name {
        case "response.symptoms-ended": .end
        case "response.symptoms-began": .beginning
        case "infection.onset": .onset
        default: nil
        }
      return kind.map { Day(target: place, column: target.columnName, kind: $0) }
    }
    if days.isEmpty { return nil }
  }

  /// Bytes that wait to be sent.
  var byteCount: Int { buffer.byteCount }

  /// Notes the days that a row tells; `isAlone` is true if nothing else is known of the participant so far.
  mutating func note(
    _ answers: borrowing Answers, line: Int, record: Int, participant: Int64, isAlone: Bool
  ) {
    for (place, day) in days.enumerated() where answers.cells[day.target].state == .value {
      // A later row that tells an end is noted, and that is where a finding goes.
      if isAlone && day.kind != .end { continue }
      buffer.beginRow(fieldCount: 7)
      buffer.append(int64: Int64(line))
      buffer.append(int64: Int64(record))
      buffer.append(int64: participant)
      buffer.append(bytes: answers.text.span.extracting(answers.eventText))
      buffer.append(int16: answers.instance)
      buffer.append(int16: day.kind.rawValue)
      buffer.append(int16: Int16(truncatingIfNeeded: place))
    }
  }

  /// Sends what waits.
  mutating func flush(on connection: inout Connection) throws {
    guard buffer.rowCount > 0 else { return }
    if !hasTable {
      _ = try connection.execute(
        """
        create temporary table checked_day
          (line bigint, record bigint, participant_id bigint, event text, instance smallint, kind smallint,
            place smallint) on commit drop
        """)
      hasTable = true
    }
    _ = try connection.copyIn(
      """
      copy checked_day (line, record, participant_id, event, instance, kind, place) from stdin (format binary)
      """, from: buffer)
    buffer.removeAll()
  }

  /// What ends too early, at the row that tells the end unless only the other is of this file.
  ///
  /// At most a warning: an illness before the first one that the study knows of may be meant.
  func findings(on connection: inout Connection) throws -> [Finding] {
    guard hasTable else { return [] }
    _ = try connection.execute("analyze checked_day")
    let rows = try connection.query(Self.question, [form])
    let participants = Set(try rows.map { row -> Int64 in try row["participant_id"] })
    if !participants.isEmpty {
      _ = try connection.execute(
        "update cohort.response set digest = null where form = $2 and participant_id = any($1)",
        [Array(participants), form])
    }
    return try rows.map { row in
      let place: Int16 = try row["place"]
      let day = days[Int(place)]
      return Finding(
        rule: rule.kind.rawValue, severity: min(rule.severity, .warning), line: try row["line"],
        record: try row["record"], column: day.column,
        message: day.kind == .end
          ? "is before the symptoms, or the participant's first infection, began"
          : "is after symptoms ended, as another row or what is stored tells",
        hint: "check both dates")
    }
  }

  /// A day of which only the month or the year is known is stored as its first.
  private static let question = """
    with ended as (
      select r.participant_id, r.form, r.event, r.instance, r.symptoms_ended < r.symptoms_began as is_inverted,
        r.symptoms_ended < (
          select min(i.onset) from cohort.infection i where i.participant_id = r.participant_id) as is_early
      from cohort.response r
      where r.symptoms_ended is not null and r.participant_id in (select participant_id from checked_day)
    ), found as (
      select d.*, e.form from ended e
        join checked_day d on d.participant_id = e.participant_id
          and (d.kind = 2 and e.is_early
            or d.kind < 2 and e.form = $1 and d.event = e.event and d.instance = e.instance
              and (e.is_inverted or d.kind = 0 and e.is_early))
    )
    select distinct on (f.line, f.place) f.participant_id, f.line, f.record, f.place from found f
    where f.kind = 0 or not exists (
      select from found g where g.participant_id = f.participant_id and g.kind = 0)
    order by f.line, f.place
    """
}
