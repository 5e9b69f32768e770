import CohortModel
import Postgres
import Questionnaires

/// Holds each row against what is stored of its participant and what other rows of the file say.
struct LifeCheck {
  /// An end that the file gives somebody of whom something may be stored.
  private struct NewEnd {
    let participant: Int64
    let place: Int
    let day: Int32
    let rule: RowRule
    let line: Int
    let record: Int
  }

  private let rules: LifeRules
  private let foreknown: [UInt64: LifeRules.Bounds]
  /// Bounds that earlier rows of the file than the one that gives them break, by the hash of the code.
  private(set) var discovered: [UInt64: LifeRules.Bounds] = [:]
  private var newEnds: [NewEnd] = []

  init?(_ rules: LifeRules?, foreknown: [UInt64: LifeRules.Bounds]) {
    guard let rules else { return nil }
    self.rules = rules
    self.foreknown = foreknown
  }

  /// Says what is wrong with a row; true if it must not be stored.
  mutating func check(
    _ answers: borrowing Answers, of place: Int, in participants: inout ParticipantIndex,
    line: Int, record: Int, findings: inout FindingSink
  ) -> Bool {
    let entry = participants[place]
    let own = rules.bounds(in: answers)
    var known = entry.bounds
    var hash: UInt64?
    if !foreknown.isEmpty || !own.isEmpty {
      hash = ParticipantIndex.hash(answers.text, answers.participant)
    }
    if !foreknown.isEmpty, let hash, let later = foreknown[hash] { known = known.replaced(by: later) }
    var others = known
    if own.enrolled != .min { others.enrolled = .min }
    if own.died != .max { others.died = .max }
    if own.ended != .max { others.ended = .max }
    if !others.isEmpty,
      rules.check(answers, against: others, line: line, record: record, findings: &findings)
    {
      return true
    }
    if let hash, !own.isEmpty {
      compare(own, known, entry, hash)
      noteEnds(own, entry, place, line: line, record: record)
    }
    let reach = rules.reach(of: answers)
    guard !own.isEmpty || known != entry.bounds || reach != entry.reach else { return false }
    participants.note(reach, known.replaced(by: own), of: place)
    return false
  }

  /// Notes bounds that earlier rows of the participant break, unless this reading knew them from the start.
  private mutating func compare(
    _ own: LifeRules.Bounds, _ known: LifeRules.Bounds, _ entry: ParticipantIndex.Entry, _ hash: UInt64
  ) {
    var broken = LifeRules.Bounds()
    let before = foreknown[hash] ?? LifeRules.Bounds()
    if rules.death != nil, own.died < entry.reach.latestEvent, before.died == .max { broken.died = own.died }
    if rules.withdrawal != nil, own.ended < entry.reach.latestEvent, before.ended == .max {
      broken.ended = own.ended
    }
    if rules.enrolment != nil, own.enrolled > entry.reach.earliestResponse, before.enrolled == .min {
      broken.enrolled = own.enrolled
    }
    guard !broken.isEmpty else { return }
    discovered[hash] = broken.replaced(by: discovered[hash] ?? broken)
  }

  private mutating func noteEnds(
    _ own: LifeRules.Bounds, _ entry: ParticipantIndex.Entry, _ place: Int, line: Int, record: Int
  ) {
    guard !entry.isNew else { return }
    for (day, rule) in [(own.died, rules.death), (own.ended, rules.withdrawal)] {
      guard day != .max, let rule else { continue }
      newEnds.append(
        NewEnd(
          participant: entry.number, place: place, day: day, rule: rule, line: line, record: record))
    }
  }

  /// Findings about ends of the file that lie before something stored; asked once all rows are stored.
  func findingsAboutEnds(
    _ participants: ParticipantIndex, on connection: inout Connection
  ) throws -> [Finding] {
    // What rows of this file break has been said at those rows.
    let ends = newEnds.filter { participants[$0.place].reach.latestEvent <= $0.day }
    guard !ends.isEmpty else { return [] }
    let broken: [Int] = try connection.query(
      Self.question, [ends.map(\.participant), ends.map { Int64($0.day) }]
    ).map { row in
      let place: Int64 = try row[0]
      return Int(place) - 1
    }
    if !broken.isEmpty {
      // The rows are read again by the next import, and this said again.
      _ = try connection.execute(
        "update cohort.response set digest = null where participant_id = any($1)",
        [broken.map { ends[$0].participant }])
    }
    return broken.map { place in
      rules.finding(aboutEndBy: ends[place].rule, line: ends[place].line, record: ends[place].record)
    }
  }

  /// Which of the ends, counted from 1, lie before an event; days count from 2000-01-01.
  private static let question = """
    select e.place from (
      select participant_id, date '2000-01-01' + day::integer as day, place
      from unnest($1::bigint[], $2::bigint[]) with ordinality as e (participant_id, day, place)) as e
    where exists (
        select from cohort.response r where r.participant_id = e.participant_id
          and greatest(r.completed, r.symptoms_began, r.symptoms_ended) > e.day)
      or exists (
        select from cohort.vaccination v where v.participant_id = e.participant_id and v.given > e.day)
      or exists (
        select from cohort.infection i where i.participant_id = e.participant_id
          and greatest(i.onset, i.tested) > e.day)
    order by 1
    """
}
