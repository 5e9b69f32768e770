/// Times in ascending order without repetition, and the place of each given time among them.
///
/// Times that differ by rounding alone are one time, the earliest of them: by 1.5e-8 absolutely, or relative to the
/// mean (as R's `aeqSurv` does, or 0.1 + 0.2 and 0.3 would be two event times).
struct DistinctTimes {
  /// The distinct times, ascending.
  private(set) var values: [Double] = []
  private static let tolerance = 1.490_116_119_384_765_6e-8

  /// The direct path: the place of whole number `first + offset`; empty where times are not whole numbers.
  private var placeOfWhole: [Int32] = []
  private var first = 0.0

  /// Collects the times of the columns, all of them finite.
  init(_ columns: [[Double]]) {
    if !collectWholeNumbers(columns) { collectByOrder(columns) }
  }

  /// How many distinct times there are.
  var count: Int { values.count }

  /// How many distinct times are at or before a time.
  func countThrough(_ time: Double) -> Int {
    if !placeOfWhole.isEmpty {
      let offset = time - first
      if offset < 0 { return 0 }
      if offset < Double(placeOfWhole.count), offset == offset.rounded() {
        return Int(placeOfWhole[Int(offset)]) + 1
      }
    }
    var low = 0
    var high = values.count
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The places of times that were among those collected.
  func places(of times: [Double]) -> [Int32] {
    guard !placeOfWhole.isEmpty else { return times.map { Int32(countThrough($0) - 1) } }
    let first = first
    return times.map { placeOfWhole[Int($0 - first)] }
  }

  /// Days are whole numbers in a small range: marked in a table, they need no sorting.
  private mutating func collectWholeNumbers(_ columns: [[Double]]) -> Bool {
    var least = Double.infinity
    var greatest = -Double.infinity
    var sum = 0.0
    var isWhole = true
    var count = 0
    for column in columns {
      for time in column {
        least = min(least, time)
        greatest = max(greatest, time)
        sum += abs(time)
        isWhole = isWhole && time == time.rounded()
      }
      count += column.count
    }
    let width = greatest - least + 1
    // Above this mean, neighbouring whole numbers would be equal to rounding.
    guard isWhole, count > 0, width <= Double(4 * count + 4096), sum / Double(count) < 1e7 else {
      return false
    }
    first = least
    var place = [Int32](repeating: -1, count: Int(width))
    for column in columns {
      for time in column { place[Int(time - least)] = 0 }
    }
    var seen: Int32 = -1
    for offset in place.indices {
      if place[offset] == 0 {
        seen += 1
        values.append(least + Double(offset))
      }
      place[offset] = seen
    }
    placeOfWhole = place
    return true
  }

  private mutating func collectByOrder(_ columns: [[Double]]) {
    var sorted: [Double] = []
    sorted.reserveCapacity(columns.reduce(0) { $0 + $1.count })
    for column in columns { sorted.append(contentsOf: column) }
    sorted.sort()
    var distinct: [Double] = []
    for time in sorted where time != distinct.last { distinct.append(time) }
    let mean = distinct.reduce(0) { $0 + abs($1) / Double(distinct.count) }
    for (position, time) in distinct.enumerated() {
      let gap = position == 0 ? .infinity : time - distinct[position - 1]
      if gap > Self.tolerance, gap > Self.tolerance * mean { values.append(time) }
    }
  }
}
