import CSV

/// What the rows of a file are probably known by.
struct KeyGuess {
  /// Columns that could hold participants' codes, the likeliest first.
  private(set) var candidates: [Int] = []
  private(set) var event: Int?
  private(set) var instance: Int?
  /// Columns that tell the rows of a participant apart where nothing else does.
  private(set) var counted: [Int] = []
  /// True if rows of one participant, event and instance remain.
  private(set) var hasRepeats = false

  private static let participants = [
    "subjid", "usubjid", "subjectid", "participantid", "participantcode", "participant", "patientid",
    "patient", "pid",
    "recordid", "responseid", "respondentid", "key", "instanceid", "uuid", "id", "code", "token", "v1",
    "index",
  ]
  private static let events = [
    "redcapeventname", "eventname", "event", "visitname", "visit", "visitid", "timepoint", "wave", "eventid",
  ]
  private static let instances = [
    "redcaprepeatinstance", "instance", "repeatinstance", "repeat", "visitnumber", "visitno",
  ]

  /// Rows after which a key that told all of them apart is taken to go on like that.
  private static let mostRows = 100_000

  init(_ profiles: [ColumnProfile]) {
    let names = profiles.map { ColumnWords($0.name).squeezed }
    func place(_ wanted: [String], _ isFit: (ColumnProfile) -> Bool) -> Int? {
      for name in wanted {
        if let place = names.indices.first(where: { names[$0] == name && isFit(profiles[$0]) }) {
          return place
        }
      }
      return nil
    }
    func isFraction(_ profile: ColumnProfile) -> Bool {
      [profile.points, profile.commas].contains { $0.areNumbers && $0.hasMark }
    }
    let fit = profiles.indices.filter {
      profiles[$0].areCodes && profiles[$0].filled > 0 && profiles[$0].blank == 0
    }
    let named = Self.participants.flatMap { name in fit.filter { names[$0] == name } }
    let others = fit.filter { place in
      !named.contains(place) && profiles[place].isUnique && profiles[place].filled > 1
        && profiles[place].notation.kind != .dates && !isFraction(profiles[place])
    }
    candidates = named + others
    if candidates.isEmpty, let first = fit.first { candidates = [first] }
    event = place(Self.events) { $0.blank == 0 && $0.filled > 0 && $0.values != nil }
    instance = place(Self.instances) { $0.areIntegers && $0.filled > 0 }
  }

  /// Columns that, together with the keys, may tell rows apart: dates first, then short texts and numbers.
  private func separators(_ profiles: [ColumnProfile]) -> [Int] {
    let keys = [candidates.first, event, instance].compactMap(\.self)
    let others = profiles.indices.filter { place in
      !keys.contains(place) && profiles[place].filled > 0 && profiles[place].longest <= 200
        && !profiles[place].name.isEmpty
        // What holds ticks may be an option of a question.
        && profiles[place].values.map { $0.count > 2 } ?? true
    }
    let dates = others.filter { profiles[$0].notation.kind == .dates }
    return Array((dates + others.filter { !dates.contains($0) }).prefix(16))
  }

  /// Reads the rows again to find out whether the keys tell them apart, and what else would.
  mutating func settle(_ profiles: [ColumnProfile], reading reader: inout RecordReader) throws {
    guard let participant = candidates.first, !profiles[participant].isUnique else { return }
    let separators = separators(profiles)
    // The keys alone, then with one separator after another joined to them.
    var seen = Array(repeating: Set<UInt64>(), count: separators.count + 1)
    var repeats = Array(repeating: 0, count: separators.count + 1)
    var record = Record()
    var rows = 0
    while rows < Self.mostRows, try reader.next(&record) {
      rows += 1
      guard record.count == profiles.count else { continue }
      let bytes = record.bytes
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for column in [participant, event, instance].compactMap(\.self) {
        hash = ColumnProfile.hash(bytes, record.range(of: column), from: hash)
      }
      if !seen[0].insert(hash).inserted { repeats[0] += 1 }
      for (place, column) in separators.enumerated() {
        hash = ColumnProfile.hash(bytes, record.range(of: column), from: hash)
        if !seen[place + 1].insert(hash).inserted { repeats[place + 1] += 1 }
      }
    }
    guard repeats[0] > 0 else { return }
    guard let enough = repeats.firstIndex(of: 0) else {
      hasRepeats = true
      return
    }
    counted = Array(separators.prefix(enough))
  }
}
