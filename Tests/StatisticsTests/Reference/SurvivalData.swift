import Statistics
import Testing

/// The columns of a reference case about times to an event, without the rows that the case leaves out.
struct SurvivalData {
  private var times: [Double] = []
  private var entries: [Double]?
  private var events: [Bool] = []
  private var group: [String] = []
  private var stratum: [String] = []
  private var groupsAreNumbers = false
  private let groupOfEachRow: [String?]

  init(_ reference: ReferenceCase) throws {
    let data = try reference.data()
    let times = try #require(data.numbers(reference.word("time")))
    let events = Self.events(try #require(data.numbers(reference.word("event"))))
    let entries = reference.has("entry") ? data.numbers(reference.word("entry")) : nil
    let everybody = [String?](repeating: "all", count: times.count)
    let group = reference.has("group") ? data.texts(reference.word("group")) : everybody
    let stratum = reference.has("strata") ? data.texts(reference.word("strata")) : everybody
    groupsAreNumbers = reference.has("group") && data.numbers(reference.word("group")) != nil
    groupOfEachRow = group
    if entries != nil { self.entries = [] }
    for row in times.indices {
      guard let time = times[row], let event = events[row], let name = group[row], let part = stratum[row]
      else {
        continue
      }
      if let entries {
        guard let entry = entries[row] else { continue }
        self.entries?.append(entry)
      }
      self.times.append(time)
      self.events.append(event)
      self.group.append(name)
      self.stratum.append(part)
    }
  }

  /// R's rule: of the codes 1 and 2, 2 is the event; else 1 is.
  static func events(_ codes: [Double?]) -> [Bool?] {
    let event = codes.compactMap(\.self).max() == 2 ? 2.0 : 1.0
    return codes.map { code in code.map { $0 == event } }
  }

  var groupsAsTexts: [String] { Set(group).sorted() }

  /// The groups as the levels of a factor.
  var groups: [String] {
    groupsAreNumbers ? Set(group).sorted { Double($0) ?? 0 < Double($1) ?? 0 } : groupsAsTexts
  }

  /// The rows of each stratum.
  var strata: [[Int]] { Set(stratum).sorted().map { name in stratum.indices.filter { stratum[$0] == name } } }

  /// How many rows the data have of a group, whatever is missing; R's selection keeps those of no group with each.
  func count(of name: String) -> Int { groupOfEachRow.count { $0 == name || $0 == nil } }

  func rows(of name: String) -> [Int] { group.indices.filter { group[$0] == name } }

  func table(of rows: [Int]) throws -> RiskTable {
    try #require(
      RiskTables.tally(
        times: rows.map { times[$0] }, events: rows.map { events[$0] },
        entries: entries.map { entries in rows.map { entries[$0] } }
      ).value)[0]
  }

  func tables(of rows: [Int], groups: [String]) throws -> RiskTables {
    try #require(
      RiskTables.tally(
        times: rows.map { times[$0] }, events: rows.map { events[$0] },
        entries: entries.map { entries in rows.map { entries[$0] } },
        groups: rows.map { groups.firstIndex(of: group[$0]) ?? -1 }, groupCount: groups.count
      ).value)
  }
}
