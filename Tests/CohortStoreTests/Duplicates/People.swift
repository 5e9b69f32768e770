import CohortModel
import CohortStore
import Postgres

/// People with identifiers in the cohort of a test.
enum People {
  /// Fields of a person, those that are given.
  static func fields(
    _ family: String?, _ given: String?, _ birth: String?, matricule: String? = nil, telephone: String? = nil
  ) -> [String: String] {
    let all = [
      ("family-name", family), ("given-name", given), ("birth-date", birth), ("matricule", matricule),
      ("telephone", telephone),
    ]
    return Dictionary(uniqueKeysWithValues: all.compactMap { name, value in value.map { (name, $0) } })
  }

  /// Enrols a participant with identifiers and returns the number.
  @discardableResult
  static func enrol(_ code: ParticipantCode, _ fields: [String: String], in cohort: Cohort) async throws
    -> Int64
  {
    let keys = cohort.keys
    return try await cohort.write { study in
      let number = try study.participants.insert(Participant(code: code))
      try study.run { connection in try identify(number, fields, keys, on: &connection) }
      return number
    }
  }

  /// Adds to what is known of a participant.
  static func identify(
    _ number: Int64, _ fields: [String: String], _ keys: KeyRing, on connection: inout Connection
  ) throws {
    try connection.execute("set local role covalux_identity")
    try IdentityRegister(keys: keys).merge(fields, participant: number, on: &connection)
    try connection.execute("set local role covalux_writer")
  }

  /// The pairs that wait, after a search.
  static func waiting(in cohort: Cohort) async throws -> [DuplicatePair] {
    try await cohort.write { study in
      try study.duplicates.search()
      return try study.duplicates.list()
    }
  }

  /// Every row of every table but the audit trail, whatever was found when.
  static func contents() throws -> [String] {
    var connection = try TestCohort.connect()
    let tables = try connection.query(
      """
      select table_schema || '.' || table_name as name from information_schema.tables
      where table_schema in ('cohort', 'intake', 'identity', 'release') and table_type = 'BASE TABLE' order by 1
      """
    ).map { row -> String in try row[0] }
    return try tables.flatMap { table in
      try connection.query(
        "select concat_ws(' ', '\(table)', to_jsonb(t) - 'found_at') from \(table) t order by 1"
      ).map { row -> String in try row[0] }
    }
  }
}
