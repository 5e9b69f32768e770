import Statistics
import Testing

@Suite struct ProportionalHazardsTests {
  // The two strata mirror each other: β is 0, and the residuals cancel at each time, so nothing changes with it.
  @Test func `mirrored strata show no change over time`() throws {
    let x: [Double] = [1, 0, 0, 1, 0, 1, 1, 0]
    let design = try #require(DesignMatrix(columns: [x], names: ["x"], intercept: false, rows: 8))
    var data = CoxData(
      times: [1, 2, 3, 4, 1, 2, 3, 4], events: [Bool](repeating: true, count: 8), design: design)
    data.strata = [0, 0, 0, 0, 1, 1, 1, 1]
    let model = try #require(CoxModel.fit(data).value)
    #expect(isClose(model.coefficient(0).value, 0))
    let test = try #require(model.proportionalHazardsTest(.identity).value)
    #expect(isClose(test.tests[0].value?.statistic, 0))
    #expect(test.terms == ["x"])
  }

  // By R 4.2, survival 3.5.
  @Test(
    arguments: zip(
      [ProportionalHazardsTest.TimeScale.kaplanMeier, .rank, .identity, .logarithm],
      [
        [0.496017655213559, 2.558304958260273, 3.195482841617832],
        [0.228769368914388, 1.987482598510523, 2.631525746498954],
        [0.228769368914388, 1.987482598510523, 2.631525746498954],
        [0.277706028999372, 1.055592681560202, 1.096739375069560],
      ]
    )) func `two covariates on each scale of time`(
      scale: ProportionalHazardsTest.TimeScale, expected: [Double]
    ) throws
  {
    let columns: [[Double]] = [[1, 0, 0, 1, 1, 0, 1, 0], [3, 1, 4, 1, 5, 9, 2, 6]]
    let design = try #require(DesignMatrix(columns: columns, names: ["x", "y"], intercept: false, rows: 8))
    let data = CoxData(
      times: [1, 2, 3, 4, 5, 6, 7, 8], events: [true, true, false, true, true, true, false, true],
      design: design)
    let test = try #require(CoxModel.fit(data).value?.proportionalHazardsTest(scale).value)
    let statistics = (test.tests + [test.global]).map { $0.value?.statistic }
    for (statistic, expected) in zip(statistics, expected) { #expect(isClose(statistic, expected, 1e-9)) }
    #expect(test.global.value?.degreesOfFreedom == 2)
  }

  @Test func `an event at time 0 has no logarithm`() throws {
    let design = try #require(DesignMatrix(columns: [[1, 0, 1, 0]], names: ["x"], intercept: false, rows: 4))
    let data = CoxData(times: [0, 2, 3, 4], events: [true, true, true, true], design: design)
    let model = try #require(CoxModel.fit(data).value)
    #expect(model.proportionalHazardsTest(.logarithm).reason == .argumentOutOfRange)
    #expect(model.proportionalHazardsTest(.rank).value != nil)
  }
}
