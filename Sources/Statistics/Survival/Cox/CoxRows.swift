/// The rows of a Cox model in the order in which risk sets are built up.
///
/// Stratum by stratum, from the last time to the first. Covariates are centred and scaled to a standard deviation of 1,
/// which the estimates are freed of afterwards.
struct CoxRows {
  /// The rows that end at one time in one stratum.
  struct Block {
    /// Their places.
    let rows: Range<Int>
    /// The place of the time among all distinct times.
    let time: Int32
    /// The stratum, numbered by first appearance in ascending order.
    let stratum: Int
    /// How many of the rows end with the event.
    let events: Int
    /// The sum of the weights of those.
    let eventWeight: Double
  }

  /// How many columns there are.
  let width: Int
  /// The row of the data set at each place.
  let sources: [Int32]
  /// The covariates, row by row.
  let x: [Double]
  /// The mean that was taken from each column.
  let means: [Double]
  /// The standard deviation that each column was divided by.
  let scales: [Double]
  let isEvent: [Bool]
  let weights: [Double]?
  let offset: [Double]?
  /// The place of each row's entry among the distinct times, −1 if from the start; nil if nobody enters late.
  let entries: [Int32]?
  /// The places by stratum, then entry from last to first.
  let byEntry: [Int32]
  let blocks: [Block]
  /// The distinct times.
  let times: [Double]
  /// How many strata there are.
  let strataCount: Int
  /// Over all rows with the event, times their weight: of 1, of the offset, and of each column.
  let eventSums: (weight: Double, offset: Double, columns: [Double])

  var count: Int { sources.count }

  init(_ data: CoxData, rows: [Int32]) {
    let scale = DistinctTimes([
      rows.map { data.times[Int($0)] }, data.entries.map { entries in rows.map { entries[Int($0)] } } ?? [],
    ])
    times = scale.values
    let timePlaces = scale.places(of: rows.map { data.times[Int($0)] })
    let strata = data.strata.map { strata in Self.number(rows.map { strata[Int($0)] }) }
    strataCount = strata.map { ($0.max() ?? 0) + 1 } ?? 1
    let order = Self.order(timePlaces, scale.count, strata, strataCount)
    sources = order.map { rows[Int($0)] }
    let sources = sources
    isEvent = sources.map { data.events[Int($0)] }
    weights = data.weights.map { weights in sources.map { weights[Int($0)] } }
    offset = data.offset.map { offset in sources.map { offset[Int($0)] } }
    blocks = Self.blocks(order, timePlaces, strata, isEvent, weights)
    width = data.design.columns
    (x, means, scales) = Self.standardise(data.design, rows, sources)
    eventSums = Self.eventSums(x, width, isEvent, weights, offset)
    if let starts = data.entries {
      let entryPlaces = scale.places(of: rows.map { starts[Int($0)] })
      let sortedEntries = order.map { entryPlaces[Int($0)] }
      entries = sortedEntries
      byEntry = Self.order(
        sortedEntries, scale.count, strata.map { strata in order.map { strata[Int($0)] } }, strataCount)
    } else {
      entries = nil
      byEntry = []
    }
  }

  /// Numbers values from 0 in their order.
  static func number(_ values: [Int]) -> [Int] {
    let distinct = Set(values).sorted()
    let places = Dictionary(uniqueKeysWithValues: distinct.enumerated().map { ($1, $0) })
    return values.map { places[$0] ?? 0 }
  }

  /// The order by stratum, then from the last time to the first, rows of one time in their own order: two counting sorts.
  private static func order(_ times: [Int32], _ timeCount: Int, _ strata: [Int]?, _ strataCount: Int)
    -> [Int32]
  {
    let byTime = countingSort(times.count, keys: timeCount) { timeCount - 1 - Int(times[$0]) }
    guard let strata else { return byTime }
    return countingSort(times.count, keys: strataCount) { strata[Int(byTime[$0])] }.map { byTime[Int($0)] }
  }

  private static func countingSort(_ count: Int, keys: Int, key: (Int) -> Int) -> [Int32] {
    var starts = [Int](repeating: 0, count: keys + 1)
    for item in 0..<count { starts[key(item) + 1] += 1 }
    for place in 0..<keys { starts[place + 1] += starts[place] }
    var order = [Int32](repeating: 0, count: count)
    for item in 0..<count {
      let place = key(item)
      order[starts[place]] = Int32(item)
      starts[place] += 1
    }
    return order
  }

  private static func blocks(
    _ order: [Int32], _ times: [Int32], _ strata: [Int]?, _ isEvent: [Bool], _ weights: [Double]?
  ) -> [Block] {
    var blocks: [Block] = []
    var start = 0
    while start < order.count {
      let row = Int(order[start])
      let stratum = strata?[row] ?? 0
      var end = start
      var events = 0
      var weight = 0.0
      while end < order.count, times[Int(order[end])] == times[row], strata?[Int(order[end])] ?? 0 == stratum
      {
        if isEvent[end] {
          events += 1
          weight += weights?[end] ?? 1
        }
        end += 1
      }
      blocks.append(
        Block(rows: start..<end, time: times[row], stratum: stratum, events: events, eventWeight: weight))
      start = end
    }
    return blocks
  }

  /// The columns, row by row in the order of risk sets, less their mean and divided by their standard deviation.
  private static func standardise(
    _ design: DesignMatrix, _ rows: [Int32], _ sources: [Int32]
  ) -> ([Double], [Double], [Double]) {
    let width = design.columns
    let values = design.values
    var means: [Double] = []
    var scales: [Double] = []
    for column in 0..<width {
      let start = column * design.rows
      var sum = 0.0
      for row in rows { sum += values[start + Int(row)] }
      let mean = sum / Double(rows.count)
      var squares = 0.0
      for row in rows {
        let difference = values[start + Int(row)] - mean
        squares += difference * difference
      }
      let deviation = (squares / Double(rows.count)).squareRoot()
      // A column of one value keeps nothing but rounding, which must not be blown up.
      let isConstant = !(deviation > 1e-13 * abs(mean)) || !deviation.isFinite
      means.append(mean)
      scales.append(isConstant ? .infinity : deviation)
    }
    let factors = scales.map { 1 / $0 }
    // Read in the order of the data and written to their places: one cache line for each row, not one for each cell.
    var places = [Int32](repeating: -1, count: design.rows)
    for (place, source) in sources.enumerated() { places[Int(source)] = Int32(place) }
    var x = [Double](repeating: 0, count: sources.count * width)
    for row in rows {
      let start = Int(places[Int(row)]) * width
      // A column without a scale stays 0: its values may be too far apart for a double.
      for column in 0..<width where factors[column] > 0 {
        x[start + column] = (values[column * design.rows + Int(row)] - means[column]) * factors[column]
      }
    }
    return (x, means, scales.map { $0.isFinite ? $0 : 1 })
  }

  private static func eventSums(
    _ x: [Double], _ width: Int, _ isEvent: [Bool], _ weights: [Double]?, _ offset: [Double]?
  ) -> (Double, Double, [Double]) {
    var sums = (weight: 0.0, offset: 0.0, columns: [Double](repeating: 0, count: width))
    for row in isEvent.indices where isEvent[row] {
      let weight = weights?[row] ?? 1
      sums.weight += weight
      if let offset { sums.offset += weight * offset[row] }
      for column in 0..<width { sums.columns[column] += weight * x[row * width + column] }
    }
    return sums
  }
}
