/// What each event time adds to the cumulative hazard of a row with risk 1, and to the product of that with the means
/// of the covariates: all residuals are made from these.
struct CoxHazard {
  let risks: CoxRisks
  private let rows: CoxRows
  /// How many sums there are for each block: the hazard, then one for each column.
  private let stride: Int
  /// The sums up to and with each block's time.
  private var through: [Double]
  /// What the time adds for those with the event, who under Efron are only in part at risk.
  private var own: [Double]
  /// The mean of each column over the risk sets of each block's events.
  private var means: [Double]
  /// Where each stratum's blocks are.
  private var blocksOfStratum: [Range<Int>] = []

  init(_ rows: CoxRows, _ ties: CoxTies, coefficients: [Double]) {
    self.rows = rows
    risks = CoxRisks(rows, coefficients: coefficients)
    let width = rows.width
    let stride = 1 + width
    self.stride = stride
    var added = [Double](repeating: 0, count: rows.blocks.count * stride)
    var own = added
    var means = [Double](repeating: 0, count: rows.blocks.count * width)
    rows.forEachRiskSet(risks) { number, moments in
      let block = rows.blocks[number]
      // Where ties are exact, these are Breslow's, as in R.
      let sums = CoxTieSums(ties, moments, events: block.events)
      let weight = block.eventWeight / Double(block.events)
      added[number * stride] = weight * sums.inverse
      own[number * stride] = weight * (sums.inverse - sums.shareInverse)
      for column in 0..<width {
        let all = moments.all[1 + column]
        let events = moments.events[1 + column]
        let whole = sums.square * all - sums.shareSquare * events
        let lacking = sums.shareSquare * all - sums.shareSquareSquare * events
        added[number * stride + 1 + column] = weight * whole
        own[number * stride + 1 + column] = weight * (whole - lacking)
        means[number * width + column] = sums.mean(column, moments) / Double(block.events)
      }
    }
    self.own = own
    self.means = means
    through = added
    sumUp()
  }

  /// Sums from the first time of each stratum, which is its last block.
  private mutating func sumUp() {
    var end = rows.blocks.count
    for number in rows.blocks.indices.reversed() {
      if number + 1 < end {
        for place in 0..<stride { through[number * stride + place] += through[(number + 1) * stride + place] }
      }
      if number == 0 || rows.blocks[number - 1].stratum != rows.blocks[number].stratum {
        blocksOfStratum.append(number..<end)
        end = number
      }
    }
    blocksOfStratum.reverse()
  }

  /// The mean of a column over the risk sets of a block's events.
  func mean(_ column: Int, in number: Int) -> Double { means[number * rows.width + column] }

  /// The last block at or before a row's entry; nil if the row is at risk from the start.
  func entryBlock(of row: Int, in number: Int) -> Int? {
    guard let entry = rows.entries?[row], entry >= 0 else { return nil }
    let blocks = blocksOfStratum[rows.blocks[number].stratum]
    var low = blocks.lowerBound
    var high = blocks.upperBound
    while low < high {
      let middle = (low + high) / 2
      if rows.blocks[middle].time > entry { low = middle + 1 } else { high = middle }
    }
    return low < blocks.upperBound ? low : nil
  }

  /// One of the sums over the time of a row: the hazard it meets at risk 1, or that times a column's mean.
  ///
  /// - Parameters:
  ///   - place: 0 for the hazard, 1 + column for a column.
  ///   - row: The row.
  ///   - number: The block that the row ends in.
  ///   - entryBlock: The last block before the row is at risk.
  /// - Returns: The sum.
  func met(_ place: Int, by row: Int, in number: Int, after entryBlock: Int?) -> Double {
    var sum = through[number * stride + place]
    if rows.isEvent[row] {
      let isFirst = number + 1 == blocksOfStratum[rows.blocks[number].stratum].upperBound
      sum = (isFirst ? 0 : through[(number + 1) * stride + place]) + own[number * stride + place]
    }
    if let entryBlock { sum -= through[entryBlock * stride + place] }
    return sum
  }

  /// The cumulative hazard at each time of a stratum, ascending, of a row of risk 1.
  func curve(of stratum: Int) -> [(time: Double, hazard: Double)] {
    blocksOfStratum[stratum].reversed().map {
      (rows.times[Int(rows.blocks[$0].time)], through[$0 * stride])
    }
  }
}
