import Postgres

/// Digests of the stored rows of one form, by which a row of a file is known to be stored as it is.
///
/// The text of a row says whose it is and which response, so that nothing else of what is stored need be read as long
/// as every row of the file is found here. Files mostly come in the order in which their rows were stored, which is
/// that in which the database gives the digests: the next one is looked for first, at 8 bytes a row, and a set is made
/// only for a file in another order. Left out are participants whose rows may not be stored any more, so that this is
/// said of them again.
struct StoredTexts {
  private var halves: [UInt64] = []
  /// Where the digest of the next row is expected.
  private var next = 0
  private var set: DigestSet?
  /// Which rows of the file have been met, as long as there is no set that knows it.
  private var met = BitSet()
  /// Rows that a file may lack or have elsewhere before the set is asked.
  private static let reach = 8

  init(minimumCapacity: Int = 0) {
    halves.reserveCapacity(minimumCapacity)
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
    guard !texts.halves.isEmpty else { return nil }
    self = texts
  }

  private static let refused = """
    select from cohort.consent c
    where (c.status = 0 or c.participation_ended is not null or c.data_use_ended is not null)
    """

  /// Whether the file has had no stored row yet.
  var isUnmet: Bool { next == 0 && set == nil }

  /// Notes half of a digest; one of no bits is not noted, which costs its row a comparison.
  mutating func insert(_ half: UInt64) {
    if half != 0 { halves.append(half) }
  }

  /// Whether a stored row has a text of this half of a digest, and whether the file has had it before.
  mutating func find(_ half: UInt64) -> Sighting {
    guard half != 0 else { return .unknown }
    for place in next..<min(next + Self.reach, halves.count) where halves[place] == half {
      next = place + 1
      guard set != nil else { return met.insert(place) ? .first : .again }
      break
    }
    makeSet()
    return set?.find(half) ?? .unknown
  }

  /// Forgets the order of the rows, of which no more will come.
  mutating func close() {
    makeSet()
    halves = []
  }

  /// Whether the file has had a row of this half of a digest; asked once no more will come.
  func hasMet(_ half: UInt64) -> Bool { set?.hasMet(half) ?? false }

  private mutating func makeSet() {
    guard set == nil else { return }
    set = DigestSet(halves)
    for place in halves.indices where met.contains(place) { _ = set?.find(halves[place]) }
    met = BitSet()
  }
}

/// What a row of a file is, held against what is stored as it is.
enum Sighting {
  case unknown
  case first
  /// The file had the same row before.
  case again
}
