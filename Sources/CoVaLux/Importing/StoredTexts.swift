import Postgres

/// Digests of the stored rows of one form, by which a row of a file is known to be stored as it is.
///
/// The text of a row says whose it is and which response, so that nothing else of what is stored need be read as long
/// as every row of the file is found here: 8 bytes a place, open addressing. Left out are participants whose rows may
/// not be stored any more, so that this is said of them again.
struct StoredTexts {
  private var halves: [UInt64]
  private var count = 0
  /// Of sixteen places at most as many are taken.
  private static let mostTaken = 12

  init(minimumCapacity: Int = 1024) {
    halves = [UInt64](repeating: 0, count: max(1024, minimumCapacity) * 16 / Self.mostTaken + 1)
  }

  /// Reads them; nil if there is none.
  init?(form: String, on connection: inout Connection) throws {
    // COPY takes no parameters; a setting of the transaction carries it.
    _ = try connection.query("select set_config('covalux.form', $1, true)", [form])
    let estimate: Int64 = try connection.query(
      "select greatest(reltuples::bigint, 0) from pg_class where oid = 'cohort.response'::regclass"
    ).only()[0]
    let hasRefused: Bool = try connection.query("select exists (\(Self.refused))").only()[0]
    var texts = StoredTexts(minimumCapacity: Int(min(estimate, 4_000_000)))
    try connection.forEachRow(
      copying: """
        select r.digest from cohort.response r
        where r.form = current_setting('covalux.form') and r.digest is not null
          \(hasRefused ? "and not exists (\(Self.refused) and c.participant_id = r.participant_id)" : "")
        """
    ) { row in
      if let digest = try row.withField({ $0.flatMap { RowDigest(bytes: $0) } }) { texts.insert(digest.half) }
    }
    guard texts.count > 0 else { return nil }
    self = texts
  }

  private static let refused = """
    select from cohort.consent c
    where (c.status = 0 or c.participation_ended is not null or c.data_use_ended is not null)
    """

  /// Whether a stored row has a text of this half of a digest.
  func contains(_ half: UInt64) -> Bool {
    half != 0 && halves[place(of: half)] == half
  }

  /// Notes half of a digest; one of no bits is not noted, which costs its row a comparison.
  mutating func insert(_ half: UInt64) {
    guard half != 0 else { return }
    if count * 16 >= halves.count * Self.mostTaken { grow() }
    let place = place(of: half)
    guard halves[place] == 0 else { return }
    halves[place] = half
    count += 1
  }

  private func place(of half: UInt64) -> Int {
    // A digest is spread evenly already.
    var place = Int(truncatingIfNeeded: half.multipliedFullWidth(by: UInt64(halves.count)).high)
    let halves = halves.span
    while halves[place] != half && halves[place] != 0 {
      place += 1
      if place == halves.count { place = 0 }
    }
    return place
  }

  private mutating func grow() {
    let old = halves
    halves = [UInt64](repeating: 0, count: old.count + old.count / 2)
    for half in old where half != 0 {
      let place = place(of: half)
      halves[place] = half
    }
  }
}
