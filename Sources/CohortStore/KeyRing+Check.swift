import Postgres

extension KeyRing {
  /// Throws if a key is not the one that the database was used with before.
  ///
  /// The database holds a keyed hash of a constant for each key; one that is absent is recorded if asked for.
  func requireKnown(recordingMissing: Bool, on connection: inout Connection) throws {
    var known = try recordedChecks(on: &connection)
    let missing = Purpose.allCases.filter { known[$0.rawValue] == nil }
    if recordingMissing, !missing.isEmpty {
      for purpose in missing {
        try connection.execute(
          "insert into audit.key_check (purpose, key_version, value) values ($1, $2, $3) on conflict do nothing",
          [purpose.rawValue, Self.currentVersion, checkValue(purpose)])
      }
      // Another program may have been first, with other keys.
      known = try recordedChecks(on: &connection)
    }
    for purpose in Purpose.allCases {
      if let value = known[purpose.rawValue], value != checkValue(purpose) {
        throw KeyError(path(of: purpose), .differsFromDatabase)
      }
    }
  }

  private func recordedChecks(on connection: inout Connection) throws -> [String: [UInt8]] {
    var checks: [String: [UInt8]] = [:]
    for row in try connection.query(
      "select purpose, value from audit.key_check where key_version = $1", [Self.currentVersion])
    {
      checks[try row["purpose"]] = try row.value("value", as: [UInt8].self)
    }
    return checks
  }

  private func checkValue(_ purpose: Purpose) -> [UInt8] {
    authenticationCode(of: Array("covalux key check \(purpose.rawValue)".utf8), purpose)
  }
}
