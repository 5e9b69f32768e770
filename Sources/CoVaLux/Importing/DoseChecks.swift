import CohortModel
import Postgres
import Questionnaires

/// Holds doses that several rows tell, or that are stored already, against each other.
///
/// Where one row tells all doses of a person, its own rules suffice. Otherwise the lines of doses go to a
/// temporary table beside the rows, and the doses are compared once all of them are stored.
struct DoseChecks {
  private struct Dose {
    let given: Int
    let slot: SlotSource
    let column: String
  }

  private let form: String
  private let rules: [RowRule]
  private let doses: [Dose]
  private var buffer = CopyBuffer()
  private var hasTable = false

  /// Nil if the questionnaire asks for none of the rules or the file tells no day of a dose.
  init?(_ questionnaire: Questionnaire, targets: [Target]) {
    let kinds: [RowRule.Kind] = [.doseOrder, .doseInterval, .duplicateDose]
    rules = questionnaire.rules.filter { kinds.contains($0.kind) }
    doses = targets.enumerated().compactMap { place, target in
      guard case .concept(let concept, let slot?) = target.destination, concept.name == "vaccination.given"
      else { return nil }
      return Dose(given: place, slot: slot, column: target.columnName)
    }
    guard !rules.isEmpty, !doses.isEmpty else { return nil }
    form = questionnaire.form
  }

  /// Bytes that wait to be sent.
  var byteCount: Int { buffer.byteCount }

  /// Notes the lines of a row's doses; `isAlone` is true if nothing else is known of the participant so far.
  mutating func note(
    _ answers: borrowing Answers, line: Int, record: Int, participant: Int64, isAlone: Bool
  ) {
    for (place, dose) in doses.enumerated() {
      guard case .value = answers.cells[dose.given].state else { continue }
      // A later row of the participant is noted, and that is where a finding goes.
      if isAlone, case .fixed = dose.slot { continue }
      buffer.beginRow(fieldCount: 5)
      buffer.append(int64: Int64(line))
      buffer.append(int64: Int64(record))
      buffer.append(int64: participant)
      switch dose.slot {
      case .fixed(let name): buffer.append(text: name)
      case .cell(let index): buffer.append(bytes: answers.text.span.extracting(answers.slots[index]))
      case .event: buffer.append(bytes: answers.text.span.extracting(answers.eventText))
      }
      buffer.append(int16: Int16(truncatingIfNeeded: place))
    }
  }

  /// Sends what waits.
  mutating func flush(on connection: inout Connection) throws {
    guard buffer.rowCount > 0 else { return }
    if !hasTable {
      _ = try connection.execute(
        """
        create temporary table checked_dose
          (line bigint, record bigint, participant_id bigint, slot text, place smallint) on commit drop
        """)
      hasTable = true
    }
    _ = try connection.copyIn(
      "copy checked_dose (line, record, participant_id, slot, place) from stdin (format binary)",
      from: buffer)
    buffer.removeAll()
  }

  /// What is wrong with the doses of the file, each finding at one line.
  ///
  /// Rows of the participants concerned are read and held against each other again by the next import, as those are
  /// that have findings of their own.
  func findings(on connection: inout Connection) throws -> [Finding] {
    guard hasTable else { return [] }
    _ = try connection.execute("analyze checked_dose")
    let flatDays = rules.first { $0.kind == .doseInterval }?.days
    let rows = try connection.query(
      Self.question,
      [form, rules.map(\.kind.rawValue), Int64(flatDays ?? 0), Int64(RowRule.daysOfUnknownProduct)])
    let participants = Set(try rows.map { row -> Int64 in try row["participant_id"] })
    if !participants.isEmpty {
      _ = try connection.execute(
        "update cohort.response set digest = null where form = $2 and participant_id = any($1)",
        [Array(participants), form])
    }
    return try rows.compactMap { row in
      let word: String = try row["rule"]
      let place: Int16 = try row["place"]
      guard let rule = rules.first(where: { $0.kind.rawValue == word }) else { return nil }
      let (message, hint) = Self.words(rule)
      return Finding(
        rule: word, severity: rule.severity, line: try row["line"], record: try row["record"],
        column: doses[Int(place)].column, message: message, hint: hint)
    }
  }

