/// The test that hazards are proportional: that no coefficient changes with time.
///
/// Grambsch & Therneau (1994), Biometrika 81:515, as the score test of covariate × g(time), which survival has computed
/// since version 3. Checked against R 4.2 survival 3.5 `cox.zph`.
public struct ProportionalHazardsTest: Sendable {
  /// The scale of time on which a coefficient might change.
  public enum TimeScale: Sendable, Hashable {
    /// 1 − the Kaplan-Meier curve of all rows just before; R's default.
    case kaplanMeier
    /// The rank among the ends of all rows.
    case rank
    /// Time itself.
    case identity
    /// The logarithm of time.
    case logarithm
  }

  /// The terms of the model that have an estimated coefficient.
  public let terms: [String]
  /// The test of each term; a factor's levels are tested together.
  public let tests: [Outcome<ChiSquaredTest>]
  /// The test of all terms together.
  public let global: Outcome<ChiSquaredTest>
}

extension CoxModel {
  /// Tests whether hazards are proportional; undefined without events, at time 0 on the scale of the logarithm, and where
  /// the likelihood is monotone.
  public func proportionalHazardsTest(
    _ scale: ProportionalHazardsTest.TimeScale = .kaplanMeier
  ) -> Outcome<ProportionalHazardsTest> {
    guard degreesOfFreedom > 0 else { return .undefined(.noEvents) }
    if isInfinite.contains(true) { return .undefined(.monotoneLikelihood) }
    guard let times = timesOfBlocks(scale) else { return .undefined(.argumentOutOfRange) }
    let kept = names.indices.filter { !isAliased[$0] }
    let (score, information) = interactions(kept, times)
    let termOfColumn = data.design.termOfColumn
    var places: [Int] = []
    for column in kept where !places.contains(termOfColumn[column]) { places.append(termOfColumn[column]) }
    let main = Array(kept.indices)
    func test(_ columns: [Int]) -> Outcome<ChiSquaredTest> {
      let tested = main + columns.map { $0 + kept.count }
      let factors = Cholesky(information.restricted(to: tested), tolerance: 1e-13)
      let right = tested.map { score[$0] }
      let statistic = zip(right, factors.solve(right)).reduce(0) { $0 + $1.0 * $1.1 }
      guard factors.rank == tested.count else { return .undefined(.noVariation) }
      return ChiSquaredTest.test(max(statistic, 0), degreesOfFreedom: Double(columns.count))
    }
    return .defined(
      ProportionalHazardsTest(
        terms: places.map { data.design.terms[$0] },
        tests: places.map { place in test(main.filter { termOfColumn[kept[$0]] == place }) },
        global: test(main)))
  }

  /// The score and information of the kept columns, then of the same times g(time), at the estimates and 0.
  private func interactions(_ kept: [Int], _ times: [Double]) -> ([Double], SymmetricMatrix) {
    let width = kept.count
    var score = [Double](repeating: 0, count: 2 * width)
    var information = SymmetricMatrix(dimension: 2 * width)
    rows.forEachRiskSet(CoxRisks(rows, coefficients: scaledEstimates)) { number, moments in
      let block = rows.blocks[number]
      let sums = CoxTieSums(ties, moments, events: block.events)
      let weight = block.eventWeight / Double(block.events)
      let time = times[number]
      for (row, source) in kept.enumerated() {
        var observed = 0.0
        for place in block.rows where rows.isEvent[place] {
          observed += (rows.weights?[place] ?? 1) * rows.x[place * rows.width + source]
        }
        score[width + row] += time * (observed - weight * sums.mean(source, moments))
        for column in 0...row {
          let covariance = weight * sums.covariance(source, kept[column], moments)
          information[row, column] += covariance
          information[width + row, width + column] += time * time * covariance
          information[width + row, column] += time * covariance
          if column != row { information[width + column, row] += time * covariance }
        }
      }
    }
    return (score, information)
  }

  /// The time of each block on a scale, less the mean over all events; nil where it is not finite.
  private func timesOfBlocks(_ scale: ProportionalHazardsTest.TimeScale) -> [Double]? {
    let scaled = transformedTimes(scale)
    var times: [Double] = []
    var sum = 0.0
    for block in rows.blocks {
      let time = scaled[Int(block.time)]
      times.append(time)
      if block.events > 0 { sum += time * Double(block.events) }
    }
    let mean = sum / Double(eventCount)
    guard mean.isFinite else { return nil }
    return times.map { $0 - mean }
  }

  /// Each distinct time on a scale.
  private func transformedTimes(_ scale: ProportionalHazardsTest.TimeScale) -> [Double] {
    switch scale {
    case .identity: return rows.times
    case .logarithm: return rows.times.map { logarithm($0) }
    case .rank:
      var ends = [Int](repeating: 0, count: rows.times.count)
      for block in rows.blocks { ends[Int(block.time)] += block.rows.count }
      var below = 0
      return ends.map { count in
        defer { below += count }
        return Double(below) + Double(count + 1) / 2
      }
    case .kaplanMeier: return failureBefore()
    }
  }

  /// 1 − the survival of all rows just before each distinct time, whatever the strata.
  private func failureBefore() -> [Double] {
    let count = rows.times.count
    var change = [Int](repeating: 0, count: count + 1)
    var ends = [Int](repeating: 0, count: count)
    var events = ends
    for block in rows.blocks {
      ends[Int(block.time)] += block.rows.count
      events[Int(block.time)] += block.events
    }
    for row in 0..<rows.count { change[Int(rows.entries?[row] ?? -1) + 1] += 1 }
    var survival = 1.0
    var atRisk = 0
    return (0..<count).map { time in
      atRisk += change[time]
      let before = 1 - survival
      if events[time] > 0 { survival *= Double(atRisk - events[time]) / Double(atRisk) }
      atRisk -= ends[time]
      return before
    }
  }
}
