import CohortModel
import Postgres
import Questionnaires

/// Names by which rows of files know each other: who is meant by the name of a parent, and which instance a row is
/// whose number only the import knows.
///
/// Names are held as digests of 128 bits. They are read once before the rows, for questionnaires that need them.
struct RowNames {
  /// As many as the key of a response has room for.
  static let mostInstances = ResponseIndex.highestPart

  /// What the name of a parent says.
  enum Parent {
    case known
    case unknown
    /// Rows of several participants have the name.
    case ambiguous
  }

  /// Texts are stored with the white space around them, which no name has.
  private static let spaces = "e' \\t\\n\\r\\u00a0'"

  /// Places of participants by the name of a row that is theirs, -1 for a name that several have; nil if rows name no
  /// others.
  private var parents: [RowDigest: Int32]?
  /// Instances by participant and name; nil if they are not counted.
  private var instances: [RowDigest: Int16]?
  /// The highest instance of each participant.
  private var highest: [Int64: Int16] = [:]

  /// Nil if the questionnaire needs none.
  init?(
    _ questionnaire: Questionnaire, _ participants: ParticipantIndex, on connection: inout Connection
  ) throws {
    guard questionnaire.parents != nil || !questionnaire.counted.isEmpty else { return nil }
    if let rows = questionnaire.parents {
      parents = try Self.parents(rows, participants, on: &connection)
    }
    if !questionnaire.counted.isEmpty {
      try loadInstances(questionnaire.counted.map(\.answer), on: &connection)
    }
  }

  /// Puts the participant's code in place of the parent's name, if it is known.
  func findParticipant(of answers: inout Answers, in participants: ParticipantIndex) -> Parent {
    guard let parents else { return .known }
    guard let place = parents[Self.digest(answers.text, answers.participant, of: 0)] else { return .unknown }
    guard place >= 0 else { return .ambiguous }
    answers.belong(to: participants.code(at: Int(place)))
    return .known
  }

  /// Says which instance the row is, if it is stored already.
  func isCounted(_ answers: inout Answers, of participant: Int64) -> Bool {
    guard let instances else { return true }
    guard let instance = instances[Self.digest(answers.text, answers.instanceName, of: participant)] else {
      return false
    }
    answers.count(as: instance)
    return true
  }

  /// Says which instance the row is, a new one if it is not known; false if the participant has too many.
  mutating func count(_ answers: inout Answers, of participant: Int64) -> Bool {
    if isCounted(&answers, of: participant) { return true }
    let last = highest[participant, default: 0]
    guard last < Self.mostInstances else { return false }
    let next = last + 1
    highest[participant] = next
    instances?[Self.digest(answers.text, answers.instanceName, of: participant)] = next
    answers.count(as: next)
    return true
  }

  private static func digest(_ bytes: [UInt8], _ range: Range<Int>, of participant: Int64) -> RowDigest {
    var digest = RowDigest(seed: UInt64(bitPattern: participant))
    digest.add(bytes, in: range)
    return digest
  }

  private static func parents(
    _ rows: Questionnaire.ParentRows, _ participants: ParticipantIndex, on connection: inout Connection
  ) throws -> [RowDigest: Int32] {
    var places: [Int64: Int32] = [:]
    for place in 0..<participants.count { places[participants[place].number] = Int32(place) }
    // COPY takes no parameters; settings of the transaction carry them.
    _ = try connection.query(
      "select set_config('covalux.parent_form', $1, true), set_config('covalux.parent_answer', $2, true)",
      [rows.form, rows.answer])
    var parents: [RowDigest: Int32] = [:]
    try connection.forEachRow(
      copying: """
        select btrim(a.texts ->> current_setting('covalux.parent_answer'), \(Self.spaces)), a.participant_id
        from cohort.answer a
        where a.form = current_setting('covalux.parent_form')
          and a.texts ->> current_setting('covalux.parent_answer') is not null
        """
    ) { row in
      let name = try row.bytes() ?? []
      // A participant of another study has no place.
      guard let place = places[try row.int64() ?? 0] else { return }
      let key = digest(name, 0..<name.count, of: 0)
      parents[key] = parents[key].map { $0 == place ? place : -1 } ?? place
    }
    return parents
  }

  /// Reads the names of stored rows, put together as they are in a file's rows.
  private mutating func loadInstances(_ answers: [String], on connection: inout Connection) throws {
    _ = try connection.query(
      "select set_config('covalux.named_by', $1, true)",
      [answers.joined(separator: "\(UnicodeScalar(Questionnaire.nameSeparator))")])
    var instances: [RowDigest: Int16] = [:]
    var highest: [Int64: Int16] = [:]
    try connection.forEachRow(
      copying: """
        select r.participant_id, r.instance,
          (select string_agg(coalesce(btrim(a.texts ->> part, \(Self.spaces)), ''), chr(31) order by place)
            from unnest(string_to_array(current_setting('covalux.named_by'), chr(31))) with ordinality n (part, place))
        from cohort.response r left join cohort.answer a using (participant_id, form, event, instance)
        where r.form = current_setting('covalux.form')
        """
    ) { row in
      let participant = try row.int64() ?? 0
      let instance = try row.int16() ?? 1
      highest[participant] = max(highest[participant, default: 0], instance)
      guard let name = try row.bytes() else { return }
      instances[Self.digest(name, 0..<name.count, of: participant)] = instance
    }
    self.instances = instances
    self.highest = highest
  }
}
