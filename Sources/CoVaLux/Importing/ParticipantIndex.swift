import CohortModel
import Questionnaires

/// The participants of one study by code, held flat: a hash table over bytes of arenas.
///
/// A file may make a million of them, so that each takes some thirty bytes: eight for number and flags, four for the
/// place of the code, the code, and five to eight for the hash table. They lie in chunks, which never move: an array
/// that grew would hold its elements twice meanwhile, and room for as many again afterwards.
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

  private struct Life {
    var bounds = LifeRules.Bounds()
    var reach = LifeRules.Reach()
  }

  private struct Chunk {
    /// Number and flags of each participant.
    var entries: [UInt64] = []
    /// Where each code ends in the arena.
    var ends: [UInt32] = []
    var arena: [UInt8] = []
    /// Empty as long as nothing is known of anybody's life.
    var lives: [Life] = []

    func range(of offset: Int) -> Range<Int> {
      (offset == 0 ? 0 : Int(ends[offset - 1]))..<Int(ends[offset])
    }
  }

  private static let chunkBits = 14
  private static let chunkSize = 1 << chunkBits
  // Beside the number, which stays below 2^34.
  private static let flagBits: UInt64 = 3
  private static let refusedFlag: UInt64 = 1
  private static let newFlag: UInt64 = 2
  private static let rowsFlag: UInt64 = 4
  /// Of sixteen slots at most as many are taken.
  private static let mostTaken = 12

  private var chunks: [Chunk] = []
  private(set) var count = 0
  private var slots: [Int32]
  private var latest = 0

  init(minimumCapacity: Int = 1024) {
    slots = [Int32](repeating: -1, count: max(1024, minimumCapacity) * 16 / Self.mostTaken + 1)
  }

  /// What is known of the participant at a place.
  subscript(place: Int) -> Entry {
    let (chunk, offset) = Self.split(place)
    let packed = chunks[chunk].entries[offset]
    var entry = Entry(
      number: Int64(packed >> Self.flagBits), standing: packed & Self.refusedFlag == 0 ? .accepted : .refused,
      isNew: packed & Self.newFlag != 0)
    entry.hasRows = packed & Self.rowsFlag != 0
    if !chunks[chunk].lives.isEmpty {
      entry.bounds = chunks[chunk].lives[offset].bounds
      entry.reach = chunks[chunk].lives[offset].reach
    }
    return entry
  }

  /// The place of a code; nil if it is unknown.
  ///
  /// Rows of a participant mostly follow each other, so the one found last is looked at first.
  mutating func place(of code: Range<Int>, in bytes: [UInt8]) -> Int? {
    if latest < count, isEqual(latest, bytes, code) { return latest }
    guard let place = search(code, bytes) else { return nil }
    latest = place
    return place
  }

  private func search(_ code: Range<Int>, _ bytes: [UInt8]) -> Int? {
    var slot = slot(of: Self.hash(bytes, code))
    while true {
      let place = Int(slots[slot])
      guard place >= 0 else { return nil }
      if isEqual(place, bytes, code) { return place }
      slot = slot + 1 == slots.count ? 0 : slot + 1
    }
  }

  /// Adds a code that is not there yet and returns its place.
  @discardableResult
  mutating func insert(_ code: Range<Int>, in bytes: [UInt8], _ entry: Entry) -> Int {
    if count * 16 >= slots.count * Self.mostTaken { grow() }
    let place = count
    if place & (Self.chunkSize - 1) == 0 { beginChunk() }
    let chunk = chunks.count - 1
    chunks[chunk].arena.append(contentsOf: bytes[code])
    chunks[chunk].ends.append(UInt32(chunks[chunk].arena.count))
    chunks[chunk].entries.append(Self.packed(entry))
    if !entry.bounds.isEmpty || !chunks[chunk].lives.isEmpty {
      live(in: chunk)
      chunks[chunk].lives[place & (Self.chunkSize - 1)] = Life(bounds: entry.bounds, reach: entry.reach)
    }
    count += 1
    settle(place, hash: Self.hash(bytes, code))
    return place
  }

  /// Notes that a row of the participant at a place is stored.
  mutating func noteRows(of place: Int) {
    let (chunk, offset) = Self.split(place)
    chunks[chunk].entries[offset] |= Self.rowsFlag
  }

  /// Notes what a row of the participant at a place tells.
  mutating func note(_ reach: LifeRules.Reach, _ bounds: LifeRules.Bounds, of place: Int) {
    let (chunk, offset) = Self.split(place)
    live(in: chunk)
    chunks[chunk].lives[offset].reach.join(reach)
    chunks[chunk].lives[offset].bounds = bounds
  }

  /// The code of the participant at a place.
  func code(at place: Int) -> ArraySlice<UInt8> {
    let (chunk, offset) = Self.split(place)
    return chunks[chunk].arena[chunks[chunk].range(of: offset)]
  }

  /// Begins a chunk, and gives back what the one before has room for and does not need.
  private mutating func beginChunk() {
    if let last = chunks.indices.last {
      var arena: [UInt8] = []
      arena.reserveCapacity(chunks[last].arena.count)
      arena.append(contentsOf: chunks[last].arena)
      chunks[last].arena = arena
    }
    chunks.append(Chunk())
    // Most files are about few participants.
    guard chunks.count > 1 else { return }
    chunks[chunks.count - 1].entries.reserveCapacity(Self.chunkSize)
    chunks[chunks.count - 1].ends.reserveCapacity(Self.chunkSize)
  }

  /// Makes room for what is known of the lives of a chunk's participants.
  private mutating func live(in chunk: Int) {
    let missing = chunks[chunk].entries.count - chunks[chunk].lives.count
    if missing > 0 { chunks[chunk].lives.append(contentsOf: repeatElement(Life(), count: missing)) }
  }

  private mutating func grow() {
    let size = slots.count + slots.count / 2
    // The old ones are given back first.
    slots = []
    slots = [Int32](repeating: -1, count: size)
    for place in 0..<count {
      let (chunk, offset) = Self.split(place)
      settle(place, hash: Self.hash(chunks[chunk].arena, chunks[chunk].range(of: offset)))
    }
  }

  private mutating func settle(_ place: Int, hash: UInt64) {
    var slot = slot(of: hash)
    while slots[slot] >= 0 { slot = slot + 1 == slots.count ? 0 : slot + 1 }
    slots[slot] = Int32(place)
  }

  private func slot(of hash: UInt64) -> Int {
    Int(truncatingIfNeeded: hash.multipliedFullWidth(by: UInt64(slots.count)).high)
  }

  private func isEqual(_ place: Int, _ bytes: [UInt8], _ code: Range<Int>) -> Bool {
    let (chunk, offset) = Self.split(place)
    let chunks = chunks.span
    let own = chunks[chunk].range(of: offset)
    guard own.count == code.count else { return false }
    let known = chunks[chunk].arena.span.extracting(own)
    let given = bytes.span.extracting(code)
    for offset in known.indices where known[offset] != given[offset] { return false }
    return true
  }

  private static func split(_ place: Int) -> (chunk: Int, offset: Int) {
    (place >> chunkBits, place & (chunkSize - 1))
  }

  private static func packed(_ entry: Entry) -> UInt64 {
    var packed = UInt64(truncatingIfNeeded: entry.number) << flagBits
    if entry.standing == .refused { packed |= refusedFlag }
    if entry.isNew { packed |= newFlag }
    if entry.hasRows { packed |= rowsFlag }
    return packed
  }

  static func hash(_ bytes: [UInt8], _ range: Range<Int>) -> UInt64 {
    var digest = RowDigest(seed: 0)
    digest.add(bytes, in: range)
    return digest.high
  }
}
