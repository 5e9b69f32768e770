import CohortModel
import CohortStore
import Postgres
import Questionnaires

/// What is stored of a study's participants and of one form's responses, read once before the rows.
struct StoredKeys {
  var participants = ParticipantIndex()
  var responses = ResponseIndex()

  private var erased: Set<String> = []
  private var study = ""
  private var keys: KeyRing?
  /// Places of events beyond the vocabulary.
  private var openEvents: [[UInt8]: Int] = [:]
  private let vocabulary: [[UInt8]: Int]
  /// Places of events whose names have at most eight bytes, by a hash of the name; the last one met stays.
  private var shortEvents = [(name: UInt64, place: Int)](repeating: (0, -1), count: 64)

  init(events: [String]) {
    vocabulary = Dictionary(
      events.enumerated().map { (Array($0.element.utf8), $0.offset) }, uniquingKeysWith: { first, _ in first }
    )
  }

  init(
    study: String, form: String, events: [String], keys: KeyRing, on connection: inout Connection
  ) throws {
    self.init(events: events)
    self.study = study
    self.keys = keys
    // COPY takes no parameters; settings of the transaction carry them.
    _ = try connection.query(
      "select set_config('covalux.study', $1, true), set_config('covalux.form', $2, true)", [study, form])
    try loadParticipants(on: &connection)
    try loadResponses(on: &connection)
    let rows = try connection.query(
      "select encode(code_hash, 'hex') from intake.erased_code where study = $1", [study])
    erased = Set(try rows.map { row -> String in try row[0] })
  }

  /// The place of an event, also of one that no vocabulary holds.
  mutating func place(ofEvent event: Int, _ range: Range<Int>, in text: [UInt8]) -> Int {
    event >= 0 ? event : openPlace(Array(text[range]))
  }

  /// Whether the participant of a code was erased.
  func isErased(_ code: Range<Int>, in text: [UInt8]) throws -> Bool {
    guard !erased.isEmpty, let keys else { return false }
    return erased.contains(CodeHash.of(study: study, code: Array(text[code]), keys: keys))
  }

  private mutating func openPlace(_ name: [UInt8]) -> Int {
    if let place = vocabulary[name] ?? openEvents[name] { return place }
    // The key has room for 32,768 events; the vocabulary takes far fewer than these.
    let place = 2048 + openEvents.count
    openEvents[name] = place
    return place
  }

  private mutating func loadParticipants(on connection: inout Connection) throws {
    var participants = ParticipantIndex()
    try connection.forEachRow(
      copying: """
        select x.code, x.participant_id,
          coalesce(c.status = 0 or c.participation_ended is not null or c.data_use_ended is not null, false),
          p.enrolled, p.died
        from intake.crosswalk x left join cohort.consent c using (participant_id)
          left join cohort.participant p using (participant_id)
        where x.study = current_setting('covalux.study')
        """
    ) { row in
      let code = try row.bytes() ?? []
      let number = try row.int64() ?? 0
      let isRefused = try row.bool() ?? false
      var bounds = LifeRules.Bounds()
      if let enrolled = try row.date() { bounds.enrolled = enrolled.rawValue }
      if let died = try row.date() { bounds.died = died.rawValue }
      participants.insert(
        0..<code.count, in: code,
        .init(number: number, standing: isRefused ? .refused : .accepted, isNew: false, bounds: bounds))
    }
    self.participants = participants
  }

  private mutating func loadResponses(on connection: inout Connection) throws {
    let count: Int64 = try connection.query(
      "select greatest(reltuples::bigint, 0) from pg_class where oid = 'cohort.response'::regclass"
    ).only()[0]
    var responses = ResponseIndex(minimumCapacity: Int(min(count, 4_000_000)))
    var events = self
    // Where all participants are of one study there is nothing to join with.
    let isOnlyStudy: Bool = try connection.query(
      "select coalesce(min(study) = max(study), true) from intake.crosswalk"
    ).only()[0]
    let ofStudy = """
      and exists (select from intake.crosswalk x
        where x.participant_id = r.participant_id and x.study = current_setting('covalux.study'))
      """
    // These columns come first in the table, so that a row is not taken apart any further.
    try connection.forEachRow(
      copying: """
        select r.participant_id, r.digest, r.instance, r.event from cohort.response r
        where r.form = current_setting('covalux.form') \(isOnlyStudy ? "" : ofStudy)
        """
    ) { row in
      let participant = try row.int64() ?? 0
      let digest = try row.withField { $0.flatMap { RowDigest(bytes: $0) } }
      let instance = try row.int16() ?? 1
      let event = try row.withField { events.storedPlace($0) }
      responses.insert(
        ResponseIndex.key(participant: participant, event: event, instance: Int(instance)), digest)
    }
    openEvents = events.openEvents
    self.responses = responses
  }

  /// The place of a stored event; those met before are found without copying their names.
  private mutating func storedPlace(_ name: UnsafeRawBufferPointer?) -> Int {
    guard let name else { return openPlace([]) }
    guard name.count <= 8 else { return openPlace(Array(name)) }
    // No name holds a NUL, so the bytes of a short one and zeros say it all.
    var word: UInt64 = 0
    for byte in name { word = word << 8 | UInt64(byte) }
    let slot = Int(truncatingIfNeeded: (word &* 0x9E37_79B9_7F4A_7C15) >> 58)
    if shortEvents[slot].name == word, shortEvents[slot].place >= 0 { return shortEvents[slot].place }
    let place = openPlace(Array(name))
    shortEvents[slot] = (word, place)
    return place
  }
}
