import Foundation
import Statistics
import Testing

@Suite struct CoxModelTests {
  private func data(_ times: [Double], _ events: [Int], _ columns: [[Double]]) throws -> CoxData {
    let names = (1...max(columns.count, 1)).prefix(columns.count).map { "x\($0)" }
    let design = DesignMatrix(columns: columns, names: Array(names), intercept: false, rows: times.count)
    return CoxData(times: times, events: events.map { $0 == 1 }, design: try #require(design))
  }

  private func fit(_ data: CoxData, _ ties: CoxTies = .efron) throws -> CoxModel {
    try #require(CoxModel.fit(data, ties: ties).value)
  }

  // With r = exp(β) the likelihood is r/(2r + 1) · 1/(r + 1), greatest at r = 1/√2; the information is
  // 2r/(2r + 1)² + r/(r + 1)².
  @Test func `three events by hand`() throws {
    let model = try fit(data([1, 2, 3], [1, 1, 1], [[1, 0, 1]]))
    let ratio = 0.5.squareRoot()
    #expect(isClose(model.coefficient(0).value, log(ratio), 1e-10))
    #expect(isClose(model.hazardRatio(0).value.value, ratio, 1e-10))
    let information = 2 * ratio / pow(2 * ratio + 1, 2) + ratio / pow(ratio + 1, 2)
    #expect(isClose(model.standardError(0).value, 1 / information.squareRoot(), 1e-9))
    #expect(isClose(model.logLikelihoodWithoutCovariates, -log(6)))
    #expect(isClose(model.logLikelihood, log(ratio / (2 * ratio + 1) / (ratio + 1))))
    // At β = 0 the score is 1 − 2/3 − 1/2 = −1/6, the information 2/9 + 1/4 = 17/36.
    #expect(isClose(model.scoreTest.value?.statistic, 1.0 / 17))
  }

  // Two of three have the event at once, x = 1 and x = 0, the third has x = 0. Efron: r / ((r + 2)(r + 3)/2), greatest
  // at √6; Breslow: r / (r + 2)², at 2. Exact, with a second x = 1 and a third x = 0: r / (r² + 6r + 3), at √3.
  @Test func `tied events by hand`() throws {
    let tied = try data([1, 1, 2], [1, 1, 0], [[1, 0, 0]])
    #expect(isClose(try fit(tied).hazardRatio(0).value.value, 6.0.squareRoot(), 1e-10))
    #expect(isClose(try fit(tied, .breslow).hazardRatio(0).value.value, 2, 1e-10))
    let five = try data([1, 1, 2, 2, 2], [1, 1, 0, 0, 0], [[1, 0, 1, 0, 0]])
    #expect(isClose(try fit(five, .exact).hazardRatio(0).value.value, 3.0.squareRoot(), 1e-10))
  }

  // r = 1/√2 as above: the hazard adds 1/(2r + 1), 1/(r + 1), 1/r.
  @Test func `baseline hazard and residuals by hand`() throws {
    let model = try fit(data([1, 2, 3], [1, 1, 1], [[1, 0, 1]]))
    let ratio = 0.5.squareRoot()
    let steps = [1 / (2 * ratio + 1), 1 / (ratio + 1), 1 / ratio]
    let hazard = try #require(model.baselineHazards.value?.first)
    #expect(hazard.times == [1, 2, 3])
    #expect(isClose(hazard.cumulativeHazard[2], steps.reduce(0, +), 1e-9))
    #expect(isClose(model.martingaleResiduals.value?[0], 1 - ratio * steps[0], 1e-9))
    #expect(isClose(model.martingaleResiduals.value?[1], 1 - steps[0] - steps[1], 1e-9))
    #expect(isClose(model.schoenfeldResiduals.value?[0][0], 1 - 2 * ratio * steps[0], 1e-9))
    // Of the pairs (1, 2), (1, 3), (2, 3): r < 1, so x = 0 has the higher risk; the first is wrong, the second a tie,
    // the third right.
    #expect(model.concordance.value?.value == 0.5)
  }

  @Test func `a covariate that orders the events perfectly has no finite estimate`() throws {
    let model = try fit(
      data(
        [1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 1, 1],
        [[1, 1, 1, 1, 0, 0, 0, 0], [3, 1, 4, 1, 5, 9, 2, 6]]))
    #expect(model.coefficient(0) == .undefined(.monotoneLikelihood))
    #expect(model.hazardRatio(0).interval == .undefined(.monotoneLikelihood))
    #expect(model.coefficient(1).value != nil)
    #expect(model.waldTest == .undefined(.monotoneLikelihood))
    #expect(model.likelihoodRatioTest.value != nil)
    #expect(model.baselineHazards.reason == .monotoneLikelihood)
    #expect(model.proportionalHazardsTest().reason == .monotoneLikelihood)
  }

  @Test func `a covariate that depends on earlier ones is left out`() throws {
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let model = try fit(
      data([5, 3, 9, 2, 7, 4, 8, 6], [1, 1, 0, 1, 1, 0, 1, 1], [x, x.map { 2 * $0 + 1 }, x.map { _ in 4 }]))
    #expect(model.isAliased == [false, true, true])
    #expect(model.coefficient(1) == .undefined(.aliasedCovariate))
    #expect(model.degreesOfFreedom == 1)
    #expect(model.proportionalHazardsTest().value?.terms == ["x1"])
  }

  @Test func `without events nothing is estimated`() throws {
    let model = try fit(data([1, 2, 3], [0, 0, 0], [[1, 0, 1]]))
    #expect(model.coefficient(0) == .undefined(.noEvents))
    #expect(model.logLikelihood == 0)
    #expect(model.likelihoodRatioTest.value == nil)
    #expect(model.waldTest.value == nil)
    #expect(model.concordance == .undefined(.noEvents))
    #expect(model.martingaleResiduals == .defined([0, 0, 0]))
    #expect(model.schoenfeldResiduals.value?.isEmpty == true)
  }

  @Test func `what cannot be fitted says why`() throws {
    #expect(CoxModel.fit(try data([], [], [[]])).reason == .noObservations)
    #expect(CoxModel.fit(try data([1, .nan], [1, 1], [[.infinity, 2]])).reason == .noObservations)
    var uneven = try data([1, 2], [1, 1], [[1, 2]])
    uneven.weights = [1]
    #expect(CoxModel.fit(uneven).reason == .lengthsDiffer)
    let empty = try fit(data([1, 2], [1, 1], []))
    #expect(empty.logLikelihood == -log(2))
    #expect(empty.waldTest.value == nil)
    let one = try fit(data([1], [1], [[5]]))
    #expect(one.coefficient(0) == .undefined(.aliasedCovariate))
    let huge = try fit(data([1, 2, 3, 4], [1, 1, 0, 1], [[1e300, -1e300, 1e290, 0]]))
    #expect(huge.coefficient(0).value?.isFinite ?? true)
  }

  @Test func `a missing value leaves its row out`() throws {
    let whole = try fit(data([1, 2, 3], [1, 1, 1], [[1, 0, 1]]))
    let gaps = try fit(data([1, 2, 2.5, 3, .nan], [1, 1, 1, 1, 1], [[1, 0, .nan, 1, 0]]))
    #expect(gaps.missing == 2)
    #expect(gaps.coefficient(0) == whole.coefficient(0))
    #expect(gaps.martingaleResiduals == whole.martingaleResiduals)
  }
}
