import CoVaLux
import Reporting
import Statistics
import Testing

@Suite struct SurvivalCurvePictureTests {
  private func curve(entries: [Double]? = nil) throws -> KaplanMeier {
    let times: [Double] = [4, 4, 6, 8, 12, 12, 15, 20, 26, 52]
    let events = [true, true, false, true, true, false, true, false, true, false]
    let tables = try #require(
      RiskTables.tally(
        times: times, events: events, entries: entries, counts: Array(repeating: 10, count: times.count)
      ).value)
    return KaplanMeier(tables[0])
  }

  // Ten persons for each of 4, 4, 6+, 8, 12, 12+, 15, 20+, 26, 52+: S = 4/5, then · 6/7, · 5/6, · 3/4, · 1/2.
  @Test func `a picture has the steps of the curve and the numbers at risk of its table`() throws {
    let group = try #require(SurvivalPicture.Group("all", try curve()))
    let picture = try SurvivalPicture(
      title: "Weeks", measure: "Ill, %", timeTitle: "Weeks", threshold: 5, groups: [group])
    let drawn = picture.groups[0]
    #expect(drawn.counts.steps.map(\.time) == [4, 8, 12, 15, 26])
    #expect(drawn.counts.steps.map(\.events) == [20, 10, 10, 10, 10])
    for (estimate, share) in zip(drawn.estimates, [0.8, 0.685714, 0.571429, 0.428571, 0.214286]) {
      #expect(abs(estimate.value - share) < 1e-6)
      let lower = try #require(estimate.lower)
      let upper = try #require(estimate.upper)
      #expect(lower < share && share < upper)
    }
    #expect(drawn.counts.atRisk[0].count == .shown(100) && drawn.counts.end == 52)
    #expect(picture.svg.contains("100 (0)"))
  }

  @Test func `a curve with delayed entry has no such picture`() throws {
    var entries = Array(repeating: 0.0, count: 10)
    entries[9] = 5
    #expect(SurvivalPicture.Group("all", try curve(entries: entries)) == nil)
  }
}
