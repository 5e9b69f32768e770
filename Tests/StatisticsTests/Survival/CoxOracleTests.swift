import Foundation
import Statistics
import Testing

/// Random cohorts, and the partial likelihood written down as in the textbook.
private struct Cohort {
  var data: CoxData

  init(seed: UInt64, count: Int, days: Bool, entries: Bool, strata: Bool, weights: Bool) throws {
    var random = SplitMix(state: seed)
    var columns: [[Double]] = [[], [], []]
    var times: [Double] = []
    var events: [Bool] = []
    var starts: [Double] = []
    for _ in 0..<count {
      let row = [
        Double.random(in: -2...2, using: &random), Bool.random(using: &random) ? 1 : 0,
        Double.random(in: 40...80, using: &random),
      ]
      let hazard = exp(0.5 * row[0] - 0.7 * row[1] + 0.02 * (row[2] - 60))
      let time = -log(Double.random(in: 1e-9..<1, using: &random)) / hazard * 20
      let end = min(time, Double.random(in: 1...60, using: &random))
      events.append(time == end)
      times.append(days ? end.rounded(.up) : end)
      starts.append(Double.random(in: 0..<0.8, using: &random) * times[times.count - 1])
      if days { starts[starts.count - 1] = starts[starts.count - 1].rounded(.down) }
      for (column, value) in row.enumerated() { columns[column].append(value) }
    }
    let design = DesignMatrix(columns: columns, names: ["a", "b", "c"], intercept: false, rows: count)
    data = CoxData(
      entries: entries ? starts : nil, times: times, events: events, design: try #require(design))
    if strata { data.strata = (0..<count).map { $0 % 3 } }
    if weights { data.weights = (0..<count).map { Double($0 % 4 + 1) } }
  }

  func logLikelihood(_ coefficients: [Double], _ ties: CoxTies) -> Double {
    let count = data.times.count
    let predictors = (0..<count).map { row in
      coefficients.indices.reduce(0) { $0 + coefficients[$1] * data.design.values[$1 * count + row] }
    }
    var sum = 0.0
    for stratum in Set(data.strata ?? [0]) {
      let rows = (0..<count).filter { data.strata?[$0] ?? 0 == stratum }
      for time in Set(rows.filter { data.events[$0] }.map { data.times[$0] }) {
        let atRisk = rows.filter { data.times[$0] >= time && data.entries?[$0] ?? -1 < time }
        let events = atRisk.filter { data.events[$0] && data.times[$0] == time }
        let weigh = { (rows: [Int]) in
          rows.reduce(0.0) { $0 + (data.weights?[$1] ?? 1) * exp(predictors[$1]) }
        }
        let weight = events.reduce(0.0) { $0 + (data.weights?[$1] ?? 1) }
        for event in events.indices {
          sum += (data.weights?[events[event]] ?? 1) * predictors[events[event]]
          let share = ties == .efron ? Double(event) / Double(events.count) : 0
          sum -= weight / Double(events.count) * log(weigh(atRisk) - share * weigh(events))
        }
      }
    }
    return sum
  }
}

@Suite struct CoxOracleTests {
  @Test(arguments: 0..<16) func `the likelihood is the textbook's, and greatest at the estimates`(kind: Int)
    throws
  {
    let ties: CoxTies = kind % 3 == 0 ? .breslow : .efron
    let cohort = try Cohort(
      seed: UInt64(kind + 1), count: 90, days: kind & 1 == 0, entries: kind & 2 != 0, strata: kind & 4 != 0,
      weights: kind & 8 != 0)
    let model = try #require(CoxModel.fit(cohort.data, ties: ties).value)
    let estimates = try (0..<3).map { try #require(model.coefficient($0).value) }
    #expect(isClose(model.logLikelihoodWithoutCovariates, cohort.logLikelihood([0, 0, 0], ties), 1e-12))
    #expect(isClose(model.logLikelihood, cohort.logLikelihood(estimates, ties), 1e-12))
    // The curvature along each coefficient, and a slope of 0.
    let steps = [1e-3, 1e-3, 1e-4]
    let information = try (0..<3).map { try #require(model.modelStandardError($0).value) }
    for column in 0..<3 {
      var (low, high) = (estimates, estimates)
      low[column] -= steps[column]
      high[column] += steps[column]
      let (below, above) = (cohort.logLikelihood(low, ties), cohort.logLikelihood(high, ties))
      #expect(abs(above - below) / (2 * steps[column]) * information[column] < 1e-4)
      #expect(above < model.logLikelihood && below < model.logLikelihood)
    }
  }

  @Test func `splitting persons into spells changes nothing`() throws {
    let whole = try Cohort(seed: 5, count: 80, days: true, entries: false, strata: false, weights: false).data
    var entries: [Double] = []
    var times: [Double] = []
    var events: [Bool] = []
    var columns = [[Double]](repeating: [], count: 3)
    for row in whole.times.indices {
      // Cut every 7 days; one more cut of no length is no row.
      var start = 0.0
      while start < whole.times[row] {
        let end = min(start + 7, whole.times[row])
        entries.append(start)
        times.append(end)
        events.append(end == whole.times[row] && whole.events[row])
        for column in 0..<3 { columns[column].append(whole.design.values[column * whole.times.count + row]) }
        start = end
      }
    }
    let design = DesignMatrix(columns: columns, names: ["a", "b", "c"], intercept: false, rows: times.count)
    let split = CoxData(entries: entries, times: times, events: events, design: try #require(design))
    let one = try #require(CoxModel.fit(whole).value)
    let many = try #require(CoxModel.fit(split).value)
    for column in 0..<3 {
      #expect(isClose(many.coefficient(column).value, try #require(one.coefficient(column).value), 1e-9))
      #expect(isClose(many.standardError(column).value, try #require(one.standardError(column).value), 1e-9))
    }
    #expect(isClose(many.logLikelihood, one.logLikelihood))
    #expect(isClose(many.concordance.value?.value, try #require(one.concordance.value?.value)))
    // By cluster of persons, the robust errors are those of whole persons too.
    var persons: [Int] = []
    for row in whole.times.indices {
      persons += [Int](repeating: row, count: Int((whole.times[row] / 7).rounded(.up)))
    }
    var clustered = split
    clustered.clusters = persons
    var independent = whole
    independent.clusters = Array(whole.times.indices)
    let first = try #require(CoxModel.fit(clustered).value)
    let second = try #require(CoxModel.fit(independent).value)
    #expect(first.isRobust && second.isRobust)
    #expect(isClose(first.standardError(0).value, try #require(second.standardError(0).value), 1e-9))
    #expect(isClose(first.modelStandardError(0).value, try #require(one.standardError(0).value), 1e-9))
  }

  @Test func `a weight of two is the same person twice, by Breslow`() throws {
    var weighted = try Cohort(seed: 8, count: 60, days: true, entries: false, strata: false, weights: false)
      .data
    let twice = (0..<120).map { $0 % 60 }
    let columns = (0..<3).map { column in twice.map { weighted.design.values[column * 60 + $0] } }
    let design = DesignMatrix(columns: columns, names: ["a", "b", "c"], intercept: false, rows: 120)
    let doubled = CoxData(
      times: twice.map { weighted.times[$0] }, events: twice.map { weighted.events[$0] },
      design: try #require(design))
    weighted.weights = [Double](repeating: 2, count: 60)
    let one = try #require(CoxModel.fit(weighted, ties: .breslow).value)
    let other = try #require(CoxModel.fit(doubled, ties: .breslow).value)
    #expect(isClose(one.logLikelihood, other.logLikelihood))
    #expect(isClose(one.standardError(2).value, try #require(other.standardError(2).value), 1e-9))
    #expect(!one.isRobust)
    weighted.weights = [Double](repeating: 0.5, count: 60)
    #expect(CoxModel.fit(weighted).value?.isRobust == true)
  }

  @Test func `concordance is counted as by pairs`() throws {
    for kind in 0..<8 {
      let data = try Cohort(
        seed: UInt64(kind + 40), count: 70, days: kind & 1 == 0, entries: kind & 2 != 0,
        strata: kind & 4 != 0,
        weights: false
      ).data
      let model = try #require(CoxModel.fit(data).value)
      let estimates = (0..<3).map { model.coefficient($0).value ?? 0 }
      let predictors = (0..<70).map { row in
        (0..<3).reduce(0.0) { $0 + estimates[$1] * data.design.values[$1 * 70 + row] }
      }
      var (agreeing, pairs) = (0.0, 0.0)
      for event in 0..<70 where data.events[event] {
        for other in 0..<70 where data.strata?[event] == data.strata?[other] {
          let time = data.times[event]
          let isLater = data.times[other] > time || (data.times[other] == time && !data.events[other])
          guard isLater, data.entries?[other] ?? -1 < time else { continue }
          pairs += 1
          agreeing +=
            predictors[event] > predictors[other] ? 1 : predictors[event] == predictors[other] ? 0.5 : 0
        }
      }
      #expect(isClose(model.concordance.value?.value, agreeing / pairs))
    }
  }
}
