public import Postgres

/// The sealed personal identifiers of participants; every use needs the role `covalux_identity`.
///
/// Beside them lie keyed hashes, by which records of one person can be found; they change with what they are made
/// from.
public struct IdentityRegister: Sendable {
  private let keys: KeyRing
  /// Participants that one statement stores.
  private static let participantsAtOnce = 1000

  /// Makes a register over the keys of an installation.
  public init(keys: KeyRing) {
    self.keys = keys
  }

  /// Adds fields to what is known of a participant; a field that is given again is replaced.
  public func merge(
    _ fields: [String: String], participant: Int64, on connection: inout Connection
  ) throws {
    try merge([(participant, fields)], on: &connection)
  }

  /// Adds fields to what is known of participants; of a field that is given again the last one counts.
  public func merge(
    _ people: [(participant: Int64, fields: [String: String])], on connection: inout Connection
  ) throws {
    var given: [Int64: [String: String]] = [:]
    for (participant, fields) in people { given[participant, default: [:]].merge(fields) { _, new in new } }
    var maker = LikenessMaker(keys: keys)
    let numbers = given.keys.sorted()
    for start in stride(from: 0, to: numbers.count, by: Self.participantsAtOnce) {
      let chunk = Array(numbers[start..<min(start + Self.participantsAtOnce, numbers.count)])
      let known = try sealed(chunk, on: &connection)
      var changed: [StoredPerson] = []
      for participant in chunk {
        let before = try known[participant].map { try opened($0, of: participant) }
        let after = (before ?? [:]).merging(given[participant] ?? [:]) { _, new in new }
        guard after != before else { continue }
        changed.append(
          StoredPerson(
            participant: participant, sealed: try seal(after, of: participant), fields: after,
            likeness: maker.likeness(of: after)))
      }
      try store(changed, on: &connection)
    }
  }

  /// The identifiers of a participant; nil if none are known.
  ///
  /// Reading them is an event for the audit trail.
  public func read(_ participant: Int64, on connection: inout Connection) throws -> [String: String]? {
    try sealed([participant], on: &connection)[participant].map { try opened($0, of: participant) }
  }

  /// Removes the identifiers of a participant; returns how many rows there were.
  public func erase(_ participant: Int64, on connection: inout Connection) throws -> Int {
    try connection.execute("delete from identity.person where participant_id = $1", [participant])
  }

  /// The identifiers of participants as they are stored.
  func sealed(_ participants: [Int64], on connection: inout Connection) throws -> [Int64: [UInt8]] {
    let rows = try connection.query(
      "select participant_id, sealed from identity.person where participant_id = any($1)", [participants])
    var sealed: [Int64: [UInt8]] = [:]
    for row in rows { sealed[try row["participant_id"]] = try row.value("sealed", as: [UInt8].self) }
    return sealed
  }

  /// Puts identifiers back as they were stored once.
  func restore(_ sealed: [UInt8], of participant: Int64, on connection: inout Connection) throws {
    let fields = try opened(sealed, of: participant)
    var maker = LikenessMaker(keys: keys)
    try store(
      [
        StoredPerson(
          participant: participant, sealed: sealed, fields: fields, likeness: maker.likeness(of: fields))
      ], on: &connection)
  }

  /// Stores exactly these fields of a participant.
  func replace(with fields: [String: String], of participant: Int64, on connection: inout Connection) throws {
    try restore(try seal(fields, of: participant), of: participant, on: &connection)
  }

  /// What sealed identifiers say.
  func opened(_ sealed: [UInt8], of participant: Int64) throws -> [String: String] {
    Self.decode(try keys.open(sealed, context: Self.context(participant)))
  }
}

extension IdentityRegister {
  private struct StoredPerson {
    let participant: Int64
    let sealed: [UInt8]
    let fields: [String: String]
    let likeness: Likeness?
  }

  private func seal(_ fields: [String: String], of participant: Int64) throws -> [UInt8] {
    try keys.seal(Self.encode(fields), context: Self.context(participant))
  }

  private func store(_ people: [StoredPerson], on connection: inout Connection) throws {
    guard !people.isEmpty else { return }
    try connection.execute(
      """
      insert into identity.person (participant_id, sealed, matricule_hash, key_version)
      select participant_id, decode(sealed, 'hex'), decode(hash, 'hex'), $4
      from unnest($1::bigint[], $2::text[], $3::text[]) as p (participant_id, sealed, hash)
      on conflict (participant_id) do update
        set sealed = excluded.sealed, matricule_hash = excluded.matricule_hash, key_version = excluded.key_version
      """,
      [
        people.map(\.participant), people.map { Hexadecimal.text($0.sealed) },
        people.map { person in
          person.fields["matricule"].map {
            Hexadecimal.text(keys.authenticationCode(of: Array("matricule/\($0)".utf8), .pseudonym))
          }
        }, KeyRing.currentVersion,
      ])
    try storeLikenesses(of: people, on: &connection)
  }

  private func storeLikenesses(of people: [StoredPerson], on connection: inout Connection) throws {
    let unknown = people.filter { $0.likeness == nil }.map(\.participant)
    if !unknown.isEmpty {
      try connection.execute("delete from identity.likeness where participant_id = any($1)", [unknown])
    }
    let known = people.compactMap { person in person.likeness.map { (person.participant, $0) } }
    guard !known.isEmpty else { return }
    func single(_ path: KeyPath<Likeness, Int64?>) -> [Int64?] { known.map { $0.1[keyPath: path] } }
    func texts(_ path: KeyPath<Likeness, [Int64]>) -> [String] {
      known.map { $0.1[keyPath: path].postgresText }
    }
    try connection.execute(
      DuplicateStatements.storeLikenesses,
      [
        known.map(\.0), single(\.matricule), texts(\.nearMatricules), single(\.birth), single(\.swappedBirth),
        texts(\.nearBirths), texts(\.namedBirths), texts(\.family), texts(\.familyAlike), texts(\.given),
        texts(\.givenAlike), texts(\.contact),
      ])
  }

  private static func context(_ participant: Int64) -> String { "identity.person/sealed/\(participant)" }

  /// Each field as length, colon, name, then the same of its value.
  private static func encode(_ fields: [String: String]) -> [UInt8] {
    fields.sorted { $0.key < $1.key }.flatMap { name, value in
      [name, value].flatMap { Array("\($0.utf8.count):".utf8) + Array($0.utf8) }
    }
  }

  private static func decode(_ bytes: [UInt8]) -> [String: String] {
    var rest = bytes[...]
    var texts: [String] = []
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")),
      let count = Int(String(decoding: rest[rest.startIndex..<colon], as: UTF8.self))
    {
      let text = rest[(colon + 1)...].prefix(count)
      texts.append(String(decoding: text, as: UTF8.self))
      rest = rest[text.endIndex...]
    }
    var fields: [String: String] = [:]
    for index in stride(from: 0, to: texts.count - 1, by: 2) { fields[texts[index]] = texts[index + 1] }
    return fields
  }
}
