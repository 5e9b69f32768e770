import Postgres

/// Numbers for new participants, taken from the server's sequence: few for a small file, and few times for a large
/// one.
struct ParticipantNumbers {
  private var spare: [Int64] = []
  private var nextCount = 256
  private static let mostAtOnce = 16_384

  /// True if the next number has to be asked for.
  var isEmpty: Bool { spare.isEmpty }

  mutating func next(on connection: inout Connection) throws -> Int64 {
    if spare.isEmpty {
      let rows = try connection.query(
        "select nextval('cohort.participant_number') from generate_series(1, $1::integer)", [nextCount])
      spare = try rows.map { try $0[0] }.reversed()
      nextCount = min(nextCount * 2, Self.mostAtOnce)
    }
    return spare.removeLast()
  }
}
