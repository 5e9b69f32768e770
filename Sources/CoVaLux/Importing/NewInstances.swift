import CSV
import CohortModel
import Postgres
import Questionnaires

/// Numbers rows that ask for the next free instance (`new`), so that the same row again is the one it was.
///
/// A row whose text was imported before has the instance it got then. Another that turns out to hold what a stored
/// instance holds is that one; this is found when all rows are stored, and the file is then read again.
struct NewInstances {
  /// Participant and event of a row.
  private struct Place: Hashable {
    let participant: Int64
    let event: Int
  }

  /// A row that got a number of its own while instances were stored already.
  private struct Added: Hashable {
    let participant: Int64
    let event: String
    let instance: Int
  }

  /// The highest number that ``ResponseIndex`` tells from others.
  private static let highest = ResponseIndex.highestPart

  private var stored: [Place: [(instance: Int, digest: UInt64?)]]?
  /// Numbers that rows of the file have, and the highest of each place.
  private var taken: [Place: Set<Int>] = [:]
  private var last: [Place: Int] = [:]
  private var added: [Added: Int] = [:]
  /// Stored instances that rows of the file turned out to be.
  private var found: [String] = []

  /// Notes a row that comes with its number.
  mutating func note(participant: Int64, event: Int, instance: Int) {
    let place = Place(participant: participant, event: event)
    taken[place, default: []].insert(instance)
    last[place] = max(last[place] ?? 0, instance)
  }

  /// The number of a row; nil if there are too many.
  mutating func number(
    participant: Int64, event: Int, name: String, digest: RowDigest, line: Int, known: Int?,
    among responses: ResponseIndex
  ) -> Int? {
    if stored == nil { stored = Self.instances(in: responses) }
    let place = Place(participant: participant, event: event)
    let before = stored?[place] ?? []
    let same = before.first { $0.digest == digest.half && !(taken[place]?.contains($0.instance) ?? false) }
    if let number = known ?? same?.instance {
      taken[place, default: []].insert(number)
      found.append("\(participant)/\(number)/\(name)")
      return number
    }
    let number = max(last[place] ?? 0, before.map(\.instance).max() ?? 0) + 1
    guard number <= Self.highest else { return nil }
    taken[place, default: []].insert(number)
    last[place] = number
    if !before.isEmpty { added[Added(participant: participant, event: name, instance: number)] = line }
    return number
  }

  /// Instances that were stored before, by the lines that turned out to hold the same.
  func matches(form: String, batch: Int64, on connection: inout Connection) throws -> [Int: Int] {
    guard !added.isEmpty else { return [:] }
    let rows = try connection.query(
      """
      with content as (
        select participant_id, event, instance, batch_id is not distinct from $2 as is_new,
          to_jsonb(r) - '{participant_id,form,event,instance,digest,batch_id}'::text[] as answers
        from cohort.response r where form = $1 and participant_id = any($3)
          and participant_id || '/' || instance || '/' || event <> all($4)),
      numbered as (
        select *, row_number() over (partition by participant_id, event, is_new, answers order by instance) as place
        from content)
      select n.participant_id, n.event, n.instance, o.instance as known
      from numbered n join numbered o using (participant_id, event, answers, place)
      where n.is_new and not o.is_new
      order by 1, 2, 3
      """, [form, batch, Array(Set(added.keys.map(\.participant))), found])
    var matches: [Int: Int] = [:]
    for row in rows {
      let number: Int16 = try row["instance"]
      let known: Int16 = try row["known"]
      let key = Added(
        participant: try row["participant_id"], event: try row["event"], instance: Int(number))
      if let line = added[key] { matches[line] = Int(known) }
    }
    return matches
  }

  private static func instances(
    in responses: ResponseIndex
  ) -> [Place: [(instance: Int, digest: UInt64?)]] {
    var instances: [Place: [(instance: Int, digest: UInt64?)]] = [:]
    responses.forEach { participant, event, instance, digest in
      instances[Place(participant: participant, event: event), default: []].append((instance, digest))
    }
    for place in instances.keys { instances[place]?.sort { $0.instance < $1.instance } }
    return instances
  }
}

/// Rows that ask for the next free instance.
extension ImportAttempt {
  /// Gives the row its instance; false after rejecting it.
  mutating func isNumbered(
    _ record: borrowing Record, _ answers: inout Answers, participant: Int64, _ digest: RowDigest
  ) throws -> Bool {
    guard answers.instance == 0 || knowledge.remembersKeys else { return true }
    let event = stored.place(ofEvent: answers.event, answers.eventText, in: answers.text)
    guard answers.instance == 0 else {
      if knowledge.remembersKeys {
        instances.note(participant: participant, event: event, instance: Int(answers.instance))
      }
      return true
    }
    guard
      let number = instances.number(
        participant: participant, event: event, name: answers.string(answers.eventText), digest: digest,
        line: record.line, known: knowledge.instances[record.line], among: stored.responses)
    else {
      try reject(record, "instance", nil, "no instance is free any more", hint: "give the instance a number")
      return false
    }
    answers.instance = Int16(truncatingIfNeeded: number)
    return true
  }

  /// Throws ``Reread`` if a row that got a new instance holds what a stored one holds.
  func requireNewContent(batch: Int64, on connection: inout Connection) throws {
    let matches = try instances.matches(form: questionnaire.form, batch: batch, on: &connection)
    guard !matches.isEmpty else { return }
    var next = knowledge
    next.forgetRepeats()
    next.instances.merge(matches) { _, new in new }
    throw Reread(next: next)
  }
}
