import CohortModel
import Questionnaires

/// The participants of one study by code, held flat: a hash table over bytes of one arena.
struct ParticipantIndex {
  /// Whether rows of a participant may be stored.
  enum Standing: UInt8 {
    case accepted
    /// Consent was refused, has ended or was withdrawn, or the participant was erased.
    case refused
  }

  struct Entry {
    var number: Int64
    var standing: Standing
    /// True if this import makes the participant.
    var isNew: Bool
    /// What bounds the participant's life, as stored or as the file gives it.
    var bounds = LifeRules.Bounds()
    /// How far the rows of the file reach so far.
    var reach = LifeRules.Reach()
    /// True once a row of this import has been stored for the participant.
    var hasRows = false
  }

  private var arena: [UInt8] = []
  private var ends: [Int] = []
  private(set) var entries: [Entry] = []
  private var table: [Int32]
  private var mask: Int
  private var latest = 0

  init(minimumCapacity: Int = 1024) {
    var size = 2048
    while size < minimumCapacity * 2 { size *= 2 }
    table = [Int32](repeating: -1, count: size)
    mask = size - 1
  }

  /// The place of a code in ``entries``; nil if it is unknown.
  ///
  /// Rows of a participant mostly follow each other, so the one found last is looked at first.
  mutating func place(of code: Range<Int>, in bytes: [UInt8]) -> Int? {
    if latest < entries.count, isEqual(latest, bytes, code) { return latest }
    guard let place = search(code, bytes) else { return nil }
    latest = place
    return place
  }

  private func search(_ code: Range<Int>, _ bytes: [UInt8]) -> Int? {
    var slot = Int(truncatingIfNeeded: Self.hash(bytes, code)) & mask
    while true {
      let place = Int(table[slot])
      guard place >= 0 else { return nil }
      if isEqual(place, bytes, code) { return place }
      slot = (slot + 1) & mask
    }
  }

  /// Adds a code that is not there yet and returns its place.
  @discardableResult
  mutating func insert(_ code: Range<Int>, in bytes: [UInt8], _ entry: Entry) -> Int {
    if entries.count * 2 >= table.count { grow() }
    let place = entries.count
    arena.append(contentsOf: bytes[code])
    ends.append(arena.count)
    entries.append(entry)
    settle(place, hash: Self.hash(bytes, code))
    return place
  }

  /// Notes that a row of the participant at a place is stored.
  mutating func noteRows(of place: Int) {
    entries[place].hasRows = true
  }

  /// Notes what a row of the participant at a place tells.
  mutating func note(_ reach: LifeRules.Reach, _ bounds: LifeRules.Bounds, of place: Int) {
    entries[place].reach.join(reach)
    entries[place].bounds = bounds
  }

  private mutating func grow() {
    table = [Int32](repeating: -1, count: table.count * 2)
    mask = table.count - 1
    for place in entries.indices { settle(place, hash: Self.hash(arena, range(of: place))) }
  }

  private mutating func settle(_ place: Int, hash: UInt64) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while table[slot] >= 0 { slot = (slot + 1) & mask }
    table[slot] = Int32(place)
  }

  /// The code of the participant at a place.
  func code(at place: Int) -> ArraySlice<UInt8> { arena[range(of: place)] }

  private func range(of place: Int) -> Range<Int> {
    (place == 0 ? 0 : ends[place - 1])..<ends[place]
  }

  private func isEqual(_ place: Int, _ bytes: [UInt8], _ code: Range<Int>) -> Bool {
    let own = range(of: place)
    guard own.count == code.count else { return false }
    let known = arena.span.extracting(own)
    let given = bytes.span.extracting(code)
    for offset in known.indices where known[offset] != given[offset] { return false }
    return true
  }

  static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var digest = RowDigest(seed: 0)
    digest.add(bytes, in: range)
    return digest.high
  }
}