  private static func words(_ rule: RowRule) -> (message: String, hint: String) {
    switch rule.kind {
    case .doseInterval: (rule.intervalMessage, RowRule.intervalHint)
    case .duplicateDose: (RowRule.duplicateMessage, RowRule.duplicateHint)
    default:
      (
        "the date contradicts the number of another dose of the participant",
        "check the dates and the numbers of the doses"
      )
    }
  }

  /// What is wrong between any two doses that participants of the file now have, unless one line tells both.
  ///
  /// The dose of the higher number, or the later one, is objected to unless only the other is of this file. `last`
  /// is after all numbers and may be one of the numbered doses again. First come the participants who have two doses
  /// in a row, by date, that are near or whose numbers go down: in a sound file there are none.
  private static let question = """
    with suspect as materialized (
      select distinct participant_id from (
        select participant_id,
          rank < lag(rank) over course
            or greatest(last_day - lag(first_day) over course, lag(last_day) over course - first_day)
              < greatest($3, $4, (select max(interval_days) from reference.vaccine)) as is_suspect
        from (
          select participant_id, given as first_day,
            given + (array[0, 30, 365])[given_precision + 1] as last_day,
            case when slot ~ '^[0-9]{1,4}$' then slot::integer when slot = 'last' then 10000 else -1 end
              as rank
          from cohort.vaccination
          where form = $1 and given is not null and received <> 0
            and participant_id in (select participant_id from checked_dose)) as d
        window course as (partition by participant_id order by last_day, first_day, rank)) as pair
      where is_suspect
    ), reported as (
      select participant_id, slot, min(line) as line, min(record) as record, min(place) as place
      from checked_dose where participant_id in (select participant_id from suspect) group by 1, 2
    ), dose as materialized (
      select v.participant_id, v.product, v.given as first_day,
        v.given + (array[0, 30, 365])[v.given_precision + 1] as last_day,
        case when v.slot ~ '^[0-9]{1,4}$' then v.slot::integer when v.slot = 'last' then 10000 end as rank,
        r.line, r.record, r.place
      from cohort.vaccination v left join reported r using (participant_id, slot)
      where v.form = $1 and v.given is not null and v.received <> 0
        and v.participant_id in (select participant_id from suspect)
    ), numbered as (
      select participant_id, case when b.last_day < a.first_day then 'dose-order' else 'duplicate-dose' end as rule,
        coalesce(b.line, a.line) as line, case when b.line is null then a.record else b.record end as record,
        case when b.line is null then a.place else b.place end as place
      from dose a join dose b using (participant_id)
      where a.rank < b.rank and a.line is distinct from b.line
        and (b.last_day < a.first_day
          or b.rank < 10000 and a.first_day = b.first_day and a.last_day = a.first_day
            and b.last_day = b.first_day and coalesce(a.product = b.product, true))
    ), follower as (
      select d.*, lag(first_day) over course as day_before, lag(last_day) over course as last_day_before,
        lag(line) over course as line_before, lag(record) over course as record_before,
        lag(place) over course as place_before, lag(product) over course as product_before,
        lag(rank) over course as rank_before
      from dose d window course as (partition by participant_id order by last_day, first_day, rank)
    ), near as (
      select participant_id, 'dose-interval' as rule, coalesce(f.line, f.line_before) as line,
        case when f.line is null then f.record_before else f.record end as record,
        case when f.line is null then f.place_before else f.place end as place
      from follower f left join reference.vaccine v on v.id = f.product
      where f.line is distinct from f.line_before
        -- However the dates that are not exact lie, the doses are too near.
        and greatest(f.last_day - f.day_before, f.last_day_before - f.first_day)
          < case when $3 > 0 then $3 else coalesce(v.interval_days, $4) end
        -- The last dose, or the dose since the last visit, may be another one reported again.
        and not (f.first_day = f.day_before
          and (coalesce(f.rank, 10000) = 10000 or coalesce(f.rank_before, 10000) = 10000))
        and not ('duplicate-dose' = any ($2) and f.first_day = f.day_before and f.last_day = f.first_day
          and f.last_day_before = f.day_before and coalesce(f.product = f.product_before, true))
    )
    select distinct on (line, rule) participant_id, rule, line, record, place
    from (select * from numbered union all select * from near) as found
    where rule = any ($2)
    order by line, rule, place
    """
}
