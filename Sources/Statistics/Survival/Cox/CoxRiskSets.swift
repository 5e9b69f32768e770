/// Sums over those at risk at one time, each times their risk: of 1, of the covariates, and of their products.
///
/// In one array: the first, then `width` sums, then the products by the lower triangle, row by row.
struct CoxMoments {
  let width: Int
  /// Over all at risk.
  var all: [Double]
  /// Over those with the event at this time.
  var events: [Double]

  init(width: Int) {
    self.width = width
    all = [Double](repeating: 0, count: 1 + width + width * (width + 1) / 2)
    events = all
  }

  /// The place of a product of two columns.
  func product(_ row: Int, _ column: Int) -> Int {
    let (low, high) = row > column ? (column, row) : (row, column)
    return 1 + width + high * (high + 1) / 2 + low
  }
}

/// The risks of all rows for given coefficients.
struct CoxRisks {
  /// The risk of each row, less a common factor.
  let risks: [Double]
  /// The same times the row's weight.
  let weighted: [Double]
  /// The logarithm of the common factor, so that no risk overflows.
  let logFactor: Double

  init(_ rows: CoxRows, coefficients: [Double]) {
    let width = rows.width
    var predictors = rows.offset ?? [Double](repeating: 0, count: rows.count)
    var greatest = -Double.infinity
    var place = 0
    for row in 0..<rows.count {
      var predictor = predictors[row]
      for column in 0..<width { predictor += rows.x[place + column] * coefficients[column] }
      place += width
      greatest = max(greatest, predictor)
      predictors[row] = predictor
    }
    logFactor = greatest
    for row in predictors.indices { predictors[row] = exponential(predictors[row] - greatest) }
    risks = predictors
    if let weights = rows.weights {
      for row in predictors.indices { predictors[row] *= weights[row] }
    }
    weighted = predictors
  }
}

extension CoxRows {
  /// Goes through the risk sets of all times with an event, from the last of each stratum to the first.
  func forEachRiskSet(_ risks: CoxRisks, _ visit: (_ block: Int, _ moments: CoxMoments) -> Void) {
    var moments = CoxMoments(width: width)
    var entering = 0
    var inside = 0
    for (number, block) in blocks.enumerated() {
      if number == 0 || blocks[number - 1].stratum != block.stratum {
        clear(&moments.all)
        entering = block.rows.lowerBound
        inside = 0
      }
      clear(&moments.events)
      add(block.rows, risks.weighted, withEvent: false, to: &moments.all)
      if block.events > 0 { add(block.rows, risks.weighted, withEvent: true, to: &moments.events) }
      if block.events > 0 {
        for place in moments.all.indices { moments.all[place] += moments.events[place] }
      }
      inside += block.rows.count
      if let entries {
        while entering < byEntry.count, inside > 0, entries[Int(byEntry[entering])] >= block.time {
          let row = Int(byEntry[entering])
          add(row, -risks.weighted[row], to: &moments.all)
          entering += 1
          inside -= 1
        }
        // What rounding leaves of an empty risk set must not burden the next.
        if inside == 0 { clear(&moments.all) }
      }
      if block.events > 0 { visit(number, moments) }
    }
  }

  private func clear(_ sums: inout [Double]) {
    for place in sums.indices { sums[place] = 0 }
  }

  /// Adds the rows of a block that end with the event, or those that do not.
  private func add(_ block: Range<Int>, _ risks: [Double], withEvent: Bool, to sums: inout [Double]) {
    let (x, risks, isEvent) = (x.span, risks.span, isEvent.span)
    var sums = sums.mutableSpan
    for row in block where isEvent[row] == withEvent {
      Self.add(x, row * width, width, risks[row], to: &sums)
    }
  }

  private func add(_ row: Int, _ risk: Double, to sums: inout [Double]) {
    let x = x.span
    var sums = sums.mutableSpan
    Self.add(x, row * width, width, risk, to: &sums)
  }

  @inline(__always)
  private static func add(
    _ x: borrowing Span<Double>, _ start: Int, _ width: Int, _ risk: Double,
    to sums: inout MutableSpan<Double>
  ) {
    sums[0] += risk
    var place = 1 + width
    for column in 0..<width {
      let part = risk * x[start + column]
      sums[1 + column] += part
      for other in 0...column {
        sums[place] += part * x[start + other]
        place += 1
      }
    }
  }
}
