/// Persons followed for up to two years, the same for the same number of rows.
struct Cohort {
  static let groupCount = 4
  static let columnNames = ["age", "sex", "vaccinated", "smoker", "bmi"]

  private(set) var days: [Int32] = []
  private(set) var events: [Bool] = []
  private(set) var groups: [UInt8] = []
  private(set) var columns = [[Double]](repeating: [], count: columnNames.count)

  init(rows: Int) {
    var random = SplitMix()
    for _ in 0..<rows {
      let group = UInt8(random.next(below: 4))
      let age = Double(18 + random.next(below: 73))
      let sex = Double(random.next(below: 2))
      let vaccinated = group > 1 ? 1.0 : 0
      let smoker = random.next(below: 5) == 0 ? 1.0 : 0
      let bmi = Double(170 + random.next(below: 230)) / 10
      // A hazard per day, and how likely a day without the event is: the days until it are counted by halves of a range.
      let hazard =
        0.0025 * (1 + 0.01 * (age - 50)) * (1 + 0.2 * sex) * (1 - 0.25 * vaccinated) * (1 + 0.1 * smoker)
      let event = Self.dayOfEvent(hazard: hazard, &random)
      let censoring = 30 + random.next(below: 700)
      days.append(Int32(min(event, censoring)))
      events.append(event <= censoring)
      groups.append(group)
      for (column, value) in [age, sex, vaccinated, smoker, bmi].enumerated() {
        columns[column].append(value)
      }
    }
  }

  /// The first day d by which 1 − (1 − hazard)^d exceeds a random share, found by doubling and halving.
  private static func dayOfEvent(hazard: Double, _ random: inout SplitMix) -> Int {
    let share = random.nextShare()
    var day = 0
    var survival = 1.0
    var powers = [1 - hazard]
    while powers.count < 12 { powers.append(powers[powers.count - 1] * powers[powers.count - 1]) }
    for power in powers.indices.reversed() where survival * powers[power] > share {
      survival *= powers[power]
      day += 1 << power
    }
    return day + 1
  }

  /// Prints the rows as CSV.
  func write() {
    print("day,event,arm," + Self.columnNames.joined(separator: ","))
    var lines = ""
    for row in days.indices {
      lines += "\(days[row]),\(events[row] ? 1 : 0),\(groups[row])"
      for column in columns { lines += ",\(column[row])" }
      lines += "\n"
      if lines.utf8.count > 1 << 20 || row + 1 == days.count {
        print(lines, terminator: "")
        lines = ""
      }
    }
  }
}

/// Random numbers that are the same everywhere (Steele, Lea & Flood 2014).
private struct SplitMix {
  private var state: UInt64 = 1

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  mutating func nextShare() -> Double { Double(next() >> 11) * 0x1p-53 }

  mutating func next(below bound: Int) -> Int { min(Int(nextShare() * Double(bound)), bound - 1) }
}
