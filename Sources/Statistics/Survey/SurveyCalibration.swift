/// What is known of the population: how many of it are in each category of a variable, or of several crossed.
public struct PopulationMargin: Sendable {
  /// The category of each row of the sample.
  public let cells: ModelFrame.Grouping
  /// How many the population has in each category, by the categories' labels.
  public let totals: [String: Double]

  /// Makes a margin.
  public init(cells: ModelFrame.Grouping, totals: [String: Double]) {
    self.cells = cells
    self.totals = totals
  }

  /// The totals in the order of the labels; undefined where sample and population do not have the same categories.
  fileprivate func ordered(rows: Int, weights: [Double]) -> Outcome<[Double]> {
    guard cells.codes.count == rows, cells.codes.allSatisfy({ $0 >= 0 && Int($0) < cells.labels.count })
    else {
      return .undefined(.inconsistentCounts)
    }
    var sums = Array(repeating: 0.0, count: cells.labels.count)
    for row in 0..<rows { sums[Int(cells.codes[row])] += weights[row] }
    var ordered: [Double] = []
    for (label, sum) in zip(cells.labels, sums) {
      let total = totals[label] ?? 0
      guard total >= 0, total.isFinite else { return .undefined(.argumentOutOfRange) }
      guard (sum > 0) == (total > 0) else { return .undefined(.emptyCategory) }
      ordered.append(total)
    }
    let known = Set(cells.labels)
    guard totals.allSatisfy({ known.contains($0.key) || $0.value == 0 }) else {
      return .undefined(.emptyCategory)
    }
    return .defined(ordered)
  }
}

extension SurveyDesign {
  /// Multiplies the weights so that each category weighs what the population has of it.
  ///
  /// Holt & Smith (1979), J R Stat Soc A 142:33. Undefined where the sample has nobody of a category that the population
  /// has, or the other way round: such categories must be joined first. Checked against R's `postStratify`.
  public func postStratified(to margin: PopulationMargin) -> Outcome<SurveyDesign> {
    margin.ordered(rows: rows, weights: weights).map { totals in
      var design = self
      design.scale(margin.cells.codes, to: totals)
      design.adjustments.append(
        .postStratified(
          cells: margin.cells.codes, count: totals.count, before: weights, after: design.weights))
      return design
    }
  }

  /// Multiplies the weights margin by margin, again and again, until all margins agree with the population.
  ///
  /// Deming & Stephan (1940), Ann Math Stat 11:427. It ends, as R's `rake`, where a round changes no cell of the margins'
  /// crossing by more than `tolerance` of the sum of all weights. `isSettled` tells whether all margins are then met to a
  /// millionth: those of different sums never are, nor some where cells of the crossing are empty.
  public func raked(
    to margins: [PopulationMargin], tolerance: Double = 1e-10, limit: Int = 500
  ) -> Outcome<SurveyDesign> {
    guard !margins.isEmpty else { return .undefined(.noObservations) }
    var totals: [[Double]] = []
    for margin in margins {
      switch margin.ordered(rows: rows, weights: weights) {
      case .defined(let ordered): totals.append(ordered)
      case .undefined(let reason): return .undefined(reason)
      }
    }
    let crossing = ModelFrame.Grouping(
      crossing: margins.map { .factor(codes: $0.cells.codes, levels: $0.cells.labels) })
    guard let crossing else { return .undefined(.notComputed) }
    let enough = tolerance * sumOfWeights
    var design = self
    var isAtRest = false
    var previous = design.sums(crossing)
    var last: [Margin] = []
    for _ in 0..<max(limit, 1) {
      last = []
      for (margin, totals) in zip(margins, totals) {
        design.scale(margin.cells.codes, to: totals)
        last.append(Margin(cells: margin.cells.codes, count: totals.count, after: design.weights))
      }
      let sums = design.sums(crossing)
      let change = zip(sums, previous).reduce(0) { max($0, abs($1.0 - $1.1)) }
      if change < enough {
        isAtRest = true
        break
      }
      previous = sums
    }
    design.adjustments.append(.raked(last))
    design.isSettled =
      isAtRest
      && zip(margins, totals).allSatisfy { margin, totals in
        zip(design.sums(margin.cells), totals).allSatisfy { abs($0 - $1) <= 1e-6 * $1 }
      }
    return .defined(design)
  }

  private mutating func scale(_ cells: [Int32], to totals: [Double]) {
    var sums = totals.map { _ in 0.0 }
    for row in weights.indices { sums[Int(cells[row])] += weights[row] }
    for row in weights.indices where weights[row] > 0 {
      weights[row] *= totals[Int(cells[row])] / sums[Int(cells[row])]
    }
  }

  private func sums(_ cells: ModelFrame.Grouping) -> [Double] {
    var sums = cells.labels.map { _ in 0.0 }
    for row in weights.indices { sums[Int(cells.codes[row])] += weights[row] }
    return sums
  }
}
