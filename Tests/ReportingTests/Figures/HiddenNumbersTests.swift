import Foundation
import Reporting
import Testing

/// Two pictures of which only hidden numbers differ are the same picture, to the byte: then nothing of it can
/// tell them, no length, no colour, no text, no order.
@Suite struct HiddenNumbersTests {
  private func expectSame(
    _ one: some Figure, _ other: some Figure, location: SourceLocation = #_sourceLocation
  ) {
    #expect(one.svgFile == other.svgFile, sourceLocation: location)
    #expect(one.table.csv == other.table.csv, sourceLocation: location)
    #expect(one.footnote == other.footnote, sourceLocation: location)
    #expect(
      HTMLFragment.figure(one, number: 1) == HTMLFragment.figure(other, number: 1), sourceLocation: location)
    #expect(one.table.csv.contains(":c"), "nothing is hidden", sourceLocation: location)
  }

  private func flow(_ died: Int, _ moved: Int) throws -> FlowDiagram {
    let flow = try ParticipantFlow(
      stages: [
        .init("Enrolled", 3110, leaving: [.init("missed", 611), .init("died", died), .init("moved", moved)]),
        .init("Seen", 3110 - 611 - died - moved),
      ], rule: .inHouse)
    return FlowDiagram(title: "Flow", flow: flow)
  }

  @Test func `a flow does not tell its hidden numbers`() throws {
    expectSame(try flow(3, 2), try flow(1, 4))
  }

  @Test func `a single small number of a flow takes another along`() throws {
    let flow = try ParticipantFlow(
      stages: [.init("Enrolled", 100, leaving: [.init("died", 3), .init("moved", 20)]), .init("Seen", 77)],
      rule: .inHouse)
    #expect(flow.stages[0].leaving.map(\.n) == [.hidden, .hidden])
    #expect(flow.stages.map(\.n) == [.shown(100), .shown(77)])
  }

  @Test func `a forest plot does not tell a ratio that rests on a hidden count, nor its weight`() {
    func plot(_ value: Double, weight: Double) -> ForestPlot {
      let counts = [CountOf(.hidden, of: .shown(61)), CountOf(.shown(19), of: .shown(88))]
      let shown = [CountOf(.shown(10), of: .shown(67)), CountOf(.shown(54), of: .shown(121))]
      return ForestPlot(
        title: "Ratios", measure: "Odds ratio", countHeadings: ["a", "b"],
        rows: [
          .init(
            "few", counts: counts, estimate: .shown(DrawnEstimate(value, value / 2, value * 40)),
            weight: weight),
          .init("many", counts: shown, estimate: .shown(DrawnEstimate(0.22, 0.1, 0.47)), weight: 3),
        ])
    }
    expectSame(plot(0.0493, weight: 90), plot(7, weight: 1))
  }

  @Test func `shares and effectiveness go with the counts they rest on`() throws {
    func dots(_ share: Double) throws -> DotAndWhisker {
      try DotAndWhisker(
        title: "Shares", measure: "Prevalence", groups: ["a"],
        rows: [
          .init(
            "few", estimates: [.shown(DrawnEstimate(share, 0, 1))], counts: [CountOf(.hidden, of: .shown(90))]
          )
        ])
    }
    expectSame(try dots(0.02), try dots(0.9))
    func effect(_ share: Double) throws -> EffectivenessOverTime {
      try EffectivenessOverTime(
        title: "Effect", timeTitle: "Days", intervals: ["14–89"],
        groups: [
          .init("a", [.init(.shown(DrawnEstimate(share, -0.9, 1)), events: .hidden, personYears: .shown(40))])
        ])
    }
    expectSame(try effect(0.2), try effect(0.9))
  }

  @Test func `one hidden part of a bar hides the whole`() throws {
    let visit = RetentionBars.Visit("v", of: .shown(100), [.shown(70), .shown(27), .hidden])
    #expect(visit.total == .hidden)
    func bars(_ total: Int) throws -> RetentionBars {
      try RetentionBars(
        title: "Bars", states: ["a", "b", "c"],
        visits: [.init("v", of: .shown(total), [.shown(70), .shown(27), .hidden])])
    }
    expectSame(try bars(100), try bars(101))
  }

  @Test func `a curve does not tell on which day of a step an event was`() throws {
    func picture(_ days: [Int]) throws -> SurvivalPicture {
      let days = days.enumerated().map {
        SurvivalCounts.Day(Double($0 + 1), events: $1, censored: $0 == 3 ? 2 : 0)
      }
      return try SurvivalPicture(
        title: "Curve", measure: "Ill", timeTitle: "Days", threshold: 5,
        groups: [
          .init("many", SurvivalCounts(size: 90, days: days)) { DrawnEstimate(1 - $0 / 10, 0, 1) },
          .init("few", SurvivalCounts(size: 8, days: days)) { _ in DrawnEstimate(0.5, 0, 1) },
        ])
    }
    let one = try picture([1, 2, 2, 0, 4, 3])
    let other = try picture([1, 3, 1, 0, 4, 3])
    #expect(one.groups[0].counts.steps == other.groups[0].counts.steps)
    #expect(one.groups[0].estimates == other.groups[0].estimates)
    #expect(one.groups[1] == other.groups[1])
  }

  @Test func `what stands for a hidden bar is as long whatever the scale`() {
    func bar(_ most: Int) -> String? {
      let pyramid = AgePyramid(
        title: "Ages", sides: ("Women", "Men"),
        bands: [
          .init("0–4", left: .hidden, right: .shown(most)), .init("5–9", left: .shown(9), right: .shown(99)),
        ])
      return SVGDocument(pyramid.svg).elements.first { $0.attributes["class"] == "hatch" }?.attributes["d"]
    }
    #expect(bar(100) != nil && bar(100) == bar(999))
  }

  @Test func `a disclosed row gives a picture what it shows`() {
    let rows = SampleTables.prevalence.rows
    #expect(rows[0].count == .shown(211) && rows[0].n == .shown(812))
    #expect(rows[0].estimate == .shown(DrawnEstimate(0.2599, 0.231, 0.291)))
    #expect(rows[1].count == .hidden && rows[1].estimate == .hidden)
    #expect(rows[4].value == .absent)
  }
}
