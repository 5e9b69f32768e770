public import Postgres

/// The sealed personal identifiers of participants; every use needs the role `covalux_identity`.
public struct IdentityRegister: Sendable {
  private let keys: KeyRing

  /// Makes a register over the keys of an installation.
  public init(keys: KeyRing) {
    self.keys = keys
  }

  /// Adds fields to what is known of a participant; a field that is given again is replaced.
  public func merge(
    _ fields: [String: String], participant: Int64, on connection: inout Connection
  ) throws {
    var known = try read(participant, on: &connection) ?? [:]
    known.merge(fields) { _, new in new }
    let sealed = try keys.seal(Self.encode(known), context: Self.context(participant))
    let hash = known["matricule"].map {
      keys.authenticationCode(of: Array("matricule/\($0)".utf8), .pseudonym)
    }
    _ = try connection.execute(
      """
      insert into identity.person (participant_id, sealed, matricule_hash, key_version) values ($1, $2, $3, $4)
      on conflict (participant_id) do update
        set sealed = excluded.sealed, matricule_hash = excluded.matricule_hash, key_version = excluded.key_version
      """, [participant, sealed, hash, KeyRing.currentVersion])
  }

  /// The identifiers of a participant; nil if none are known.
  ///
  /// Reading them is an event for the audit trail.
  public func read(_ participant: Int64, on connection: inout Connection) throws -> [String: String]? {
    guard
      let row = try connection.query(
        "select sealed from identity.person where participant_id = $1", [participant]
      ).first
    else { return nil }
    return Self.decode(try keys.open(try row["sealed"], context: Self.context(participant)))
  }

  /// Removes the identifiers of a participant; returns how many rows there were.
  public func erase(_ participant: Int64, on connection: inout Connection) throws -> Int {
    try connection.execute("delete from identity.person where participant_id = $1", [participant])
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
